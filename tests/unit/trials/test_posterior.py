"""The exact posterior against the same model written down in another way."""

import numpy as np
import pytest
from numpy.random import default_rng
from scipy import stats

from unspiral.records.estimate import Array
from unspiral.trials import posterior, regressors
from unspiral.trials.posterior import LAGS, NODES, RATE, SHAPE, SHARES

N = 40


@pytest.fixture(scope="module")
def data() -> tuple[Array, Array, Array, Array]:
    rng = default_rng(5)
    days = np.sort(rng.choice(np.arange(1, 57), N, replace=False)).astype(float)
    arms = rng.integers(0, 2, N).astype(float)
    columns = regressors.build(days, arms, rng.integers(0, 2, N).astype(float))
    y = rng.standard_normal((N, 2)) - 0.6 * arms[:, None]
    return y, columns.x, days, columns.prior_sd


def correlation(days: Array, lag: float, share: float) -> Array:
    found = np.eye(len(days))
    for row in range(len(days)):
        for column in range(len(days)):
            if row != column:
                found[row, column] = (1 - share) * lag ** abs(days[row] - days[column])
    return found


def test_weights_of_nodes_are_those_of_a_multivariate_t(
    data: tuple[Array, Array, Array, Array],
) -> None:
    """y is t with 2a degrees of freedom and scale (b/a) (R + X P X'), all else summed out."""
    y, x, days, prior_sd = data
    found = posterior.coefficients(posterior.gram(y, x, days), np.arange(x.shape[1]), prior_sd)
    prior = np.exp(-0.5 * ((NODES[:, 0] - posterior.LAG_MEAN) / posterior.LAG_SD) ** 2)
    prior *= np.tile(posterior.SHARE_WEIGHTS, len(LAGS))
    for column in range(2):
        log = []
        for lag, share in NODES:
            cover = correlation(days, lag, share) + x @ np.diag(prior_sd**2) @ x.T
            t = stats.multivariate_t(np.zeros(N), RATE / SHAPE * cover, df=2 * SHAPE)
            log.append(t.logpdf(y[:, column]))
        weights = prior * np.exp(np.array(log) - max(log))
        assert found.weights[:, column] == pytest.approx(weights / weights.sum(), abs=1e-9)
    assert len(NODES) == len(LAGS) * len(SHARES)


def test_effects_are_those_of_direct_integration(data: tuple[Array, Array, Array, Array]) -> None:
    """Given a node and s^2 the effect is normal; s^2 is drawn, so this one has sampling noise."""
    y, x, days, prior_sd = data
    used = np.arange(x.shape[1])
    found = posterior.coefficients(posterior.gram(y, x, days), used, prior_sd)
    mixture = posterior.combine(found, np.eye(len(used))[0])
    rng, draws = default_rng(3), []
    for node in rng.choice(len(NODES), 20_000, p=found.weights[:, 0]):
        s2 = found.dof * found.scale[node, 0] / rng.chisquare(found.dof)
        sd = np.sqrt(s2 * found.cover[node, 0, 0])
        draws.append(rng.normal(found.mean[node, 0, 0], sd))
    assert mixture.mean[0] == pytest.approx(np.mean(draws), abs=0.01)
    assert mixture.sd[0] == pytest.approx(np.std(draws), rel=0.03)
    for p in (0.1, 0.5, 0.9):
        assert mixture.quantile(p)[0] == pytest.approx(np.quantile(draws, p), abs=0.02)
        assert mixture.below(mixture.quantile(p))[0] == pytest.approx(p, abs=1e-9)


def test_pulls_without_arms_are_the_slope_of_the_fit_towards_an_arm(
    data: tuple[Array, Array, Array, Array],
) -> None:
    """At one node: R^-1 (y - X b) / s^2 with b as of the model without arms."""
    y, x, days, prior_sd = data
    used = np.arange(x.shape[1])[regressors.LEVEL :]
    found = posterior.coefficients(posterior.gram(y, x, days), used, prior_sd)
    expected = np.zeros((N, 2))
    for node, (lag, share) in enumerate(NODES):
        inverse = np.linalg.inv(correlation(days, lag, share))
        for column in range(2):
            left = y[:, column] - x[:, used] @ found.mean[node, :, column]
            weight = found.weights[node, column] / found.scale[node, column]
            expected[:, column] += weight * inverse @ left
    pulls = posterior.residuals(posterior.gram(y, x, days), used, prior_sd)
    assert pulls == pytest.approx(expected, abs=1e-9)


def test_days_far_apart_are_strangers_and_neighbours_are_not() -> None:
    x = np.ones((2, 1))
    near = posterior.gram(np.zeros((2, 1)), x, np.array([1.0, 2.0]))
    far = posterior.gram(np.zeros((2, 1)), x, np.array([1.0, 400.0]))
    assert (near.products[:, 0, 0] <= far.products[:, 0, 0] + 1e-12).all()
    assert far.products[:, 0, 0] == pytest.approx(2.0)
