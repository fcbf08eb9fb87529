"""The public surface: what can be imported, how a fit is asked for, and what comes out."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from support.panels import panel

import unspiral.dynamics as public
from unspiral.catalogue.load import Catalogue
from unspiral.dynamics import Fit, Model, NotEnough, Prior, research_prior, rows
from unspiral.dynamics.priors import from_content

ITEMS = ("sleep_quality", "stress", "pain")
ANSWERS = np.random.Generator(np.random.PCG64(6)).integers(2, 9, (40, 3)).astype(float)
SHORT = Model(chains=1, warm=10, keep=20)


def table(days: int = 40) -> dict[str, Any]:
    columns = dict(zip(ITEMS, ANSWERS[:days].T.tolist(), strict=True))
    return {"date": list(panel(ANSWERS[:days], ITEMS).days), **columns}


def fitted(data: Any, prior: Prior | None = None, **how: Any) -> Fit:
    fit = SHORT.fit(data, prior, **how)
    assert not isinstance(fit, NotEnough)
    return fit


@pytest.fixture(scope="module")
def fit() -> Fit:
    return fitted(panel(ANSWERS, ITEMS), seed=3)


def test_every_public_name_is_there() -> None:
    assert all(getattr(public, name) for name in public.__all__)
    with pytest.raises(AttributeError, match="no attribute 'model_of_everything'"):
        public.model_of_everything  # noqa: B018


def test_importing_a_room_loads_no_solver() -> None:
    code = "import sys, unspiral.dynamics.priors; print({'scipy', 'pandas'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert said.stdout.strip() == "set()", said.stderr


def test_a_fit_needs_no_data_frame_package() -> None:
    code = (
        "import sys; sys.modules.update(pandas=None, polars=None, arviz_base=None)\n"
        "from unspiral.dynamics import Model\n"
        "print(Model().fit({'date': ['2026-01-01'], 'pain': [4]}).needed)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert said.stdout.strip() == "14", said.stderr


@pytest.mark.parametrize("frame", [dict, pd.DataFrame, pl.DataFrame])
def test_a_frame_is_as_good_as_its_panel(frame: Callable[[Any], Any]) -> None:
    own = fitted(public.to_panel(table()), seed=3).summary()
    assert fitted(frame(table()), seed=3).summary() == own


def test_too_few_days_are_not_enough() -> None:
    found = SHORT.fit(table(9))
    assert isinstance(found, NotEnough)
    assert (found.have, found.needed) == (9, 14)


def test_the_same_diary_says_the_same_and_a_seed_says_otherwise() -> None:
    own = [fitted(table()).summary() for _ in range(2)]
    other = [fitted(table(), seed=seed).summary() for seed in (1, 2)]
    drawn = fitted(table(), rng=np.random.Generator(np.random.PCG64(1))).summary()
    assert own[0] == own[1]
    assert other[0] != other[1] and own[0] not in other
    assert drawn == other[0]


def test_the_prior_is_research_unless_given(catalogue: Catalogue) -> None:
    assert research_prior() == from_content(catalogue.edges, catalogue.populations)
    given = {("stress", "pain", "next_day"): (0.9, 0.01)}
    strong = fitted(panel(ANSWERS, ITEMS, "one"), Prior(given), seed=1)
    link = next(k for k in strong.summary().links if (k.from_, k.to) == ("stress", "pain"))
    assert link.mean / strong.loop.frame.points_per_sd(2) == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize("settings", [(0, 1, 1), (1, -1, 1), (1, 1, 0)])
def test_a_run_without_draws_is_refused(settings: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="kept sweep"):
        Model(*settings)


def test_days_ahead_go_on_from_tomorrow(fit: Fit) -> None:
    week, tomorrow = fit.predict(7, level=0.5), fit.predict(level=0.5)
    assert [one.day for one in week[::3]] == [
        fit.loop.frame.days[-1] + pd.Timedelta(days=n).to_pytimedelta() for n in range(1, 8)
    ]
    for one, other in zip(week, tomorrow, strict=False):
        assert (one.variable, one.day) == (other.variable, other.day)
        assert one.probabilities == pytest.approx(other.probabilities)
    assert all(sum(one.probabilities) == pytest.approx(1.0) for one in week)
    assert all(one.low <= one.mean <= one.high for one in week)
    for days in (0, 8):
        with pytest.raises(ValueError, match="1 to 7 days"):
            fit.predict(days)


def test_a_wider_level_gives_wider_intervals(fit: Fit) -> None:
    narrow, wide = fit.summary(0.5), fit.summary(0.95)
    for one, other in zip(narrow.links, wide.links, strict=True):
        assert other.low < one.low < one.high < other.high
        assert one.mean == other.mean


def test_what_if_is_about_the_model_and_withheld_with_its_loops(fit: Fit) -> None:
    told = fit.what_if_decoupled("stress")
    assert told is not None and (told.node, told.centre) == ("stress", "pain")
    assert told.low <= told.change <= told.high
    draws = fit.loop.draws
    growing = replace(fit.loop, draws=replace(draws, lag=draws.lag + 2 * np.eye(3)))
    assert replace(fit, loop=growing).what_if_decoupled("stress") is None


def test_what_comes_out_fits_a_data_frame(fit: Fit) -> None:
    links = pd.DataFrame(rows(fit.summary().links))
    assert {"from", "to", "mean", "low", "high"} <= set(links.columns)
    assert len(pl.DataFrame(rows(fit.predict(2)))) == 6
    assert pl.DataFrame(rows(fit.diagnose().checks))["passed"].dtype == pl.Boolean
