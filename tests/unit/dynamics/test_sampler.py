"""Each Gibbs step against its exact answer on small cases, worked out another way."""

from dataclasses import replace

import numpy as np
import pytest
from support.panels import bare_frame

from unspiral.dynamics import answers, sampler
from unspiral.dynamics.answers import ErrorNoise, Errors
from unspiral.dynamics.frame import Channel
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.sampler import State, System
from unspiral.records.estimate import Array

CHAINS = 40_000
PRIOR = Prior({("stress", "pain", "next_day"): (0.1, 0.2)}, {"pain": (0.35, 0.15)})
GAP = np.nan
ANSWERS = np.array([[0.5, -1.0, 0.3], [GAP, 0.2, 1.0], [1.2, GAP, -0.4], [0.1, 0.7, GAP]])


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def fixed_state(system: System, chains: int, seed: int) -> State:
    """Chains that all stand at the same parameters; every answer has weight 1."""
    draw, blocks = rng(seed), system.blocks
    roots = [draw.standard_normal((len(b.rows), len(b.rows))) for b in blocks]
    state = sampler.start(system, chains, draw)
    return State(
        x=state.x,
        coef=tuple(
            np.tile(b.mean + 0.3 * draw.standard_normal(b.mean.shape), (chains, 1, 1))
            for b in blocks
        ),
        precision=tuple(np.tile(np.eye(len(r)) + r @ r.T, (chains, 1, 1)) for r in roots),
        errors=replace(
            state.errors, variance=np.tile(0.2 + draw.random(system.items), (chains, 1))
        ),
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
    system = sampler.make_system(frame, PRIOR)
    state = fixed_state(system, CHAINS, seed=3)
    same, lag = sampler.transition(system, tuple(c[:1] for c in state.coef))
    level, noise = np.zeros(3), np.zeros((3, 3))
    for block, coef, weight in zip(system.blocks, state.coef, state.precision, strict=True):
        level[list(block.rows)] = coef[0, :, 0]
        noise[np.ix_(block.rows, block.rows)] = np.linalg.inv(weight[0])
    mean, cover = exact_states(frame, same[0], lag[0], level, noise, state.errors.variance[0])
    x = sampler.draw_x(system, state, rng(4).standard_normal((CHAINS, 4, 3))).reshape(CHAINS, -1)
    np.testing.assert_allclose(x.mean(axis=0), mean, atol=5 / np.sqrt(CHAINS))
    np.testing.assert_allclose(np.cov(x.T), cover, atol=8 / np.sqrt(CHAINS))


def test_coefficients_have_the_exact_posterior() -> None:
    system = sampler.make_system(bare_frame(np.zeros((9, 3)), 0), PRIOR)
    block = system.blocks[1]
    x = rng(6).standard_normal((9, 3))
    weight = np.array([[1.5, 0.6], [0.6, 0.8]])
    z = np.column_stack([np.ones(8), x[1:, :1], x[:-1]])
    # the whole system at once, by stacked generalised least squares
    big = np.kron(np.eye(2), z)
    seen = np.kron(weight, np.eye(8))
    precision = big.T @ seen @ big + np.diag(block.precision.ravel())
    rhs = big.T @ seen @ x[1:, 1:].T.ravel() + block.precision.ravel() * block.mean.ravel()
    noise = rng(7).standard_normal((CHAINS, block.mean.size))
    weights = np.tile(weight, (CHAINS, 1, 1))
    drawn, left = sampler._draw_coef(system, 1, np.tile(x, (CHAINS, 1, 1)), weights, noise)
    flat = drawn.reshape(CHAINS, -1)
    np.testing.assert_allclose(flat.mean(axis=0), np.linalg.solve(precision, rhs), atol=0.02)
    np.testing.assert_allclose(np.cov(flat.T), np.linalg.inv(precision), atol=0.03)
    np.testing.assert_allclose(left[0], x[1:, 1:] - z @ drawn[0].T, atol=1e-12)


def test_shock_covariance_has_the_inverse_wishart_mean() -> None:
    block = sampler.make_blocks(bare_frame(ANSWERS, None), PRIOR)[0]
    left = rng(8).standard_normal((12, 3)) * [1.0, 2.0, 0.5]
    scale, freedom, draw = left.T @ left + 1.2 * np.eye(3), 3 + 3 + 12, rng(9)
    below, chi = draw.standard_normal((CHAINS, 3)), draw.chisquare([18, 17, 16], (CHAINS, 3))
    precision = sampler._draw_precision(block, np.tile(left, (CHAINS, 1, 1)), below, chi)
    np.testing.assert_allclose(
        np.linalg.inv(precision).mean(axis=0), scale / (freedom - 3 - 1), rtol=0.03, atol=0.02
    )
    np.testing.assert_allclose(precision.mean(axis=0), freedom * np.linalg.inv(scale), rtol=0.1)


def test_error_variance_has_the_exact_posterior() -> None:
    """r given x, against the integral over r of prior times a rounded t4 likelihood."""
    y = np.array([[0.9], [-1.3], [GAP], [0.4], [4.0]])
    drawn = _error_draws(bare_frame(y, None, rounding=0.3))
    r, w = np.linspace(1e-3, 40.0, 4000)[:, None], np.linspace(1e-3, 30.0, 3000)[None]
    log = -5.0 * np.log(r[:, 0]) - 1.0 / r[:, 0]
    for value in y[np.isfinite(y)]:
        spread = r / w + 0.3
        each = w * np.exp(-w) * np.exp(-(value**2) / 2.0 / spread) / np.sqrt(spread)
        log += np.log(each.sum(axis=1))
    weight = np.exp(log - log.max())
    expected = float((weight * r[:, 0]).sum() / weight.sum())
    assert abs(drawn.mean() - expected) < 5 * drawn.std() / np.sqrt(len(drawn))


def _error_draws(frame: sampler.Frame) -> Array:
    """Draws of r with every state held at 0."""
    system, draw = sampler.make_system(frame, PRIOR), rng(10)
    errors, chains = answers.start(system.answers, 1, CHAINS // 2, draw), CHAINS // 2
    for _ in range(60):
        errors = answers.update(
            system.answers, np.zeros((chains, 5, 1)), errors, _mistakes(system, chains, draw), 1
        )
    return errors.variance[:, 0]


def _mistakes(system: System, chains: int, draw: np.random.Generator) -> ErrorNoise:
    noise = sampler.draw_noise([system], chains, 1, draw).of(0)
    return ErrorNoise(noise.own, noise.weight, noise.variance, noise.ends, noise.load)


def test_an_answer_at_a_censored_end_says_this_far_or_farther() -> None:
    """The value behind it, with x and r held: a normal cut off at the edge of the scale."""
    frame = replace(
        bare_frame(np.array([[-1.0], [0.2], [-1.0]]), None), censored=np.array([[-0.8, 9]])
    )
    system, chains, draw = sampler.make_system(frame, PRIOR), 20_000, rng(21)
    given = system.answers
    errors = replace(answers.start(given, 1, chains, draw), variance=np.full((chains, 1), 0.5))
    x = np.array([[0.3], [0.0], [-2.5]])
    found = answers.update(
        given, np.tile(x, (chains, 1, 1)), errors, _mistakes(system, chains, draw), 1
    )
    direct = x[[0, 2], 0] + np.sqrt(0.5) * draw.standard_normal((400_000, 2))
    for day, column in ((0, 0), (2, 1)):
        values, wanted = found.value[:, day, 0], direct[direct[:, column] <= -0.8, column]
        assert values.max() <= -0.8
        np.testing.assert_allclose(values.mean(), wanted.mean(), atol=0.01)
        np.testing.assert_allclose(values.std(), wanted.std(), rtol=0.05)
    np.testing.assert_array_equal(found.value[:, 1, 0], 0.2)


def test_a_value_behind_a_censored_end_never_comes_back_inside_it() -> None:
    """Also where the state is so far off that the normal distribution has no chance left."""
    frame = replace(bare_frame(np.array([[-1.0]]), None), censored=np.array([[-0.8, 9]]))
    system, draw = sampler.make_system(frame, PRIOR), rng(22)
    errors = answers.start(system.answers, 1, 50, draw)
    mistakes = _mistakes(system, 50, draw)
    found = answers.update(system.answers, np.full((50, 1, 1), 100.0), errors, mistakes, 1)
    assert found.value.max() <= -0.8 + 1e-9


def test_the_whole_sweep_keeps_the_prior() -> None:
    """Geweke's test: alternate new answers and sweeps; parameters must keep their prior."""
    frame = bare_frame(np.zeros((6, 2)), 0, rounding=0.1)
    frame = replace(
        frame,
        rounding=np.array([0.1, 0.0]),
        censored=np.array([[-np.inf, np.inf], [-0.9, 1.6]]),
        channels=(Channel("steps", 1, np.zeros(6)),),
    )
    draw = rng(11)
    system = sampler.make_system(frame, PRIOR)
    state = sampler.start(system, 1, draw)
    kept: dict[str, list[Array]] = {
        name: [] for name in ("night", "evening", "s", "omega", "r", "load")
    }
    for _ in range(16_000):
        system, state = _answer_anew(frame, system, state, draw)
        state = sampler.sweep(system, state, sampler.draw_noise([system], 1, 1, draw).of(0))
        errors = state.errors
        values = (*state.coef, *state.precision, 1.0 / errors.variance, errors.load[:, 2:])
        for name, value in zip(kept, values, strict=True):
            kept[name].append(np.array(value[0]).ravel())
    blocks = system.blocks
    assert _sds_off(kept["night"], blocks[0].mean.ravel()) < 4.5
    assert _sds_off(kept["evening"], blocks[1].mean.ravel()) < 4.5
    assert _sds_off(kept["s"], np.array([2.0])) < 4.5  # E[1/s] of IG(2, 1)
    assert _sds_off(kept["omega"], np.array([4.0 / 1.2])) < 4.5  # (e + 3) / 1.2 with e = 1
    assert _sds_off(kept["r"], np.array([4.0, 4.0, 4.0])) < 4.5  # E[1/r] of IG(4, 1)
    assert _sds_off(kept["load"], np.array([answers.LOAD_MEAN])) < 4.5


def _answer_anew(
    frame: sampler.Frame, system: System, state: State, draw: np.random.Generator
) -> tuple[System, State]:
    """New answers for the states and parameters at hand, as the model says they come about."""
    r, load = state.errors.variance[0], state.errors.load[0]
    weight = draw.standard_gamma(2.0, (6, 3))
    own = np.sqrt(r / weight) * draw.standard_normal((6, 3))
    value = load * state.x[0][:, [0, 1, 1]] + own
    y = value + np.sqrt([*frame.rounding, 0.0]) * draw.standard_normal((6, 3))
    y[:, 1] = np.clip(value[:, 1], *frame.censored[1])  # an end tells no more than the end itself
    new = replace(frame, y=y[:, :2], channels=(replace(frame.channels[0], y=y[:, 2]),))
    system = sampler.make_system(new, PRIOR)
    given = system.answers
    shown = np.where(given.side != 0, value, given.y)
    errors = Errors(state.errors.variance, weight[None], shown[None], state.errors.load)
    return system, replace(state, errors=errors)


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
    system, draw = sampler.make_system(frame, Prior()), rng(seed)
    state = sampler.start(system, 8, draw)
    total = np.zeros((3, 3))
    for step in range(700):
        state = sampler.sweep(system, state, sampler.draw_noise([system], 8, 1, draw).of(0))
        same, lag = sampler.transition(system, state.coef)
        total += (same + lag).mean(axis=0) * (step >= 100)
    return total / 600
