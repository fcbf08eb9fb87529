"""The planner's benchmark: the same person twice is the same, and the oracle is ahead."""

import _planner_people as people
import numpy as np
import planner
import pytest

from unspiral.planning import benefit


@pytest.fixture(scope="module")
def results():
    return [planner.one(seed, tuple(planner.POLICIES)) for seed in range(2)]


def test_a_person_lives_the_same_life_again(results) -> None:
    assert planner.one(1, ("ours",))["ours"] == results[1]["ours"]


def test_the_oracle_is_ahead_of_random_by_what_is_true(results) -> None:
    worth = {name: sum(sum(r[name]["worth"]) for r in results) for name in planner.POLICIES}
    assert worth["oracle"] == max(worth.values()) > worth["random"]


def test_effects_of_made_up_people_lie_around_research_times_the_unguided_factor() -> None:
    catalogue = planner.catalogue()
    drawn = [people.made(catalogue, seed).points for seed in range(60)]
    for name in ("walking", "belly-breathing", "tai-chi"):
        told = benefit.from_research(catalogue.techniques[name])
        found = np.array([points[name] for points in drawn])
        assert abs(found.mean() - told) < 4 * people.EFFECT_SD / len(drawn) ** 0.5 + people.TOLD
        assert 0.25 < found.std() < 0.55


def test_what_is_printed_has_every_target_and_its_n(results) -> None:
    found = planner.told(results, tuple(planner.POLICIES))
    assert {row.n for row in found.rows} == {2}
    assert [len(line) for line in found.tables[0].lines] == [len(found.tables[0].columns)] * 5
    assert found.rows[0].verdict == "TOO FEW"


def test_the_interval_of_a_mean_holds_it() -> None:
    values = np.array([0.0, 1.0, 2.0, 3.0])
    low, high = planner.bootstrap(values)
    assert low < values.mean() < high
