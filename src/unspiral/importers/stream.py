"""The contract of every importer that runs in the limited child: what it is asked, what it gives.

The parent calls `sandbox.run(path, name, asked)` and gets `Batch` after `Batch`, then one `Found`;
a file that cannot be used raises `BadInput` there. In the child, `StreamImporter.stream` writes to
an `Out`, which cuts what it is given into batches. Nothing here touches disk, network or store.

Counting: the unit is one value of the file (one `Record`, one cell). Each batch and the whole obey
`read == len(readings) + sum(skipped.values())`; the parent checks it. Duplicates are found by the
store, by (source, variable, start, end).

Readings of a device are one per interval of the file, with its own start and end (UTC), its zone,
and `local_date`:
- counts, minutes and levels: the calendar day of `start` in `zone` (days that an interval crosses
  are shared out later, where days are made: `diary/devices.py`);
- `sleep_hours_device`, `in_bed_hours_device`: the day of waking, `night_of(end)`: a night runs from
  18:00 to 18:00 local time, so that naps have a home too.
`source` is `records.source.join("apple", name)`; for hours asleep it ends in `#stages` or
`#unspecified`. Per night, one source's stages win over unspecified spans, and intervals are united.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO, Protocol

from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

PER_BATCH = 1000
MOST_LISTED = 10_000  # set-aside values named one by one; all are counted
MOST_SILENT = 20_000  # values set aside without a batch: who is silent for long is ended
MOST_KINDS = 500
PROGRESS_BYTES = 4 << 20  # a batch goes out at least this often, be it empty
NIGHT_TURNS = timedelta(hours=6)  # what ends from 18:00 on belongs to the next morning
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the child is told. It crosses as JSON, so all of it is plain data.

    `zone` is the person's home zone (IANA name), used where the file names none. `last_day` is the
    last local day that can have happened. `ranges` holds lowest and highest value by variable, and
    `options` whatever one importer needs beside (a column map, the name of a person in the file).
    """

    zone: str
    last_day: date
    ranges: Mapping[str, tuple[float, float]]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of a file: at most 1,000 readings, and what was left out on the way.

    `skipped` counts every value left out, by code. `set_aside` names some of them: `where` is the
    place in the file, `values` hold `row` and `column` or `byte` and `type`, never what was
    measured. `position` of `size` bytes are read (of the unpacked file); `size` 0 is unknown.
    """

    readings: tuple[Reading, ...]
    set_aside: tuple[Problem, ...]
    skipped: Mapping[str, int]
    read: int
    position: int
    size: int


@dataclass(frozen=True, slots=True)
class SourceFound:
    """One device or app of a file. `device` is watch, phone or app, as far as the file tells."""

    name: str
    device: str
    values: int
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What stood in the whole file, told last by the importer.

    `version` is the format's own, or "". `kinds` counts what the file holds by its own names, used
    or not (`HKQuantityTypeIdentifierStepCount`, `Workout`). `notes` are stable codes. What was
    usable, when and why not is the sum of the batches.
    """

    format: str
    version: str = ""
    kinds: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[SourceFound, ...] = ()
    notes: tuple[str, ...] = ()


class StreamImporter(Protocol):
    """One file format that is read in the child. `name` is its key in `registry.STREAMS`."""

    @property
    def name(self) -> str: ...

    def identify(self, head: bytes, filename: str) -> float:
        """How surely `head` (the first 4,096 bytes) is of this format, 0 to 1."""
        ...

    def stream(self, file: BinaryIO, asked: Asked, out: "Out") -> Found:
        """Read `file` (seekable) to its end into `out`. Raises `BadInput` when it cannot be.

        What the fault says must not hold anything that was measured or written.
        """
        ...


def night_of(end: datetime) -> date:
    """The night that something asleep or in bed belongs to: the day of waking; `end` is local."""
    return (end + NIGHT_TURNS).date()


# One reading as plain values: variable, value, start and end (microseconds since 1970 UTC), day (as
# an ordinal), source, zone, and the moment it was answered (microseconds) or None.
Row = tuple[str, float, int, int, int, str, str, int | None]


def micros(at: datetime) -> int:
    """Microseconds since 1970 UTC, exact."""
    return (at - EPOCH) // MICROSECOND


class Out:
    """Takes what an importer reads and sends it on in batches. Used in the child only."""

    def __init__(self, send: Callable[["Out"], None]) -> None:
        self._send = send
        self._listed = 0
        self._silent = 0  # values set aside since the last batch
        self.size = 0  # bytes of the unpacked file, 0 when unknown
        self.position = 0
        self.rows: list[Row] = []
        self.set_aside: list[Problem] = []
        self.skipped: Counter[str] = Counter()

    def reading(self, one: Reading) -> None:
        """One usable value."""
        answered = None if one.answered_at is None else micros(one.answered_at)
        start, end, day = micros(one.start), micros(one.end), one.local_date.toordinal()
        value = float(one.value)
        self.row((one.variable, value, start, end, day, one.source, one.zone, answered))

    def row(self, row: Row) -> None:
        """One usable value, already as plain values."""
        self.rows.append(row)
        if len(self.rows) >= PER_BATCH:
            self.flush()

    @property
    def lists(self) -> bool:
        """Whether another value set aside would still be named, not only counted."""
        return self._listed < MOST_LISTED

    def skip(self, code: str, n: int = 1) -> None:
        """Count values left out that need no place."""
        self.skipped[code] += n

    def aside(self, problem: Problem) -> None:
        """A value that cannot be used, and where it stands."""
        self.skipped[problem.code] += 1
        self._silent += 1
        if self.lists:
            self._listed += 1
            self.set_aside.append(problem)
        if len(self.set_aside) >= PER_BATCH or self._silent >= MOST_SILENT:
            self.flush()

    def moved(self, position: int) -> None:
        """Say how far the reading is; a batch goes out when it is well beyond the last."""
        if position - self.position >= PROGRESS_BYTES:
            self.position = position
            self.flush()

    def flush(self) -> None:
        """Send what is there, be it only how far the reading is."""
        self._send(self)
        self.rows, self.set_aside, self.skipped, self._silent = [], [], Counter(), 0
