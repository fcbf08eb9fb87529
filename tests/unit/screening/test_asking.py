"""Which screens ask for what is missing, and which items were opened and wait."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, answer, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts, Value
from unspiral.screening.asking import (
    DANGER,
    FOUR,
    ORDER,
    asked_by,
    covered,
    open_items,
    screens_for,
    settles,
)
from unspiral.screening.endings import pasts
from unspiral.screening.triage import triage

HOUR = timedelta(hours=1)


def open_now(catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    return open_items(facts, pasts(facts, catalogue), catalogue)


def test_nothing_is_open_for_somebody_clear(catalogue: Catalogue) -> None:
    assert open_now(catalogue, clear(catalogue)) == ()


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({"rf4_fast": "asked"}, True),
        ({"rf4_weak": "unsure"}, True),
        ({"rf4_weak": "unsure", "rf4_weak_follow": "same"}, False),
        ({"rf4_weak": "yes"}, False),
    ],
)
def test_an_item_is_open_while_one_of_its_questions_waits(
    catalogue: Catalogue, given: dict[str, Value], is_open: bool
) -> None:
    assert open_now(catalogue, clear(catalogue, **given)) == (("rf4",) if is_open else ())


def test_a_doubt_told_elsewhere_opens_the_item_again(catalogue: Catalogue) -> None:
    doubt = event("flag_raised", "rf1", "E unsure rf1_saddle", NOW - HOUR)
    assert open_now(catalogue, clear(catalogue, [doubt])) == ("rf1",)


def test_a_flag_without_questions_of_its_own_has_nothing_to_open(catalogue: Catalogue) -> None:
    doubt = event("flag_raised", "sleep_breathing", "W unsure drowsy_driving", NOW - HOUR)
    assert open_now(catalogue, clear(catalogue, [doubt])) == ()


def test_an_opened_item_is_asked_alone_and_not_by_its_screen_too(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf1_saddle="asked")
    assert triage(facts, catalogue).to_ask == ("rf1",)
    assert asked_by(("rf1",), catalogue) == {"rf1_saddle"}
    assert asked_by(("rf4", "rf16", "no-such-flag"), catalogue) == {
        "rf4_weak", "rf4_fast", "rf16_skin", "rf16_calf",
    }  # fmt: skip


def test_a_screen_settles_its_own_variable_and_what_none_says(catalogue: Catalogue) -> None:
    assert settles(catalogue.screens["pregnant"]) == {"pregnant"}
    health = catalogue.screens["health"]
    assert settles(health) == set(health.none_sets)
    assert settles(replace(health, variable="own")) == {"own", *health.none_sets}


def test_the_age_is_asked_for_by_the_birth_year(catalogue: Catalogue) -> None:
    assert screens_for({"age"}, catalogue) == ("birth_year",)


@pytest.mark.parametrize(
    ("missing", "screens"),
    [
        ((), ()),
        (("rf1_saddle", "rf2_pee", "rf5_stroke"), ("nerves",)),
        (("rf8_fever", "rf1_saddle"), ("nerves", "infection")),
        (("med_opioid", "rf6_cancer"), ("history", "medicines")),
        (("drowsy_driving", "pregnant"), ("pregnant", "night_breathing")),
        (("nobody_asks_this",), ()),
    ],
)
def test_the_fewest_screens_in_the_order_a_person_meets_them(
    catalogue: Catalogue, missing: tuple[str, ...], screens: tuple[str, ...]
) -> None:
    assert screens_for(missing, catalogue) == screens


def test_all_four_ask_for_all_that_they_settle(catalogue: Catalogue) -> None:
    assert screens_for(covered(ORDER, catalogue), catalogue) == tuple(
        name for name in ORDER if name in catalogue.screens
    )


def test_what_a_missing_screen_asked_is_not_put_on_the_evening_line(catalogue: Catalogue) -> None:
    """The danger screen and "New or worse?" have rules of their own for when they come."""
    screens = {name: s for name, s in catalogue.screens.items() if name not in FOUR}
    less = replace(catalogue, screens=screens)
    assert screens_for({"rf1_saddle"}, less) == ()
    assert "rf1_saddle" in covered((DANGER,), less)


def test_covered_is_all_that_the_screens_answer(catalogue: Catalogue) -> None:
    both = covered(("pregnant", "health", "no-such-screen"), catalogue)
    assert both == {"pregnant", *catalogue.screens["health"].none_sets}
    assert covered((), catalogue) == frozenset()


def test_a_follow_up_from_before_the_doubt_leaves_it_open(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf1_saddle="unsure")
    for hours, still in ((1, ("rf1",)), (0, ())):
        early = answer("rf1_saddle_follow", "same", NOW - hours * HOUR)
        held = replace(facts, answers={**facts.answers, early.variable: early})
        assert open_now(catalogue, held) == still
