"""Scorers of the benchmarks against numbers worked out by hand."""

import _measures
import numpy as np
import pytest

GAP = np.nan


def rng(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def test_rmse_passes_over_what_could_not_be_estimated() -> None:
    estimate, truth = np.array([1.0, GAP, 4.0]), np.array([0.0, 5.0, 2.0])
    assert _measures.rmse(estimate, truth) == pytest.approx(np.sqrt((1 + 4) / 2))
    assert np.isnan(_measures.rmse(np.array([GAP]), np.array([0.0])))


def test_coverage_counts_closed_intervals() -> None:
    low, high = np.array([0.0, 0.0, 1.0, GAP]), np.array([1.0, 1.0, 2.0, 1.0])
    assert _measures.coverage(low, high, np.array([0.5, 2.0, 1.0, 0.0])) == pytest.approx(2 / 3)


def test_auc_counts_ties_half() -> None:
    score, real = np.array([3.0, 1.0, 2.0, 2.0]), np.array([True, False, True, False])
    assert _measures.auc(score, real) == pytest.approx(3.5 / 4)


def test_claims_of_five_links() -> None:
    said, truth = np.array([1, -1, 1, 0, 1]), np.array([0.2, 0.1, 0.0, 0.3, 0.4])
    assert _measures.claims(said, truth) == _measures.Claims(
        4, fdr=0.25, power=0.5, wrong_sign=0.25
    )


def test_nothing_said_has_no_false_share() -> None:
    found = _measures.claims(np.array([0, 0]), np.array([0.2, 0.0]))
    assert np.isnan(found.fdr)
    assert found.power == 0.0


def test_wilson_interval_of_one_in_ten() -> None:
    assert _measures.wilson(1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)
    assert _measures.wilson(0, 1000)[1] == pytest.approx(0.0038, abs=1e-4)


def test_ks_distance_of_three_values() -> None:
    assert _measures.ks_uniform(np.array([0.9, 0.1, 0.4])) == pytest.approx(2 / 3 - 0.4)


def test_rank_counts_draws_below() -> None:
    assert _measures.rank_of(0.5, np.array([0.1, 0.7, 0.4])) == 2


def test_tail_of_two_equal_ranks() -> None:
    # two of two values in the lower half of {0, 1}: chance 1/4, two-sided 1/2
    assert _measures.ecdf_tail(np.array([0, 0]), 1) == pytest.approx(0.5)
    assert _measures.ecdf_tail(np.array([0, 1]), 1) == pytest.approx(1.0)


def test_uniform_ranks_leave_the_band_as_often_as_it_says() -> None:
    n, most = 60, 19
    bound = _measures.simultaneous_tail(n, most, 0.95, rng(1))
    ranks = rng(2).integers(0, most + 1, (1500, n))
    outside = np.mean([_measures.ecdf_tail(one, most) < bound for one in ranks])
    assert 0.02 < outside < 0.075


@pytest.mark.parametrize("wrong", [lambda u: u**1.5, lambda u: 0.5 + 0.6 * (u - 0.5)])
def test_shifted_and_narrow_ranks_leave_the_band(wrong: object) -> None:
    n, most = 300, 99
    bound = _measures.simultaneous_tail(n, most, 0.95, rng(3))
    values = wrong(rng(4).random(n))  # type: ignore[operator]
    assert _measures.ecdf_tail((values * (most + 1)).astype(int), most) < bound
