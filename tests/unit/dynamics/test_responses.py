"""Impulse responses against two made diaries that differ in one shock."""

from dataclasses import replace

import numpy as np
import pytest
from support.draws import draws_of
from support.panels import bare_frame

from unspiral.dynamics.model import LoopFit
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.responses import responses

RNG = np.random.Generator(np.random.PCG64(4))
LAG = np.array([[0.2, 0.1, -0.3], [0.1, 0.3, 0.2], [-0.2, 0.2, 0.4]])
SAME = np.array([[0.0, 0.0, 0.0], [-0.2, 0.0, 0.0], [-0.3, 0.0, 0.0]])
PAIN = 2


def fit_of(same: np.ndarray, lag: np.ndarray, night: int | None = 0) -> LoopFit:
    seen = replace(bare_frame(np.ones((6, 3)), 0), spread=np.array([1.0, 1.5, 2.0]))
    return LoopFit(replace(seen, night=night), Prior(), draws_of(same, lag), 6)


def lived(cause: int, shocks: np.ndarray) -> np.ndarray:
    """15 days by the equations of the model, one usual swing higher in `cause` on the first."""
    x, rows = np.zeros(3), []
    for day, shock in enumerate(shocks):
        yesterday, x = x, np.zeros(3)
        for item in range(3):  # the night is first
            x[item] = LAG[item] @ yesterday + SAME[item] @ x + shock[item]
            x[item] += float(day == 0 and item == cause)
        rows.append(x)
    return np.array(rows)


@pytest.mark.parametrize(("cause", "name"), [(0, "sleep_quality"), (1, "stress")])
def test_a_response_is_what_one_shock_changes(cause: int, name: str) -> None:
    shocks = RNG.standard_normal((15, 3))
    difference = lived(cause, shocks) - lived(9, shocks)
    (found,) = responses(fit_of(SAME, LAG), [(name, "pain")])
    assert found.days == tuple(range(15))
    np.testing.assert_allclose(found.mid, 2.0 * difference[:, PAIN], atol=1e-12)


def test_a_night_acts_on_its_own_evening_and_one_sitting_on_nothing_that_day() -> None:
    found = {(one.from_, one.to): one for one in responses(fit_of(SAME, LAG))}
    assert found["sleep_quality", "pain"].mid[0] == pytest.approx(-0.3 * 2.0)
    assert found["stress", "pain"].mid[0] == found["pain", "sleep_quality"].mid[0] == 0.0
    one_sitting = responses(fit_of(np.zeros((3, 3)), LAG, None))
    assert len(found) == len(one_sitting) == 6
    assert {one.mid[0] for one in one_sitting} == {0.0}


def test_bands_hold_half_and_four_fifths_of_the_draws() -> None:
    lag = np.tile(LAG, (1001, 1, 1))
    lag[:, PAIN, 1] = np.linspace(-0.5, 0.5, 1001)
    (found,) = responses(fit_of(np.zeros((3, 3)), lag), [("stress", "pain")])
    day_one = (found.low80, found.low50, found.mid, found.high50, found.high80)
    assert [band[1] for band in day_one] == pytest.approx([-0.8, -0.5, 0.0, 0.5, 0.8])


def test_draws_that_grow_without_bound_are_dropped_after_a_week() -> None:
    grows = np.diag([0.5, 0.5, 1.5])
    lag = np.stack([np.diag([0.5, 0.5, 0.5])] * 3 + [grows])
    (found,) = responses(fit_of(np.zeros((3, 3)), lag), [("pain", "pain")])
    assert found.p_explosive == 0.25
    assert found.high80[7] > 2.0 > found.high80[8] == found.mid[8]
