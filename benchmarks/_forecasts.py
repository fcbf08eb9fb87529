"""All methods on all people of a file: the same answers for each, scored and compared."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

import _ours
import _statsmodels
import numpy as np
from _diary import FIRST_DAY, WEEK, Diary, Refused, forecast_days
from _rivals import RIVALS, Normals
from _scores import Grid, Indices, Scores, block_ratio, joined, score
from numpy.typing import NDArray

from unspiral.dynamics import seeds

Array = NDArray[np.float64]
OURS, EWMA, MEAN = "ours_stack", "ewma", "person_mean"
NEEDED = 200  # forecasts under which no verdict is given
PASSED, SHORT, TOO_FEW = "PASS", "FALLS SHORT", "TOO FEW"
PASS_LINE = f"the 90 % interval of {OURS} to {EWMA} ends under 1.00, from {NEEDED} forecasts on"
HOW = (
    f"One day ahead, from day {FIRST_DAY} on. Rivals in NumPy learn anew each day; statsmodels and "
    f"ours every {WEEK} days, and take in each answer between. CRPS and MAE of all items together "
    "are in hundredths of the scale; of one item in points. Intervals: block bootstrap by person "
    "and week."
)
Part = tuple[str, str]  # person, item


@dataclass(slots=True)
class Measured:
    """Scores by person, item and method; weeks of the scored answers; processor time by method."""

    scores: dict[tuple[str, str, str], Scores] = field(default_factory=dict)
    weeks: dict[Part, Indices] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def forecasts(self) -> int:
        """Answers that every method forecast."""
        return sum(len(weeks) for weeks in self.weeks.values())

    def by_person(self) -> dict[str, list[Part]]:
        """What was scored of each person."""
        found: dict[str, list[Part]] = {}
        for key in self.weeks:
            found.setdefault(key[0], []).append(key)
        return found


def document(
    diaries: Sequence[Diary], grids: Mapping[str, Grid], refused: Sequence[Refused]
) -> dict[str, Any]:
    """The scores of one file as plain data."""
    measured = Measured()
    for diary in diaries:
        measure(diary, grids, measured)
    n, ran = measured.forecasts, list(measured.seconds)
    pooled = {name: _pooled(measured, grids, name) for name in ran}
    absent = _statsmodels.why_absent()
    return {
        "how": HOW,
        "people": len(measured.by_person()),
        "forecasts": n,
        "methods": pooled,
        "skipped": dict.fromkeys(_statsmodels.METHODS, absent) if absent else {},
        "items": {name: _item(measured, grids, name, ran) for name in grids},
        "by_person": {
            person: _ratio(
                measured, grids, [k for k in measured.weeks if k[0] == person], OURS, EWMA
            )
            for person in dict.fromkeys(person for person, _ in measured.weeks)
        },
        "refused": [asdict(one) for one in refused],
        "pass_line": PASS_LINE,
        "verdict": _verdict(pooled[OURS]["to_ewma"]["high"], n) if n else TOO_FEW,
    }


def measure(diary: Diary, grids: Mapping[str, Grid], into: Measured) -> None:
    """Score every method on one person. Our four are one run, and share its seconds."""
    days = forecast_days(diary.y)
    for job in _jobs(diary, grids):
        started = time.process_time()
        found = job()
        spent = time.process_time() - started
        for method, chances in found.items():
            into.seconds[method] = into.seconds.get(method, 0.0) + spent
            for at, name in enumerate(diary.items):
                rows = np.flatnonzero(days[:, at])
                rng = seeds.generator("bench forecast pit", diary.person, name)
                scores = score(grids[name], chances[name][rows], diary.y[rows, at], rng)
                into.scores[diary.person, name, method] = scores
                into.weeks[diary.person, name] = rows // WEEK


def _jobs(
    diary: Diary, grids: Mapping[str, Grid]
) -> Iterator[Callable[[], dict[str, dict[str, Array]]]]:
    """Runs that give, per method and item, the chances of each day (n_days, n_steps)."""

    def discrete(name: str, normals: Callable[[], Normals]) -> dict[str, dict[str, Array]]:
        mean, sd = normals()
        of_item = enumerate(diary.items)
        return {name: {item: grids[item].of_normal(mean[:, j], sd[:, j]) for j, item in of_item}}

    for name, rival in RIVALS.items():
        yield partial(discrete, name, partial(rival, diary.y))
    for name in _statsmodels.METHODS if not _statsmodels.why_absent() else ():
        yield partial(discrete, name, partial(_statsmodels.run, name, diary.y, FIRST_DAY))
    yield partial(_ours.run, diary, grids)


def _pooled(measured: Measured, grids: Mapping[str, Grid], method: str) -> dict[str, Any]:
    """One method over all people and items, in hundredths of each scale."""
    keys = list(measured.weeks)
    return {
        "n": measured.forecasts,
        **joined([_in_hundredths(measured, grids, key, method) for key in keys]).summed(),
        "to_ewma": _ratio(measured, grids, keys, method, EWMA),
        "to_person_mean": _ratio(measured, grids, keys, method, MEAN),
        "seconds": round(measured.seconds[method], 2),
    }


def _item(
    measured: Measured, grids: Mapping[str, Grid], name: str, methods: Sequence[str]
) -> dict[str, Any]:
    """One item over all people, in its own points, on the scale it was scored on."""
    keys = [key for key in measured.weeks if key[1] == name]
    scored = {one: joined([measured.scores[*key, one] for key in keys]) for one in methods}
    grid = grids[name]
    return {
        "n": sum(len(measured.weeks[key]) for key in keys),
        "low": float(grid.values[0]),
        "high": float(grid.values[-1]),
        "step": grid.step,
        "methods": {
            one: {
                **scored[one].summed(),
                "to_ewma": _ratio(measured, grids, keys, one, EWMA),
                "to_person_mean": _ratio(measured, grids, keys, one, MEAN),
            }
            for one in methods
        },
    }


def _ratio(
    measured: Measured, grids: Mapping[str, Grid], keys: Sequence[Part], one: str, other: str
) -> dict[str, float]:
    """CRPS of one method to another's, and its 90 % interval; the weeks of a person are blocks."""
    ours, theirs = (
        np.concatenate([_in_hundredths(measured, grids, key, name).crps for key in keys])
        for name in (one, other)
    )
    blocks: dict[tuple[str, int], int] = {}
    at = [
        blocks.setdefault((person, int(week)), len(blocks))
        for person, item in keys
        for week in measured.weeks[person, item]
    ]
    rng = seeds.generator("bench forecast blocks", one, other)
    ratio, low, high = block_ratio(ours, theirs, np.array(at), rng)
    return {"ratio": ratio, "low": low, "high": high}


def _in_hundredths(measured: Measured, grids: Mapping[str, Grid], key: Part, method: str) -> Scores:
    grid = grids[key[1]]
    return measured.scores[*key, method].scaled(100.0 / (grid.step * (grid.n - 1)))


def _verdict(high: float, n: int) -> str:
    if n < NEEDED:
        return TOO_FEW
    return PASSED if high < 1.0 else SHORT
