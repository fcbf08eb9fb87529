"""The store's promise: operations in, facts out, every query scoped to one person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from unspiral.records.facts import Answer, Event, Operation, Reading


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an operation.

    applied: new, stored. replayed: the same id and content was stored before; nothing changed,
    and all fields are those of the first time. clash: the same id with other content; nothing
    stored. `version` is the person's facts version right after this operation (for a clash: now).
    `conflicts` lists (local_date, variable) where another version exists.
    `stored` / `duplicates` count readings.

    "Content" is what the person said: the moments at which a machine heard it, the zone and the
    base version do not count, so a form that is sent twice is a replay.
    """

    outcome: Literal["applied", "replayed", "clash"]
    version: int
    stored: int = 0
    duplicates: int = 0
    conflicts: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingVersion:
    """One version of a diary reading; several stand when two devices wrote the same fact."""

    reading: Reading
    operation: str
    version: int
    current: bool
    conflict: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A person's own words, and the operation that carried them. `version`: which write it was."""

    operation: str
    kind: str
    at: datetime
    local_date: date
    body: str
    version: int


@dataclass(frozen=True, slots=True)
class Device:
    """A browser session with a name: a phone that was let in at `made`."""

    hash: str
    name: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One operation of an import run, ready to store: named RUN.00007, at most 1,000 readings.

    `head` is the operation without its readings, `payload` the whole of it as canonical JSON.
    `rows` are (variable, value, start, end, local_date, source, answered_at, zone), as stored.
    `replaced` names what steps back for them: (source, variable, start, end).
    """

    head: Operation
    payload: str
    rows: Sequence[tuple[Any, ...]]
    replaced: Sequence[tuple[str, str, str, str]] = ()


class Transaction(Protocol):
    """Reads and writes of one person. Writing ones commit and flush on leaving the block."""

    person: str

    def version(self) -> int: ...
    def append(self, operation: Operation) -> Applied: ...
    def answers(self) -> Mapping[str, Answer]: ...
    def readings(
        self,
        since: date | None = None,
        until: date | None = None,
        variables: Sequence[str] | None = None,
        source: str | None = None,
    ) -> tuple[Reading, ...]: ...
    def reading_versions(self, day: date, variable: str) -> tuple[ReadingVersion, ...]: ...
    def events(
        self, since: date | None = None, kinds: Sequence[str] | None = None
    ) -> tuple[Event, ...]: ...
    def notes(self, since: date | None = None) -> tuple[tuple[date, str], ...]: ...
    def written(self, kinds: Sequence[str]) -> tuple[Written, ...]: ...
    def operation_ids(self) -> tuple[str, ...]: ...
    def whole(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """These columns of every row of one table, in the order stored, a few rows at a time."""
        ...

    def forget_words(self, operations: Sequence[str]) -> None:
        """Take the words out of these operations, for good; `Store.scrub` sweeps the files."""
        ...

    def begin_at(self, made: datetime) -> None:
        """Say when this person began; only before anything is written for them."""
        ...

    def get_derived(self, kind: str, key: str) -> dict[str, Any] | None: ...
    def put_derived(self, kind: str, key: str, value: Mapping[str, Any], made: datetime) -> None:
        """Keep a derived row (plan, estimate): not an operation, may be rebuilt at any time."""
        ...

    def derived(self, kind: str) -> Mapping[str, tuple[datetime, dict[str, Any]]]:
        """All derived rows of a kind, by key, with the moment they were made."""
        ...

    def drop_derived(self, kind: str, keys: Sequence[str]) -> None: ...
    def history_mark(self) -> str:
        """Changes whenever `readings` may say something else."""
        ...

    def intervals(self, since: date, until: date) -> tuple[Reading, ...]:
        """Pieces of days told by devices, by the day they are filed under. Not in `readings`."""
        ...

    def interval_days(self, run: str = "") -> tuple[date, ...]:
        """Days that hold intervals; those that one run brought, when it is named."""
        ...

    def standing(
        self, source: str, variable: str, since: str, until: str
    ) -> Mapping[tuple[str, str], float]:
        """Imported values that count, by (start, end) as stored text, started in between."""
        ...

    def imported_since(self, version: int) -> bool: ...
    def append_run(self, parts: Iterable[Part]) -> int:
        """Store a whole import run; the person's version after it."""
        ...


class Store(Protocol):
    """One data folder or one database."""

    def write(self, person: str) -> AbstractContextManager[Transaction]:
        """Leaving the block commits and flushes. PersonGone: no such person, or not any more."""
        ...

    def read(self, person: str) -> AbstractContextManager[Transaction]: ...
    def people(self) -> tuple[str, ...]: ...
    def add_person(self, person: str, made: datetime) -> None: ...
    def erase(self, person: str, at: datetime) -> None:
        """Delete all rows of a person, and sweep the files of what they held.

        A bare id and date stay, so that nothing comes back.
        """
        ...

    def scrub(self) -> None:
        """Leave nothing of what was taken out in the files; StoreUnavailable while it is read."""
        ...

    def erased(self) -> Mapping[str, datetime]:
        """Everyone whose data were erased, and when."""
        ...

    # browser sessions and the one-use launch link; tokens are stored as SHA-256 only
    def add_token(
        self, token_hash: str, person: str, kind: Literal["launch", "session"], until: datetime
    ) -> None: ...
    def use_launch(self, token_hash: str, now: datetime) -> str | None: ...
    def session_person(self, token_hash: str, now: datetime) -> str | None: ...
    def end_session(self, token_hash: str) -> None: ...
    def session_until(self, token_hash: str) -> datetime | None:
        """When a browser session ends; None when there is none."""
        ...

    def add_device(
        self, token_hash: str, person: str, name: str, made: datetime, until: datetime
    ) -> None:
        """A browser session with a name; it leaves the list when the session ends."""
        ...

    def devices(self, person: str, now: datetime) -> tuple[Device, ...]:
        """The named sessions of a person that are still open, oldest first."""
        ...

    def facts_of_durability(self) -> Mapping[str, str]: ...
    def backup(self, target: str) -> None: ...
    def deep_check(self) -> Mapping[str, Any]: ...
    def close(self) -> None: ...
