"""Each method's numbers stand where the truth stands: row = effect, night first."""

from dataclasses import replace

import numpy as np
import pytest
from _estimate import ITEMS, NIGHT, flat, frame_of, of_draws, of_intervals, standard
from _peers import ols
from _scenario import benchmark, case

LONG = 2000
PAIN = ITEMS.index("pain")


def test_links_are_the_nights_first_then_yesterdays_without_own_lags() -> None:
    same, lag = np.zeros((3, 3)), np.arange(9.0).reshape(3, 3)
    same[1:, NIGHT] = [10.0, 20.0]
    assert flat(same, lag).tolist() == [10.0, 20.0, 1.0, 2.0, 3.0, 5.0, 6.0, 7.0]


def test_a_link_is_said_when_its_interval_leaves_zero_out() -> None:
    low, high = np.array([0.1, -0.1, -0.3, np.nan]), np.array([0.3, 0.1, -0.1, np.nan])
    assert of_intervals(low, low, high, high).said.tolist() == [1, 0, -1, 0]


def test_least_squares_finds_every_link_of_a_long_diary_without_gaps() -> None:
    one = case(benchmark(missing=0.0, error_share=1e-6), LONG, 1)
    found, truth = ols(one).edges.mean, flat(one.same, one.lag)
    assert np.abs(found - truth).max() < 5 / np.sqrt(LONG)
    assert np.abs(truth).max() > 0.1


def test_draws_come_back_in_sds_of_the_true_swing() -> None:
    one = case(benchmark(), 60, 2)
    spread = one.swing * np.array([2.0, 1.0, 1.0, 1.0, 1.0, 4.0])
    frame = replace(frame_of(one.panel), spread=spread)
    lag = np.linspace(-1e-6, 1e-6, 5)[:, None, None] * np.ones((5, 6, 6))
    same = lag.copy()
    same[:, PAIN, NIGHT] -= 0.1
    # -0.1 of 4 swings of pain per 2 swings of the night
    assert of_draws(one, frame, same, lag).edges.mean[4] == pytest.approx(-0.2)


def test_pcmci_draws_its_arrow_from_cause_to_effect() -> None:
    pytest.importorskip("tigramite", reason="comes with ./test bench")
    from _peers import pcmci

    world = replace(
        benchmark(missing=0.0), links={("sleep_quality", "pain"): -0.5, ("stress", "mood"): 0.4}
    )
    one = case(world, 600, 3)
    found, truth = pcmci(one).edges, flat(one.same, one.lag)
    assert (found.said[truth != 0] == np.sign(truth[truth != 0])).all()
    assert (found.said != 0).mean() < 0.3


def test_answers_of_minutes_are_logged_like_the_model_logs_them() -> None:
    one = case(benchmark(missing=0.0), 400, 4)
    assert np.abs(standard(one).std(axis=0) - 1.0).max() < 0.35
