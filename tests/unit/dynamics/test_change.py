"""A lasting shift: its likelihood against the whole dense normal, its weight, and what is found."""

from dataclasses import replace

import numpy as np
import pytest
from support.draws import draws_of
from support.panels import FIRST, bare_frame, frame

from unspiral.dynamics import change, signature
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit, LoopModel
from unspiral.dynamics.priors import Prior

LAG = np.array([[0.3, -0.2], [0.25, 0.4]])
SAME = np.array([[0.0, 0.0], [-0.35, 0.0]])
DAYS, NIGHT, PAIN = 12, 0, 1
ROUNDING, ERROR = 0.05, 1.0
LEVEL = np.array([0.3, -0.7])


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def small(trend: bool) -> Frame:
    """Twelve days of night and evening with gaps, as the sampler sees them."""
    y = rng().standard_normal((DAYS, 2))
    y[3, 0] = y[5, 1] = y[8] = np.nan
    seen = bare_frame(y, NIGHT, ROUNDING)
    if not trend:
        return seen
    line = np.arange(DAYS, dtype=float)[:, None]
    return replace(seen, inputs=(line - line.mean()) / line.std(), input_names=("trend",))


def dense(seen: Frame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision of all answers, which are there, and what every day was expected to be."""
    solve = np.linalg.inv(np.eye(2) - SAME)
    step, shock = solve @ LAG, solve @ solve.T
    cover = np.zeros((2 * DAYS, 2 * DAYS))
    cover[:2, :2] = np.eye(2)
    mean = np.zeros((DAYS, 2))
    for day in range(1, DAYS):
        here, past = slice(2 * day, 2 * day + 2), slice(2 * day)
        mean[day] = step @ mean[day - 1] + solve @ LEVEL
        cover[here, past] = step @ cover[2 * day - 2 : 2 * day, past]
        cover[past, here] = cover[here, past].T
        cover[here, here] = step @ cover[2 * day - 2 : 2 * day, 2 * day - 2 : 2 * day] @ step.T
        cover[here, here] += shock
    there = np.isfinite(seen.y.ravel())
    cover += (ERROR + ROUNDING) * np.eye(2 * DAYS)
    return np.linalg.inv(cover[np.ix_(there, there)]), there, mean.ravel()[there]


@pytest.mark.parametrize("trend", [True, False])
@pytest.mark.parametrize("column", [NIGHT, PAIN])
def test_the_likelihood_of_a_shift_is_exact(column: int, trend: bool) -> None:
    seen, rows = small(trend), np.array([2, 6, 7, 10])
    draws = draws_of(SAME, LAG)
    drift = np.zeros((1, 2, 1 + seen.inputs.shape[1]))
    drift[0, :, 0] = LEVEL
    known = replace(draws, drift=drift)
    found = signature.evidence(seen, known, np.array([0]), column, rows)
    forms, _ = signature.shape(seen, column, rows)
    precision, there, mean = dense(seen)
    news = seen.y.ravel()[there] - mean
    for at in range(len(rows)):
        moved = np.zeros((DAYS, 2))
        moved[:, column] = forms[:, at]
        g = moved.ravel()[there]
        assert found.score[0, at] == pytest.approx(g @ precision @ news)
        assert found.information[0, at] == pytest.approx(g @ precision @ g)


def test_a_shift_says_nothing_of_level_and_trend() -> None:
    seen, rows = small(trend=True), np.array([2, 6, 9])
    forms, _ = signature.shape(seen, PAIN, rows)
    there = np.isfinite(seen.y[:, PAIN])
    line = np.column_stack([np.ones(DAYS), np.arange(DAYS)])
    np.testing.assert_allclose(line[there].T @ forms[there], 0.0, atol=1e-9)
    height = np.diff(forms, axis=0) - np.diff(forms, axis=0)[0]
    assert [height[row - 1, at] for at, row in enumerate(rows)] == pytest.approx([1.0] * 3)


def test_a_bridge_between_two_models_gives_their_bayes_factor() -> None:
    # theta ~ N(0, 1) in one, N(2, 1) in the other, log LR = 3 + 2 theta - 2: the factor is e^3.
    without, given = rng(2).standard_normal(4000), 2.0 + rng(3).standard_normal(4000)
    assert change.bridge(1.0 + 2.0 * without, 1.0 + 2.0 * given) == pytest.approx(3.0, abs=0.1)


def test_a_shift_needs_14_answers_on_either_side() -> None:
    y = np.full((40, 1), np.nan)
    y[5:35] = rng().standard_normal((30, 1))
    assert change.candidate_rows(bare_frame(y, None), 0).tolist() == [19, 20, 21]
    y[5:8] = np.nan
    assert change.candidate_rows(bare_frame(y, None), 0).tolist() == []


def weighed(mean: float, sd: float) -> change._Weighed:
    return change._Weighed(np.zeros((1, 1)), np.array([[mean]]), np.array([[sd]]))


def test_a_shift_is_worth_saying_beyond_a_twentieth_of_a_swing() -> None:
    assert change._beyond(weighed(0.05, 0.1), 1.0) == pytest.approx(0.5, abs=1e-6)
    assert change._beyond(weighed(-0.05, 0.1), -1.0) == pytest.approx(0.5, abs=1e-6)
    assert change._beyond(weighed(0.0, 0.01), 1.0) < 1e-5


def test_items_and_days_share_one_small_prior_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A factor of 1 leaves the prior as it was: 5 % for all items together, 95 % for none."""
    y = rng().standard_normal((60, 2))
    y[30:, PAIN] += 9.0
    fit = LoopFit(bare_frame(y, NIGHT), Prior(), draws_of(SAME, LAG), 60)
    monkeypatch.setattr(change, "_rounds", lambda *given: [fit.draws])
    monkeypatch.setattr(change, "bridge", lambda *given: 0.0)
    monkeypatch.setattr(change, "_beyond", lambda given, sign: float(sign > 0))
    shift = change.find(fit, rng())
    assert shift is not None
    assert shift.p_positive == shift.point.p == pytest.approx(0.025 / (0.025 + 0.95))
    assert shift.p_negative == 0.0


def test_answers_that_carry_over_count_for_less_before_a_shift_is_weighed() -> None:
    half = np.tile([1.0, -1.0], 20)
    runs = np.tile(np.repeat([1.0, -1.0], 5), 4)
    lag = 1.0 - 2.0 * 15 / 79  # of the runs: 15 of the 79 pairs differ
    quick, size = change._difference(np.concatenate([half, half + 2.0]), 40)
    slow, same = change._difference(np.concatenate([runs, runs + 2.0]), 40)
    assert (size, same) == pytest.approx((2.0, 2.0))
    assert quick == pytest.approx(2.0 / np.sqrt(2.0 / 40.0))
    assert slow / quick == pytest.approx(np.sqrt((1.0 - lag) / (1.0 + lag)), rel=0.02)


SHORT = LoopModel(chains=2, warm=60, keep=100)


def found(step: float, seed: int = 5) -> change.Shift | None:
    """What is said of 120 days of night and pain, pain being `step` higher from day 70 on."""
    chance, x = rng(seed), np.zeros((120, 2))
    for day in range(1, 120):
        x[day] = LAG @ x[day - 1] + chance.standard_normal(2)
    x[70:, PAIN] += step
    seen = frame(np.clip(np.round(4 + x), 0, 10), ("sleep_quality", "pain"))
    fit = LoopFit(seen, Prior(), SHORT.sample(seen, Prior(), chance), 120)
    return change.find(fit, chance)


def test_a_clear_shift_is_found_with_its_day_size_and_counts() -> None:
    shift = found(5.0)
    assert shift is not None and shift.point.variable == "pain"
    assert shift.p_positive > 0.98 and min(shift.halves) > 0.9 and shift.p_negative < 0.01
    assert abs((shift.point.day - FIRST).days - 70) <= 2
    assert shift.point.low < 5.0 < shift.point.high
    assert shift.point.before + shift.point.after == 120


def test_without_a_shift_none_is_likely() -> None:
    chances = [shift.point.p if (shift := found(0.0, seed)) else 0.0 for seed in range(6)]
    assert max(chances) < 0.5
    print(f"diaries without a shift: N = 6, highest chance {max(chances):.3f}")
