"""Small panels and frames for tests of the learner."""

from datetime import date, timedelta

import numpy as np

from unspiral.diary.panel import inputs_of
from unspiral.dynamics.frame import Frame, make_frame
from unspiral.records.estimate import Array, Panel, Sittings

FIRST = date(2026, 3, 2)
NIGHTS = ("sleep_quality", "sleep_hours")


def panel(y: Array, names: tuple[str, ...], sittings: Sittings = "two") -> Panel:
    """A panel of 0 to 10 items in steps of 1, all answered in time."""
    days = tuple(FIRST + timedelta(days=n) for n in range(len(y)))
    inputs, input_names = inputs_of(days, {})
    p = len(names)
    return Panel(
        days=days,
        variables=names,
        units=("points 0-10",) * p,
        y=y,
        usable=np.ones(y.shape, dtype=np.bool_),
        sittings=sittings,
        inputs=inputs,
        input_names=input_names,
        steps=(1.0,) * p,
        ranges=((0.0, 10.0),) * p,
        nights=tuple(name in NIGHTS for name in names),
    )


def frame(y: Array, names: tuple[str, ...], sittings: Sittings = "two") -> Frame:
    """The frame of such a panel."""
    return make_frame(panel(y, names, sittings), names)


def bare_frame(y: Array, night: int | None, rounding: float = 0.0) -> Frame:
    """A frame in sd units, without inputs: what the sampler itself sees."""
    days, p = y.shape
    names = (("sleep_quality",) if night == 0 else ()) + ("stress", "pain", "mood")
    return Frame(
        items=names[:p],
        days=tuple(FIRST + timedelta(days=n) for n in range(days)),
        y=y,
        rounding=np.full(p, rounding),
        inputs=np.zeros((days, 0)),
        night=night,
        centre=np.zeros(p),
        spread=np.ones(p),
        logs=(False,) * p,
        units=("points",) * p,
        steps=(1.0,) * p,
        scale_steps=(1.0,) * p,
        ranges=((-10.0, 10.0),) * p,
        input_names=(),
        censored=np.tile([-np.inf, np.inf], (p, 1)),
    )
