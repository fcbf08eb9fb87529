"""Any diary file to panels to forecast: read by the project's own importer, mapped or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from _scores import Grid, grid_of, usual_step
from numpy.typing import NDArray

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Variable
from unspiral.diary import panel
from unspiral.dynamics.priors import Prior, from_content
from unspiral.errors import BadInput
from unspiral.importers.choose import choose_map
from unspiral.importers.generic_csv import people_in
from unspiral.importers.guess import Seen, guess_map
from unspiral.importers.mapping import Column, ColumnMap, to_data
from unspiral.importers.table import open_table
from unspiral.importers.values import parse_day, parse_number
from unspiral.records.estimate import Panel, Sittings
from unspiral.services.imports import Request, read_file

Array = NDArray[np.float64]
FIRST_DAY = 28  # days learned from before the first forecast
MIN_BEFORE = 14  # answers among them
MIN_FORECASTS = 7
WEEK = 7  # days between two refits
MADE_UP_START = "2001-01-01"  # of a file that only counts its days
SCALES = ((1.0, 5.0), (0.0, 5.0), (0.0, 10.0), (0.0, 100.0))
MAY_BE_TYPOS = 0.005


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that is not forecast: why, what it has, what it would need."""

    person: str
    item: str
    code: str
    have: int
    needed: int


@dataclass(frozen=True, slots=True)
class Diary:
    """One person: `panel`, the items to forecast, and the prior that their names bring."""

    person: str
    panel: Panel
    items: tuple[str, ...]
    prior: Prior

    @property
    def y(self) -> Array:
        """(n_days, n_items) in points, NaN = no answer."""
        return self.panel.y[:, [self.panel.variables.index(name) for name in self.items]]


@dataclass(frozen=True, slots=True)
class Source:
    """How a file is read and what is to be forecast in it."""

    columns: ColumnMap
    variables: Mapping[str, Variable]
    wanted: tuple[str, ...]
    people: tuple[str, ...]
    prior: Prior


def read(
    path: Path, map_data: Any, person: str, asked: Sequence[str], catalogue: Catalogue
) -> tuple[list[Diary], dict[str, Grid], list[Refused]]:
    """Diaries with an item to forecast, the scale of each item, and what is refused.

    Raises `BadInput` when the file, the map, the person or an item of `asked` cannot be used.
    """
    diaries, refused = [], []
    with path.open("rb") as file:
        source = _source(Request(file, path.name, map_data), asked, catalogue)
        for one in (person,) if person else source.people:
            built = _panel(Request(file, path.name, to_data(source.columns), one), source)
            if built is None:
                refused.append(Refused(one, "", "no_usable_value", 0, MIN_BEFORE))
                continue
            reasons = {name: _unfit(built, name, bool(asked)) for name in source.wanted}
            refused += [Refused(one, name, *why) for name, why in reasons.items() if why]
            if kept := tuple(name for name, why in reasons.items() if why is None):
                diaries.append(Diary(one, built, kept, source.prior))
    return diaries, _grids(diaries), refused


def _source(request: Request, asked: Sequence[str], catalogue: Catalogue) -> Source:
    """The map given, or that of our own ids, or none: then every numeric column is an item.

    A column that is asked for and not mapped becomes a variable of its own, as it is written.
    """
    numbers, columns, mapped = _known(request, catalogue)
    taken = tuple(one.variable for one in columns.columns.values() if one)
    free = [name for name, some in numbers.items() if some and not columns.columns.get(name)]
    extra = [name for name in free if name not in taken and (name in asked or not mapped)]
    wanted = tuple(asked) or (taken if mapped else tuple(extra))
    if unknown := [name for name in wanted if name not in (*taken, *extra)]:
        raise BadInput(
            f"Nothing to forecast is called {', '.join(unknown)}.",
            "Nothing was run.",
            f"There are: {', '.join((*taken, *free))}.",
        )
    own = {name: _variable(name, np.array(numbers[name]), catalogue) for name in extra}
    given = {name: Column(variable=name) for name in extra}
    columns = replace(columns, columns={**columns.columns, **given})
    return Source(
        columns,
        {**catalogue.variables, **own},
        wanted,
        people_in(request.file, columns) if columns.person else ("",),
        from_content(catalogue.edges, catalogue.populations) if mapped else Prior(),
    )


def _known(
    request: Request, catalogue: Catalogue
) -> tuple[dict[str, tuple[float, ...]], ColumnMap, bool]:
    """The numbers of each column that may be an item, a map, and whether it names variables."""
    seen, different = _look(request.file)
    try:
        columns, mapped = choose_map(request.file, request.map_data, catalogue.variables), True
    except BadInput as error:
        if request.map_data is not None or error.values.get("problem") != "columns_unknown":
            raise
        columns, mapped = guess_map(seen, {}), False
        if columns.day:
            columns = replace(columns, day_number_start=MADE_UP_START)
        day = columns.date or columns.day
        if day and not columns.person and 3 * different[day] < 2 * seen[day].filled:
            raise BadInput(
                "Most days stand more than once, and no column is called person.",
                "Nothing was run.",
                "Name the column of people in a map (--map), docs/reference/column-map.md.",
                problem="person_unknown",
            ) from error
    frame = {columns.date, columns.day, columns.time, columns.person}
    return {n: one.numbers for n, one in seen.items() if n not in frame}, columns, mapped


def _look(file: BinaryIO) -> tuple[dict[str, Seen], dict[str, int]]:
    """What all rows show of each column, and how many different texts stand in it."""
    table = open_table(file)
    numbers: dict[str, list[float]] = {name: [] for name in table.header}
    filled = dict.fromkeys(table.header, 0)
    dates = dict.fromkeys(table.header, 0)
    texts: dict[str, set[str]] = {name: set() for name in table.header}
    for _, cells in table.rows:
        for name, cell in zip(table.header, cells, strict=False):
            if cell.strip():
                filled[name] += 1
                texts[name].add(cell.strip())
                dates[name] += not isinstance(parse_day(cell), str)
                number = parse_number(cell, table.delimiter == ",")
                numbers[name] += [number] if isinstance(number, float) else []
    seen = {name: Seen(filled[name], tuple(numbers[name]), dates[name]) for name in table.header}
    return seen, {name: len(found) for name, found in texts.items()}


def _variable(name: str, numbers: Array, catalogue: Catalogue) -> Variable:
    """A column as it is written: the narrowest usual scale that holds it, else its own span."""
    inside = (e for e in SCALES if np.mean((numbers < e[0]) | (numbers > e[1])) <= MAY_BE_TYPOS)
    span = float(np.ptp(numbers)) or 1.0
    least = float(numbers.min())
    own = (0.0 if least >= 0 else least - span, float(numbers.max()) + span)
    low, high = next(inside, own)
    return replace(
        catalogue.variables["pain"],
        id=name,
        title=name,
        label=name,
        unit="as written",
        range=(low, high),
        step=usual_step(numbers, low),
        aggregate="last",
        sitting="evening",
        node="",
    )


def _panel(request: Request, source: Source) -> Panel | None:
    """One person's panel; None when the file has no usable value of theirs."""
    try:
        readings, _ = read_file(request, source.variables)
    except BadInput as error:
        if error.values.get("problem") != "nothing_usable" or len(source.people) == 1:
            raise
        return None
    sittings: Sittings | None = "two" if source.columns.two_sittings else None
    return panel.build(readings, source.variables, sittings)


def _unfit(built: Panel, name: str, asked: bool) -> tuple[str, int, int] | None:
    """Why an item is not forecast: code, what there is, what is needed."""
    if name not in built.variables:
        return "no_answers", 0, MIN_BEFORE
    column = built.variables.index(name)
    values = built.y[:, column]
    answers = values[np.isfinite(values)]
    if len(built.days) < FIRST_DAY + MIN_FORECASTS:
        return "few_days", len(built.days), FIRST_DAY + MIN_FORECASTS
    if len(np.unique(answers)) < 2:
        return "item_never_changes", 1, 2
    if (
        not asked
        and len(np.unique(answers)) == 2
        and set(answers) <= {0.0, 1.0, *built.ranges[column]}
    ):
        return "ticks_have_no_size", 2, 3
    if not asked and len(set(np.diff(answers))) == 1:
        return "item_counts_the_days", 1, 2
    if (n := int(forecast_days(values[:, None]).sum())) < MIN_FORECASTS:
        return "few_forecast_days", n, MIN_FORECASTS
    return None


def known_before(y: Array) -> NDArray[np.bool_]:
    """(n_days + 1, n_items): had the item 14 answers, not all the same, before that day?"""
    seen = np.isfinite(y)
    n = np.vstack([np.zeros((1, y.shape[1])), np.cumsum(seen, axis=0)])
    low = np.fmin.accumulate(y, axis=0)
    high = np.fmax.accumulate(y, axis=0)
    varies = np.vstack([np.zeros((1, y.shape[1]), dtype=np.bool_), high > low])
    return np.asarray((n >= MIN_BEFORE) & varies)


def forecast_days(y: Array) -> NDArray[np.bool_]:
    """(n_days, n_items): answers that every method forecasts.

    A week takes in the items that could be fitted on the day before it began.
    """
    known = known_before(y)
    begins = [FIRST_DAY + (day - FIRST_DAY) // WEEK * WEEK for day in range(len(y))]
    late = np.arange(len(y)) >= FIRST_DAY
    return np.asarray(np.isfinite(y) & known[np.maximum(begins, 0)] & late[:, None])


def _grids(diaries: Sequence[Diary]) -> dict[str, Grid]:
    """The scale that each item is scored on: ends of its form, and the step people used."""
    grids = {}
    for name in dict.fromkeys(name for diary in diaries for name in diary.items):
        having = [diary.panel for diary in diaries if name in diary.items]
        low, high = having[0].ranges[having[0].variables.index(name)]
        values = np.concatenate([one.y[:, one.variables.index(name)] for one in having])
        grids[name] = grid_of(values[np.isfinite(values)], low, high)
    return grids
