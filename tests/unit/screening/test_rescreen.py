"""When the full danger screen comes back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.screening import NOW, TODAY, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts, Reading
from unspiral.records.triage import Decision
from unspiral.screening.gate import assess

SCREENED = NOW - timedelta(days=10)


def pain(day: int, value: float, variable: str = "pain") -> Reading:
    """A diary value, this many days ago."""
    at = NOW - timedelta(days=day)
    return Reading(variable, value, at, at, at.date(), answered_at=at)


def person(
    catalogue: Catalogue, history: tuple[Reading, ...] = (), screened: datetime = SCREENED
) -> Facts:
    """Someone clear, screened ten days ago, with this diary."""
    facts = clear(catalogue)
    answers = {k: replace(a, answered_at=screened) for k, a in facts.answers.items()}
    return replace(facts, answers=answers, history=history)


def again(decision: Decision) -> list[str]:
    return [str(r.content_id) for r in decision.reasons if r.code == "ask_again"]


STEADY = tuple(pain(day, value) for day, value in enumerate((3, 4, 3, 4, 3, 4, 3, 4, 3), start=1))
WILD = tuple(pain(day, value) for day, value in enumerate((3, 9, 2, 8, 1, 9, 2, 8, 3), start=1))


def test_a_calm_diary_asks_nothing(catalogue: Catalogue) -> None:
    decision = assess(person(catalogue, (*STEADY, pain(0, 5))), catalogue)
    assert again(decision) == [] and decision.to_ask == ()


def test_pain_far_above_the_own_week_asks_again(catalogue: Catalogue) -> None:
    decision = assess(person(catalogue, (*STEADY, pain(0, 7))), catalogue)
    assert again(decision) == ["pain_spike"]
    assert decision.to_ask == ("danger",) and decision.clearance is None


def test_a_high_value_inside_the_own_usual_range_does_not(catalogue: Catalogue) -> None:
    screened = NOW - timedelta(hours=73)
    assert again(assess(person(catalogue, (*WILD, pain(0, 8)), screened), catalogue)) == []


def test_with_a_short_diary_three_points_are_enough(catalogue: Catalogue) -> None:
    history = (pain(2, 3), pain(1, 3), pain(0, 6))
    assert again(assess(person(catalogue, history), catalogue)) == ["pain_spike"]


@pytest.mark.parametrize(("hours", "asked"), [(71, []), (72, ["pain_spike"])])
def test_not_again_for_72_hours(catalogue: Catalogue, hours: int, asked: list[str]) -> None:
    screened = NOW - timedelta(hours=hours)
    decision = assess(person(catalogue, (*STEADY, pain(0, 9)), screened), catalogue)
    assert again(decision) == asked


@pytest.mark.parametrize(("days", "asked"), [(6, ["pain_spike"]), (7, [])])
def test_a_usual_range_needs_seven_days(catalogue: Catalogue, days: int, asked: list[str]) -> None:
    values = (2, 8, 2, 8, 2, 2, 8)[:days]
    history = tuple(pain(day, value) for day, value in enumerate(values, start=1))
    screened = NOW - timedelta(hours=73)
    decision = assess(person(catalogue, (*history, pain(0, 8)), screened), catalogue)
    assert again(decision) == asked


@pytest.mark.parametrize(("value", "asked"), [(5.5, []), (6.5, ["pain_spike"])])
def test_three_points_above_the_middle_of_seven_days(
    catalogue: Catalogue, value: float, asked: list[str]
) -> None:
    old = tuple(pain(day, 3) for day in range(1, 8))
    assert again(assess(person(catalogue, (*old, pain(0, value))), catalogue)) == asked


@pytest.mark.parametrize(("day", "asked"), [(7, ["pain_spike"]), (8, [])])
def test_the_middle_is_of_the_last_seven_days(
    catalogue: Catalogue, day: int, asked: list[str]
) -> None:
    decision = assess(person(catalogue, (pain(day, 3), pain(0, 7))), catalogue)
    assert again(decision) == asked


def test_an_imported_value_is_no_diary_value(catalogue: Catalogue) -> None:
    high = replace(pain(0, 9), source="import:odd")
    assert again(assess(person(catalogue, (*STEADY, high)), catalogue)) == []


def test_a_bad_day_asks_again_and_the_answer_settles_it(catalogue: Catalogue) -> None:
    facts = replace(person(catalogue), events=(event("bad_day", "day", at=NOW),))
    assert again(assess(facts, catalogue)) == ["bad_day"]
    later = NOW + timedelta(minutes=1)
    danger = catalogue.screens["danger"].none_sets
    new = {name: replace(facts.answers[name], answered_at=later) for name in danger}
    settled = replace(facts, now=later, answers={**facts.answers, **new})
    assert again(assess(settled, catalogue)) == []


def test_first_leg_pain_in_the_diary_asks_again(catalogue: Catalogue) -> None:
    none = tuple(pain(day, 0, "pain_leg_left") for day in range(1, 5))
    decision = assess(person(catalogue, (*none, pain(0, 4, "pain_leg_left"))), catalogue)
    assert again(decision) == ["new_leg_pain"]


def test_leg_pain_that_was_there_before_does_not(catalogue: Catalogue) -> None:
    old = tuple(pain(day, 4, "pain_leg_left") for day in range(5))
    assert again(assess(person(catalogue, old), catalogue)) == []


def test_today_is_the_day_of_the_facts() -> None:
    assert pain(0, 1).local_date == TODAY
