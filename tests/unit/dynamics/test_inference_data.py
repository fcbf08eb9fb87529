"""Draws reach ArviZ with their names, and its diagnostics agree with ours."""

import sys

import numpy as np
import pytest
from arviz_stats import ess, rhat
from support.panels import panel

from unspiral.dynamics import Fit, Model, NotEnough, Prior, convergence, to_inference_data
from unspiral.records.estimate import Array

ITEMS = ("sleep_quality", "stress", "pain")


@pytest.fixture(scope="module")
def fit() -> Fit:
    y = np.random.Generator(np.random.PCG64(4)).integers(0, 11, (40, 3)).astype(float)
    y[5:9, 1] = np.nan
    found = Model(chains=4, warm=50, keep=100).fit(panel(y, ITEMS), Prior(), seed=1)
    assert not isinstance(found, NotEnough)
    return found


def test_names_and_shapes(fit: Fit) -> None:
    tree = to_inference_data(fit)
    link = tree["posterior"]["link"]
    assert link.dims == ("chain", "draw", "effect", "cause")
    assert link.shape == (4, 100, 3, 3)
    assert link.coords["cause"].values.tolist() == list(ITEMS)
    one = link.sel(cause="stress", effect="pain").values
    np.testing.assert_array_equal(one.ravel(), fit.loop.draws.total[:, 2, 1])
    assert tree["posterior"]["drift"].coords["input"].values[:2].tolist() == ["level", "trend"]


def test_data_and_attributes(fit: Fit) -> None:
    tree = to_inference_data(fit)
    data, constant = tree["observed_data"], tree["constant_data"]
    assert int(data["y"].isnull().sum()) == 4
    assert data["y"].dims == ("day", "item")
    back = constant["centre"] + constant["spread"] * data["y"]
    np.testing.assert_allclose(
        back.sel(item="pain"), fit.loop.frame.points(2, fit.loop.frame.y[:, 2])
    )
    assert tree.attrs["seed"] == str(fit.seed)
    assert tree.attrs["sittings"] == "two"


def test_without_the_extra_it_says_what_to_install(
    fit: Fit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "arviz_base", None)
    with pytest.raises(ImportError, match=r"unspiral\[arviz\]"):
        to_inference_data(fit)


def chains(kind: str) -> Array:
    """(4, 500) draws of one quantity: fresh, sticky, apart, or with a wide chain."""
    draws = np.random.Generator(np.random.PCG64(9)).standard_normal((4, 500))
    if kind == "sticky":
        for at in range(1, 500):
            draws[:, at] += 0.9 * draws[:, at - 1]
    if kind == "apart":
        draws[0] += 0.5
    if kind == "wide":
        draws[0] *= 3.0
    return draws


@pytest.mark.parametrize("kind", ["fresh", "sticky", "apart", "wide"])
def test_our_diagnostics_are_those_of_arviz(kind: str) -> None:
    draws = chains(kind)
    ours = convergence.of(draws.ravel(), 4)
    assert ours.rhat == pytest.approx(float(rhat(draws)), rel=1e-3)
    assert ours.ess_bulk == pytest.approx(float(ess(draws, method="bulk")), rel=0.02)
    assert ours.ess_tail == pytest.approx(
        float(ess(draws, method="tail", prob=(0.05, 0.95))), rel=0.02
    )


def test_they_agree_on_a_fit(fit: Fit) -> None:
    tree = to_inference_data(fit)
    theirs_rhat, theirs_ess = (
        rhat(tree, var_names="link")["link"],
        ess(tree, var_names="link")["link"],
    )
    for effect in range(3):
        for cause in range(3):
            ours = convergence.of(fit.loop.draws.total[:, effect, cause], 4)
            assert ours.rhat == pytest.approx(float(theirs_rhat[effect, cause]), rel=2e-3)
            assert ours.ess_bulk == pytest.approx(float(theirs_ess[effect, cause]), rel=0.05)
