"""Today's dose: starts below, grows slowly, goes back after a red day, never below the least."""

from datetime import timedelta
from itertools import pairwise

import pytest
from support.planner import DAY, event, pain, technique

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Dose, Grows, SessionStep
from unspiral.planning.dose import amount_today, place, steps_of
from unspiral.planning.history import History
from unspiral.planning.ladder import WALK_SECONDS, ladder, start_seconds
from unspiral.planning.lights import light
from unspiral.planning.standing import BREAK_DAYS, SWAP_DAYS
from unspiral.records.facts import Event
from unspiral.records.plan import Amount

WALK = technique("walk", "build", 300, 60, walk=True, grows=Grows(by="time", to=1800))
LIFT = technique("lift", "build", 75, 30, family="lift", level=1, rounds=5,
                 grows=Grows(by="times", to=8, sets=3))  # fmt: skip


def stand(*events: Event, item=WALK, minutes: float = 10, readings=()):  # type: ignore[no-untyped-def]
    profile = {"walk_minutes": minutes, "settles": "minutes"}
    return place(item, profile, History(tuple(readings), events), DAY)


def dose(*events: Event, **more):  # type: ignore[no-untyped-def]
    rungs, stands = stand(*events, **more)
    return rungs.amount(stands.rung).seconds


def mornings(name: str, value: str, *days_ago: int) -> list[Event]:
    return [event("settled", name, value, ago) for ago in days_ago]


def greens(*days_ago: int, name: str = "walk") -> list[Event]:
    return mornings(name, "settled", *days_ago)


def reds(*days_ago: int, name: str = "walk") -> list[Event]:
    return mornings(name, "still_up", *days_ago)


@pytest.mark.parametrize(
    ("minutes", "settles", "seconds"),
    [(10, "minutes", 420), (10, "next_day", 300), (10, "unsure", 300), (1, "minutes", 60),
     (0, "minutes", 60), (500, "minutes", WALK_SECONDS), (float("nan"), "minutes", 60),
     (float("inf"), "minutes", WALK_SECONDS), (True, "minutes", 60)],
)  # fmt: skip
def test_start_is_a_share_of_what_the_person_can_do(minutes, settles, seconds) -> None:  # type: ignore[no-untyped-def]
    assert start_seconds({"walk_minutes": minutes, "settles": settles}, 60) == seconds


def test_nothing_known_starts_at_the_smallest() -> None:
    assert start_seconds({}, 45) == 45
    assert amount_today(WALK, {}, History(), DAY) == Amount(60, smallest=True)


def test_three_greens_and_a_week_give_one_step_of_a_minute() -> None:
    assert dose(*greens(7, 2)) == 420
    assert dose(*greens(6, 2, 0)) == 420  # three greens, no week yet
    assert dose(*greens(7, 2, 0)) == 480


def test_at_most_one_step_in_seven_days() -> None:
    assert dose(*greens(*range(13, -1, -1))) == 480
    assert dose(*greens(*range(14, -1, -1))) == 540


def test_long_walks_grow_by_ten_percent_in_whole_minutes_and_stop_at_the_cap() -> None:
    assert dose(*greens(7, 2, 0), minutes=30) == 1380  # 21 minutes and a tenth
    assert dose(*greens(7, 2, 0), minutes=42) == WALK_SECONDS
    assert dose(*greens(7, 2, 0), minutes=500) == WALK_SECONDS


def test_repetitions_come_before_sets_and_one_variable_at_a_time() -> None:
    rungs = ladder(LIFT, {})
    assert rungs.marks[1:] == ((5, 1), (6, 1), (7, 1), (8, 1), (8, 2), (8, 3))
    assert rungs.amount(0) == Amount(30, smallest=True)
    weekly = greens(*range(28, -1, -1), name="lift")
    for ago, want in ((0, 5), (1, 4), (7, 4), (14, 3), (21, 2), (22, 1)):
        day = DAY - timedelta(days=ago)
        assert place(LIFT, {}, History((), tuple(weekly)), day)[1].rung == want


def test_a_red_morning_goes_one_level_down_and_never_below_the_smallest() -> None:
    assert dose(*greens(9, 8, 2), *reds(0)) == 420
    assert dose(*reds(0), item=LIFT) == 75  # of another technique: nothing
    assert dose(*reds(0, name="lift"), item=LIFT) == 30
    assert dose(*reds(*range(30))) == 60


def test_leg_pain_further_down_is_red() -> None:
    assert dose(event("settled", "walk", "leg_further", 0)) == 360


def test_two_greens_bring_it_back_and_never_above_where_it_was() -> None:
    assert dose(*reds(5), *greens(4)) == 360
    assert dose(*reds(5), *greens(4, 3)) == 420
    assert dose(*reds(5), *greens(4, 3, 2, 1)) == 420


def test_the_way_back_is_no_faster_than_one_step_a_week() -> None:
    two_down = reds(9, 8)
    assert dose(*two_down, *greens(7, 6)) == 360
    assert dose(*two_down, *greens(7, 6, 5, 4, 3, 2, 1)) == 360
    assert dose(*two_down, *greens(7, 6, 5, 4, 3, 2, 1, 0)) == 360
    assert dose(*reds(11, 10), *greens(9, 8, 7, 6, 5, 4, 3, 2, 1)) == 420


def test_two_reds_in_a_row_swap_it_for_a_week_and_no_longer() -> None:
    assert stand(*reds(3))[1].swap_until is None
    assert stand(*reds(4, 2))[1].swap_until is not None
    assert stand(*reds(4, 2), *greens(1))[1].swap_until is None
    assert stand(*reds(SWAP_DAYS + 2, SWAP_DAYS))[1].swap_until is None


def usual(value: float = 3.0, since: int = 16) -> list[object]:
    return [pain(value, ago) for ago in range(1, since)]


@pytest.mark.parametrize(("above", "want"), [(1, 480), (2, 420), (3, 360)])
def test_pain_above_the_own_usual_makes_a_settled_morning_amber_or_red(
    above: float, want: int
) -> None:
    readings = [*usual(), pain(3.0 + above, 0)]
    assert dose(*greens(8, 4, 0), readings=readings) == want


def test_the_lights_change_at_1_and_at_2_points_and_an_answer_comes_first() -> None:
    settled = frozenset({"settled"})
    seen = [light(above, settled) for above in (None, 0, 1, 1.01, 2, 2.01)]
    assert seen == ["green", "green", "green", "amber", "amber", "red"]
    assert [light(above, frozenset()) for above in (None, 2, 2.01)] == [None, None, "red"]
    for worse in ("still_up", "leg_further"):
        assert light(0, settled | {worse}) == "red"


def test_high_pain_the_day_after_counts_without_an_answer_and_not_when_it_was_not_done() -> None:
    readings = [*usual(), pain(6.0, 0)]
    assert dose(event("done", "walk", "full", 1), readings=readings) == 360
    assert dose(event("done", "walk", "full", 3), readings=readings) == 420
    assert dose(*mornings("walk", "not_done", 0), readings=readings) == 420


def test_not_done_and_silence_never_raise_it() -> None:
    assert dose(*mornings("walk", "not_done", *range(1, 15))) == 420
    assert dose(*[event("done", "walk", "full", ago) for ago in range(1, 30)]) == 420


def test_the_same_answer_twice_a_day_counts_once_and_the_worse_one_wins() -> None:
    assert dose(*greens(9, 9, 1, 1)) == 420
    assert dose(*greens(9, 5, 2), *reds(2)) < 480


def test_no_step_up_during_a_flare_and_back_at_the_last_green_level_after_it() -> None:
    assert dose(*greens(8, 5, 3), event("bad_day", "day", "", 3)) == 420
    high = [pain(3, n) for n in range(4, 18)] + [pain(5, 4), pain(5, 3)]
    assert dose(*greens(8, 5, 3), readings=high) == 420
    risen = greens(12, 9, 5)
    assert dose(*risen) == 480
    assert dose(*risen, event("bad_day", "day", "", 1)) == 420  # no green was seen at 8 minutes
    assert dose(*risen, *greens(3), event("bad_day", "day", "", 1)) == 480
    assert dose(*[event("bad_day", "day", "", n) for n in range(40)], *greens(30)) == 420


def test_weeks_without_it_lower_what_had_grown_and_nothing_else() -> None:
    risen = greens(8 + 3 * BREAK_DAYS, 5 + 3 * BREAK_DAYS, 1 + 3 * BREAK_DAYS)
    assert dose(*risen) == 420
    assert dose(*greens(9, 5, 2)) == 480
    assert dose(*greens(*range(400, 380, -1))) == 420


def test_what_is_not_load_grows_only_when_it_was_liked_and_never_shrinks() -> None:
    breath = technique("sound", "mind", 300, 30, grows=Grows(by="time", to=420, step=60))
    better = [event("rated", "sound", "better", ago) for ago in (9, 5, 1)]
    assert dose(*better, item=breath) == 360
    assert dose(*(event("done", "sound", "full", ago) for ago in (9, 5, 1)), item=breath) == 300
    assert dose(*reds(9, 5, 1, name="sound"), item=breath) == 300
    assert dose(*(event("rated", "sound", "better", n) for n in range(60)), item=breath) == 420


def test_holds_and_breaks_have_their_own_ladders() -> None:
    stretch = technique("stretch", "build", 25, grows=Grows(by="hold", to=30, step=5))
    held = SessionStep(kind="hold", cue="c", seconds=25)
    stretch = type(stretch)(**{**vars_of(stretch), "session": (held,)})
    assert [ladder(stretch, {}).amount(n).hold for n in (1, 2)] == [25, 30]
    snack = technique("snack", "build", 90, grows=Grows(by="a_day", to=99), a_day=4)
    assert [count for count, _ in ladder(snack, {}).marks[1:]] == list(range(4, 15))


def vars_of(item):  # type: ignore[no-untyped-def]
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def test_a_dose_without_a_ladder_has_its_written_form_and_the_smallest() -> None:
    still = technique("still", "build", 180, 30)
    assert [ladder(still, {}).amount(n).seconds for n in (0, 1)] == [30, 180]
    assert isinstance(still.dose, Dose)


def test_a_walk_is_told_in_steps_only_when_asked_for() -> None:
    amount = Amount(480)
    assert steps_of(WALK, amount, {"walk_unit": "steps"}) == 800
    assert steps_of(WALK, amount, {"walk_unit": "minutes"}) == 0
    assert steps_of(LIFT, amount, {"walk_unit": "steps"}) == 0


def test_every_technique_has_a_dose_within_the_caps(catalogue: Catalogue) -> None:
    for item in catalogue.techniques.values():
        rungs = ladder(item, {"walk_minutes": 25, "settles": "minutes"})
        amounts = [rungs.amount(n) for n in range(rungs.top + 1)]
        assert 0 <= rungs.start <= rungs.top
        for low, high in pairwise(amounts[1:]):
            changed = [name for name in ("times", "sets", "hold", "a_day")
                       if getattr(low, name) != getattr(high, name)]  # fmt: skip
            grown = high.seconds - low.seconds
            by_time = not changed and 0 < grown <= max(120, 60, low.seconds / 10)
            assert by_time or len(changed) == 1, (item.id, low, high)
        assert all(a.seconds <= 3600 and a.sets <= 3 and a.times <= 10 for a in amounts), item.id
