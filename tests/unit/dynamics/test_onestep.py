"""One-step forecasts: the filter against exact conditioning, the drift, and tomorrow's inputs."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from support.panels import bare_frame, frame

from unspiral.dynamics import onestep
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


@pytest.mark.parametrize("wanders", [True, False])
def test_the_filter_conditions_exactly_on_all_that_came_before(wanders: bool) -> None:
    """With all of an answer's error from rounding, every gap is an ordinary one."""
    same, lag = np.array([[0.0, 0.0], [-0.4, 0.0]]), np.array([[0.2, 0.1], [0.3, 0.5]])
    level, rounding, none = np.array([0.1, -0.2]), 0.25, np.full(2, 1e-12)
    seen = bare_frame(Y, 0, rounding=rounding)
    view = onestep.loop_model(seen, one_draw(same, lag, level, none), 1, wanders)
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
    if wanders:
        days = np.repeat(np.arange(5), 2)
        walked = onestep.LEVEL_START + onestep.LEVEL_WALK * np.minimum(days[:, None], days)
        cover += walked * np.tile(np.eye(2), (5, 5))
    known, ahead = np.flatnonzero(np.isfinite(Y.ravel())), slice(8, 10)
    joint = cover[np.ix_(known, known)] + rounding * np.eye(len(known))
    gain = cover[ahead, known] @ np.linalg.inv(joint)
    np.testing.assert_allclose(
        view.mean[0, -1], mean[ahead] + gain @ (Y.ravel() - mean[:8])[known], atol=1e-6
    )
    spread = cover[ahead, ahead] - gain @ cover[known, ahead]
    np.testing.assert_allclose(view.variance[0, -1], np.diag(spread), atol=1e-6)


def test_one_odd_answer_moves_a_forecast_little() -> None:
    none, one = np.zeros((1, 1)), np.array([0.4])
    draw = replace(one_draw(none, 0.5 * np.eye(1), np.zeros(1), one), noise=np.full((1, 1, 1), 0.3))
    moved = []
    for answer in (1.0, 2.0, 20.0):
        y = np.array([[0.1], [-0.1], [0.0], [answer]])
        moved.append(float(onestep.loop_model(bare_frame(y, None), draw, 4, False).mean[0, -1, 0]))
    assert moved[0] < moved[1]
    assert moved[2] < 20 * moved[0] / 3


def test_a_trend_is_held_and_the_level_goes_on_from_there() -> None:
    seen = frame(np.linspace(0, 9, 60).round()[:, None], ("pain",))
    trend = seen.input_names.index("trend")
    drift = np.zeros((1, 1, 1 + seen.inputs.shape[1]))
    drift[..., 1 + trend] = 5.0
    draw = one_draw(np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1), np.array([0.1]))
    draw = replace(draw, drift=drift, noise=np.full((1, 1, 1), 0.1))
    after = onestep.loop_model(onestep.longer(seen, 6), draw, 60).mean[0, :, 0]
    np.testing.assert_allclose(after, after[0], atol=1e-9)


def test_the_drift_of_a_day_has_not_seen_that_day() -> None:
    seen = bare_frame(np.zeros((30, 1)), None)
    moved = replace(seen, y=np.where(np.arange(30)[:, None] == 20, 5.0, seen.y))
    _, levels = onestep.drifting(moved)
    assert levels[20, 0] == 0.0
    assert levels[21, 0] == pytest.approx(0.06 * 5.0)


@pytest.mark.parametrize(("walks", "low", "high"), [(True, 0.5, 1.0), (False, 0.0, 0.2)])
def test_local_level_follows_a_walk_and_not_noise(walks: bool, low: float, high: float) -> None:
    shocks = RNG.standard_normal((160, 1))
    y = np.cumsum(shocks, axis=0) if walks else shocks
    y = (y - y.mean()) / y.std()
    y[-1] = y[-2] + 3.0
    view = onestep.local_level(bare_frame(y, None), 159)
    before, after = (view.weight * view.mean).sum(axis=0)[:, 0]
    assert low < (after - before) / 3.0 < high


def test_local_level_conditions_exactly_and_weighs_by_the_likelihood() -> None:
    y = RNG.standard_normal((30, 1))
    view = onestep.local_level(bare_frame(y, None), 30)
    df, likely = onestep.NOISE_DF + 30, []
    for at in (5, 9):
        days = np.arange(1, 31)
        cover = 1.0 + onestep.RATIOS[at] * np.minimum(days[:, None], days) + np.eye(30)
        gain = (1.0 + onestep.RATIOS[at] * days) @ np.linalg.inv(cover)
        np.testing.assert_allclose(view.mean[at, 0], gain @ y)
        squares = onestep.NOISE_DF * onestep.NOISE_VARIANCE + y[:, 0] @ np.linalg.solve(
            cover, y[:, 0]
        )
        np.testing.assert_allclose(view.own[at, 0, 0], squares / df)
        likely.append(-0.5 * (np.linalg.slogdet(cover)[1] + df * np.log(squares)))
    odds = view.weight[5, 0, 0] / view.weight[9, 0, 0]
    assert odds == pytest.approx(np.exp(likely[0] - likely[1]))
    assert view.weight[:, 0].sum() == pytest.approx(1.0)


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
    view = onestep.loop_model(onestep.longer(bare_frame(Y, 0), 3), draw, 4, wanders=False)
    solve = np.linalg.inv(np.eye(2) - same)
    for day in range(1, 4):
        expected = solve @ (np.array([0.1, -0.2]) + lag @ view.mean[0, day - 1])
        np.testing.assert_allclose(view.mean[0, day], expected)
    assert (np.diff(view.variance[0], axis=0) > 0).all()
