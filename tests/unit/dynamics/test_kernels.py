"""Banded LAPACK draws against their plain dense twins: the same numbers, not only the same law."""

import numpy as np
import pytest

from unspiral.dynamics import kernels
from unspiral.records.estimate import Array

RNG = np.random.Generator(np.random.PCG64(5))


def chain_system(chains: int, days: int, p: int) -> tuple[Array, ...]:
    """A random positive definite block tridiagonal system with some answers absent."""
    now = np.eye(p) + 0.2 * RNG.standard_normal((chains, p, p))
    lag = 0.3 * RNG.standard_normal((chains, p, p))
    own, back = np.swapaxes(now, 1, 2) @ now, np.swapaxes(lag, 1, 2) @ lag
    edges = np.stack([np.eye(p) + back, own + back, own], axis=1)
    seen = RNG.random((chains, days, p)) * (RNG.random((chains, days, p)) < 0.7)
    rhs, noise = RNG.standard_normal((2, chains, days, p))
    return edges, -(np.swapaxes(now, 1, 2) @ lag), seen, rhs, noise


@pytest.mark.parametrize(("chains", "days", "p"), [(1, 2, 1), (2, 9, 2), (4, 30, 6), (3, 3, 5)])
def test_state_draw_equals_its_twin(chains: int, days: int, p: int) -> None:
    system = chain_system(chains, days, p)
    np.testing.assert_allclose(
        kernels.draw_states(*system), kernels.draw_states_dense(*system), atol=1e-10
    )


def test_chains_do_not_touch_each_other() -> None:
    system = chain_system(3, 12, 4)
    alone = kernels.draw_states(*(part[1:2] for part in system))
    np.testing.assert_allclose(kernels.draw_states(*system)[1:2], alone, atol=1e-12)


def test_normal_draw_equals_its_twin() -> None:
    root = RNG.standard_normal((3, 7, 7))
    precision = root @ np.swapaxes(root, 1, 2) + np.eye(7)
    rhs, noise = RNG.standard_normal((2, 3, 7))
    np.testing.assert_allclose(
        kernels.draw_normal(precision, rhs, noise),
        kernels.draw_normal_dense(precision, rhs, noise),
        atol=1e-10,
    )


def test_draws_without_noise_are_the_mean() -> None:
    edges, lower, seen, rhs, noise = chain_system(1, 4, 2)
    mean = kernels.draw_states(edges, lower, seen, rhs, np.zeros_like(noise)).ravel()
    columns = [
        kernels.draw_states(edges, lower, seen, unit.reshape(1, 4, 2), np.zeros_like(noise)).ravel()
        for unit in np.eye(8)
    ]
    np.testing.assert_allclose(np.linalg.inv(np.array(columns)) @ mean, rhs.ravel(), atol=1e-9)


def test_a_matrix_that_is_not_positive_definite_is_said() -> None:
    with pytest.raises(kernels.NotPositiveDefinite):
        kernels.draw_normal(-np.eye(2)[None], np.zeros((1, 2)), np.zeros((1, 2)))
    edges, lower, seen, rhs, noise = chain_system(1, 3, 2)
    with pytest.raises(kernels.NotPositiveDefinite):
        kernels.draw_states(-edges, lower, 0.0 * seen, rhs, noise)
