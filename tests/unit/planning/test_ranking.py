"""What is offered more often: what is worth more, likely to be done, and fits today."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise, product

import pytest
from support.planner import CLEAR, DAY, cleared, event, plan_of, reading, technique, usual

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Effect, Graded, Grows
from unspiral.planning import benefit, chance
from unspiral.planning.history import History
from unspiral.planning.select import SHARPNESS
from unspiral.planning.through_day import SHORTEST_GAP, moments
from unspiral.records.facts import Event
from unspiral.records.plan import FairTestEffect, Plan, PlanItem

POWER = int(SHARPNESS)


def helps(name: str, points: float, role: str = "ease", outcome: str = "pain", **more):  # type: ignore[no-untyped-def]
    unit = more.pop("unit", "points 0-10")
    effect = Effect(outcome=outcome, mean=points, unit=unit, note="n", source="s")
    return technique(name, role, 60, effects=(effect,), gentle=True, **more)


def of(*items) -> Catalogue:  # type: ignore[no-untyped-def]
    return Catalogue(hash="x", techniques={item.id: item for item in items})


def item_of(plan: object, role: str) -> PlanItem:
    assert isinstance(plan, Plan)
    return next(item for item in plan.items if item.role == role)


def share(catalogue: Catalogue, name: str, *events: Event, n: int = 300, **more):  # type: ignore[no-untyped-def]
    """How often `name` is drawn, and the chance it was said to have when it was."""
    plans = [plan_of(*events, catalogue=catalogue, seed=seed, **more) for seed in range(n)]
    drawn = [item for plan in plans for item in plan.items]
    said = {round(item.probability, 6) for item in drawn if item.technique == name}
    return sum(item.technique == name for item in drawn) / n, said


PAIR = of(helps("a", -0.6), helps("b", -0.3))


def test_research_counts_with_the_unguided_factor_and_in_the_direction_that_helps() -> None:
    assert benefit.from_research(helps("a", -0.5)) == pytest.approx(0.3)
    assert benefit.from_research(helps("a", 0.5)) == pytest.approx(0.1)  # grade C of the double
    assert benefit.from_research(helps("n", 0.5, "night", "sleep")) == pytest.approx(0.3)
    sd = helps("m", -0.3, "mind", "stress", unit="standard deviations")
    assert benefit.from_research(sd) == pytest.approx(0.6 * 0.3 * 2)
    odds = helps("o", 1.5, "night", "sleep", unit="odds ratio")
    assert benefit.from_research(odds) == pytest.approx(0.1)
    assert benefit.from_research(helps("big", -9.0)) == pytest.approx(0.6)
    part = helps("part", -0.9, family="part", level=1)
    assert benefit.from_research(part) == pytest.approx(0.6 * 0.9 / benefit.FAMILIES)


def test_a_grade_of_a_whole_package_is_not_that_of_one_part() -> None:
    package = Graded(outcome="sleep", when="package", grade="A")
    assert benefit.from_research(technique("x", "night", grades=(package,))) == 0.0


def test_what_is_worth_more_is_drawn_more_often_and_as_often_as_said() -> None:
    found, said = share(PAIR, "a", n=1500)
    (stated,) = said
    assert stated == pytest.approx(2**POWER / (2**POWER + 1), abs=1e-6)
    assert abs(found - stated) < 0.03  # about 4 standard errors


def test_the_other_is_never_without_a_chance() -> None:
    found, said = share(PAIR, "b", n=300)
    assert 0 < found < 0.25 and said == {round(1 / (2**POWER + 1), 6)}


def test_chances_of_one_place_sum_to_one() -> None:
    found: dict[str, float] = {}
    for seed in range(400):
        item = item_of(plan_of(seed=seed), "build")
        found[item.technique] = item.probability
    assert len(found) == 2 and sum(found.values()) == pytest.approx(1)


def rated(name: str, value: str, *days_ago: int) -> list[Event]:
    return [event("rated", name, value, ago) for ago in days_ago]


def expected(name: str, *events: Event, catalogue: Catalogue = PAIR, tests=None) -> float:  # type: ignore[no-untyped-def]
    items = catalogue.techniques.values()
    found = benefit.expected(items, History((), tuple(events)), tests or {}, DAY)
    return found.of(catalogue.techniques[name])


def test_ratings_move_it_towards_what_was_felt_and_never_all_the_way() -> None:
    before = expected("b")
    after = [expected("b", *rated("b", "better", *range(1, n + 1))) for n in (1, 5, 20)]
    assert before < after[0] < after[1] < after[2] < 1.0
    assert expected("b", *rated("b", "same", *range(1, 20))) < before / 2


def test_a_person_who_feels_better_after_all_is_not_only_due_to_one_thing() -> None:
    both = [*rated("a", "better", *range(1, 9)), *rated("b", "better", *range(1, 9))]
    alone = rated("a", "better", *range(1, 9))
    assert expected("b", *alone) > expected("b")  # a little is shared
    assert expected("b", *both) - expected("b") > expected("b", *alone) - expected("b")


def test_the_pooling_is_the_exact_posterior_mean() -> None:
    """Against the same model solved as one multivariate normal."""
    import numpy as np

    events = [*rated("a", "better", 1, 2, 3), *rated("b", "same", 4, 5)]
    person, own, noise = benefit.PERSON_SD, benefit.TECHNIQUE_SD, benefit.RATING_SD
    cov = np.eye(2) * own**2 + person**2
    use = np.array([[1, 0]] * 3 + [[0, 1]] * 2, float)
    prior = np.array([0.36, 0.18])
    seen = np.array([1, 1, 1, 0, 0.0])
    gain = cov @ use.T @ np.linalg.inv(use @ cov @ use.T + np.eye(5) * noise**2)
    exact = prior + gain @ (seen - use @ prior)
    assert [expected(n, *events) for n in "ab"] == pytest.approx(exact.tolist(), abs=1e-9)


def test_today_and_what_is_said_twice_a_day_change_no_ranking() -> None:
    assert expected("a", *rated("a", "better", 0)) == expected("a")
    assert expected("a", *rated("a", "better", 1, 1, 1)) == expected("a", *rated("a", "better", 1))


def test_a_fair_test_outweighs_research_and_is_told_as_data() -> None:
    tests = {"b": FairTestEffect("b", 1.2, 0.2, 56)}
    assert expected("b", tests=tests) > expected("a", tests=tests)
    item = item_of(plan_of(catalogue=of(PAIR.techniques["b"]), estimates=tests), "ease")
    (reason,) = (one for one in item.reasons if one.code == "tested")
    assert reason.values == {"points": 1.2, "days": 56}
    assert expected("a", tests={"a": FairTestEffect("a", -0.5, 0.1, 56)}) < expected("a") / 3


def doing(*events: Event) -> float:
    return chance.of_doing(History((), events), "a", DAY)


def test_the_chance_of_doing_follows_what_was_done_and_left_and_is_forgotten() -> None:
    assert doing() == pytest.approx(0.6)
    assert doing(*(event("done", "a", "full", ago) for ago in (1, 2, 3))) == pytest.approx(6 / 8)
    for left in (("not_today", ""), ("swapped", ""), ("settled", "not_done")):
        assert doing(event(left[0], "a", left[1], 3)) == pytest.approx(3 / 6)
    assert doing(event("done", "a", "full", 3), event("swapped", "a", "", 3)) == 4 / 6
    assert doing(*(event("not_today", "a", "", ago) for ago in range(29, 90))) == 0.6
    worst = doing(*(event("not_today", "a", "", ago) for ago in range(1, 29)))
    assert worst == pytest.approx(3 / 33)


def test_not_today_on_many_days_lowers_the_share_and_it_comes_back() -> None:
    often = [event("not_today", "a", "", ago) for ago in range(1, 20)]
    long_ago = [event("not_today", "a", "", ago) for ago in range(40, 60)]
    usual_share = share(PAIR, "a")[1]
    assert max(share(PAIR, "a", *often)[1]) < min(usual_share) / 2
    assert share(PAIR, "a", *long_ago)[1] == usual_share


def test_swapping_one_thing_leaves_the_other_places_as_they_were(catalogue: Catalogue) -> None:
    profile = {"walk_minutes": 2, "settles": "hours", "goal_minutes": 30}
    for seed, role in product(range(25), ("ease", "build", "night")):
        first = plan_of(seed=seed, profile=profile, catalogue=catalogue)
        out = item_of(first, role)
        second = plan_of(event("swapped", out.technique), seed=seed, profile=profile,
                         catalogue=catalogue)  # fmt: skip
        kept = {item.technique for item in first.items} - {out.technique}
        assert out.technique not in {item.technique for item in second.items}
        if role != "build":  # build comes first, and its length decides the room of the others
            assert kept <= {item.technique for item in second.items}


def test_what_was_told_to_help_is_drawn_more_often() -> None:
    told = of(helps("a", -0.3, told_us={"eases=lying": "x"}), helps("b", -0.3))
    assert share(told, "a")[1] == {0.5}
    assert share(told, "a", profile={"eases": "lying"})[1] == {
        round(1.5**POWER / (1.5**POWER + 1), 6)
    }


def test_something_else_than_on_the_last_active_day() -> None:
    pair = of(helps("a", -0.5, "build"), helps("b", -0.5, "build"))
    done = [event("done", "a", "full", 1), event("done", "b", "full", 3)]
    assert max(share(pair, "a", *done)[1]) < 0.2


def test_strengthening_rests_between_and_keeps_to_few_families() -> None:
    families = {f"f{n}": helps(f"f{n}", -0.7, "build", family=f"f{n}", level=1, days_a_week=2)
                for n in range(8)}  # fmt: skip
    first = [event("done", "walk", "full", 60)]
    catalogue = Catalogue(hash="x", techniques={**usual().techniques, **families})
    used = [event("done", f"f{n}", "full", 10 + n) for n in range(5)]
    left = {r.content_id: r.code for r in plan_of(*first, *used, catalogue=catalogue).left_out}
    assert {left.get(f"f{n}") for n in (5, 6, 7)} <= {"enough_families", "one_new_a_week"}
    yesterday = event("done", "f0", "full", 1)
    left = {r.content_id: r.code for r in plan_of(*first, yesterday, catalogue=catalogue).left_out}
    assert left["f0"] == "rests_today"
    thrice = [event("done", "f0", "full", ago) for ago in (2, 4, 6)]
    left = {r.content_id: r.code for r in plan_of(*first, *thrice, catalogue=catalogue).left_out}
    assert left["f0"] == "rests_today"


def test_every_day_holds_something_to_build() -> None:
    walk = replace(usual().techniques["walk"].dose, days_a_week=5)
    techniques = {**usual().techniques, "walk": replace(usual().techniques["walk"], dose=walk)}
    catalogue = Catalogue(hash="x", techniques=techniques)
    known = [event("done", "walk", "full", ago) for ago in (1, 2, 3, 4, 5, 20)]
    newcomer = event("done", "breathe", "full", 2)
    plan = plan_of(*known, newcomer, catalogue=catalogue, profile={"goal_minutes": 30})
    built = [(item.technique, item.seconds) for item in plan.items if item.role == "build"]
    assert built == [("walk", 60)] and not plan.notes
    assert "walk" not in {reason.content_id for reason in plan.left_out}
    red = [event("settled", "walk", "still_up", ago) for ago in (0, 1)]
    assert {i.role for i in plan_of(*known, *red, newcomer, catalogue=catalogue).items} <= {
        "ease", "night"
    }  # fmt: skip


def test_a_new_one_that_was_offered_keeps_the_week_to_itself() -> None:
    known = [event("done", name, "full", 20) for name in ("breathe", "walk")]
    offered = event("offered", "pillow", "0.5", 2)
    left = {r.content_id: r.code for r in plan_of(*known, offered).left_out}
    assert left.get("dim") == left.get("stand") == "one_new_a_week" and "pillow" not in left


def test_after_the_first_week_a_plan_holds_one_new_thing_at_most(catalogue: Catalogue) -> None:
    known = [event("done", "belly-breathing", "full", 20)]
    for seed in range(40):
        plan = plan_of(*known, catalogue=catalogue, seed=seed, profile={"goal_minutes": 30})
        assert sum(item.technique != "belly-breathing" for item in plan.items) <= 1


def test_the_next_level_comes_when_the_one_below_is_at_its_top() -> None:
    grows = Grows(by="times", to=8, sets=3)
    low, high = (
        technique(f"lift{end}", "build", 75, 30, family="lift", level=level, rounds=5, grows=grows)
        for end, level in (("", 1), ("-2", 2))
    )
    catalogue = of(low, high)
    done = [event("done", "lift", "full", ago) for ago in range(70, 0, -2)]
    greens = [event("settled", "lift", "settled", ago) for ago in range(69, 0, -2)]
    early = [e for e in (*done, *greens) if (DAY - e.local_date).days > 35]
    assert item_of(plan_of(*early, catalogue=catalogue), "build").technique == "lift"
    item = item_of(plan_of(*done, *greens, catalogue=catalogue), "build")
    assert (item.technique, item.amount.times, item.amount.sets) == ("lift-2", 5, 1)
    assert "next_level" in {reason.code for reason in item.reasons}
    rough = plan_of(*done, *greens, event("bad_day", "day"), catalogue=catalogue)
    assert item_of(rough, "build").technique == "lift"


def test_two_reds_leave_it_out_for_a_week_and_say_so() -> None:
    hard = [event("settled", "stand", "still_up", ago) for ago in (4, 2)]
    plan = plan_of(event("done", "stand", "full", 5), *hard)
    assert ("two_reds", "stand") in {(r.code, r.content_id) for r in plan.left_out}


def test_warmth_three_times_a_day_and_no_more() -> None:
    from unspiral.catalogue.types import SessionStep

    pack = technique("pack", "ease", 300, gentle=True)
    heat = SessionStep(kind="heat", cue="c", seconds=300)
    fields = {name: getattr(pack, name) for name in pack.__dataclass_fields__}
    catalogue = of(type(pack)(**{**fields, "session": (heat,)}))
    assert item_of(plan_of(catalogue=catalogue), "ease").reasons[-1].code == "an_hour_before_bed"
    ended = [Event("heat_ended", "pack", "done", reading(0, hour=hour).start, DAY)
             for hour in (8, 12, 18)]  # fmt: skip
    assert isinstance(plan_of(*ended[:2], catalogue=catalogue), Plan)
    refused = plan_of(*ended, catalogue=catalogue)
    assert "three_times_today" in {reason.code for reason in refused.reasons}


def test_a_topic_only_after_the_person_picked_it() -> None:
    items = of(technique("smoke", "mind", 60, offer="topic", topic="smoking"),
               *usual().techniques.values())  # fmt: skip
    done = [event("done", name, "full", 20) for name in (*usual().techniques, "smoke")]
    profile = {"goal_minutes": 30, "plan_size": "more"}
    assert "mind" not in {i.role for i in plan_of(*done, profile=profile, catalogue=items).items}
    profile["topic_smoking"] = "yes"
    assert item_of(plan_of(*done, profile=profile, catalogue=items), "mind").technique == "smoke"


def test_more_means_five_at_most_and_two_different_things_to_build(catalogue: Catalogue) -> None:
    done = [event("done", name, "full", 9) for name in catalogue.techniques]
    for seed in range(20):
        plan = plan_of(*done, catalogue=catalogue, seed=seed, clearance=CLEAR,
                       profile={"goal_minutes": 60, "plan_size": "more"})  # fmt: skip
        roles = Counter(item.role for item in plan.items)
        assert roles == {"ease": 1, "build": 2, "night": 1, "mind": 1}


def test_what_is_spread_over_the_day_counts_with_every_round() -> None:
    snack = technique("snack", "build", 90, 15, a_day=4, when="day", gentle=True,
                      grows=Grows(by="a_day", to=14))  # fmt: skip
    item = item_of(plan_of(catalogue=of(snack)), "build")
    assert (item.when, len(item.moments), item.amount.a_day) == ("day", 4, 4)
    short = item_of(plan_of(catalogue=of(snack), profile={"goal_minutes": 5}), "build")
    assert short.amount.smallest and short.moments == ()


@pytest.mark.parametrize("a_day", range(1, 40))
def test_breaks_are_evenly_spread_and_never_closer_than_half_an_hour(a_day: int) -> None:
    found = moments(a_day)
    gaps = {later - earlier for earlier, later in pairwise(found)}
    assert len(gaps) <= 1 and all(gap >= SHORTEST_GAP for gap in gaps)
    assert found == () if a_day == 1 else 2 <= len(found) <= min(a_day, 28)
    assert not found or found[-1] < 16 * 60


def test_a_tired_day_prefers_what_is_short() -> None:
    both = of(helps("a", -0.4), technique("long", "ease", 300, gentle=True, effects=(
        Effect(outcome="pain", mean=-0.4, unit="points 0-10", note="n", source="s"),)))  # fmt: skip
    done = [event("done", name, "full", 20) for name in ("a", "long")]
    fresh, tired = (reading(value, variable="tiredness") for value in (3, 8))
    profile = {"goal_minutes": 30}
    usual_share = share(both, "long", *done, readings=(fresh,), profile=profile)[1]
    assert max(share(both, "long", *done, readings=(tired,), profile=profile)[1]) < max(usual_share)


def test_a_gentle_first_visit_that_is_rough_still_has_something() -> None:
    plan = plan_of(event("bad_day", "day"), clearance=cleared(gentle=True, held=True))
    assert {usual().techniques[item.technique].gentle for item in plan.items} == {True}
