"""Chains that agree are settled; each way of not agreeing is seen."""

import numpy as np
import pytest

from unspiral.dynamics import convergence

CHAINS, KEPT = 4, 500
FRESH = np.random.Generator(np.random.PCG64(5)).standard_normal((CHAINS, KEPT))


def test_independent_draws_are_settled() -> None:
    found = convergence.of(FRESH.ravel(), CHAINS)
    assert found.settled and found.rhat < 1.005
    assert found.ess_bulk == pytest.approx(CHAINS * KEPT, rel=0.25)


def test_a_quantity_that_never_moves_proves_nothing() -> None:
    assert not convergence.of(np.full(CHAINS * KEPT, 3.0), CHAINS).settled


def test_a_chain_elsewhere_is_seen() -> None:
    apart = FRESH + np.array([[0.0], [0.0], [0.0], [1.0]])
    assert convergence.of(apart.ravel(), CHAINS).rhat > 1.05


def test_a_chain_of_another_width_is_seen_though_its_middle_agrees() -> None:
    wide = FRESH * np.array([[1.0], [1.0], [1.0], [3.0]])
    assert convergence.of(wide.ravel(), CHAINS).rhat > 1.05


def test_a_chain_that_drifts_is_seen_in_its_halves() -> None:
    drifting = FRESH + np.linspace(-1.0, 1.0, KEPT)
    assert convergence.of(drifting.ravel(), CHAINS).rhat > 1.05


def test_a_slow_chain_is_worth_fewer_draws() -> None:
    rng, rho = np.random.Generator(np.random.PCG64(2)), 0.9
    draws = np.zeros((4, 2000))
    for at in range(1, 2000):
        draws[:, at] = rho * draws[:, at - 1] + rng.standard_normal(4)
    exact = 8000 * (1 - rho) / (1 + rho)
    assert convergence.of(draws.ravel(), 4).ess_bulk == pytest.approx(exact, rel=0.35)
