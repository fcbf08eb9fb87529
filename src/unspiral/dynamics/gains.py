"""Loops through pain: how much of a lasting push comes back, in the model.

All numbers here are about a push that stays, so draws that would grow without bound are left
out, and the fit must have no trend: a trend takes out what a lasting push is.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import numpy as np

from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit
from unspiral.dynamics.onestep import pick
from unspiral.dynamics.summary import LEVEL, quantiles
from unspiral.records.estimate import Array, Decoupled, Gain, Loop

CENTRE_OF_LOOPS = "pain"
TREND = "trend"


def undetrended(frame: Frame) -> Frame:
    """The frame without its trend input: the data a fit for loops takes."""
    keep = [at for at, name in enumerate(frame.input_names) if name != TREND]
    return replace(
        frame,
        inputs=frame.inputs[:, keep],
        input_names=tuple(frame.input_names[at] for at in keep),
    )


def loops(fit: LoopFit, level: float = LEVEL) -> tuple[Loop, ...]:
    """Gain of every short loop (2 or 3 links) through pain, from a fit without a trend.

    The interval is central; the point is the median, since a ratio has no useful mean.
    """
    draws, items = steady(fit.draws), fit.frame.items
    found = []
    for nodes in short_loops(items):
        gain = loop_gain(draws, [items.index(name) for name in nodes])
        low, middle, high = quantiles(gain, level)
        found.append(Loop(nodes, middle, low, high, level))
    return tuple(found)


def total(fit: LoopFit, level: float = LEVEL) -> Gain | None:
    """All that returns to pain, from a fit without a trend; None when pain is not in it."""
    if CENTRE_OF_LOOPS not in fit.frame.items:
        return None
    gain = total_gain(steady(fit.draws), fit.frame.items.index(CENTRE_OF_LOOPS))
    low, middle, high = quantiles(gain, level)
    return Gain(CENTRE_OF_LOOPS, middle, low, high, level)


def what_if_decoupled(
    fit: LoopFit, node: str, centre: str = CENTRE_OF_LOOPS, level: float = LEVEL
) -> Decoupled:
    """In the model, the level of `centre` under a lasting push, were `node` without links.

    Library output only: it is about the fitted equations, never about what a person could do.
    Raises ValueError when either is not in the fit, or both are the same.
    """
    items, draws = fit.frame.items, steady(fit.draws)
    at, middle = items.index(node), items.index(centre)
    if at == middle:
        raise ValueError(f"{node} cannot be decoupled from itself")
    cut = draws.total.copy()
    cut[:, at, :] = cut[:, :, at] = 0.0
    ratio = _settled(cut, middle) / _settled(draws.total, middle)
    change = (ratio - 1.0) * fit.frame.points_per_sd(middle)
    low, mid, high = quantiles(change, level)
    return Decoupled(node, centre, mid, low, high, level, fit.frame.units[middle])


def short_loops(items: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Loops of 2 or 3 links that start and end at pain; 25 of them with six items."""
    if CENTRE_OF_LOOPS in items:
        others = [name for name in items if name != CENTRE_OF_LOOPS]
        for length in (1, 2):
            for rest in permutations(others, length):
                yield (CENTRE_OF_LOOPS, *rest)


def loop_gain(draws: Draws, nodes: list[int]) -> Array:
    """(N,): product of the links around `nodes` over the product of (1 - own lag)."""
    links = draws.total
    gain = np.ones(len(links))
    for cause, effect in zip(nodes, nodes[1:] + nodes[:1], strict=True):
        gain = gain * links[:, effect, cause] / (1.0 - links[:, cause, cause])
    return gain


def total_gain(draws: Draws, node: int) -> Array:
    """(N,): 1 - 1 / ((1 - a) [(I - Abar)^-1]): all that returns to `node` by other ways."""
    links = draws.total
    gain: Array = 1.0 - 1.0 / ((1.0 - links[:, node, node]) * _settled(links, node))
    return gain


def steady(draws: Draws) -> Draws:
    """The draws in which a push that stays leads to a level that stays."""
    return pick(draws, np.flatnonzero(~draws.explosive()))


def _settled(links: Array, node: int) -> Array:
    """(N,): [(I - Abar)^-1] at `node`, its level per unit of a lasting push on itself."""
    settled = np.linalg.inv(np.eye(links.shape[1]) - links)
    return np.asarray(settled[:, node, node], dtype=np.float64)
