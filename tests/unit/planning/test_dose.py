"""Walking time: starts below, grows slowly, goes back after a red day, never below the least."""

from datetime import timedelta

import pytest
from support.planner import DAY, event, pain

from unspiral.planning.dose import CAP_SECONDS, start_seconds, walking_dose
from unspiral.planning.history import History
from unspiral.records.facts import Event


def dose(*events: Event, minutes: float = 10, settles: str = "minutes", readings=()):  # type: ignore[no-untyped-def]
    profile = {"walk_minutes": minutes, "settles": settles}
    return walking_dose(profile, History(tuple(readings), events), "walk", 60, DAY)


def greens(*days_ago: int) -> list[Event]:
    return [event("settled", "walk", "settled", ago) for ago in days_ago]


@pytest.mark.parametrize(
    ("minutes", "settles", "seconds"),
    [(10, "minutes", 420), (10, "next_day", 300), (10, "unsure", 300), (1, "minutes", 60),
     (0, "minutes", 60), (500, "minutes", CAP_SECONDS)],
)  # fmt: skip
def test_start_is_a_share_of_what_the_person_can_do(minutes, settles, seconds) -> None:  # type: ignore[no-untyped-def]
    assert start_seconds({"walk_minutes": minutes, "settles": settles}, 60) == seconds


def test_nothing_known_starts_at_the_smallest() -> None:
    assert start_seconds({}, 45) == 45


def test_three_greens_give_one_step_of_a_minute() -> None:
    assert dose(*greens(3, 2)) == 420
    assert dose(*greens(3, 2, 1)) == 480


def test_at_most_one_step_in_seven_days() -> None:
    assert dose(*greens(6, 5, 4, 3, 2, 1)) == 480
    assert dose(*greens(12, 11, 10, 3, 2, 1)) == 540


def test_long_walks_grow_by_ten_percent_and_stop_at_the_cap() -> None:
    assert dose(*greens(3, 2, 1), minutes=30) == 1386
    assert dose(*greens(3, 2, 1), minutes=43) == CAP_SECONDS


def test_a_red_morning_goes_one_step_down_and_never_below_the_smallest() -> None:
    red = event("settled", "walk", "still_up", 0)
    assert dose(*greens(3, 2, 1), red) == 420
    assert dose(*[event("settled", "walk", "still_up", n) for n in range(30)]) == 60


def test_not_done_and_silence_never_raise_it() -> None:
    nothing = [event("settled", "walk", "not_done", n) for n in range(1, 10)]
    assert dose(*nothing) == 420


def test_the_same_answer_twice_a_day_counts_once_and_the_worse_one_wins() -> None:
    assert dose(*greens(2, 2, 1, 1)) == 420
    mixed = [*greens(4, 3, 2), event("settled", "walk", "still_up", 2)]
    assert dose(*mixed) < 480


def test_no_step_up_during_a_flare() -> None:
    bad = event("bad_day", "day", "", 2)
    assert dose(*greens(3, 2, 1), bad) == 420
    high = [pain(3, n) for n in range(4, 18)] + [pain(6, 2), pain(6, 1)]
    assert dose(*greens(3, 2, 1), readings=high) == 420


def test_history_days_are_days() -> None:
    assert History((), tuple(greens(1))).of("settled", before=DAY - timedelta(days=1)) == ()
