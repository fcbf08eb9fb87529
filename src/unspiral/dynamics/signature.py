"""What a lasting shift of one item leaves in the forecast residuals, for every first day at once.

Say an answer of item j is higher by delta g_t on day t. A Kalman filter that does not know of it
leaves delta h_t in its one-step forecast residuals e_t ~ N(delta h_t, F_t), where h fades as the
filter takes the new level up. The likelihood of delta needs two numbers only: the score
sum h' F^-1 e and the information sum h' F^-1 h. One backward pass gives them for a step from each
day on (de Jong & Penzer 1998, doi:10.1080/01621459.1998.10473722).

The diary's own level and trend are unknown too, so g is the step less its line through the
answered days: then delta says nothing about either.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unspiral.dynamics import onestep
from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.gains import TREND
from unspiral.records.estimate import Array

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of a shift from each of some days on, (n_draws, n_days): score and information."""

    score: Array
    information: Array


def shape(frame: Frame, column: int, rows: Rows) -> tuple[Array, Array]:
    """The shift from each of `rows` on, (T, n_rows), and its line: (n_lines, n_rows).

    The lines are the level and, where the model has a trend, the day's number.
    """
    days = np.arange(len(frame.y))
    step = (days[:, None] >= rows).astype(float)
    lines = np.column_stack([np.ones(len(days)), days] if TREND in frame.input_names else
                            [np.ones(len(days))])  # fmt: skip
    there = np.isfinite(frame.y[:, column])
    slope = np.linalg.pinv(lines[there]) @ step[there]
    return step - lines @ slope, slope


def evidence(frame: Frame, draws: Draws, picked: Rows, column: int, rows: Rows) -> Evidence:
    """Score and information of a shift of item `column`, under each of some draws."""
    _, slope = shape(frame, column, rows)
    score, information = _steps(frame, draws, picked, column, len(slope))
    step, own = score[:, rows], information[:, rows]
    # A level is a step from day 0; the day's number is the sum of all steps from day 1 on.
    lines = np.stack([score[:, 0], score[:, 1:].sum(axis=1)], axis=1)[:, : len(slope)]
    plain = step[..., 0] - np.einsum("lk,nl->nk", slope, lines[..., 0])
    crossed = np.einsum("lk,nkl->nk", slope, step[..., 1:])
    level = np.einsum("lk,nlm,mk->nk", slope, lines[..., 1:], slope)
    return Evidence(plain, own - 2.0 * crossed + level)


def _steps(
    frame: Frame, draws: Draws, picked: Rows, column: int, n_lines: int
) -> tuple[Array, Array]:
    """Of a unit step from each day on: scores (n, T, 1 + n_lines) and information (n, T).

    The scores are against the diary itself, then against each line as if it were a diary.
    Behind a step stand the step itself, which stays, and what of it the state has taken up.
    """
    run = _filter(frame, draws, picked, column, n_lines)
    days, p = frame.y.shape
    n = len(picked)
    at = np.zeros((1, p))
    at[0, column] = 1.0
    look = np.concatenate([at.T, -np.eye(p)], axis=1)
    carry = np.zeros((n, 1 + p, 1 + p))
    carry[:, 0, 0] = 1.0
    ahead = np.zeros((n, 1 + p, 1 + n_lines))
    spread = np.zeros((n, 1 + p, 1 + p))
    score, information = np.empty((n, days, 1 + n_lines)), np.empty((n, days))
    for day in range(days - 1, -1, -1):
        taken = run.step @ run.gain[day]
        carry[:, 1:, 0], carry[:, 1:, 1:] = taken[:, :, column], run.step - taken
        back, seen = np.swapaxes(carry, 1, 2), look.T @ run.weight[day]
        ahead = seen @ run.residual[day] + back @ ahead
        spread = seen @ look + back @ spread @ carry
        score[:, day], information[:, day] = ahead[:, 0], spread[:, 0, 0]
    return score, information


@dataclass(frozen=True, slots=True)
class _Filtered:
    """A Kalman filter over T days and n draws: `step` (n, p, p); by day `residual` (n, p, 1 +
    n_lines), its `weight` F^-1 and the `gain` (n, p, p). An absent answer has none of these."""

    step: Array
    residual: list[Array]
    weight: list[Array]
    gain: list[Array]


def _filter(frame: Frame, draws: Draws, picked: Rows, column: int, n_lines: int) -> _Filtered:
    step, shock, drift = onestep.dynamics_of(frame, draws, picked)
    p = len(frame.items)
    noise = draws.error[picked] + frame.rounding
    state = np.zeros((len(picked), p, 1 + n_lines))
    spread = np.tile(np.eye(p), (len(picked), 1, 1))
    run = _Filtered(step, [], [], [])
    for day, answers in enumerate(frame.y):
        if day:
            state = step @ state
            state[:, :, 0] += drift[:, day]
            spread = step @ spread @ np.swapaxes(step, 1, 2) + shock
        there = np.isfinite(answers)
        both = np.outer(there, there)
        joint = spread * both
        joint[:, np.arange(p), np.arange(p)] += np.where(there, noise, 1.0)
        weight = np.asarray(np.linalg.inv(joint) * both, dtype=np.float64)
        given = np.zeros((p, 1 + n_lines))
        given[:, 0] = np.nan_to_num(answers)
        given[column, 1:] = [1.0, day][:n_lines]
        residual = (given - state) * there[:, None]
        gain = spread @ weight
        run.residual.append(residual)
        run.weight.append(weight)
        run.gain.append(gain)
        state, spread = state + gain @ residual, spread - gain @ spread
    return run
