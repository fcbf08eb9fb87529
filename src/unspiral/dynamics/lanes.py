"""The compiled twin of the sampler: chains, or people, side by side in the lanes of a processor.

Packs a fit into arrays whose last axis is the lane and hands whole sweeps to src/kernel/sweep.c.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unspiral.dynamics import answers, kernels
from unspiral.dynamics.draws import Kept
from unspiral.dynamics.sampler import START_PRECISION, Noise, State, System
from unspiral.records.estimate import Array

# The room that sweep.c has on its stack; larger fits run on the plain kernel.
MOST_ITEMS, MOST_REGRESSORS = 8, 32


@dataclass(frozen=True, slots=True)
class Lanes:
    """One group of lanes: what stays (`fixed`) and what the sweeps change (`state`), packed."""

    width: int
    used: int
    sizes: tuple[int, ...]
    real: tuple[float, ...]
    fixed: tuple[Array, ...]
    state: tuple[Array, ...]
    blocks: tuple[tuple[Array, ...], ...]  # known, mean, precision, coef, weight of each

    def sweeps(self, noise: Noise) -> Kept:
        """Run the sweeps of `noise`; the state moves on, the draws come back chains first."""
        n, first = len(noise.x), noise.x.shape[2]
        columns = noise.own.shape[2]
        out = [np.empty((n, size, self.width)) for size in (columns, first, first)]
        arrays = [*self.fixed, *self.state]
        answered = (noise.own, noise.weight, noise.variance, noise.ends, noise.load)
        arrays += [_wide(one, self.width) for one in (noise.x, *answered)]
        arrays += out
        coef_out, weight_out = [], []
        for at, packed in enumerate(self.blocks):
            rows = packed[4].shape[0]
            coef_out.append(np.empty((n, *packed[3].shape)))
            weight_out.append(np.empty((n, rows, rows, self.width)))
            parts = (noise.coef[at], noise.below[at], noise.chi[at])
            arrays += [*packed, *(_wide(one, self.width) for one in parts)]
            arrays += [coef_out[-1], weight_out[-1]]
        kernels.run_sweeps(self.width, (n, *self.sizes), self.real, arrays)
        error, start, end = (_chains_first(one, self.used) for one in out)
        return Kept(
            coef=tuple(_chains_first(one, self.used) for one in coef_out),
            precision=tuple(_chains_first(one, self.used) for one in weight_out),
            error=error,
            first=start,
            last=end,
        )


def fits(system: System) -> bool:
    """Whether sweep.c has room for a system. It does not look itself."""
    regressors = max(block.mean.shape[1] for block in system.blocks)
    return system.items <= MOST_ITEMS and regressors <= MOST_REGRESSORS


def pack(systems: Sequence[System], state: State, width: int) -> Lanes:
    """Lanes of one system (all chains) or of one system each (people of equal shape)."""
    used, one = len(state.x), systems[0]
    every = [systems[lane] if len(systems) > 1 else one for lane in range(used)]

    def stack(parts: Sequence[Array]) -> Array:
        return _wide(np.stack(parts, axis=-1), width)

    given = [system.answers for system in every]
    errors = state.errors
    moving = (state.x, errors.variance, errors.weight, errors.value, errors.load)
    return Lanes(
        width=width,
        used=used,
        sizes=_sizes(one, any(g.has_ends for g in given)),
        real=(
            START_PRECISION,
            answers.ERROR_SCALE,
            answers.LOAD_MEAN,
            answers.LOAD_SD**-2.0,
            *(block.scale for block in one.blocks),
        ),
        fixed=tuple(
            stack([getattr(g, name) for g in given])
            for name in ("y", "there", "side", "bound", "rounding")
        ),
        state=tuple(stack(list(part)) for part in moving),
        blocks=tuple(
            (
                stack([system.known[at] for system in every]),
                stack([system.blocks[at].mean for system in every]),
                stack([system.blocks[at].precision for system in every]),
                stack(list(state.coef[at])),
                stack(list(state.precision[at])),
            )
            for at in range(len(one.blocks))
        ),
    )


def _sizes(system: System, any_end: bool) -> tuple[int, ...]:
    """Sizes and columns, after the number of sweeps, in the order that sweep.c reads them."""
    column = system.answers.column
    known = system.known[0].shape[1]
    first = (system.days, system.items, len(column), known, len(system.blocks), int(any_end))
    parts = [(len(b.rows), len(b.same), b.mean.shape[1], *b.rows, *b.same) for b in system.blocks]
    return (*first, *map(int, column), *(n for part in parts for n in part))


def _wide(numbers: Array, width: int) -> Array:
    """Fill up to `width` lanes with copies of the first; contiguous doubles, as C reads them."""
    missing = width - numbers.shape[-1]
    if missing:
        numbers = np.concatenate([numbers, np.repeat(numbers[..., :1], missing, axis=-1)], axis=-1)
    return np.ascontiguousarray(numbers, dtype=np.float64)


def _chains_first(numbers: Array, used: int) -> Array:
    """(S, ..., width) to (used, S, ...)."""
    return np.moveaxis(numbers, -1, 0)[:used]
