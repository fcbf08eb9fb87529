"""A file that was read waits here for a yes: on disk, for its owner only, outside the records.

The limited child reads once; what it found is counted, compared with what is there and made ready
to store, so that saying yes only has to write. A stage is dropped after the answer, after an hour,
and at every start.
"""

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from unspiral.errors import BadInput, StoreFull
from unspiral.importers.stream import PER_BATCH
from unspiral.records.facts import Event, Operation, Reading
from unspiral.records.problem import Problem
from unspiral.store.base import Part, Transaction
from unspiral.store.codec import canonical, encode, instant_text, maybe_instant_text
from unspiral.store.runs import part_payload

FOLDER = "incoming"
KEPT_SECONDS = 3600
PRIVATE = 0o600
MOST_LISTED = 10_000
SCHEMA = """
CREATE TABLE row (source TEXT, variable TEXT, start TEXT, end TEXT, value REAL, day TEXT,
  answered TEXT, zone TEXT, place INTEGER, PRIMARY KEY (source, variable, start, end))
  WITHOUT ROWID;
CREATE TABLE aside (n INTEGER PRIMARY KEY, code TEXT, place TEXT, what TEXT);
CREATE TABLE part (n INTEGER PRIMARY KEY, payload TEXT, rows TEXT, replaced TEXT);
CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT);
"""
_COLUMNS = "variable, value, start, end, day, source, answered, zone, place"


@dataclass(frozen=True, slots=True)
class Ready:
    """What storing would do. `version`: the person's facts that it was compared with."""

    new: int
    already: int
    replaced: int
    version: int
    parts: int


def incoming(data: Path) -> Path:
    """The folder of files that wait, made when absent."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sweep(data: Path, older_than: float = 0.0) -> None:
    """Drop what waits for longer than `older_than` seconds; all of it at a start."""
    folder = data / FOLDER
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        try:
            if time.time() - path.stat().st_mtime >= older_than:
                path.unlink()
        except OSError:
            continue


class Stage:
    """One file's readings. `name` is its id, and the import run's when it is stored."""

    def __init__(self, data: Path, name: str = "") -> None:
        self.name = str(UUID(name)) if name else str(uuid4())
        self.path = incoming(data) / f"{self.name}.stage"
        new = not self.path.exists()
        if new and name:
            raise BadInput(
                "This file is no longer here. It is kept for an hour.",
                "Nothing was stored.",
                "Choose the file once more.",
                problem="stage_gone",
            )
        if new:
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        if new:
            self._db.executescript(SCHEMA)
            self._db.execute("BEGIN")

    def add(self, readings: Iterable[Reading], place: int) -> int:
        """Take readings that stood at `place` of the file; how many were not there yet."""
        rows = [
            (
                one.source,
                one.variable,
                instant_text(one.start),
                instant_text(one.end),
                float(one.value),
                one.local_date.isoformat(),
                maybe_instant_text(one.answered_at),
                one.zone,
                place,
            )
            for one in readings
        ]
        before = self._db.total_changes
        with full_disk():
            self._db.executemany("INSERT OR IGNORE INTO row VALUES (?,?,?,?,?,?,?,?,?)", rows)
        return self._db.total_changes - before

    def aside(self, problems: Iterable[Problem]) -> None:
        """Take values that cannot be used: only where they stood and why, never what they were."""
        rows = [
            (one.code, str(_first(one.values, "row", "byte")), str(_first(one.values, *_WHAT)))
            for one in problems
        ]
        with full_disk():
            self._db.executemany("INSERT INTO aside (code, place, what) VALUES (?,?,?)", rows)

    def set(self, key: str, value: Any) -> None:
        """Keep a fact about the file beside its readings."""
        with full_disk():
            self._db.execute("INSERT OR REPLACE INTO note VALUES (?,?)", (key, json.dumps(value)))

    def get(self, key: str) -> Any:
        """What was kept under `key`, or None."""
        row = self._db.execute("SELECT value FROM note WHERE key=?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def asides(self) -> list[list[str]]:
        """[code, place, what] of values set aside, in the order of the file."""
        query = "SELECT code, place, what FROM aside ORDER BY n LIMIT ?"
        return [list(row) for row in self._db.execute(query, (MOST_LISTED,))]

    def days(self) -> tuple[date, ...]:
        """Days its readings are filed under."""
        rows = self._db.execute("SELECT DISTINCT day FROM row")
        return tuple(sorted(date.fromisoformat(row[0]) for row in rows))

    def close(self, keep: bool = False) -> None:
        """Let go of it; without `keep` it is gone."""
        if keep and self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.close()
        if not keep:
            self.path.unlink(missing_ok=True)

    def make_ready(self, tx: Transaction, about: Mapping[str, Any], at: datetime) -> Ready:
        """Compare with what stands and write the parts down, so that a yes only stores them.

        `about` needs `zone` and `today`. The event of the run is in its last part. A file with
        nothing new has no parts.
        """
        self._db.execute("DELETE FROM part")
        self.set("about", dict(about))
        self.set("at", instant_text(at))
        maker = _Parts(self, tx)
        for rows in self._chunks():
            maker.take(rows)
        maker.finish()
        found = Ready(maker.new, maker.already, maker.replaced, tx.version(), maker.n)
        self.set("plan", [found.new, found.already, found.replaced, found.version, found.parts])
        return found

    def ready(self) -> Ready | None:
        """What `make_ready` found last."""
        kept = self.get("plan")
        return Ready(*kept) if kept else None

    def parts(self, person: str) -> Iterator[Part]:
        """The parts that were made ready, in order."""
        last = self._db.execute("SELECT MAX(n) FROM part").fetchone()[0]
        if last is None:
            return
        told = self.event()
        query = "SELECT n, payload, rows, replaced FROM part ORDER BY n"
        for n, payload, rows, replaced in self._db.execute(query):
            head = self.head(n, person, (told,) if n == last else ())
            yield Part(head, payload, json.loads(rows), json.loads(replaced))

    def head(self, n: int, person: str, events: tuple[Event, ...] = ()) -> Operation:
        """Operation number `n` of the run, without its readings."""
        about = self.get("about")
        day, at = date.fromisoformat(about["today"]), datetime.fromisoformat(self.get("at"))
        name = f"{self.name}.{n:05d}"
        return Operation(name, person, "import", at, about["zone"], day, events=events)

    def event(self) -> Event:
        """What the run is remembered by."""
        about = self.get("about")
        told = {**about, **self.get("counts"), "places": self.get("places")}
        at, day = datetime.fromisoformat(self.get("at")), date.fromisoformat(about["today"])
        return Event("imported", self.name, canonical(told), at, day)

    def keep_part(self, n: int, head: Operation, rows: Sequence[Any], replaced: Any) -> None:
        """Write one part down."""
        payload = part_payload(json.loads(encode(head)), rows)
        with full_disk():
            self._db.execute(
                "INSERT INTO part VALUES (?,?,?,?)",
                (n, payload, json.dumps(rows), json.dumps(replaced)),
            )

    def _chunks(self) -> Iterator[list[Any]]:
        cursor = self._db.execute(
            f"SELECT {_COLUMNS} FROM row ORDER BY source, variable, start, end"
        )
        while rows := cursor.fetchmany(PER_BATCH):
            yield rows


class _Parts:
    """Sorts rows into new, here already and newer, a part at a time."""

    def __init__(self, stage: Stage, tx: Transaction) -> None:
        self._stage, self._tx = stage, tx
        self.new = self.already = self.replaced = self.n = 0
        self._places: list[tuple[int, int]] = []
        self._held: tuple[list[Any], list[Any]] = ([], [])

    def take(self, rows: Sequence[Any]) -> None:
        """A thousand rows in order of source, variable and start."""
        fresh: list[Any] = []
        replaced: list[Any] = []
        for group in _groups(rows):
            self._sort(group, fresh, replaced)
        if fresh:
            self._flush()
            self._held = (fresh, replaced)

    def _sort(self, group: Sequence[Any], fresh: list[Any], replaced: list[Any]) -> None:
        variable, source = group[0][0], group[0][5]
        standing = self._tx.standing(source, variable, group[0][2], group[-1][2])
        for row in group:
            held = standing.get((row[2], row[3]))
            if held is None:
                self.new += 1
            elif held == row[1]:
                self.already += 1
                continue
            else:
                self.replaced += 1
                replaced.append((source, variable, row[2], row[3]))
            fresh.append(row)

    def _flush(self, last: bool = False) -> None:
        rows, replaced = self._held
        if not rows:
            return
        places = [row[8] for row in rows]
        self._places.append((min(places), max(places)))
        events: tuple[Event, ...] = ()
        if last:
            self._stage.set("places", self._places)
            stored = {"stored": self.new + self.replaced, "replaced": self.replaced}
            self._stage.set("counts", {**stored, "already": self.already})
            events = (self._stage.event(),)
        head = self._stage.head(self.n, self._tx.person, events)
        self._stage.keep_part(self.n, head, [row[:8] for row in rows], replaced)
        self.n += 1
        self._held = ([], [])

    def finish(self) -> None:
        """Write the last part, with the event of the run in it."""
        self._flush(last=True)


def _groups(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Rows of one source and variable each."""
    start = 0
    for n in range(1, len(rows) + 1):
        if n == len(rows) or (rows[n][0], rows[n][5]) != (rows[start][0], rows[start][5]):
            yield rows[start:n]
            start = n


@contextmanager
def full_disk() -> Iterator[None]:
    """A disk without room is said as such."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" not in str(error):
            raise
        raise StoreFull(
            "The disk is full.", "Nothing was stored.", "Make room, then choose the file again."
        ) from error


_WHAT = ("column", "type")


def _first(values: Mapping[str, Any], *names: str) -> Any:
    return next((values[name] for name in names if values.get(name) is not None), "")
