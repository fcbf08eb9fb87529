"""Long lives of made-up people, and plain regressions over them: what tests of a world need."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.random import PCG64, Generator

from unspiral.catalogue.load import load
from unspiral.dynamics.simulate import ITEMS, WORLDS, Made
from unspiral.records.estimate import Array

LONG = 20_000
FIRST_DAY = date(1970, 1, 1)


def at(item: str) -> int:
    """The column of an item."""
    return ITEMS.index(item)


@lru_cache(maxsize=1)
def _catalogue() -> Any:
    return load()[0]


def life(name: str = "linear", days: int = LONG, seed: int = 5, **changes: Any) -> Made:
    """One person of a world, with some of its settings changed."""
    world = replace(WORLDS[name], **changes)
    content = _catalogue()
    rng = Generator(PCG64(seed))
    return world.person(content.edges, content.populations, days, FIRST_DAY, rng)


def slopes(outcome: Array, *causes: Array) -> Array:
    """Least squares slopes of `outcome` on `causes`, with an intercept left out of the answer."""
    design = np.column_stack([np.ones(len(outcome)), *causes])
    return np.asarray(np.linalg.lstsq(design, outcome, rcond=None)[0][1:])


def links_seen(made: Made) -> Array:
    """(p, p): the links as two plain regressions over the true states find them, lags summed."""
    before, now = made.states[:-1], made.states[1:]
    done, just_done = made.inputs[1:], made.inputs[:-1]
    night = slopes(now[:, 0], before, just_done)
    evening = slopes(now[:, 1:], now[:, :1], before, done, just_done)
    p = len(ITEMS)
    found = np.vstack([night[:p], evening[1 : p + 1].T])
    found[1:, 0] += evening[0]
    return found
