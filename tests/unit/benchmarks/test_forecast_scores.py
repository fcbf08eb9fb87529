"""Scores of forecasts against numbers worked out another way, and the same each time."""

import numpy as np
import pytest
from _scores import Grid, block_ratio, distance_from_uniform, grid_of, joined, score, usual_step

GRID = Grid(0.0, 0.5, 7)


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def test_crps_is_the_area_between_two_distributions() -> None:
    chances, answers = rng().dirichlet(np.ones(7), 20), rng().choice(GRID.values, 20)
    fine = np.linspace(-1.0, 4.0, 50_001)
    for chance, answer, found in zip(
        chances, answers, score(GRID, chances, answers, rng()).crps, strict=True
    ):
        below = (chance * (GRID.values <= fine[:, None] + 1e-9)).sum(axis=1)
        area = np.trapezoid((below - (fine >= answer - 1e-9)) ** 2, fine)
        assert found == pytest.approx(area, abs=1e-3)


def test_error_is_that_of_the_middle_and_intervals_hold_what_they_say() -> None:
    chances = np.array([[0.07, 0.13, 0.6, 0.13, 0.07, 0.0, 0.0]] * 3)
    found = score(GRID, chances, np.array([1.0, 2.0, 0.0]), rng())
    np.testing.assert_allclose(found.error, [0.0, 1.0, 1.0])
    np.testing.assert_array_equal(found.inside, [[1, 1], [0, 1], [0, 1]])


def test_the_pit_of_right_forecasts_is_uniform() -> None:
    chances = rng().dirichlet(np.ones(7), 4000)
    answers = GRID.values[[rng(at).choice(7, p=row) for at, row in enumerate(chances)]]
    assert score(GRID, chances, answers, rng()).summed()["pit_ks"] < 0.03
    assert distance_from_uniform(np.full(10, 0.5)) == pytest.approx(0.5)


def test_the_bootstrap_is_the_same_each_time_and_keeps_blocks_together() -> None:
    theirs, blocks = rng(1).random(200), np.repeat(np.arange(20), 10)
    ours = theirs * np.repeat(rng(2).uniform(0.5, 1.3, 20), 10)
    first, again = (block_ratio(ours, theirs, blocks, rng(7)) for _ in range(2))
    assert first == again
    ratio, low, high = first
    assert ratio == pytest.approx(ours.sum() / theirs.sum())
    assert low < ratio < high
    apart = block_ratio(ours, theirs, np.arange(200), rng(7))
    assert high - low > 2.0 * (apart[2] - apart[1])


def test_a_method_against_itself_has_ratio_one() -> None:
    crps = rng().random(30)
    assert block_ratio(crps, crps, np.arange(30) // 7, rng()) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("answers", "low", "step"),
    [
        ([1, 2, 5, 3, 4], 1.0, 1.0),
        ([0, 2.5, 7.5, 10, 5], 0.0, 2.5),
        ([3.2, 4.5, 3.4, 6], 0.0, 0.1),
        ([*range(1, 5)] * 10 + [1.5], 1.0, 1.0),
    ],
)
def test_steps_are_those_that_nearly_all_answers_keep(
    answers: list[float], low: float, step: float
) -> None:
    assert usual_step(np.array(answers), low) == step


def test_a_long_scale_is_cut_around_the_answers() -> None:
    grid = grid_of(np.array([420.0, 431.0, 560.0]), 0.0, 1440.0)
    assert grid.n <= 101
    assert grid.values[0] < 420 and grid.values[-1] > 560
    assert grid_of(np.array([1.0, 3.0, 5.0, 2.0]), 1.0, 5.0) == Grid(1.0, 1.0, 5)


def test_a_normal_is_rounded_to_steps_and_other_values_are_shared_by_steps() -> None:
    chances = GRID.of_normal(np.array([1.6]), np.array([0.7]))
    drawn = np.clip(np.round((1.6 + 0.7 * rng().standard_normal(200_000)) * 2) / 2, 0, 3)
    share = [(drawn == value).mean() for value in GRID.values]
    np.testing.assert_allclose(chances[0], share, atol=0.005)
    moved = GRID.of_values(np.array([0.25, 0.5, 3.0]), np.array([[0.2, 0.3, 0.5]]))
    np.testing.assert_allclose(moved, [[0.1, 0.4, 0, 0, 0, 0, 0.5]])


def test_joined_scores_stand_one_after_the_other() -> None:
    one = score(GRID, GRID.of_normal(np.ones(3), np.ones(3)), np.ones(3), rng())
    assert len(joined([one, one.scaled(2.0)]).crps) == 6
    assert joined([one, one.scaled(2.0)]).crps.mean() == pytest.approx(1.5 * one.crps.mean())
