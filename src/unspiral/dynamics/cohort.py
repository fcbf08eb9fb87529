"""Many people at once: one chain for each, side by side in the lanes of a processor.

A chain of 80 sweeps is enough to screen or to sum over people, not to say anything to one of
them: that takes the chains and checks of a fit of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import engine, sampler
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array

WARM, KEEP = 20, 60
BLOCK = 8  # people whose random numbers are drawn together: the widest lanes there are


@dataclass(frozen=True, slots=True)
class Totals:
    """Of each of N people: posterior `mean` and `sd` of every link summed over its lags.

    (N, p, p), sd units, row = effect, own carry-over on the diagonal.
    """

    mean: Array
    sd: Array


def totals(
    frames: Sequence[Frame], prior: Prior, rng: Generator, warm: int = WARM, keep: int = KEEP
) -> Totals:
    """Screen people who noted the same items in the same form; their days may differ in number.

    Raises ValueError when items or forms differ.
    """
    shapes = {(frame.items, frame.night, frame.inputs.shape[1]) for frame in frames}
    if len(shapes) != 1 or any(frame.channels for frame in frames):
        raise ValueError("people of one cohort need the same items, sittings and inputs")
    found = [
        _block(frames[first : first + BLOCK], prior, rng, warm, keep)
        for first in range(0, len(frames), BLOCK)
    ]
    mean, sd = (np.concatenate(part) for part in zip(*found, strict=True))
    return Totals(mean, sd)


def _block(
    frames: Sequence[Frame], prior: Prior, rng: Generator, warm: int, keep: int
) -> tuple[Array, Array]:
    longest = max(len(frame.days) for frame in frames)
    systems = [sampler.make_system(_padded(frame, longest), prior) for frame in frames]
    kept = engine.run(systems, sampler.start_people(systems, rng), warm, keep, rng)
    coef = tuple(one.reshape(-1, *one.shape[2:]) for one in kept.coef)
    same, lag = sampler.transition(systems[0], coef)
    total = (same + lag).reshape(len(frames), -1, *same.shape[1:])
    return total.mean(axis=1), total.std(axis=1)


def _padded(frame: Frame, n_days: int) -> Frame:
    """Days without an answer at the end, which change nothing, up to `n_days`."""
    more = n_days - len(frame.days)
    return replace(
        frame,
        days=(*frame.days, *(frame.days[-1] + timedelta(days=n + 1) for n in range(more))),
        y=np.pad(frame.y, ((0, more), (0, 0)), constant_values=np.nan),
        inputs=np.pad(frame.inputs, ((0, more), (0, 0))),
    )
