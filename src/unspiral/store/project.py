"""From operations to facts: the one projection, used to write and to check what was written.

`Book` holds what stands so far: all of a person's facts for a rebuild, or the few an operation
may touch for a write. `apply` is the same step for both, so the two can never differ.
"""

from dataclasses import dataclass, field
from datetime import date

from unspiral.records.facts import DIARY, Operation
from unspiral.store.codec import (
    Row,
    answer_payload,
    event_payload,
    reading_payload,
    value_text,
)

IMPORT = "import"
UNDONE = "import_undone"


@dataclass(frozen=True, slots=True)
class FactRows:
    """The rows one operation carries, before it is known what already stands."""

    answers: tuple[Row, ...]
    readings: tuple[Row, ...]
    events: tuple[Row, ...]
    notes: tuple[Row, ...]


@dataclass(slots=True)
class Book:
    """What stands. Versions are oldest first; `carried` is by operation and by import run."""

    answers: dict[str, Row] = field(default_factory=dict)
    diary: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    imported: dict[tuple[str, str, str, str], list[Row]] = field(default_factory=dict)
    carried: dict[str, list[Row]] = field(default_factory=dict)

    def hold_answer(self, row: Row) -> None:
        """Take in a current answer."""
        self.answers[row["variable"]] = row

    def hold_reading(self, row: Row) -> None:
        """Take in a reading, oldest first."""
        self.carried.setdefault(row["operation"], []).append(row)
        if run := run_of(row["operation"]):
            self.carried.setdefault(run, []).append(row)
        self.versions(row).append(row)

    def versions(self, row: Row) -> list[Row]:
        """All that is held of the same fact as `row`, oldest first."""
        if row["source"] == DIARY:
            return self.diary.setdefault(diary_key(row), [])
        return self.imported.setdefault(imported_key(row), [])


@dataclass(slots=True)
class Change:
    """What an operation does: rows to add, standing rows whose flags changed, and the count."""

    answers: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    touched_answers: list[Row] = field(default_factory=list)
    touched_readings: list[Row] = field(default_factory=list)
    duplicates: int = 0
    conflicts: list[tuple[date, str]] = field(default_factory=list)


def run_of(operation_id: str) -> str:
    """The import run whose part an operation is: RUN of "RUN.00007", "" for any other."""
    run, dot, part = operation_id.rpartition(".")
    return run if dot and part.isdecimal() else ""


def diary_key(row: Row) -> tuple[str, str]:
    """What makes two diary readings the same fact."""
    return row["local_date"], row["variable"]


def imported_key(row: Row) -> tuple[str, str, str, str]:
    """What makes two imported readings the same fact."""
    return row["source"], row["variable"], row["start_at"], row["end_at"]


def fact_rows(operation: Operation, version: int) -> FactRows:
    """The rows of `operation`, in the columns of the fact tables."""
    return FactRows(
        answers=tuple(_answer_rows(operation, version)),
        readings=tuple(_reading_rows(operation, version)),
        events=tuple(_event_rows(operation, version)),
        notes=tuple(_note_rows(operation, version)),
    )


def _stamp(operation: Operation, version: int) -> Row:
    return {"person": operation.person, "operation": operation.id, "version": version}


def _answer_rows(operation: Operation, version: int) -> list[Row]:
    rows = []
    for idx, answer in enumerate(operation.answers):
        row = answer_payload(answer)
        row["item_version"] = row.pop("version")
        row["value"] = value_text(answer.value)
        rows.append({**row, **_stamp(operation, version), "idx": idx, "is_current": True})
    return rows


def _reading_rows(operation: Operation, version: int) -> list[Row]:
    rows = []
    for idx, reading in enumerate(operation.readings):
        row = reading_payload(reading)
        row["start_at"], row["end_at"] = row.pop("start"), row.pop("end")
        state = {"is_current": True, "in_conflict": False, "undone": None}
        rows.append({**row, **_stamp(operation, version), "idx": idx, **state})
    return rows


def _event_rows(operation: Operation, version: int) -> list[Row]:
    return [
        {**event_payload(event), **_stamp(operation, version), "idx": idx}
        for idx, event in enumerate(operation.events)
    ]


def _note_rows(operation: Operation, version: int) -> list[Row]:
    if not operation.note:
        return []
    day = operation.local_date.isoformat()
    return [{**_stamp(operation, version), "local_date": day, "body": operation.note}]


def apply(book: Book, operation: Operation, version: int) -> Change:
    """Write `operation` into `book` as the person's `version`, and say what changed."""
    rows = fact_rows(operation, version)
    change = Change(events=list(rows.events), notes=list(rows.notes))
    for row in rows.answers:
        _settle_answer(book, row, change)
    for row in rows.readings:
        if row["source"] == DIARY:
            _settle_diary(book, operation, row, change)
        else:
            _settle_imported(book, operation, row, change)
    for row in rows.events:
        if row["kind"] == UNDONE:
            _undo(book, row["subject"], version, change)
    return change


def _settle_answer(book: Book, row: Row, change: Change) -> None:
    """The latest by (answered_at, version) counts; every answer stays."""
    held = book.answers.get(row["variable"])
    row["is_current"] = held is None or held["answered_at"] <= row["answered_at"]
    if row["is_current"]:
        if held is not None:
            held["is_current"] = False
            change.touched_answers.append(held)
        book.hold_answer(row)
    change.answers.append(row)


def _settle_imported(book: Book, operation: Operation, row: Row, change: Change) -> None:
    """The same again is a duplicate. Another value of a later run stands in front.

    Only parts of a run replace: older programs kept the first value, and still do in a replay.
    """
    standing = _standing(book.versions(row))
    if standing is not None:
        if standing["value"] == row["value"] or not run_of(operation.id):
            change.duplicates += 1
            return
        standing["is_current"] = False
        change.touched_readings.append(standing)
    book.hold_reading(row)
    change.readings.append(row)


def _settle_diary(book: Book, operation: Operation, row: Row, change: Change) -> None:
    """A later value stands in front; it is a conflict when its writer had not seen the last."""
    versions = book.versions(row)
    standing = _standing(versions)
    same = standing is not None and standing["value"] == row["value"]
    if same and operation.kind == IMPORT:
        change.duplicates += 1
        return
    if versions and _unseen(operation, row, versions):
        row["in_conflict"] = not same or bool(standing and standing["in_conflict"])
    if row["in_conflict"]:
        change.conflicts.append((date.fromisoformat(row["local_date"]), row["variable"]))
    if standing is not None:
        standing["is_current"] = False
        change.touched_readings.append(standing)
    book.hold_reading(row)
    change.readings.append(row)


def _standing(versions: list[Row]) -> Row | None:
    return next((held for held in versions if held["is_current"]), None)


def _unseen(operation: Operation, row: Row, versions: list[Row]) -> bool:
    """Whether the writer of `row` cannot have known the last write of this fact.

    Without a base version the writer did not look. An import never looks, so over a value that
    stands it counts as unseen; anything else only when it was answered before the standing one.
    """
    last = versions[-1]
    if last["operation"] == operation.id:
        return False
    if operation.base_version is not None:
        return operation.base_version < max(_last_write(held) for held in versions)
    if not any(held["is_current"] for held in versions):
        return False
    return operation.kind == IMPORT or _moment(row) < _moment(last)


def _last_write(row: Row) -> int:
    return int(row["version"] if row["undone"] is None else row["undone"])


def _moment(row: Row) -> str:
    return str(row["answered_at"] or row["end_at"])


def _undo(book: Book, subject: str, version: int, change: Change) -> None:
    """Take back what operation or run `subject` brought; what stood before stands again."""
    for row in book.carried.get(subject, []):
        if row["undone"] is not None:
            continue
        row["undone"] = version
        change.touched_readings.append(row)
        if not row["is_current"]:
            continue
        row["is_current"] = False
        _revive(book.versions(row), change)


def _revive(versions: list[Row], change: Change) -> None:
    left = [held for held in versions if held["undone"] is None]
    if left:
        left[-1]["is_current"] = True
        change.touched_readings.append(left[-1])
