"""The day's few things: roles, minutes, cautions, order, and what was said before."""

from dataclasses import replace

import pytest
from support.planner import CLEAR, cleared, event, pain, plan_of, technique, usual

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event
from unspiral.records.plan import Plan, Withheld


def roles(plan: Plan) -> list[str]:
    return [item.role for item in plan.items]


def names(plan: Plan) -> list[str]:
    return [item.technique for item in plan.items]


def codes(reasons: object) -> set[str]:
    return {reason.code for reason in reasons}  # type: ignore[attr-defined]


def test_first_week_is_one_to_ease_one_to_build_and_one_for_the_night() -> None:
    plan = plan_of()
    assert roles(plan) == ["ease", "build", "night"]
    assert sum(item.seconds for item in plan.items) <= 600
    assert min(item.seconds for item in plan.items) < 120


def test_nothing_is_planned_without_a_standard_clearance() -> None:
    for clearance in (None, cleared(scopes=frozenset({"comfort"}))):
        plan = plan_of(clearance=clearance)
        assert isinstance(plan, Withheld)
        assert codes(plan.reasons) == {"needs_clearance"}


def test_a_caution_in_force_leaves_the_technique_out_and_says_so() -> None:
    plan = plan_of(clearance=cleared(cautions=frozenset({"k7"})))
    assert "warm" not in names(plan)
    assert ("caution", "warm") in {(r.code, r.content_id) for r in plan.left_out}


def test_least_recently_done_comes_first() -> None:
    plan = plan_of(event("done", "stand", "full", 1), event("done", "walk", "full", 3))
    assert "walk" in names(plan)
    plan = plan_of(event("done", "stand", "full", 3), event("done", "walk", "full", 1))
    assert "stand" in names(plan)


def test_what_was_done_today_does_not_reshuffle_today() -> None:
    before = plan_of(event("done", "walk", "full", 2), event("done", "stand", "full", 1))
    after = plan_of(
        event("done", "walk", "full", 2), event("done", "stand", "full", 1),
        event("done", "walk", "full", 0),
    )  # fmt: skip
    assert names(before) == names(after)


def test_made_worse_is_never_offered_again() -> None:
    for said in (event("made_worse", "walk", "", 30), event("rated", "walk", "worse", 30)):
        assert "walk" not in names(plan_of(said))


def test_tried_before_and_worse_is_not_offered() -> None:
    items = [technique("walk", "build", walk=True, tried="tried_walking")]
    catalogue = usual().__class__(hash="x", techniques={t.id: t for t in items})
    plan = plan_of(profile={"tried_walking": "worse"}, catalogue=catalogue)
    assert isinstance(plan, Withheld)
    assert "tried_worse" in codes(plan.reasons)


def test_swap_and_not_today_bring_the_next_one() -> None:
    first = plan_of().items[1].technique
    for kind in ("swapped", "not_today"):
        second = plan_of(event(kind, first)).items[1].technique
        assert second != first


def test_gentle_only_at_w_on_a_first_visit() -> None:
    plan = plan_of(clearance=cleared(gentle=True, held=True))
    assert set(names(plan)) <= {"breathe", "warm", "walk", "pillow"}


def test_held_keeps_what_was_done_and_adds_nothing() -> None:
    plan = plan_of(event("done", "dim", "full", 20), clearance=cleared(held=True))
    assert "stand" not in names(plan)
    assert "held_at_todays_level" in codes(plan.notes)


def test_after_the_first_week_one_new_technique_a_week() -> None:
    long_ago = [event("done", "breathe", "full", 20), event("done", "walk", "full", 3)]
    plan = plan_of(*long_ago)
    assert "stand" not in names(plan)
    assert "one_new_a_week" in codes(plan.left_out)


def test_a_rough_day_is_lighter_and_brings_nothing_new() -> None:
    done = [event("done", name, "full", 20) for name in ("breathe", "walk", "pillow")]
    plan = plan_of(*done, event("bad_day", "day"), profile={"walk_minutes": 20})
    build = next(item for item in plan.items if item.role == "build")
    assert build.seconds == build.tired_seconds
    assert "lighter_day" in codes(build.reasons)
    assert set(names(plan)) == {"breathe", "walk", "pillow"}


def test_nothing_new_is_drawn_on_a_rough_day_whatever_the_luck() -> None:
    known = {"breathe", "walk", "pillow"}
    done = [event("done", name, "full", 20) for name in known]

    def drawn(*more: Event) -> set[str]:
        plans = [plan_of(*done, *more, seed=seed) for seed in range(40)]
        return {name for plan in plans for name in names(plan)}

    assert drawn() - known  # on another day there is something new
    assert drawn(event("bad_day", "day")) == known


def test_a_flare_of_two_high_days_makes_the_day_lighter() -> None:
    calm = tuple(pain(3, ago) for ago in range(3, 17))
    flare = (*calm, pain(6, 1), pain(6, 0))
    assert "lighter_day" in codes(plan_of(readings=flare).notes)
    assert "lighter_day" not in codes(plan_of(readings=(*calm, pain(6, 0))).notes)


@pytest.mark.parametrize("kind", ["not_today", "made_worse"])
def test_a_thing_put_aside_today_is_not_followed_by_another(kind: str) -> None:
    for seed in range(20):
        first = plan_of(seed=seed)
        for out in names(first):
            second = plan_of(event(kind, out), seed=seed)
            assert set(names(second)) <= set(names(first)) - {out}
            assert len(names(second)) == len(names(first)) - 1


def test_what_was_done_unasked_fills_its_place() -> None:
    known = [event("done", name, "full", 3) for name in ("walk", "stand", "breathe")]
    for seed in range(20):
        before = set(names(plan_of(*known, seed=seed)))
        for own in ("walk", "stand"):
            after = set(names(plan_of(*known, event("done", own, "full", 0), seed=seed)))
            assert after == before - ({"walk", "stand"} - {own})
            later = event("bad_day", "day"), event("done", own, "full", 0)
            rough = names(plan_of(*known, *later, seed=seed))
            assert {"walk", "stand"} & set(rough) <= {own}


def test_told_us_speaks_and_is_the_reason() -> None:
    items = {**usual().techniques}
    items["stand"] = technique("stand", "build", told_us={"eases=standing": "Standing eases it."})
    catalogue = usual().__class__(hash="x", techniques=items)
    plans = [plan_of(profile={"eases": "standing"}, catalogue=catalogue, seed=n) for n in range(40)]
    built = [next(item for item in plan.items if item.role == "build") for plan in plans]
    told = [item for item in built if item.technique == "stand"]
    assert len(told) > 30 and {item.reasons[0].code for item in told} == {"told_us"}


def test_neck_only_gets_no_load() -> None:
    plan = plan_of(profile={"place_neck": "yes"})
    assert "build" not in roles(plan)
    assert "no_build_item_fits" in codes(plan.notes)


def test_minutes_are_kept_after_the_first_week() -> None:
    done = [event("done", name, "full", 20) for name in usual().techniques]
    for minutes in (1, 3, 5, 30):
        plan = plan_of(*done, profile={"goal_minutes": minutes, "walk_minutes": 60})
        assert sum(item.seconds for item in plan.items) <= minutes * 60


def test_a_fourth_role_only_when_asked_for() -> None:
    items = {**usual().techniques, "sound": technique("sound", "mind", 60)}
    catalogue = usual().__class__(hash="x", techniques=items)
    done = [event("done", name, "full", 20) for name in items]
    profile = {"goal_minutes": 30}
    assert "mind" not in roles(plan_of(*done, profile=profile, catalogue=catalogue))
    profile["plan_size"] = "more"  # type: ignore[assignment]
    assert "mind" in roles(plan_of(*done, profile=profile, catalogue=catalogue))


def test_same_inputs_same_plan_and_the_clearance_is_the_given_one() -> None:
    assert plan_of(seed=4) == plan_of(seed=4)
    assert CLEAR.covers("standard")


def test_an_import_never_makes_the_day_lighter() -> None:
    calm = tuple(pain(3, ago) for ago in range(3, 17))
    high = (pain(6, 1), pain(6, 0))
    imported = tuple(replace(r, source="import:csv") for r in high)
    assert "lighter_day" in codes(plan_of(readings=(*calm, *high)).notes)
    assert "lighter_day" not in codes(plan_of(readings=(*calm, *imported)).notes)


def test_a_neck_alone_gets_breathing_and_no_position_for_the_back(catalogue: Catalogue) -> None:
    told = {"place_neck": "yes", "place_low_back": "no", "place_mid_back": "no", "eases": "lying"}
    plan = plan_of(profile=told, catalogue=catalogue)
    assert isinstance(plan, Plan)
    eases = [catalogue.techniques[item.technique] for item in plan.items if item.role == "ease"]
    assert eases and all(any(s.kind == "breath" for s in t.session) for t in eases)
    assert not any(item.role == "build" for item in plan.items)


@pytest.mark.parametrize("caution", ["k5", "k10"])
def test_over_70_or_with_falls_the_chair_comes_before_lying(
    catalogue: Catalogue, caution: str
) -> None:
    told = {"eases": "lying", "tried_stretching": "helped"}
    sure = cleared(cautions=frozenset({caution}))
    plan = plan_of(profile=told, catalogue=catalogue, clearance=sure)
    assert isinstance(plan, Plan)
    build = next(item for item in plan.items if item.role == "build")
    assert set(catalogue.techniques[build.technique].positions) != {"lying"}
