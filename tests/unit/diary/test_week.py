"""The week in review: seven diary days and the seven before, counted plainly."""

from datetime import date, timedelta

import pytest
from support.readings import FIRST, on
from support.weeks import event, readings

from unspiral.catalogue.load import Catalogue
from unspiral.diary.week import Noted, Review, Sessions, Spread, review
from unspiral.records.facts import Event, Reading

TODAY = FIRST + timedelta(days=13)


def week(catalogue: Catalogue, *what: Reading | Event, today: date = TODAY) -> Review:
    told = [one for one in what if isinstance(one, Reading)]
    happened = [one for one in what if isinstance(one, Event)]
    return review(told, happened, catalogue.variables, today)


def test_an_empty_diary_has_two_empty_weeks(catalogue: Catalogue) -> None:
    found = week(catalogue)
    assert found.items == () and found.this.days == found.before.days == 0
    assert (found.before.first, found.before.last) == (FIRST, FIRST + timedelta(days=6))
    assert (found.this.first, found.this.last) == (FIRST + timedelta(days=7), TODAY)
    assert found.this.sessions == Sessions()


def test_the_weeks_meet_and_nothing_beyond_them_counts(catalogue: Catalogue) -> None:
    days = (-1, 0, 6, 7, 13, 14)
    found = week(catalogue, *(on("pain", day, day % 10) for day in days))
    assert found.before.items["pain"].values == (0.0, 6.0)
    assert found.this.items["pain"].values == (7.0, 3.0)


@pytest.mark.parametrize(
    ("values", "spread"),
    [
        ((3.0, 5.0, 4.0), None),
        ((3.0, 5.0, 4.0, 9.0), Spread(3.0, 4.5, 9.0)),
        ((2.0, 2.0, 2.0, 2.0, 2.0), Spread(2.0, 2.0, 2.0)),
    ],
)
def test_a_range_needs_four_days(values: tuple[float, ...], spread: Spread | None) -> None:
    assert Noted(values).spread == spread


def test_hours_stand_in_only_where_no_night_was_rated(catalogue: Catalogue) -> None:
    assert week(catalogue, on("sleep_hours", 9, 6)).items == ("sleep_hours",)
    both = week(catalogue, on("sleep_hours", 9, 6), on("sleep_quality", 1, 4))
    assert both.items == ("sleep_quality",) and both.this.days == 0


def test_the_persons_own_word_stands_before_a_device(catalogue: Catalogue) -> None:
    own, device = on("activity_minutes", 8, 30), on("activity_minutes", 8, 90, source="watch")
    assert week(catalogue, device, own).this.items["activity_minutes"].values == (30.0,)


def test_other_things_do_not_make_a_day_noted(catalogue: Catalogue) -> None:
    assert week(catalogue, on("tiredness", 8, 5), on("steps", 9, 4000)).this.days == 0


def test_sessions_and_rough_days_are_counted_in_their_week(catalogue: Catalogue) -> None:
    this, before = TODAY, TODAY - timedelta(days=7)
    found = week(
        catalogue,
        event("done", "walking", "full", this),
        event("done", "walking", "tired", this),
        event("rated", "walking", "better", this),
        event("rated", "heat-chair", "worse", before),
        event("bad_day", "day", "", this),
        event("bad_day", "day", "", this),  # said twice, it is still one day
        event("swapped", "walking", "", this),
    )
    assert found.this.sessions == Sessions(done=2, better=1, rough_days=1)
    assert found.before.sessions == Sessions(worse=1)


@pytest.mark.parametrize("today", [date(2026, 3, 29), date(2026, 10, 25), date(2024, 3, 1)])
def test_a_week_has_seven_days_over_clock_changes_and_a_leap_day(
    catalogue: Catalogue, today: date
) -> None:
    found = review(readings(today, 20), (), catalogue.variables, today)
    assert found.this.days == found.before.days == 7
    assert all(len(noted.values) == 7 for noted in found.this.items.values())
