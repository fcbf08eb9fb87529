"""Forecasts: nothing later has a part in them, weights follow the past, tails are heavy."""

from dataclasses import replace

import numpy as np
import pytest
from support.panels import frame

from unspiral.dynamics import forecast, onestep, steps
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit, LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array

DAYS = 50
NAMES = ("sleep_quality", "activity_minutes", "pain")


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "QUICK", LoopModel(chains=1, warm=5, keep=10))


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def answers(seed: int = 5) -> Array:
    """Answers of three items on 50 days, a fifth of them absent."""
    drawn = rng(seed).integers(1, 10, (DAYS, 3)).astype(float)
    drawn[:, 1] = 10.0 * drawn[:, 1]
    return np.where(rng(seed + 1).random(drawn.shape) < 0.2, np.nan, drawn)


def in_minutes(y: Array) -> Frame:
    """The frame of such answers; minutes reach up to a day."""
    made = frame(y, NAMES)
    return replace(made, ranges=((0.0, 10.0), (0.0, 1440.0), (0.0, 10.0)))


@pytest.mark.parametrize("day", [20, 35, 49])
def test_a_later_answer_changes_no_earlier_forecast_of_the_past(day: int) -> None:
    y, first = answers(), DAYS - forecast.PAST_DAYS
    changed = y.copy()
    changed[day:] = np.where(np.isfinite(y[day:]), 1.0, 9.0)
    one, other = (forecast.look_back(in_minutes(each), Prior(), rng()) for each in (y, changed))
    for mine, theirs in zip(one.chances, other.chances, strict=True):
        known = day - first + 1  # the day of the change itself is forecast without it
        assert np.array_equal(mine[:known], theirs[:known])
    assert not np.array_equal(one.answers, other.answers)


def test_a_later_answer_changes_no_earlier_forecast_between_two_fits() -> None:
    begun = frame(answers()[:40, :1], NAMES[:1])
    draws = LoopModel(chains=1, warm=5, keep=10).sample(begun, Prior(), rng())
    fit, past = LoopFit(begun, Prior(), draws, 40), forecast.look_back(begun, Prior(), rng())
    longer = onestep.longer(begun, 5)
    found = []
    for late in (0.4, -2.0):
        y = longer.y.copy()
        y[40:] = [[0.1], [np.nan], [late], [late], [late]]
        found.append(forecast.following(fit, past, replace(longer, y=y), rng())[0].stacked)
    assert np.array_equal(found[0][:3], found[1][:3])
    assert not np.allclose(found[0][3], found[1][3])


def test_forecasts_sum_to_one_and_name_their_weights() -> None:
    made = frame(answers(), NAMES)
    fit = LoopFit(made, Prior(), forecast.QUICK.sample(made, Prior(), rng()), DAYS)
    past = forecast.look_back(made, Prior(), rng())
    for one in forecast.ahead(fit, past, rng(), days=2):
        assert sum(one.probabilities) == pytest.approx(1.0)
        assert sum(one.weights.values()) == pytest.approx(1.0, abs=0.002)
        assert one.low <= one.mean <= one.high
    assert {one.day for one in forecast.ahead(fit, past, rng(), days=2)} > {
        one.day for one in forecast.ahead(fit, past, rng())
    }


def test_weights_sum_to_one_and_go_to_the_model_that_was_right() -> None:
    losses = np.array([[1.0] * 30, [0.5] * 30, [1.0] * 30])
    weights = forecast.stack_weights(losses)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    np.testing.assert_allclose(weights[0], 1 / 3)
    assert (np.diff(weights[:, 1]) > 0).all()
    assert weights[-1, 1] > 0.8


def test_a_day_without_an_answer_moves_no_weight() -> None:
    losses = np.array([[1.0, np.nan, 0.2], [0.5, np.nan, 0.9]])
    weights = forecast.stack_weights(losses)
    assert np.array_equal(weights[1], weights[2])
    assert not np.array_equal(weights[2], weights[3])


def test_perfect_forecasts_leave_the_weights_equal() -> None:
    np.testing.assert_allclose(forecast.stack_weights(np.zeros((3, 5))), 1 / 3)


def test_the_mixture_has_the_tails_of_the_model() -> None:
    drawn, sd = rng(), np.sqrt(0.4)
    odd = np.sqrt(0.6 / drawn.standard_gamma(2.0, 400_000))
    values = 0.3 + sd * drawn.standard_normal(400_000) + odd * drawn.standard_normal(400_000)
    grid = steps.Steps(np.arange(11.0), np.arange(-4.5, 5.5))
    one = np.full((1, 1, 1), 1.0)
    view = onestep.OneStep(0, 0.3 * one, 0.4 * one, 0.6 * one, one)
    share = np.bincount(np.searchsorted(grid.edges, values), minlength=11) / len(values)
    np.testing.assert_allclose(forecast.each_model(grid, (view,), 0)[0, 0], share, atol=0.012)
