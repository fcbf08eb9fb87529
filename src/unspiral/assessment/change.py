"""How two scores differ: against what matters to a person, and against measurement noise.

What matters: Ostelo 2008 (30 % from baseline, or points where the file gives them); each form
and variable carries its own. Noise: two readings of an unchanged person differ by less than
1.96 · √2 · error sd in 95 of 100 pairs.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from unspiral.catalogue.types import Change

Direction = Literal["better", "worse", "same"]
NOISE_FACTOR = 1.96 * sqrt(2)


@dataclass(frozen=True, slots=True)
class Judged:
    """One change. `points` is after minus before; None means: cannot be known.

    `matters`: at least the smallest change that matters. `beyond_noise`: larger than two readings
    of an unchanged person would differ.
    """

    points: float
    percent: float | None
    direction: Direction
    matters: bool | None
    beyond_noise: bool | None


def judge(
    before: float,
    after: float,
    change: Change,
    worse: Literal["high", "low"],
    error_sd: float | None = None,
) -> Judged:
    """Compare two scores of one scale; `error_sd` is its measurement error in points."""
    points = round(after - before, 6)
    percent = round(100 * points / abs(before), 6) if before else None
    return Judged(
        points=points,
        percent=percent,
        direction=_direction(points, worse),
        matters=_matters(points, percent, change),
        beyond_noise=None if error_sd is None else abs(points) > NOISE_FACTOR * error_sd,
    )


def _direction(points: float, worse: Literal["high", "low"]) -> Direction:
    if points == 0:
        return "same"
    return "worse" if (points > 0) == (worse == "high") else "better"


def _matters(points: float, percent: float | None, change: Change) -> bool | None:
    """Whether any threshold of `change` is reached; None when none of them can be worked out."""
    reached: list[bool] = []
    if change.mic_points is not None:
        reached.append(abs(points) >= change.mic_points)
    if change.mic_percent is not None and percent is not None:
        reached.append(abs(percent) >= change.mic_percent)
    return any(reached) if reached else None
