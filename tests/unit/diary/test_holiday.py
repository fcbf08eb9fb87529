"""A tracking holiday: of a chosen or open length, over when the person says so, never a zero."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from support.readings import on

from unspiral.catalogue.load import Catalogue
from unspiral.diary import holiday, panel
from unspiral.diary.holiday import Holiday
from unspiral.records.facts import Event, Reading

DAY = date(2026, 6, 1)


def at(days: int) -> date:
    return DAY + timedelta(days=days)


def started(days: int, last: str = "") -> Event:
    return _event("holiday_started", days, last)


def ended(days: int) -> Event:
    return _event("holiday_ended", days, "")


def _event(kind: str, days: int, value: str) -> Event:
    when = datetime.combine(at(days), time(12), UTC)
    return Event(kind, "tracking", value, when, at(days))


def test_without_a_word_there_is_none() -> None:
    assert holiday.holidays(()) == () and holiday.on((), DAY) is None


def test_an_open_one_lasts_until_it_is_ended() -> None:
    told = (started(0),)
    assert holiday.on(told, at(200)) == Holiday(at(0), None)
    back = (*told, ended(10))
    assert holiday.holidays(back) == (Holiday(at(0), at(9)),)
    assert holiday.on(back, at(9)) and holiday.on(back, at(10)) is None


def test_one_of_a_chosen_length_ends_by_itself() -> None:
    told = (started(0, at(6).isoformat()),)
    assert holiday.on(told, at(6)) and holiday.on(told, at(7)) is None


def test_another_length_replaces_the_first_and_ending_at_once_leaves_none() -> None:
    told = (started(0, at(6).isoformat()), started(3, at(30).isoformat()))
    assert holiday.holidays(told) == (Holiday(at(0), at(2)), Holiday(at(3), at(30)))
    assert holiday.holidays((started(0), ended(0))) == ()


@pytest.mark.parametrize("odd", ["no day", "2026-13-40", "9999-12-31", "1999-01-01"])
def test_an_odd_last_day_never_makes_a_pause_of_years(odd: str) -> None:
    found = holiday.holidays((started(0, odd),))[0]
    assert found.first == at(0)
    assert found.last is None or at(0) <= found.last <= at(holiday.MOST_DAYS)


def test_the_first_day_back_is_known_whichever_way_it_ended() -> None:
    by_tap, by_length = (started(0), ended(9)), (started(0, at(8).isoformat()),)
    for told in (by_tap, by_length):
        assert holiday.back_today(told, at(9))
        assert not holiday.back_today(told, at(8)) and not holiday.back_today(told, at(10))
    assert not holiday.back_today((*by_tap, started(9)), at(9))


def noted(*days: int) -> tuple[Reading, ...]:
    return tuple(
        Reading("pain", 4, when, when, at(n))
        for n in days
        for when in [datetime.combine(at(n), time(20), UTC)]
    )


def test_it_is_offered_after_8_weeks_of_noting_and_not_before() -> None:
    assert not holiday.offer(noted(*range(55)), (), at(55))
    assert holiday.offer(noted(*range(57)), (), at(56))
    assert not holiday.offer(noted(*range(0, 57, 3)), (), at(56))  # too few days to be tired of it
    assert not holiday.offer((), (), at(56))


def test_the_offer_stands_for_a_week_and_comes_again_8_weeks_later() -> None:
    told = noted(*range(140))
    offered = [day for day in range(140) if holiday.offer(told, (), at(day))]
    assert offered == [*range(56, 63), *range(112, 119)]


def test_it_is_not_offered_again_within_8_weeks_of_one() -> None:
    told, recent = noted(*range(120)), (started(60), ended(63))
    assert holiday.offer(told, (), at(112))
    assert not holiday.offer(told, recent, at(112))
    assert not holiday.offer(told, (started(60),), at(112))  # open, and still on
    assert holiday.offer(told, (started(50), ended(57)), at(112))


def test_the_learner_sees_days_of_a_pause_as_missing_and_never_as_zero(
    catalogue: Catalogue,
) -> None:
    told = [on("pain", day, 5) for day in (0, 1, 2, 12, 13)]
    built = panel.build(told, catalogue.variables)
    assert built is not None
    pain = built.y[:, built.variables.index("pain")]
    assert np.isnan(pain[3:12]).all() and not (pain == 0).any()
