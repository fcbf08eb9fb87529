"""Reads and writes of one person: every statement here is scoped to that person."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from unspiral.records.facts import DIARY, SHEET, Answer, Event, Operation, Reading
from unspiral.store import intervals, runs
from unspiral.store.base import Applied, Part, ReadingVersion, Written
from unspiral.store.codec import (
    ANSWER_COLUMNS,
    EVENT_COLUMNS,
    READING_COLUMNS,
    Row,
    canonical,
    content,
    digest,
    encode,
    instant_text,
    read_answer,
    read_event,
    read_readings,
)
from unspiral.store.history import History, within
from unspiral.store.places import places
from unspiral.store.project import UNDONE, Book, Change, apply
from unspiral.store.tables import (
    answer,
    derived,
    event,
    note,
    operation,
    person,
    reading,
)
from unspiral.store.whole import ERASED, forget_words, rows_of


class SqlTransaction:
    """One person's facts inside one database transaction."""

    def __init__(
        self,
        connection: Connection,
        person: str,
        history: History,
        version: int | None = None,
    ) -> None:
        self.person = person
        self._connection = connection
        self._history = history
        self._version = version
        self._writable = version is not None
        self._answers: Mapping[str, Answer] | None = None

    def version(self) -> int:
        """How many operations this person's facts are made of; 0 for nobody."""
        if self._version is None:
            statement = select(person.c.version).where(person.c.id == self.person)
            self._version = self._connection.execute(statement).scalar_one_or_none() or 0
        return self._version

    def append(self, op: Operation) -> Applied:
        """Store an operation once: applied, replayed (the first result again) or a clash."""
        self._must_write()
        if op.person != self.person:
            raise ValueError("an operation of another person")
        payload = encode(op)
        first = self._first_result(op.id, payload)
        if first is not None:
            return first
        version = self.version() + 1
        change = apply(self._book(op), op, version)
        self._store(op, payload, change, version)
        for one in op.events:
            if one.kind == UNDONE:
                runs.undo_run(self._connection, self.person, one.subject, version)
        return Applied(
            "applied", version, len(change.readings), change.duplicates, tuple(change.conflicts)
        )

    def answers(self) -> Mapping[str, Answer]:
        """The answer that counts, per variable; where nothing can be written, read once."""
        if self._answers is None or self._writable:
            statement = self._select(answer, ANSWER_COLUMNS).where(answer.c.is_current)
            rows = self._connection.execute(statement)
            self._answers = {row.variable: read_answer(row) for row in rows}
        return self._answers

    def readings(
        self,
        since: date | None = None,
        until: date | None = None,
        variables: Sequence[str] | None = None,
        source: str | None = None,
    ) -> tuple[Reading, ...]:
        """Current readings from day `since` to day `until`, both included, in day order.

        Of devices one value a day and variable is in them; their pieces are `intervals`.
        """
        if all(limit is None for limit in (since, until, variables, source)):
            return self._all_readings()
        held = self._history.get(self.person, self.history_mark())
        if held is not None:
            return within(held, since, until, variables, source)
        return self._some_readings(since, until, variables, source)

    def _all_readings(self) -> tuple[Reading, ...]:
        """Everything, from memory when nothing was written since it was last read."""
        mark = self.history_mark()
        found = self._history.get(self.person, mark)
        if found is None:
            found = self._some_readings()
            if not self._writable:  # what a write sees may still be undone
                self._history.put(self.person, mark, found)
        return found

    def history_mark(self) -> str:
        """Changes whenever `readings` may say something else."""
        return f"{self.version()}:{intervals.made(self._connection, self.person)}"

    def _some_readings(
        self,
        since: date | None = None,
        until: date | None = None,
        variables: Sequence[str] | None = None,
        source: str | None = None,
    ) -> tuple[Reading, ...]:
        limits = _days(reading, since, until)
        if variables is not None:
            limits.append(reading.c.variable.in_(variables))
        if source is not None:
            limits.append(reading.c.source == source)
        if not intervals.any_held(self._connection, self.person):
            statement = self._select(reading, READING_COLUMNS).where(reading.c.is_current, *limits)
            order = (reading.c[name] for name in intervals.ORDER)
            return read_readings(self._connection.execute(statement.order_by(*order)))
        rows = intervals.whole_days(self._connection, self.person, since is not None, *limits)
        told = read_readings(rows)
        days = intervals.device_days(self.derived(intervals.DEVICE_DAYS))
        made = within(days, since, until, variables, source)
        return tuple(sorted((*told, *made), key=_place))

    def intervals(self, since: date, until: date) -> tuple[Reading, ...]:
        """Pieces of days told by devices, by the day they are filed under."""
        return intervals.pieces(self._connection, self.person, since, until)

    def interval_days(self, run: str = "") -> tuple[date, ...]:
        """Days that hold intervals; those that one run brought, when it is named."""
        return intervals.days(self._connection, self.person, run)

    def standing(
        self, source: str, variable: str, since: str, until: str
    ) -> Mapping[tuple[str, str], float]:
        """Imported values that count, by (start, end) as stored text, started in between."""
        return runs.standing(self._connection, self.person, source, variable, since, until)

    def imported_since(self, version: int) -> bool:
        """Whether anything was imported, or taken back, after `version`."""
        return runs.imports_since(self._connection, self.person, version)

    def append_run(self, parts: Iterable[Part]) -> int:
        """Store a whole import run; the person's version after it."""
        self._must_write()
        version = runs.append_parts(self._connection, self.person, self.version(), parts)
        self._version = version
        return version

    def reading_versions(self, day: date, variable: str) -> tuple[ReadingVersion, ...]:
        """Every version of a diary reading that was not taken back, oldest first."""
        extra = ("operation", "version", "is_current", "in_conflict")
        statement = (
            self._select(reading, (*READING_COLUMNS, *extra))
            .where(
                reading.c.local_date == day.isoformat(),
                reading.c.variable == variable,
                reading.c.source == DIARY,
                reading.c.undone.is_(None),
            )
            .order_by(reading.c.version, reading.c.idx)
        )
        rows = self._connection.execute(statement).all()
        found = read_readings(tuple(row)[: len(READING_COLUMNS)] for row in rows)
        return tuple(
            ReadingVersion(one, row.operation, row.version, row.is_current, row.in_conflict)
            for one, row in zip(found, rows, strict=True)
        )

    def events(
        self, since: date | None = None, kinds: Sequence[str] | None = None
    ) -> tuple[Event, ...]:
        """What happened, from day `since` on, in the order it was stored."""
        statement = self._select(event, EVENT_COLUMNS).where(*_days(event, since, None))
        if kinds is not None:
            statement = statement.where(event.c.kind.in_(kinds))
        ordered = statement.order_by(event.c.version, event.c.idx)
        return tuple(read_event(row) for row in self._connection.execute(ordered))

    def notes(self, since: date | None = None) -> tuple[tuple[date, str], ...]:
        """Notes with their days, from day `since` on. A written sheet is not a note of a day."""
        statement = self._notes(("local_date", "body")).where(operation.c.kind != SHEET)
        rows = self._connection.execute(
            statement.where(*_days(note, since, None)).order_by(note.c.local_date, note.c.version)
        )
        return tuple((date.fromisoformat(row.local_date), row.body) for row in rows)

    def written(self, kinds: Sequence[str]) -> tuple[Written, ...]:
        """Words carried by operations of these kinds, in the order they were stored."""
        columns = ("operation", "local_date", "body", "version")
        statement = self._notes(columns).add_columns(operation.c.kind, operation.c.instant)
        rows = self._connection.execute(
            statement.where(operation.c.kind.in_(kinds)).order_by(note.c.version)
        )
        return tuple(
            Written(
                operation=row.operation,
                kind=row.kind,
                at=datetime.fromisoformat(row.instant),
                local_date=date.fromisoformat(row.local_date),
                body=row.body,
                version=row.version,
            )
            for row in rows
        )

    def operation_ids(self) -> tuple[str, ...]:
        """The ids of all operations, in the order they were stored."""
        statement = self._select(operation, ("id",)).order_by(operation.c.version)
        return tuple(self._connection.execute(statement).scalars())

    def whole(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """These columns of every row of `table`, in the order stored, a few rows at a time."""
        return rows_of(self._connection, self.person, table, columns)

    def forget_words(self, operations: Sequence[str]) -> None:
        """Take the words out of these operations, for good; see `Store.scrub`."""
        self._must_write()
        forget_words(self._connection, self.person, operations)

    def begin_at(self, made: datetime) -> None:
        """Say when this person began; only before anything is written for them."""
        self._must_write()
        if self.version():
            raise ValueError("something is written already")
        self._connection.execute(
            update(person).where(person.c.id == self.person).values(made=instant_text(made))
        )

    def get_derived(self, kind: str, key: str) -> dict[str, Any] | None:
        """A derived row, or None."""
        statement = self._select(derived, ("value",)).where(
            derived.c.kind == kind, derived.c.key == key
        )
        text = self._connection.execute(statement).scalar_one_or_none()
        found: dict[str, Any] | None = None if text is None else json.loads(text)
        return found

    def derived(self, kind: str) -> Mapping[str, tuple[datetime, dict[str, Any]]]:
        """All derived rows of a kind, by key, with the moment they were made."""
        statement = self._select(derived, ("key", "made", "value")).where(derived.c.kind == kind)
        return {
            row.key: (datetime.fromisoformat(row.made), json.loads(row.value))
            for row in self._connection.execute(statement)
        }

    def drop_derived(self, kind: str, keys: Sequence[str]) -> None:
        """Remove derived rows."""
        self._must_write()
        self._connection.execute(
            delete(derived).where(
                derived.c.person == self.person, derived.c.kind == kind, derived.c.key.in_(keys)
            )
        )

    def put_derived(self, kind: str, key: str, value: Mapping[str, Any], made: datetime) -> None:
        """Keep a derived row in place of the one of the same kind and key."""
        self._must_write()
        row = {"person": self.person, "kind": kind, "key": key, "made": instant_text(made)}
        self.drop_derived(kind, (key,))
        self._connection.execute(insert(derived), {**row, "value": canonical(dict(value))})

    def _select(self, table: Table, columns: Sequence[str]) -> Any:
        return select(*(table.c[name] for name in columns)).where(table.c.person == self.person)

    def _notes(self, columns: Sequence[str]) -> Any:
        """Columns of notes beside the operation that carried each; both are this person's."""
        carried = (operation.c.id == note.c.operation) & (operation.c.person == self.person)
        return self._select(note, columns).join(operation, carried)

    def _must_write(self) -> None:
        if not self._writable:
            raise RuntimeError("a write inside a read")

    def _first_result(self, op_id: str, payload: str) -> Applied | None:
        columns = ("kind", "payload", "version", "stored", "duplicates", "conflicts")
        statement = self._select(operation, columns).where(operation.c.id == op_id)
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            return None
        same = row.payload == payload or row.kind == ERASED
        if not same and content(row.payload) != content(payload):
            return Applied("clash", self.version())
        conflicts = tuple(
            (date.fromisoformat(day), name) for day, name in json.loads(row.conflicts)
        )
        return Applied("replayed", row.version, row.stored, row.duplicates, conflicts)

    def _book(self, op: Operation) -> Book:
        """What already stands of the facts that `op` may touch."""
        book = Book()
        if op.answers:
            names = {one.variable for one in op.answers}
            for row in self._rows(answer, answer.c.is_current, answer.c.variable.in_(names)):
                book.hold_answer(row)
        met = places(op)
        if met:
            for row in self._rows(reading, or_(*met)):
                book.hold_reading(row)
        return book

    def _rows(self, table: Table, *conditions: ColumnElement[bool]) -> list[Row]:
        """Whole rows, oldest first."""
        names = table.c.keys()
        statement = self._select(table, names).where(*conditions)
        ordered = statement.order_by(table.c.version, table.c.idx)
        return [dict(row) for row in self._connection.execute(ordered).mappings()]

    def _store(self, op: Operation, payload: str, change: Change, version: int) -> None:
        conflicts = canonical([[day.isoformat(), name] for day, name in change.conflicts])
        row = {
            "person": op.person,
            "id": op.id,
            "kind": op.kind,
            "payload": payload,
            "sha256": digest(payload),
            "base_version": op.base_version,
            "instant": instant_text(op.at),
            "zone": op.zone,
            "local_date": op.local_date.isoformat(),
            "version": version,
            "stored": len(change.readings),
            "duplicates": change.duplicates,
            "conflicts": conflicts,
        }
        self._connection.execute(insert(operation), row)
        self._mark(answer, ("is_current",), change.touched_answers)
        self._mark(reading, ("is_current", "undone"), change.touched_readings)
        added = ((answer, change.answers), (reading, change.readings))
        for table, rows in (*added, (event, change.events), (note, change.notes)):
            if rows:
                self._connection.execute(insert(table), rows)
        self._connection.execute(
            update(person).where(person.c.id == self.person).values(version=version)
        )
        self._version = version

    def _mark(self, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
        """Write flags of standing rows; those that step back go first, as one may stand."""
        if not rows:
            return
        statement = update(table).where(
            table.c.person == self.person,
            table.c.operation == bindparam("of_operation"),
            table.c.idx == bindparam("at_idx"),
        )
        for row in sorted(rows, key=lambda one: bool(one["is_current"])):
            place = {"of_operation": row["operation"], "at_idx": row["idx"]}
            values = {f"new_{name}": row[name] for name in names}
            setting: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
            self._connection.execute(statement.values(setting), {**place, **values})


def _place(one: Reading) -> tuple[Any, ...]:
    return one.local_date, one.variable, one.start


def _days(table: Table, since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """Conditions that keep days from `since` to `until`, both included."""
    kept: list[ColumnElement[bool]] = []
    if since is not None:
        kept.append(table.c.local_date >= since.isoformat())
    if until is not None:
        kept.append(table.c.local_date <= until.isoformat())
    return kept
