"""Which cautions hold: what was said, what is unknown, and what is out of use."""

from dataclasses import replace

import pytest
from support.screening import NOW, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Value
from unspiral.screening.answers import effective
from unspiral.screening.cautions import holding


def held(catalogue: Catalogue, *events: Event, **given: Value) -> set[str]:
    return set(holding(effective(clear(catalogue, events, **given), catalogue), catalogue))


def test_none_holds_for_somebody_clear(catalogue: Catalogue) -> None:
    assert held(catalogue) == set()


@pytest.mark.parametrize("value", ["yes", "unsure", "asked"])
def test_yes_not_sure_and_not_asked_all_hold(catalogue: Catalogue, value: str) -> None:
    assert held(catalogue, health_thin_bones=value) == {"k1"}
    assert held(catalogue, med_patch=value) == {"k9", "k9_patch"}


def test_with_nothing_known_the_careful_set_holds(catalogue: Catalogue) -> None:
    assert holding({}, catalogue) == frozenset(catalogue.cautions)


def test_one_out_of_use_does_not_hold(catalogue: Catalogue) -> None:
    gone = replace(catalogue.cautions["k1"], status="retired")
    less = replace(catalogue, cautions={**catalogue.cautions, "k1": gone})
    assert holding({}, less) == frozenset(catalogue.cautions) - {"k1"}


def test_what_was_seen_stays_as_a_caution_and_a_mistake_does_not(catalogue: Catalogue) -> None:
    for how, left in (("seen", {"k6"}), ("mistake", set())):
        ended = event("flag_ended", "rf4", how, NOW)
        raised = event("flag_raised", "rf4", "D", NOW.replace(hour=9))
        assert held(catalogue, raised, ended) == left


def test_what_is_raised_and_not_ended_is_a_caution_too(catalogue: Catalogue) -> None:
    assert held(catalogue, event("flag_raised", "rf16", "D")) == {"k7"}
