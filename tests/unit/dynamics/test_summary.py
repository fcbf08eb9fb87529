"""Links and their counts from draws that are known."""

from dataclasses import replace

import numpy as np
import pytest
from support.draws import draws_of
from support.panels import bare_frame

from unspiral.dynamics import summary
from unspiral.dynamics.model import LoopFit
from unspiral.dynamics.priors import Prior


def test_a_link_is_told_in_points_of_its_effect() -> None:
    frame = replace(bare_frame(np.ones((6, 2)), 0), spread=np.array([3.0, 0.5]))
    lag = np.array([[0.2, -0.3], [0.1, 0.5]])
    draws = draws_of(np.array([[0.0, 0.0], [-0.4, 0.0]]), lag)
    there, back = summary.links(LoopFit(frame, Prior(), draws, 6))
    assert (there.from_, there.to, back.from_) == ("sleep_quality", "stress", "stress")
    assert there.mean == pytest.approx((0.1 - 0.4) * 0.5)  # both lags, per sd of the cause
    assert back.mean == pytest.approx(-0.3 * 3.0)
    assert there.prior_high == pytest.approx(1.2816 * np.hypot(0.12, 0.12) * 0.5, rel=1e-3)


def test_pairs_follow_the_sittings() -> None:
    y = np.ones((6, 2))
    y[2, 0] = y[5, 1] = np.nan
    two, one = bare_frame(y, 0), bare_frame(y, None)
    assert summary.pairs(two, 0, 1) == 4  # the night and its own evening
    assert summary.pairs(two, 1, 0) == 4  # the evening and the night after
    assert summary.pairs(one, 0, 1) == 3  # a day and the next


def test_chances_count_beyond_a_twentieth_of_an_sd() -> None:
    assert summary.chances(np.array([0.06, 0.04, -0.04, -0.06])) == (0.25, 0.25)


def test_items_of_one_sitting_go_together_without_a_direction() -> None:
    noise = np.array([[1.0, 0.5, 0.5], [0.5, 4.0, 1.0], [0.5, 1.0, 1.0]])
    draws = replace(draws_of(np.zeros((3, 3)), np.zeros((3, 3))), noise=noise[None])
    y = np.ones((6, 3))
    y[0, 1] = np.nan
    (pair,) = summary.together(LoopFit(bare_frame(y, 0), Prior(), draws, 6))
    assert (pair.a, pair.b, pair.pairs) == ("stress", "pain", 5)
    assert pair.low == pair.mean == pair.high == pytest.approx(0.5)
    assert len(summary.together(LoopFit(bare_frame(y, None), Prior(), draws, 6))) == 3
