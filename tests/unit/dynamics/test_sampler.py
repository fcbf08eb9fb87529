"""Each Gibbs step against its exact answer on small cases, worked out another way."""

from dataclasses import replace

import numpy as np
import pytest
from support.panels import bare_frame

from unspiral.dynamics import sampler
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.sampler import Block, State
from unspiral.records.estimate import Array

CHAINS = 40_000
PRIOR = Prior({("stress", "pain", "next_day"): (0.1, 0.2)}, {"pain": (0.35, 0.15)})
GAP = np.nan
ANSWERS = np.array([[0.5, -1.0, 0.3], [GAP, 0.2, 1.0], [1.2, GAP, -0.4], [0.1, 0.7, GAP]])


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def fixed_state(blocks: tuple[Block, ...], days: int, p: int, chains: int, seed: int) -> State:
    """Chains that all stand at the same parameters."""
    draw = rng(seed)
    roots = [draw.standard_normal((len(b.rows), len(b.rows))) for b in blocks]
    return State(
        x=np.zeros((chains, days, p)),
        coef=tuple(
            np.tile(b.mean + 0.3 * draw.standard_normal(b.mean.shape), (chains, 1, 1))
            for b in blocks
        ),
        precision=tuple(np.tile(np.eye(len(r)) + r @ r.T, (chains, 1, 1)) for r in roots),
        error=np.tile(0.2 + draw.random(p), (chains, 1)),
    )


def exact_states(
    frame: sampler.Frame, same: Array, lag: Array, level: Array, noise: Array, error: Array
) -> tuple[Array, Array]:
    """Mean and covariance of x given y, by running the world forwards and conditioning."""
    days, p = frame.y.shape
    solve = np.linalg.inv(np.eye(p) - same)
    step, shift, shock = solve @ lag, solve @ level, solve @ noise @ solve.T
    mean, cover = np.zeros(days * p), np.zeros((days * p, days * p))
    cover[:p, :p] = np.eye(p)
    for day in range(1, days):
        here, before = slice(day * p, day * p + p), slice(day * p - p, day * p)
        mean[here] = shift + step @ mean[before]
        cover[here, : day * p] = step @ cover[before, : day * p]
        cover[: day * p, here] = cover[here, : day * p].T
        cover[here, here] = step @ cover[before, before] @ step.T + shock
    y = frame.y.ravel()
    there = np.isfinite(y)
    joint = cover[there][:, there] + np.diag(np.tile(error + frame.rounding, days)[there])
    gain = cover[:, there] @ np.linalg.inv(joint)
    return mean + gain @ (y - mean)[there], cover - gain @ cover[there]


@pytest.mark.parametrize("night", [0, None])
def test_state_draws_have_the_exact_mean_and_covariance(night: int | None) -> None:
    frame = bare_frame(ANSWERS, night, rounding=0.05)
    blocks = sampler.make_blocks(frame, PRIOR)
    state = fixed_state(blocks, 4, 3, CHAINS, seed=3)
    same, lag = sampler.transition(frame, blocks, tuple(c[:1] for c in state.coef))
    level, noise = np.zeros(3), np.zeros((3, 3))
    for block, coef, weight in zip(blocks, state.coef, state.precision, strict=True):
        level[list(block.rows)] = coef[0, :, 0]
        noise[np.ix_(block.rows, block.rows)] = np.linalg.inv(weight[0])
    mean, cover = exact_states(frame, same[0], lag[0], level, noise, state.error[0])
    x = sampler.draw_x(frame, blocks, state, rng(4)).reshape(CHAINS, -1)
    np.testing.assert_allclose(x.mean(axis=0), mean, atol=5 / np.sqrt(CHAINS))
    np.testing.assert_allclose(np.cov(x.T), cover, atol=8 / np.sqrt(CHAINS))


def test_coefficients_have_the_exact_posterior() -> None:
    frame = bare_frame(np.zeros((9, 3)), 0)
    block = sampler.make_blocks(frame, PRIOR)[1]
    x = rng(6).standard_normal((9, 3))
    weight = np.array([[1.5, 0.6], [0.6, 0.8]])
    z = np.column_stack([np.ones(8), x[1:, :1], x[:-1]])
    # the whole system at once, by stacked generalised least squares
    big = np.kron(np.eye(2), z)
    seen = np.kron(weight, np.eye(8))
    precision = big.T @ seen @ big + np.diag(block.precision.ravel())
    rhs = big.T @ seen @ x[1:, 1:].T.ravel() + block.precision.ravel() * block.mean.ravel()
    drawn, left = sampler._draw_coef(
        frame, block, np.tile(x, (CHAINS, 1, 1)), np.tile(weight, (CHAINS, 1, 1)), rng(7)
    )
    flat = drawn.reshape(CHAINS, -1)
    np.testing.assert_allclose(flat.mean(axis=0), np.linalg.solve(precision, rhs), atol=0.02)
    np.testing.assert_allclose(np.cov(flat.T), np.linalg.inv(precision), atol=0.03)
    np.testing.assert_allclose(left[0], x[1:, 1:] - z @ drawn[0].T, atol=1e-12)


def test_shock_covariance_has_the_inverse_wishart_mean() -> None:
    block = sampler.make_blocks(bare_frame(ANSWERS, None), PRIOR)[0]
    left = rng(8).standard_normal((12, 3)) * [1.0, 2.0, 0.5]
    precision = sampler._draw_precision(block, np.tile(left, (CHAINS, 1, 1)), rng(9))
    scale = left.T @ left + 1.2 * np.eye(3)
    freedom = 3 + 3 + 12
    np.testing.assert_allclose(
        np.linalg.inv(precision).mean(axis=0), scale / (freedom - 3 - 1), rtol=0.03, atol=0.02
    )
    np.testing.assert_allclose(precision.mean(axis=0), freedom * np.linalg.inv(scale), rtol=0.1)


def test_error_variance_has_the_exact_posterior() -> None:
    frame = bare_frame(np.array([[0.9], [-1.3], [GAP], [0.4], [2.0]]), None, rounding=0.3)
    x = np.zeros((CHAINS // 2, 5, 1))
    error, draw = np.full((CHAINS // 2, 1), 0.5), rng(10)
    for _ in range(40):
        error = sampler._draw_error(frame, x, error, draw)
    r = np.linspace(1e-3, 30.0, 400_000)
    squares = np.nansum(frame.y**2)
    log = -5.0 * np.log(r) - 1.0 / r - 2.0 * np.log(r + 0.3) - squares / 2.0 / (r + 0.3)
    weight = np.exp(log - log.max())
    expected = float((weight * r).sum() / weight.sum())
    assert abs(error.mean() - expected) < 5 * error.std() / np.sqrt(CHAINS / 2)


def test_the_whole_sweep_keeps_the_prior() -> None:
    """Geweke's test: alternate new answers and sweeps; parameters must keep their prior."""
    frame = bare_frame(np.zeros((6, 2)), 0, rounding=0.1)
    blocks, draw = sampler.make_blocks(frame, PRIOR), rng(11)
    state = sampler.start(frame, blocks, 1, draw)
    kept: dict[str, list[Array]] = {"night": [], "evening": [], "s": [], "omega": [], "r": []}
    for _ in range(12_000):
        spread = np.sqrt(state.error[0] + frame.rounding)
        frame = replace(frame, y=state.x[0] + spread * draw.standard_normal((6, 2)))
        state = sampler.sweep(frame, blocks, state, draw)
        for name, value in zip(
            kept, (*state.coef, *state.precision, 1.0 / state.error), strict=True
        ):
            kept[name].append(np.array(value[0]).ravel())
    assert _sds_off(kept["night"], blocks[0].mean.ravel()) < 4.5
    assert _sds_off(kept["evening"], blocks[1].mean.ravel()) < 4.5
    assert _sds_off(kept["s"], np.array([2.0])) < 4.5  # E[1/s] of IG(2, 1)
    assert _sds_off(kept["omega"], np.array([4.0 / 1.2])) < 4.5  # (e + 3) / 1.2 with e = 1
    assert _sds_off(kept["r"], np.array([4.0, 4.0])) < 4.5  # E[1/r] of IG(4, 1)


def _sds_off(draws: list[Array], expected: Array) -> float:
    batches = np.array(draws).reshape(40, -1, len(expected)).mean(axis=1)
    error = batches.std(axis=0, ddof=1) / np.sqrt(len(batches))
    return float(np.abs((batches.mean(axis=0) - expected) / error).max())


def test_items_of_one_sitting_have_no_order() -> None:
    y = np.cumsum(rng(12).standard_normal((60, 3)), axis=0)
    y = (y - y.mean(axis=0)) / y.std(axis=0)
    frame = bare_frame(y, 0)
    turned = replace(frame, y=y[:, [0, 2, 1]], items=("sleep_quality", "pain", "stress"))
    means = [_lag_means(f, seed) for f, seed in ((frame, 13), (frame, 14), (turned, 15))]
    back = means[2][np.ix_([0, 2, 1], [0, 2, 1])]
    noise = np.abs(means[0] - means[1]).max()
    assert np.abs(means[0] - back).max() < 3 * noise + 0.02


def _lag_means(frame: sampler.Frame, seed: int) -> Array:
    blocks, draw = sampler.make_blocks(frame, Prior()), rng(seed)
    state = sampler.start(frame, blocks, 8, draw)
    total = np.zeros((3, 3))
    for step in range(700):
        state = sampler.sweep(frame, blocks, state, draw)
        same, lag = sampler.transition(frame, blocks, state.coef)
        total += (same + lag).mean(axis=0) * (step >= 100)
    return total / 600
