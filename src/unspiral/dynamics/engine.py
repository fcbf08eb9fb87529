"""Sweeps by the compiled kernel where it was built, else by the plain one; the same numbers."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import kernels, lanes, sampler
from unspiral.dynamics.draws import Kept
from unspiral.dynamics.sampler import Noise, State, System
from unspiral.records.estimate import Array

BATCH = 20  # sweeps whose random numbers are drawn together


class Group(Protocol):
    """Some chains that move on together."""

    @property
    def used(self) -> int:
        """How many chains."""
        ...

    def sweeps(self, noise: Noise) -> Kept:
        """Move on by the sweeps of `noise`."""
        ...


class Plain:
    """Chains of one system on the plain kernel."""

    def __init__(self, system: System, state: State) -> None:
        self._system, self._state = system, state

    @property
    def used(self) -> int:
        """How many chains."""
        return len(self._state.x)

    def sweeps(self, noise: Noise) -> Kept:
        """Move on by the sweeps of `noise`; what each left behind."""
        states = []
        for at in range(len(noise.x)):
            self._state = sampler.sweep(self._system, self._state, noise.of(at))
            states.append(self._state)
        blocks = range(len(self._system.blocks))
        return Kept(
            coef=tuple(_over([one.coef[at] for one in states]) for at in blocks),
            precision=tuple(_over([one.precision[at] for one in states]) for at in blocks),
            error=_over([one.errors.variance for one in states]),
            first=_over([one.x[:, 0] for one in states]),
            last=_over([one.x[:, -1] for one in states]),
        )


def run(systems: Sequence[System], state: State, warm: int, keep: int, rng: Generator) -> Kept:
    """`warm` sweeps thrown away, then `keep` kept.

    With one system all chains are of it; with more, each chain is a person with a system of
    their own, all of one shape.
    """
    groups, kept = _groups(systems, state), []
    for done in range(0, warm + keep, BATCH):
        n = min(BATCH, warm + keep - done)
        noise = sampler.draw_noise(systems, len(state.x), n, rng)
        first, found = 0, []
        for group in groups:
            found.append(group.sweeps(noise.lanes(slice(first, first + group.used))))
            first += group.used
        if done + n > warm:
            kept.append(_joined(found, 0).since(max(0, warm - done)))
    return _joined(kept, 1)


def _groups(systems: Sequence[System], state: State) -> list[Group]:
    chains = len(state.x)
    width = kernels.width(chains) if lanes.fits(systems[0]) else 0
    size = width or (chains if len(systems) == 1 else 1)
    groups: list[Group] = []
    for first in range(0, chains, size):
        some = slice(first, first + size)
        own = systems[some] if len(systems) > 1 else systems
        part = state.chains(some)
        groups.append(lanes.pack(own, part, width) if width else Plain(own[0], part))
    return groups


def _over(parts: list[Array]) -> Array:
    """(C, ...) at each sweep to (C, S, ...)."""
    return np.stack(parts, axis=1)


def _joined(parts: Sequence[Kept], axis: int) -> Kept:
    """Groups of chains below each other (axis 0), or batches of sweeps in a row (axis 1)."""

    def blocks(arrays: Sequence[tuple[Array, ...]]) -> tuple[Array, ...]:
        return tuple(np.concatenate(some, axis) for some in zip(*arrays, strict=True))

    return Kept(
        coef=blocks([one.coef for one in parts]),
        precision=blocks([one.precision for one in parts]),
        error=np.concatenate([one.error for one in parts], axis),
        first=np.concatenate([one.first for one in parts], axis),
        last=np.concatenate([one.last for one in parts], axis),
    )
