"""Fair tests as a library: any table of one person's days in, an answer or what is missing out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from numbers import Real
from typing import Any

from unspiral.dynamics import columns
from unspiral.dynamics.columns import Columns, Table
from unspiral.errors import BadFrame
from unspiral.records.estimate import NotEnough
from unspiral.records.trial import Better, Design, Scheme, Trial, TrialDay, TrialResult, When
from unspiral.trials import randomise
from unspiral.trials.analysis import analyse
from unspiral.trials.document import MOST_BEFORE, MOST_DAYS

DAY, ARM, OUTCOME = "day", "arm", "outcome"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a table of days, and how the test was made.

    `day`: whole numbers or calendar days. `arm`: 0 and 1, or two words of which `on` is the one
    with the technique; days before the first arm are the run-in. `done`: 0 and 1, what was
    done. `beside`: other items, noted on the same row as the outcome, of which those of the day
    before are adjusted for. `when`: with "morning" the outcome of a day stands in the next day's
    row. `scheme`: how the arms were drawn, for the p-value: "blocks", "pairs", or "free" for
    any order. `scale`: the outcome's lowest and highest answer; half a point in 10 is a
    twentieth of it.
    """

    day: str = DAY
    arm: str = ARM
    outcome: str = OUTCOME
    done: str | None = None
    beside: Sequence[str] = ()
    on: Any = None
    scheme: Scheme = "free"
    when: When = "evening"
    better: Better = "lower"
    scale: tuple[float, float] = (0.0, 10.0)


def analyse_table(table: Table, layout: Layout | None = None) -> TrialResult | NotEnough:
    """The answer of the test in `table`; the order of its rows does not matter.

    Effects are in the outcome's own unit. Raises `BadFrame`, naming the column.
    """
    return analyse(to_trial(table, layout), unit="points")


def to_trial(table: Table, layout: Layout | None = None) -> Trial:
    """The test in a data frame, or in a mapping of names to columns. Raises `BadFrame`."""
    layout = layout or Layout()
    found = columns.columns_of(table)
    numbers = _days(found, layout.day)
    arms = dict(zip(numbers, _arms(found, layout), strict=True))
    known = [day for day, arm in arms.items() if arm is not None]
    if not known:
        raise BadFrame(f"No day has an arm in column {layout.arm!r}.", column=layout.arm)
    first, length = min(known), max(known) - min(known) + 1
    if length > MOST_DAYS:
        raise BadFrame(
            f"The arms reach over {length} days; at most {MOST_DAYS} are read.", column=layout.day
        )
    rows = _rows(found, layout, numbers)
    design = _design(layout, arms, first, length)
    before = [day for day in rows if first - MOST_BEFORE < day < first]
    every = {day: _day(day, first, arms, rows, layout) for day in (*before, *known)}
    return Trial(
        design=design,
        days=tuple(every[day] for day in sorted(known)),
        before=tuple(every[day] for day in sorted(before)),
        beside=tuple(layout.beside),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one day."""

    value: float | None
    done: bool | None
    beside: tuple[float | None, ...]


def _days(found: Columns, name: str) -> list[int]:
    numbers = found.all(name, _day_number)
    seen: set[int] = set()
    for row, number in enumerate(numbers):
        if number in seen:
            raise BadFrame(
                f"Column {name!r}, row {row}: this day stands twice. A table holds the days of one "
                "test of one person.",
                column=name,
            )
        seen.add(number)
    return numbers


def _day_number(value: Any) -> int:
    """A whole number, or a calendar day as one."""
    if isinstance(value, Real) and not isinstance(value, bool):
        number = float(value)
        if not number.is_integer():
            raise ValueError(f"{value!r} is no whole number of a day.")
        return int(number)
    if isinstance(value, (str, date)):
        return columns.day(value).toordinal()
    raise ValueError(f"{value!r} is no day. Give whole numbers, or dates like 2026-11-01.")


def _arms(found: Columns, layout: Layout) -> list[bool | None]:
    if layout.on is None:
        return found.some(layout.arm, _zero_or_one)
    words = found.some(layout.arm, columns.anything)
    others = sorted({str(word) for word in words if word is not None and word != layout.on})
    if len(others) > 1:
        raise BadFrame(
            f"Column {layout.arm!r} has more than two arms: {layout.on}, {', '.join(others)}.",
            column=layout.arm,
        )
    return [None if word is None else bool(word == layout.on) for word in words]


def _zero_or_one(value: Any) -> bool:
    try:
        return columns.tick(value)
    except ValueError:
        raise ValueError(
            f"{value!r} is neither 0 nor 1. Say which word is the arm with it (`on`)."
        ) from None


def _rows(found: Columns, layout: Layout, numbers: Sequence[int]) -> dict[int, _Row]:
    values = found.some(layout.outcome, columns.number)
    done: list[bool | None] = [None] * len(numbers)
    if layout.done:
        done = found.some(layout.done, columns.tick)
    beside = [found.some(name, columns.number) for name in layout.beside]
    cells = zip(values, done, *beside, strict=True)
    rows = {
        day: _Row(value, said, tuple(rest))
        for day, (value, said, *rest) in zip(numbers, cells, strict=True)
    }
    low, high = layout.scale
    outside = [one.value for one in rows.values() if one.value is not None]
    if any(not low <= value <= high for value in outside):
        raise BadFrame(
            f"Column {layout.outcome!r} has answers outside its scale {low:g} to {high:g}. "
            "Say its scale.",
            column=layout.outcome,
        )
    return rows


def _day(
    day: int, first: int, arms: dict[int, bool | None], rows: dict[int, _Row], layout: Layout
) -> TrialDay:
    lag = 1 if layout.when == "morning" else 0
    nothing = _Row(None, None, (None,) * len(layout.beside))
    outcome = rows.get(day + lag, nothing)
    return TrialDay(
        day=day - first + 1,
        assigned=arms.get(day) if day >= first else None,
        done=rows.get(day, nothing).done if day >= first else None,
        value=outcome.value,
        beside=rows.get(day + lag - 1, nothing).beside,
    )


def _design(layout: Layout, arms: dict[int, bool | None], first: int, length: int) -> Design:
    """The design as far as a table tells it: nothing was sealed."""
    drawn = tuple(bool(arms.get(day)) for day in range(first, first + length))
    if layout.scheme != "free":
        if any(arms.get(day) is None for day in range(first, first + length)):
            raise BadFrame(
                f"With the scheme {layout.scheme!r} every day needs its arm, also a missed one.",
                column=layout.arm,
            )
        if not randomise.follows(drawn, layout.scheme):
            raise BadFrame(
                f"The arms do not follow the scheme {layout.scheme!r}. If they were drawn in any "
                "other way, say 'free'.",
                column=layout.arm,
            )
    low, high = layout.scale
    if not low < high:
        raise BadFrame("The low end of the scale must be below the high end.")
    return Design(
        question="", technique="", outcome=layout.outcome, better=layout.better,
        when=layout.when, scheme=layout.scheme, days=length, seed=0, arms=drawn,
        low=float(low), high=float(high),
    )  # fmt: skip
