"""Reminders: one a day at most, never on a holiday, and silent after five that nobody answered."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from unspiral.diary.holiday import Holiday
from unspiral.planning.reminders import QUIET_AFTER, Choice, coming, quiet

TODAY = date(2026, 6, 15)
ZONES = st.sampled_from(["UTC", "Europe/Dublin", "Asia/Kathmandu", "America/New_York"])
backs = st.integers(0, 60)
choices = st.builds(
    lambda hour, minute, zone, back: Choice(time(hour, minute), zone, TODAY - timedelta(days=back)),
    st.integers(0, 23), st.integers(0, 59), ZONES, backs,
)  # fmt: skip
last_days = st.one_of(st.none(), st.integers(-3, 60).map(lambda back: TODAY - timedelta(days=back)))
pauses = st.lists(
    st.builds(
        lambda start, length: Holiday(
            TODAY + timedelta(days=start),
            None if length is None else TODAY + timedelta(days=start + length),
        ),
        st.integers(-50, 50),
        st.one_of(st.none(), st.integers(0, 40)),
    ),
    max_size=3,
)


@given(choices, last_days, pauses)
def test_at_most_one_a_day_from_today_on_and_none_on_a_holiday(choice, last, held) -> None:
    found = coming(choice, last, held, TODAY)
    days = [one.day for one in found]
    assert days == sorted(set(days)) and all(day >= TODAY for day in days)
    assert [one.at for one in found] == sorted({one.at for one in found})
    assert not any(pause.holds(day) for pause in held for day in days)


@given(choices, last_days, pauses)
def test_after_the_last_entry_at_most_five_come(choice, last, held) -> None:
    here = min(max(choice.since, last or choice.since), TODAY)
    after = [one.day for one in coming(choice, last, held, TODAY) if one.day > here]
    assert len(after) <= QUIET_AFTER
    between = (
        [here + timedelta(days=n) for n in range(1, (after[-1] - here).days + 1)] if after else []
    )
    assert sum(not any(p.holds(day) for p in held) for day in between) <= QUIET_AFTER


@given(choices, last_days, pauses)
def test_silence_is_said_exactly_where_five_lie_behind(choice, last, held) -> None:
    paused = any(pause.holds(TODAY) for pause in held)
    silent = quiet(choice, last, held, TODAY)
    if silent:
        assert coming(choice, last, held, TODAY) == () and not paused
    here = min(max(choice.since, last or choice.since), TODAY)
    past = [here + timedelta(days=n) for n in range(1, (TODAY - here).days)]
    unanswered = sum(not any(p.holds(day) for p in held) for day in past)
    assert silent == (unanswered >= QUIET_AFTER and not paused)


@given(choices, pauses)
def test_coming_back_brings_the_next_five_again(choice, held) -> None:
    found = coming(choice, TODAY, held, TODAY)
    free = [TODAY + timedelta(days=n) for n in range(1, 400)]
    open_days = [day for day in free if not any(p.holds(day) for p in held)]
    assert [one.day for one in found if one.day > TODAY] == open_days[:QUIET_AFTER]


@given(choices, last_days, pauses, st.integers(1, 12))
def test_a_file_read_days_later_holds_no_more_than_was_said_before(
    choice, last, held, later
) -> None:
    """Nothing told in between: what a later look gives was in the earlier one already."""
    then = TODAY + timedelta(days=later)
    last = min(last, TODAY) if last else None
    before = set(coming(choice, last, held, TODAY))
    assert set(coming(choice, last, held, then)) <= before
