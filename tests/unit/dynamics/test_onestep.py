"""One-step forecasts: the filter against exact conditioning, the drift, and tomorrow's inputs."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from support.panels import bare_frame, frame

from unspiral.dynamics import forecast, onestep
from unspiral.dynamics.model import Draws

RNG = np.random.Generator(np.random.PCG64(8))
GAP = np.nan
Y = np.array([[0.5, -1.0], [GAP, 0.8], [1.1, GAP], [-0.4, 0.3]])


def one_draw(same: np.ndarray, lag: np.ndarray, level: np.ndarray, error: np.ndarray) -> Draws:
    p = len(level)
    return Draws(
        chains=1,
        drift=level.reshape(1, p, 1),
        same=same[None],
        lag=lag[None],
        noise=np.diag([0.8, 0.6])[None],
        error=error[None],
        first=np.zeros((1, p)),
        last=np.zeros((1, p)),
    )


def test_the_filter_conditions_exactly_on_all_that_came_before() -> None:
    same, lag = np.array([[0.0, 0.0], [-0.4, 0.0]]), np.array([[0.2, 0.1], [0.3, 0.5]])
    level, error = np.array([0.1, -0.2]), np.array([0.3, 0.2])
    seen = bare_frame(Y, 0, rounding=0.05)
    view = onestep.loop_model(seen, one_draw(same, lag, level, error), 1)
    solve = np.linalg.inv(np.eye(2) - same)
    step, shift, shock = solve @ lag, solve @ level, solve @ np.diag([0.8, 0.6]) @ solve.T
    mean, cover = np.zeros(10), np.zeros((10, 10))
    cover[:2, :2] = np.eye(2)
    for day in range(1, 5):
        here, before = slice(2 * day, 2 * day + 2), slice(2 * day - 2, 2 * day)
        mean[here] = shift + step @ mean[before]
        cover[here, : 2 * day] = step @ cover[before, : 2 * day]
        cover[: 2 * day, here] = cover[here, : 2 * day].T
        cover[here, here] = step @ cover[before, before] @ step.T + shock
    there = np.isfinite(Y.ravel())
    known, ahead = np.flatnonzero(there), slice(8, 10)
    joint = cover[np.ix_(known, known)] + np.diag(np.tile(error + 0.05, 4)[known])
    gain = cover[ahead, known] @ np.linalg.inv(joint)
    np.testing.assert_allclose(
        view.mean[0, -1], mean[ahead] + gain @ (Y.ravel() - mean[:8])[known], atol=1e-6
    )
    spread = cover[ahead, ahead] - gain @ cover[known, ahead] + np.diag(error)
    np.testing.assert_allclose(view.variance[0, -1], np.diag(spread), atol=1e-6)


def test_the_drift_of_a_day_has_not_seen_that_day() -> None:
    seen = bare_frame(np.zeros((30, 1)), None)
    moved = replace(seen, y=np.where(np.arange(30)[:, None] == 20, 5.0, seen.y))
    _, levels = onestep.drifting(moved)
    assert levels[20, 0] == 0.0
    assert levels[21, 0] == pytest.approx(0.06 * 5.0)


@pytest.mark.parametrize(("walks", "share_kept"), [(True, 1.0), (False, 0.0)])
def test_local_level_follows_a_walk_and_not_noise(walks: bool, share_kept: float) -> None:
    shocks = RNG.standard_normal((160, 1))
    y = np.cumsum(shocks, axis=0) if walks else shocks
    y = (y - y.mean()) / y.std()
    y[-1] = 3.0
    forecast_after_a_jump = onestep.local_level(bare_frame(y, None), 150).mean[0, -1, 0]
    assert forecast_after_a_jump == pytest.approx(3.0 * share_kept, abs=0.6)


def test_tomorrow_is_a_weekend_when_it_is() -> None:
    seen = frame(RNG.integers(0, 9, (42, 1)).astype(float), ("pain",))
    assert seen.days[-1] == date(2026, 4, 12)  # a Sunday
    assert dict(zip(seen.input_names, onestep.next_inputs(seen), strict=True))["weekend"] == 0.0
    friday = seen.head(40)
    assert dict(zip(seen.input_names, onestep.next_inputs(friday), strict=True))["weekend"] == 1.0


def test_longer_days_are_empty_and_know_their_inputs() -> None:
    seen = frame(RNG.integers(0, 9, (42, 1)).astype(float), ("pain",))
    week = onestep.longer(seen, 7)
    whole = frame(RNG.integers(0, 9, (49, 1)).astype(float), ("pain",))
    assert week.days == whole.days and np.isnan(week.y[42:]).all()
    weekend = seen.input_names.index("weekend")
    np.testing.assert_array_equal(week.inputs[:, weekend], whole.inputs[:, weekend])
    steps = np.diff(week.inputs[:, seen.input_names.index("trend")])
    np.testing.assert_allclose(steps, steps[0])


def test_days_ahead_run_the_model_on() -> None:
    same, lag = np.array([[0.0, 0.0], [-0.4, 0.0]]), np.array([[0.2, 0.1], [0.3, 0.5]])
    draw = one_draw(same, lag, np.array([0.1, -0.2]), np.array([0.3, 0.2]))
    view = onestep.loop_model(onestep.longer(bare_frame(Y, 0), 3), draw, 4)
    solve = np.linalg.inv(np.eye(2) - same)
    for day in range(1, 4):
        expected = solve @ (np.array([0.1, -0.2]) + lag @ view.mean[0, day - 1])
        np.testing.assert_allclose(view.mean[0, day], expected)
    assert (np.diff(view.variance[0], axis=0) > 0).all()


def test_weights_go_to_the_model_that_was_right() -> None:
    answers = np.array([3, 5, 4, 6, 2, 5, 4, 4, 3, 5])
    right, wrong = np.eye(11)[answers], np.full((10, 11), 1 / 11)
    weights = forecast.stack_weights(np.stack([wrong, right, wrong]), answers)
    assert weights[1] > 0.8
    assert weights.sum() == pytest.approx(1.0)


def test_weights_stay_equal_without_a_past() -> None:
    chances = np.full((3, 10, 11), 1 / 11)
    answers = np.where(np.arange(10) < 6, 3, -1)
    np.testing.assert_allclose(forecast.stack_weights(chances, answers), 1 / 3)
