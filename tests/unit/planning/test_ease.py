"""The choice of two minutes of comfort: what fits, never what made it worse."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.screening import NOW, TODAY, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.planning.ease import PLACES, choose
from unspiral.planning.history import History
from unspiral.records.facts import Event
from unspiral.records.plan import Withheld
from unspiral.records.triage import Clearance
from unspiral.screening.gate import assess

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def clearance(catalogue: Catalogue) -> Clearance:
    found = assess(clear(catalogue), catalogue).clearance
    assert found is not None
    return found


def chosen(
    place: str, catalogue: Catalogue, clearance: Clearance | None, *events: Event
) -> str | Withheld:
    return choose(place, {}, History((), events), catalogue, clearance, TODAY)


@pytest.mark.parametrize("place", [*PLACES, ""])
def test_something_fits_every_position_and_none(
    place: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    name = chosen(place, catalogue, clearance)
    assert isinstance(name, str)
    technique = catalogue.techniques[name]
    assert (technique.scope, technique.load) == ("comfort", False)
    assert not place or place in technique.positions


@pytest.mark.parametrize("place", [*PLACES, ""])
def test_what_made_it_worse_is_never_offered_again(
    place: str, catalogue: Catalogue, clearance: Clearance
) -> None:
    """Each answer "worse" takes one away, until nothing is left and that is said."""
    events: list[Event] = []
    while isinstance(name := chosen(place, catalogue, clearance, *events), str):
        assert name not in {e.subject for e in events}
        events.append(event("made_worse" if len(events) % 2 else "rated", name, "worse"))
    assert events
    assert name.reasons[0].code == "nothing_fits"


def test_comfort_alone_is_enough(catalogue: Catalogue, clearance: Clearance) -> None:
    only = replace(clearance, scopes=frozenset({"comfort"}))
    assert isinstance(chosen("lying", catalogue, only), str)


@pytest.mark.parametrize("scopes", [None, frozenset(), frozenset({"standard"})])
def test_nothing_without_a_clearance_of_comfort(
    scopes: frozenset[str] | None, catalogue: Catalogue, clearance: Clearance
) -> None:
    held = None if scopes is None else replace(clearance, scopes=scopes)  # type: ignore[arg-type]
    refused = chosen("lying", catalogue, held)
    assert isinstance(refused, Withheld)
    assert refused.reasons[0].code == "needs_clearance"


def test_better_comes_again_and_same_makes_room(catalogue: Catalogue, clearance: Clearance) -> None:
    first = chosen("lying", catalogue, clearance)
    assert isinstance(first, str)
    same = event("rated", first, "same", NOW)
    second = chosen("lying", catalogue, clearance, same)
    assert isinstance(second, str) and second != first
    better = event("rated", first, "better", NOW)
    assert chosen("lying", catalogue, clearance, same, better) == first


def test_a_tap_on_today_does_not_close_it(catalogue: Catalogue, clearance: Clearance) -> None:
    first = chosen("sitting", catalogue, clearance)
    assert isinstance(first, str)
    taps = (event("not_today", first), event("swapped", first))
    assert chosen("sitting", catalogue, clearance, *taps) == first
