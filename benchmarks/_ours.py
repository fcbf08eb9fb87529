"""Our forecasts as a person gets them: fitted again each week, filtered each day between."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from _diary import FIRST_DAY, WEEK, Diary, known_before
from _scores import Grid
from numpy.typing import NDArray

from unspiral.diary.panel import until
from unspiral.dynamics import forecast, onestep, seeds
from unspiral.dynamics.frame import Frame, make_frame
from unspiral.dynamics.model import PAGE, LoopFit
from unspiral.records.estimate import Panel

Array = NDArray[np.float64]
METHODS = ("ours_loop", "ours_drift", "ours_local_level", "ours_stack")
MOST_TOGETHER = 8  # items in one model; further ones stand in a model of their own


def run(diary: Diary, grids: Mapping[str, Grid], every: int = WEEK) -> dict[str, dict[str, Array]]:
    """Chances of each method and item: (n_days, n_steps), NaN before the first forecast.

    `every`: days between two refits.
    """
    n_days, known = len(diary.panel.days), known_before(diary.y)
    found = {
        method: {name: np.full((n_days, grids[name].n), np.nan) for name in diary.items}
        for method in METHODS
    }
    for start in range(FIRST_DAY, n_days, every):
        named = [name for at, name in enumerate(diary.items) if known[start, at]]
        for first in range(0, len(named), MOST_TOGETHER):
            items = tuple(named[first : first + MOST_TOGETHER])
            _stretch(diary, grids, items, slice(start, min(start + every, n_days)), found)
    return found


def _stretch(
    diary: Diary,
    grids: Mapping[str, Grid],
    items: tuple[str, ...],
    days: slice,
    found: dict[str, dict[str, Array]],
) -> None:
    """Fit what was known before `days`, and forecast these one after the other."""
    frame = make_frame(until(diary.panel, days.start), items)
    rng = seeds.generator("bench forecast", diary.person, str(days.start), *items)
    fit = LoopFit(frame, diary.prior, PAGE.sample(frame, diary.prior, rng), len(frame.days))
    past = forecast.look_back(frame, diary.prior, rng)
    ahead = forecast.following(fit, past, _longer(frame, diary.panel, days.stop), rng)
    for name, one in zip(items, ahead, strict=True):
        late = one.stacked[-1 - (days.stop - days.start) : -1]
        each = one.each[:, -1 - (days.stop - days.start) : -1]
        for method, chances in zip(METHODS, (*each, late), strict=True):
            moved = grids[name].of_values(one.grid.values, chances)
            found[method][name][days] = moved


def _longer(frame: Frame, panel: Panel, stop: int) -> Frame:
    """The frame with the days up to row `stop` of the panel and their answers, in its units."""
    last = panel.days.index(frame.days[-1]) + 1
    longer = onestep.longer(frame, stop - last)
    columns = [panel.variables.index(name) for name in frame.items]
    usable = panel.usable[last:stop, columns]
    points = np.where(usable, panel.y[last:stop, columns], np.nan)
    values = np.where(frame.logs, np.log1p(np.maximum(points, 0.0)), points)
    return replace(longer, y=np.vstack([frame.y, (values - frame.centre) / frame.spread]))
