"""Content edges to priors in sd units, by the rule of the learner's design."""

from dataclasses import replace

import numpy as np
import pytest
from support.panels import bare_frame

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.priors import UNLISTED, Prior, from_content
from unspiral.dynamics.sampler import make_blocks
from unspiral.dynamics.summary import prior_totals


def test_sleep_to_evening_pain_is_halved_and_scaled(catalogue: Catalogue) -> None:
    prior = from_content(catalogue.edges, catalogue.populations)
    mean, sd = prior.link("sleep_quality", "pain", "night_to_next_day")
    assert mean == pytest.approx(0.5 * -0.2 / 1.1)
    assert sd == pytest.approx((0.15**2 + 0.15**2) ** 0.5 / 1.1)


def test_pain_to_sleep_is_scaled_by_the_sleep_population(catalogue: Catalogue) -> None:
    prior = from_content(catalogue.edges, catalogue.populations)
    assert prior.link("pain", "sleep_quality", "day_to_that_night")[0] == pytest.approx(-0.08 / 1.7)


def test_same_day_edges_set_no_prior(catalogue: Catalogue) -> None:
    prior = from_content(catalogue.edges, catalogue.populations)
    assert not [key for key in prior.links if key[2] == "same_day"]
    assert prior.link("mood", "pain", "next_day") == UNLISTED == (0.0, 0.12)


def test_own_lags_come_from_the_population(catalogue: Catalogue) -> None:
    prior = from_content(catalogue.edges, catalogue.populations)
    assert prior.own_lag("pain") == (0.35, 0.15)


def test_the_silent_prior_keeps_own_lags_only() -> None:
    prior = Prior({("stress", "pain", "next_day"): (0.4, 0.1)}, {"pain": (0.35, 0.15)}).silent()
    assert prior.link("stress", "pain", "next_day") == UNLISTED
    assert prior.own_lag("pain") == (0.35, 0.15)


def test_each_lag_lands_on_its_own_coefficient() -> None:
    prior = Prior(
        {
            ("sleep_quality", "pain", "night_to_next_day"): (-0.1, 0.2),
            ("pain", "sleep_quality", "day_to_that_night"): (-0.05, 0.1),
            ("stress", "pain", "next_day"): (0.03, 0.3),
        },
        {"sleep_quality": (0.15, 0.1)},
    )
    night, evening = make_blocks(bare_frame(np.zeros((5, 3)), 0), prior)
    # night row: level, then yesterday's (sleep, stress, pain)
    np.testing.assert_allclose(night.mean, [[0, 0.15, 0, -0.05]])
    # evening rows (stress, pain): level, this night, then yesterday's (sleep, stress, pain)
    np.testing.assert_allclose(evening.mean, [[0, 0, 0, 0.2, 0], [0, -0.1, 0, 0.03, 0.2]])
    np.testing.assert_allclose(evening.precision[1] ** -0.5, [1, 0.2, 0.12, 0.3, 0.2])


def test_in_one_block_the_night_of_research_sets_no_lagged_prior() -> None:
    prior = Prior({("sleep_quality", "pain", "night_to_next_day"): (-0.5, 0.1)})
    frame = replace(bare_frame(np.zeros((5, 2)), 0), night=None)
    frame = replace(frame, items=("sleep_quality", "pain"))
    (block,) = make_blocks(frame, prior)
    np.testing.assert_allclose(block.mean[1], [0, 0, 0.2])


def test_levels_inputs_and_shocks_have_the_priors_of_the_design() -> None:
    given = replace(bare_frame(np.zeros((5, 3)), 0), inputs=np.zeros((5, 2)))
    night, evening = make_blocks(given, Prior())
    for block in (night, evening):
        np.testing.assert_allclose(
            block.precision[:, :3] ** -0.5, [[1, 0.4, 0.4]] * len(block.rows)
        )
        np.testing.assert_array_equal(block.mean[:, :3], 0.0)
    assert (night.df / 2, night.scale / 2) == (2.0, 1.0)  # s ~ IG(2, 1)
    assert (evening.df, evening.scale) == (2 + 3, 1.2)  # Omega ~ IW(e + 3, 1.2 I)
    (together,) = make_blocks(replace(given, night=None), Prior())
    assert (together.df, together.scale) == (3 + 3, 1.2)


def test_a_link_over_two_lags_has_the_prior_of_their_sum() -> None:
    prior = Prior({("sleep_quality", "pain", "night_to_next_day"): (-0.1, 0.16)})
    means, sds = prior_totals(bare_frame(np.zeros((5, 3)), 0), prior)
    assert means[2, 0] == pytest.approx(-0.1)
    assert sds[2, 0] == pytest.approx(np.hypot(0.16, 0.12))
    assert sds[0, 2] == pytest.approx(0.12)
