"""The thing of a fair test in a plan: beside the others on its days, nowhere on the rest."""

from numpy.random import PCG64, Generator
from support.planner import CLEAR, DAY, cleared, event, plan_of, usual

from unspiral.planning.day import Day
from unspiral.planning.history import History
from unspiral.planning.select import propose
from unspiral.planning.tested import drawn_item
from unspiral.records.plan import DrawnToday, FairTestEffect, Plan
from unspiral.records.triage import Clearance


def planned(tested: DrawnToday | None, *events: object, clearance: Clearance = CLEAR) -> list[str]:
    plan = propose(
        {}, History((), events), {}, usual(), clearance, DAY, Generator(PCG64(1)), tested=tested
    )  # type: ignore[arg-type]
    return [item.technique for item in plan.items] if isinstance(plan, Plan) else []


def test_it_stands_beside_the_others_and_in_nobodys_place() -> None:
    without = planned(DrawnToday("breathe", with_it=False))
    with_it = planned(DrawnToday("breathe", with_it=True))
    assert "breathe" not in without
    assert [name for name in with_it if name != "breathe"] == without
    assert with_it.count("breathe") == 1


def test_what_is_done_of_it_closes_no_other_place() -> None:
    before = planned(DrawnToday("breathe", with_it=True))
    after = planned(DrawnToday("breathe", with_it=True), event("done", "breathe", "full"))
    assert after == before


def test_it_stays_within_the_clearance_and_what_was_tapped_today() -> None:
    closed = cleared(cautions=frozenset({"k7"}))
    assert "warm" not in planned(DrawnToday("warm", with_it=True), clearance=closed)
    for tap in ("not_today", "swapped", "made_worse"):
        assert "breathe" not in planned(DrawnToday("breathe", with_it=True), event(tap, "breathe"))


def test_nothing_is_made_of_what_is_not_there() -> None:
    day = Day({}, History(), {}, usual(), CLEAR, DAY, DrawnToday("gone", with_it=True))
    assert drawn_item(day) is None


def test_what_went_worse_in_a_test_is_not_offered_and_says_why() -> None:
    for mean, offered in ((-1.0, False), (-0.1, True)):
        found = {"walk": FairTestEffect("walk", mean, 0.4, 56)}
        for seed in range(20):
            plan = plan_of(estimates=found, seed=seed)
            left_out = {
                reason.content_id for reason in plan.left_out if reason.code == "tested_worse"
            }
            assert ("walk" in left_out) is not offered
            assert offered or "walk" not in [item.technique for item in plan.items]
