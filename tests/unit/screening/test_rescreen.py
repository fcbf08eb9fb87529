"""When the full danger screen comes back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.screening import NOW, TODAY, answer, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts, Reading
from unspiral.records.triage import Decision
from unspiral.screening.endings import Past
from unspiral.screening.gate import assess
from unspiral.screening.rescreen import (
    answered_at,
    danger_asked,
    history_asked,
    is_stale,
    known_due,
    triggers,
)

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


# ---- the edges of each rule ---------------------------------------------------------------------

BEFORE = NOW - timedelta(days=20)


def codes(facts: Facts, since: datetime | None = SCREENED) -> list[str]:
    return [trigger.code for trigger in triggers(facts, since)]


def test_without_a_danger_screen_there_is_nothing_to_ask_again(catalogue: Catalogue) -> None:
    facts = replace(person(catalogue, (*STEADY, pain(0, 9))), events=(event("bad_day", "day"),))
    assert triggers(facts, None) == () and codes(facts) == ["bad_day", "pain_spike"]


@pytest.mark.parametrize(
    ("kind", "code"), [("bad_day", "bad_day"), ("leg_pain_new", "new_leg_pain")]
)
def test_what_happened_at_the_moment_of_the_screen_counts(
    catalogue: Catalogue, kind: str, code: str
) -> None:
    facts = replace(person(catalogue), events=(event(kind, "x"),))
    assert codes(facts, NOW) == [code] and codes(facts, NOW + timedelta(seconds=1)) == []
    (trigger,) = triggers(facts, NOW)
    assert trigger.at == NOW
    other = replace(facts, events=(event("done", "walking"),))
    assert codes(other, NOW) == []


@pytest.mark.parametrize("name", ["pain", "pain_morning"])
def test_both_pains_of_the_diary_are_watched_and_no_other(catalogue: Catalogue, name: str) -> None:
    days = tuple(pain(day, 2, name) for day in range(1, 10))
    assert codes(person(catalogue, (*days, pain(0, 6, name)))) == ["pain_spike"]
    sleep = tuple(pain(day, 2, "sleep_quality") for day in range(1, 10))
    assert codes(person(catalogue, (*sleep, pain(0, 6, "sleep_quality")))) == []


@pytest.mark.parametrize("name", ["pain_leg_left", "pain_leg_right"])
@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [((0, 0), 1, True), ((0, 0), 0, False), ((0, 2), 3, False), ((), 4, False)],
)
def test_leg_pain_is_new_after_days_without(
    catalogue: Catalogue, name: str, before: tuple[int, ...], now: int, asked: bool
) -> None:
    old = tuple(pain(day, value, name) for day, value in enumerate(before, start=1))
    found = codes(person(catalogue, (*old, pain(0, now, name))))
    assert found == (["new_leg_pain"] if asked else [])


@pytest.mark.parametrize(("days", "counts_now"), [(28, True), (29, False)])
def test_only_the_last_28_days_are_looked_at(
    catalogue: Catalogue, days: int, counts_now: bool
) -> None:
    old_leg = (pain(days, 3, "pain_leg_left"), pain(1, 0, "pain_leg_left"))
    found = codes(person(catalogue, (*old_leg, pain(0, 4, "pain_leg_left"))))
    assert found == ([] if counts_now else ["new_leg_pain"])
    first = (pain(days + 1, 0, "pain_leg_left"), pain(days, 4, "pain_leg_left"))
    since = NOW - timedelta(days=60)
    assert codes(person(catalogue, first, since), since) == (["new_leg_pain"] if counts_now else [])


def test_a_value_of_tomorrow_is_not_looked_at(catalogue: Catalogue) -> None:
    assert codes(person(catalogue, (*STEADY, pain(-1, 9)))) == []


@pytest.mark.parametrize(("value", "asked"), [(6, ["pain_spike"]), (5.9, [])])
def test_three_points_and_no_less(catalogue: Catalogue, value: float, asked: list[str]) -> None:
    assert codes(person(catalogue, (pain(2, 3), pain(1, 3), pain(0, value)))) == asked


def test_the_first_value_of_a_diary_is_no_spike(catalogue: Catalogue) -> None:
    assert codes(person(catalogue, (pain(0, 10),))) == []


@pytest.mark.parametrize(("value", "asked"), [(5, []), (5.2, ["pain_spike"])])
def test_the_usual_range_ends_at_nine_tenths(
    catalogue: Catalogue, value: float, asked: list[str]
) -> None:
    """Eleven days, of which one in ten is above 5: a 5 is inside what is usual for this person."""
    days = (2, 2, 2, 2, 2, 2, 2, 2, 2, 5, 10)
    history = tuple(pain(day, v) for day, v in enumerate(days, start=1))
    assert codes(person(catalogue, (*history, pain(0, value)))) == asked


def test_one_high_day_in_ten_is_outside_the_usual_range(catalogue: Catalogue) -> None:
    days = (2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 9)
    history = tuple(pain(day, v) for day, v in enumerate(days, start=1))
    assert codes(person(catalogue, (*history, pain(0, 5)))) == ["pain_spike"]


def test_the_middle_is_of_this_variable_and_of_the_days_before(catalogue: Catalogue) -> None:
    other = tuple(pain(day, 9, "pain_morning") for day in range(1, 8))
    same_day = pain(0, 9)
    history = (*(pain(day, 3) for day in range(1, 8)), *other, pain(0, 6.5))
    assert codes(person(catalogue, history)) == ["pain_spike"]
    assert codes(person(catalogue, (same_day, pain(0, 6.5)))) == []


def test_a_spike_counts_from_when_it_was_told(catalogue: Catalogue) -> None:
    """A value of two days ago that was told today belongs to today; without a time, to its day."""
    high = pain(2, 9)
    week = tuple(pain(day, 2) for day in range(3, 10))
    screened = NOW - timedelta(days=4)
    late = replace(high, answered_at=NOW)
    untold = replace(high, answered_at=None)
    assert codes(person(catalogue, (*week, late), screened), screened) == ["pain_spike"]
    assert codes(person(catalogue, (*week, untold), screened), screened) == []
    early = screened - timedelta(days=1)
    assert codes(person(catalogue, (*week, untold), early), early) == ["pain_spike"]


@pytest.mark.parametrize(("days", "stale"), [(28, False), (28.01, True)])
def test_28_days(catalogue: Catalogue, days: float, stale: bool) -> None:
    assert is_stale(NOW - timedelta(days=days), clear(catalogue)) is stale
    assert is_stale(None, clear(catalogue)) is True


def test_the_oldest_no_dates_a_screen_and_a_yes_does_not(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf4_weak="yes")
    old = {
        "rf1_saddle": replace(facts.answers["rf1_saddle"], answered_at=BEFORE),
        "rf4_weak": replace(facts.answers["rf4_weak"], answered_at=BEFORE - timedelta(days=9)),
    }
    facts = replace(facts, answers={**facts.answers, **old})
    assert answered_at(("rf1_saddle", "rf2_pee", "rf4_weak"), facts) == BEFORE
    assert answered_at(("rf4_weak",), facts) == NOW
    assert answered_at(("rf2_pee", "never_asked"), facts) is None
    assert answered_at(("rf2_pee",), clear(catalogue, rf2_pee="asked")) is None


def test_a_danger_screen_that_asks_nothing_was_never_answered(catalogue: Catalogue) -> None:
    empty = replace(catalogue.screens["danger"], none_sets={})
    less = replace(catalogue, screens={**catalogue.screens, "danger": empty})
    assert danger_asked(clear(catalogue), less) is None
    assert danger_asked(person(catalogue), catalogue) == SCREENED


def test_the_history_is_as_new_as_anything_changed(catalogue: Catalogue) -> None:
    facts = person(catalogue)
    assert history_asked(facts, catalogue) == SCREENED
    for at, value, expected in (
        (NOW, "no", NOW),
        (BEFORE, "no", SCREENED),
        (NOW, "yes", SCREENED),
        (NOW + timedelta(hours=1), "no", SCREENED),
    ):
        again = answer("anything_changed", value, at)
        held = replace(facts, answers={**facts.answers, again.variable: again})
        assert history_asked(held, catalogue) == expected
    never = {name: a for name, a in facts.answers.items() if name != "rf6_cancer"}
    again = answer("anything_changed", "no")
    held = replace(facts, answers={**never, again.variable: again})
    assert history_asked(held, catalogue) is None


def test_only_findings_that_were_seen_come_due(catalogue: Catalogue) -> None:
    facts = clear(catalogue)
    day = facts.today
    history = {
        "rf4": Past(known_since=day, asked_known=day - timedelta(days=28)),
        "rf5": Past(known_since=day, asked_known=day - timedelta(days=27)),
        "rf6": Past(),
    }
    assert known_due(history, facts) == ("rf4",)


@pytest.mark.parametrize(("hours", "asked"), [(24, []), (24.01, ["new_leg_pain"])])
def test_legs_of_the_same_day_belong_to_the_danger_screen(
    catalogue: Catalogue, hours: float, asked: list[str]
) -> None:
    told = answer("leg_symptoms", "yes", SCREENED + timedelta(hours=hours))
    facts = person(catalogue)
    facts = replace(facts, answers={**facts.answers, told.variable: told})
    assert codes(facts) == asked
    no = replace(told, value="no")
    assert codes(replace(facts, answers={**facts.answers, told.variable: no})) == []
