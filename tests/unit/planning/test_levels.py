"""When the next level of a family opens: after a week, 3 settled mornings, and no flare."""

import pytest
from support.planner import CLEAR, DAY, cleared, event, technique

from unspiral.planning.eligibility import why_not
from unspiral.planning.history import History
from unspiral.records.facts import Event
from unspiral.records.problem import Reason

SECOND = technique("lift-2", "build", family="lift", level=2)
THIRD = technique("lift-3", "build", family="lift", level=3)
DONE = tuple(event("done", "lift", "full", ago) for ago in (7, 5, 3))
SETTLED = tuple(event("settled", "lift", "settled", ago) for ago in (6, 4, 2))


def closed(*events: Event, item=SECOND) -> Reason | None:
    return why_not(item, {}, History((), events), CLEAR, DAY)


def test_a_week_and_3_settled_mornings_open_the_next_level() -> None:
    assert closed(*DONE, *SETTLED) is None
    assert closed(*DONE, *SETTLED, item=THIRD) is not None


@pytest.mark.parametrize("gone", range(3))
def test_a_missing_morning_or_day_never_opens_a_level(gone: int) -> None:
    for events in (DONE, (*DONE, *SETTLED[:gone]), (*DONE[:gone], *SETTLED)):
        reason = closed(*events)
        assert reason is not None and reason.code == "level_below_first"


def test_what_was_begun_less_than_a_week_ago_opens_nothing() -> None:
    days = tuple(event("done", "lift", "full", ago) for ago in (6, 5, 4))
    assert closed(*days, *SETTLED) is not None


def test_a_morning_on_which_it_was_still_up_begins_the_count_anew() -> None:
    assert closed(*DONE, *SETTLED, event("settled", "lift", "still_up", 1)) is not None
    assert closed(*DONE, *SETTLED, event("settled", "lift", "still_up", 7)) is None


@pytest.mark.parametrize(("ago", "opens"), [(0, False), (3, False), (4, True)])
def test_within_3_days_of_a_flare_no_level_opens(ago: int, opens: bool) -> None:
    assert (closed(*DONE, *SETTLED, event("bad_day", "day", "", ago)) is None) == opens


def test_a_level_that_was_done_stays_open_unless_the_one_below_made_worse() -> None:
    known = event("done", "lift-2", "full", 2)
    assert closed(*DONE, known, event("bad_day", "day", "", 1)) is None
    assert closed(*DONE, known, event("made_worse", "lift", "", 1)) is not None
    assert closed(known) is not None  # done alone says nothing: any page may send that


def test_for_a_neck_alone_a_thing_that_made_worse_is_still_left_out() -> None:
    item = technique("lift", "build", family="lift", level=1)
    told = {"place_neck": "yes", "place_low_back": "no", "place_mid_back": "no"}
    worse = History((), (event("made_worse", "lift", "", 1),))
    reason = why_not(item, told, worse, cleared(), DAY)
    assert reason is not None and reason.code == "neck_only"
