"""Forecasts over answer steps: they sum to one, round as people do, and score by CRPS."""

import numpy as np
import pytest
from support.panels import frame

from unspiral.dynamics import normal, steps

RNG = np.random.Generator(np.random.PCG64(4))
ANSWERS = RNG.integers(1, 10, (60, 1)).astype(float)


def test_steps_are_the_answers_of_the_scale() -> None:
    grid = steps.of_item(frame(ANSWERS, ("pain",)), 0)
    np.testing.assert_allclose(grid.values, np.arange(11))


def test_a_normal_becomes_rounded_answers_and_the_ends_take_the_rest() -> None:
    seen = frame(ANSWERS, ("pain",))
    grid = steps.of_item(seen, 0)
    mean, sd = (9.8 - seen.centre[0]) / seen.spread[0], 1.5 / seen.spread[0]
    chance = grid.probabilities(np.array(mean), np.array(sd**2))
    drawn = np.clip(np.round(9.8 + 1.5 * RNG.standard_normal(200_000)), 0, 10)
    share = np.bincount(drawn.astype(int), minlength=11) / len(drawn)
    np.testing.assert_allclose(chance, share, atol=0.006)
    assert chance.sum() == pytest.approx(1.0)


def test_minutes_get_at_most_61_steps() -> None:
    minutes = np.round(np.exp(RNG.normal(4, 0.7, (60, 1))))
    grid = steps.of_item(frame(minutes, ("activity_minutes",)), 0)
    assert len(grid.values) <= 62
    assert grid.values[0] <= minutes.min()


def test_crps_of_a_sure_right_forecast_is_zero_and_of_a_wrong_one_its_distance() -> None:
    sure = np.eye(11)[4]
    assert steps.crps(sure, np.array(4)) == 0.0
    assert steps.crps(sure, np.array(7)) == 3.0


def test_crps_is_lowest_in_expectation_for_the_true_chances() -> None:
    true, other = np.array([0.2, 0.5, 0.3]), np.array([0.4, 0.4, 0.2])
    scores = [steps.crps(np.tile(f, (3, 1)), np.arange(3)) @ true for f in (true, other)]
    assert scores[0] < scores[1]


def test_interval_holds_its_level() -> None:
    chance = np.array([0.05, 0.1, 0.3, 0.3, 0.15, 0.1])
    low, high = steps.interval(chance, 0.8)
    assert (low, high) == (1, 4)
    assert chance[low : high + 1].sum() >= 0.8


def test_normal_cdf_is_close_to_the_exact_one() -> None:
    from statistics import NormalDist

    z = np.linspace(-6, 6, 101)
    exact = [NormalDist().cdf(value) for value in z]
    np.testing.assert_allclose(normal.cdf(z), exact, atol=2e-7)
    assert normal.cdf(np.array([-np.inf, np.inf])).tolist() == [0.0, 1.0]
