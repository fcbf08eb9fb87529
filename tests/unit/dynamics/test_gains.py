"""Gains of loops against the level that a lasting push leads to, step by step."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.draws import draws_of
from support.panels import bare_frame, frame

from unspiral.dynamics import gains
from unspiral.dynamics.frame import EVENING_ITEMS
from unspiral.dynamics.model import LoopFit, LoopModel
from unspiral.dynamics.personal import PersonalFit
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Gain, Loop

ITEMS = ("sleep_quality", *EVENING_ITEMS)
LAG = np.array([[0.2, -0.3], [0.0, 0.5]])
SAME = np.array([[0.0, 0.0], [-0.4, 0.0]])
small = st.floats(-0.3, 0.3)


def fit_of(same: np.ndarray, lag: np.ndarray) -> LoopFit:
    """A fit of (sleep_quality, stress, pain) with these draws; pain swings by 2 points."""
    seen = bare_frame(np.ones((6, 3)), 0)
    draws = draws_of(same, lag)
    return LoopFit(replace(seen, spread=np.array([1.0, 1.0, 2.0])), Prior(), draws, 6)


def settled(lag: np.ndarray, same: np.ndarray, push: np.ndarray) -> np.ndarray:
    """Where days end up under a lasting push, by going through them one by one."""
    x = np.zeros(len(lag))
    for _ in range(4000):
        yesterday, x = x, np.zeros(len(lag))
        for item in range(len(lag)):  # the night is first, so that it acts on its evening
            x[item] = lag[item] @ yesterday + same[item] @ x + push[item]
    return x


def test_there_are_25_short_loops_through_pain() -> None:
    found = list(gains.short_loops(ITEMS))
    assert len(found) == len(set(found)) == 25
    assert all(nodes[0] == "pain" for nodes in found)
    assert list(gains.short_loops(("stress", "mood"))) == []


def test_loop_gain_is_links_over_what_does_not_carry_over() -> None:
    gain = gains.loop_gain(draws_of(SAME, LAG), [1, 0])
    assert gain[0] == pytest.approx((-0.3 * -0.4) / ((1 - 0.2) * (1 - 0.5)))


def test_total_gain_of_a_two_item_world_is_its_one_loop() -> None:
    draws = draws_of(np.zeros((2, 2)), np.array([[0.2, -0.3], [-0.4, 0.5]]))
    assert gains.total_gain(draws, 1)[0] == pytest.approx(gains.loop_gain(draws, [1, 0])[0])


@given(st.lists(small, min_size=9, max_size=9), st.lists(small, min_size=2, max_size=2))
@settings(max_examples=40, deadline=None)
def test_total_gain_is_what_the_days_themselves_add(links: list[float], night: list[float]) -> None:
    lag, same = np.array(links).reshape(3, 3), np.zeros((3, 3))
    same[1:, 0] = night
    push = np.array([0.0, 0.0, 1.0])
    alone = 1.0 / (1.0 - lag[2, 2])  # the push and its own carry-over, no other item
    level = settled(lag, same, push)[2]
    gain = gains.total_gain(draws_of(same, lag), 2)[0]
    assert alone / (1.0 - gain) == pytest.approx(level, rel=1e-6)


def test_amplification_is_what_a_lasting_push_becomes() -> None:
    assert Gain("pain", 0.5, 0.2, 0.7, 0.8).amplification == pytest.approx(2.0)
    assert Loop(("pain", "stress"), -1.0, -2.0, 0.0, 0.8).amplification == pytest.approx(0.5)
    assert Gain("pain", 1.0, 0.2, 1.7, 0.8).amplification is None


def test_a_decoupled_night_neither_gives_nor_takes() -> None:
    lag = np.array([[0.2, 0.1, -0.3], [0.1, 0.3, 0.2], [-0.2, 0.2, 0.4]])
    same = np.array([[0.0, 0.0, 0.0], [-0.2, 0.0, 0.0], [-0.3, 0.0, 0.0]])
    found = gains.what_if_decoupled(fit_of(same, lag), "sleep_quality")
    cut, push = lag.copy(), np.array([0.0, 0.0, 1.0])
    cut[0, :] = cut[:, 0] = 0.0
    now, then = settled(lag, same, push)[2], settled(cut, np.zeros((3, 3)), push)[2]
    assert found.change == pytest.approx((then / now - 1.0) * 2.0, rel=1e-6)  # 2 points a swing
    assert found.change < 0 and (found.node, found.centre) == ("sleep_quality", "pain")


def test_nothing_is_decoupled_from_itself() -> None:
    with pytest.raises(ValueError, match="itself"):
        gains.what_if_decoupled(fit_of(np.zeros((3, 3)), np.eye(3) * 0.2), "pain")


def test_draws_that_grow_without_bound_say_nothing_of_a_lasting_push() -> None:
    draws = draws_of(np.zeros((2, 2)), np.stack([np.diag([1.01, 0.2]), np.diag([0.99, 0.2])]))
    assert draws.explosive().tolist() == [True, False]
    assert gains.steady(draws).lag[:, 0, 0].tolist() == [0.99]


def test_nothing_of_a_lasting_push_is_read_from_draws_without_bound() -> None:
    kept = np.array([[0.2, 0.1, -0.3], [0.1, 0.3, 0.2], [-0.2, 0.2, 0.4]])
    grows, same = np.diag([1.2, 0.5, 0.3]), np.zeros((3, 3))
    both, alone = fit_of(same, np.stack([grows, kept, grows])), fit_of(same, kept)
    assert gains.total(both) == gains.total(alone)
    assert gains.loops(both) == gains.loops(alone)
    cut = gains.what_if_decoupled
    assert cut(both, "sleep_quality") == cut(alone, "sleep_quality")


def test_both_fits_have_to_be_bounded() -> None:
    fine, grows = (PersonalFit(fit_of(np.zeros((3, 3)), lag), "two", 1)
                   for lag in (np.eye(3) * 0.2, np.diag([1.2, 0.2, 0.2])))  # fmt: skip
    assert fine.bounded and not grows.bounded
    trended = replace(fine, seed=2)
    trended.__dict__["undetrended"] = grows
    assert not trended.bounded


def test_loops_are_read_from_a_fit_without_a_trend() -> None:
    y = np.random.Generator(np.random.PCG64(1)).integers(0, 10, (40, 2)).astype(float)
    seen = frame(y, ("sleep_quality", "pain"))
    short = LoopModel(chains=2, warm=10, keep=20)
    rng = np.random.Generator(np.random.PCG64(2))
    fit = PersonalFit(LoopFit(seen, Prior(), short.sample(seen, Prior(), rng), 40), "two", 7, short)
    assert fit.loop.frame.input_names == ("trend", "weekend")
    again = fit.undetrended
    assert again.loop.frame.input_names == ("weekend",)
    assert again.loop.draws.drift.shape[2] == 2 and again.undetrended is again
    assert fit.summary().loops == gains.loops(again.loop) != gains.loops(fit.loop)
    assert fit.summary().total_gain == gains.total(again.loop)


def test_a_fit_that_grows_without_bound_has_no_loop_output() -> None:
    fit = fit_of(np.zeros((3, 3)), np.diag([1.2, 0.2, 0.2]))
    told = PersonalFit(fit, "two", 1).summary()
    assert told.links and (told.loops, told.total_gain, told.responses) == ((), None, ())
