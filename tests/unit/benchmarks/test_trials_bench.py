"""The benchmark of fair tests: the rivals are right, people live the same life again."""

import _fair_tests as fair
import _fair_tests_full as full
import numpy as np
import pytest
import trials as bench
from numpy.random import default_rng
from scipy import stats

from unspiral.records.estimate import Array


@pytest.fixture(scope="module")
def days() -> tuple[Array, Array]:
    rng = default_rng(4)
    arms = np.tile([1.0, 0.0, 0.0, 1.0], 10)
    y = rng.standard_normal((40, 3)) - 0.4 * arms[:, None]
    y[[3, 17, 18]] = np.nan
    return y, arms


def test_welch_is_that_of_scipy(days: tuple[Array, Array]) -> None:
    y, arms = days
    found = fair.welch(y, arms)
    theirs = stats.ttest_ind(y[arms > 0], y[arms == 0], equal_var=False, nan_policy="omit")
    assert found.mean / found.se == pytest.approx(theirs.statistic)
    assert found.dof == pytest.approx(theirs.df)


def test_least_squares_are_those_of_numpy(days: tuple[Array, Array]) -> None:
    y, arms = days
    found = fair.ols(y, arms)
    for column in range(3):
        whole = np.isfinite(y[1:, column]) & np.isfinite(y[:-1, column])
        x = np.column_stack([arms[1:], arms[:-1], np.ones(39), y[:-1, column]])[whole]
        coef, rest, *_ = np.linalg.lstsq(x, y[1:, column][whole], rcond=None)
        se = np.sqrt(rest[0] / found.dof[column] * np.linalg.inv(x.T @ x)[0, 0])
        assert (found.mean[column], found.se[column]) == pytest.approx((coef[0], se), rel=1e-5)


def test_a_person_lives_the_same_life_again_and_no_effect_is_the_same_in_every_life() -> None:
    one, two = (fair.person("blocks 28", "usual", 3) for _ in range(2))
    assert all((one[name] == two[name]).all() for name in one)
    assert set(one) == {f"{way} {kind}" for way in fair.WAYS for kind in fair.KINDS}
    assert all(len(set(one[name][:, 0])) == 1 for name in one)


def test_what_is_printed_has_every_target_and_its_n(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair, "DESIGNS", {"blocks 56": ("blocks", 56)})
    found = bench.told(2, 1)
    assert {row.n for row in found.rows} == {1, 2}
    table = found.tables[0]
    cells = len(fair.PEOPLE) * len(fair.LIVES) * len(fair.EFFECTS)
    assert [len(line) for line in table.lines] == [len(table.columns)] * cells
    targets = [row for row in found.rows if row.target]
    assert targets and all(row.verdict == "TOO FEW" for row in targets)


@pytest.mark.parametrize("scheme", ["blocks", "pairs"])
def test_the_exact_posterior_is_that_of_the_sampled_loop_model(scheme: str) -> None:
    """With the same prior: means within half a posterior sd, sds within a fifth."""
    for number in (1, 2):
        (mean, sd), (own, own_sd) = full.one(scheme, number)  # type: ignore[arg-type]
        assert own == pytest.approx(mean, abs=0.5 * sd) and own_sd == pytest.approx(sd, rel=0.2)
