"""Flares: two high days in a row or "Bad day", asked for all days or for the last few only."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.readings import FIRST, on
from support.weeks import event

from unspiral.planning.history import HELD_DAYS, History

DAYS = 30
pains = st.dictionaries(st.integers(0, DAYS - 1), st.integers(0, 10), max_size=DAYS)
bad_days = st.sets(st.integers(0, DAYS + 2), max_size=3)


def history(pain: dict[int, int], bad: set[int] | None = None) -> History:
    taps = (event("bad_day", "day", "", day_of(n)) for n in bad or ())
    return History(tuple(on("pain", n, value) for n, value in pain.items()), tuple(taps))


def day_of(n: int) -> date:
    return FIRST + timedelta(days=n)


def test_two_high_days_are_a_flare_and_one_is_not() -> None:
    calm = dict.fromkeys(range(10), 3)
    assert history({**calm, 10: 6}).flare_days(day_of(20)) == ()
    assert history({**calm, 10: 6, 11: 6}).flare_days(day_of(20)) == (day_of(11),)
    assert history({**calm, 10: 6, 12: 6}).flare_days(day_of(20)) == ()


@given(pains, bad_days, st.integers(0, DAYS + 5), st.integers(0, DAYS))
def test_asking_for_the_last_days_leaves_out_the_others_only(
    pain: dict[int, int], bad: set[int], until: int, back: int
) -> None:
    found, since = history(pain, bad), day_of(until - back)
    everything = found.flare_days(day_of(until))
    recent = found.flare_days(day_of(until), since=since)
    assert recent == tuple(day for day in everything if day >= since)
    held = any(day_of(until) - day <= timedelta(days=HELD_DAYS) for day in everything)
    assert found.progress_held(day_of(until)) == held
