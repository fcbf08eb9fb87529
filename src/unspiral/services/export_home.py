"""Bring an export back: into an empty folder the same diary, into another what is missing there.

All or nothing, in one write. The operations go in as they are: the marks of danger signs are
operations of their own and come along.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any, BinaryIO

from unspiral.errors import BadInput
from unspiral.importers import export_file
from unspiral.importers.export_file import KEPT, Head, Line, refused
from unspiral.records.facts import Operation
from unspiral.services import device_days
from unspiral.services import export_form as form
from unspiral.services.context import Context, today_now
from unspiral.services.demo_mark import MARK
from unspiral.services.operations import adults_only
from unspiral.store.base import Transaction
from unspiral.store.codec import canonical, encode
from unspiral.store.schema import head as newest_schema

MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an export; the unit is one operation.

    read = stored + already + clashes, always; in a preview `stored` is what would be stored.
    `clashing` are the first ids whose words differ from what stands here under the same id.
    """

    read: int
    stored: int
    already: int
    clashes: int
    clashing: tuple[str, ...]
    kinds: Mapping[str, int]
    days: int
    first_day: date | None
    last_day: date | None
    program: str
    preview: bool


@dataclass(slots=True)
class _Tally:
    read: int = 0
    stored: int = 0
    already: int = 0
    clashing: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)

    def saw(self, operation: Operation) -> None:
        self.read += 1
        self.kinds[operation.kind] += 1
        self.days.add(operation.local_date)


def is_export(file: BinaryIO) -> bool:
    """Whether a seekable file looks like an export of ours; it is left at its start."""
    return export_file.is_export(file, form.DATA, form.START)


def bring_back(ctx: Context, person: str, file: BinaryIO, confirmed: bool) -> Brought:
    """Add the operations of an export to `person`; without `confirmed` only say what is there.

    Raises NotAnExport, with nothing changed, when the file is not whole, was changed, or is of a
    newer program; UnderEighteen when more than a birth year would be kept for somebody who may be
    under 18; BadInput when it mixes a demo with a diary.
    """
    with export_file.opened(file, form.NAMES, form.DATA) as stream:
        taken = sha256()
        about = export_file.read_head(stream, form.SCHEMA, newest_schema(), taken)
        lines = export_file.lines(stream, about.person, taken)
        if confirmed:
            with ctx.store.write(person) as tx:
                tally = _keep(ctx, tx, about, lines)
            device_days.ensure(ctx, person)
        else:
            with ctx.store.read(person) as tx:
                tally = _look(ctx, tx, lines)
    return Brought(
        read=tally.read,
        stored=tally.stored,
        already=tally.already,
        clashes=len(tally.clashing),
        clashing=tuple(tally.clashing[:MOST_TOLD]),
        kinds=dict(sorted(tally.kinds.items())),
        days=len(tally.days),
        first_day=min(tally.days, default=None),
        last_day=max(tally.days, default=None),
        program=about.program,
        preview=not confirmed,
    )


def as_data(brought: Brought) -> dict[str, Any]:
    """The result as plain JSON data: counts and days, nothing of what was written."""
    return {
        "kind": "export",
        "read": brought.read,
        "stored": brought.stored,
        "already": brought.already,
        "clashes": brought.clashes,
        "clashing": list(brought.clashing),
        "kinds": dict(brought.kinds),
        "days": brought.days,
        "first_day": brought.first_day.isoformat() if brought.first_day else None,
        "last_day": brought.last_day.isoformat() if brought.last_day else None,
        "program": brought.program,
        "preview": brought.preview,
    }


def _look(ctx: Context, tx: Transaction, lines: Iterator[Line]) -> _Tally:
    """The whole file checked, and what would come of it; a clash shows when it is stored."""
    tally, here, seen = _Tally(), set(tx.operation_ids()), set[str]()
    for line in lines:
        _exact(line, seen)
        _no_mixing(ctx, line, bool(here))
        tally.saw(line.operation)
        if line.operation.id in here:
            tally.already += 1
        else:
            tally.stored += 1
    return tally


def _keep(ctx: Context, tx: Transaction, about: Head, lines: Iterator[Line]) -> _Tally:
    tally, here, seen = _Tally(), tx.operation_ids(), set[str]()
    today, follows = today_now(ctx, tx), True
    if not here:
        tx.begin_at(about.began)
    for line in lines:
        _exact(line, seen)
        _no_mixing(ctx, line, bool(here))
        # What was seen there says what was seen here only while both hold the same writes.
        follows = follows and _same_so_far(here, line)
        _append(tx, line, follows, tally, today)
    return tally


def _append(tx: Transaction, line: Line, follows: bool, tally: _Tally, today: date) -> None:
    """Store one operation of the export as this person's, or see that it is here already."""
    operation = replace(line.operation, person=tx.person)
    if not follows:
        operation = replace(operation, base_version=None)
    adults_only(tx, operation, today)
    applied = tx.append(operation)
    tally.saw(operation)
    if applied.outcome == "clash":
        tally.clashing.append(operation.id)
    elif applied.outcome == "replayed":
        tally.already += 1
    else:
        tally.stored += 1
        conflicts = canonical([[day.isoformat(), name] for day, name in applied.conflicts])
        found = (applied.stored, applied.duplicates, conflicts)
        if follows and found != (line.stored, line.duplicates, line.conflicts):
            raise refused(f"Line {line.version} of data.json does not fit the rest.", "changed")


def _same_so_far(here: tuple[str, ...], line: Line) -> bool:
    """Whether this folder's writes, as far as they go, are those of the export."""
    at = line.version - 1
    return at >= len(here) or here[at] == line.operation.id


def _exact(line: Line, seen: set[str]) -> None:
    """The line says what its operation says, as we would write it, and stands there once."""
    try:
        same = form.without_person(encode(line.operation)) == line.said
    except (BadInput, OverflowError):
        same = False
    if not same or line.operation.id in seen:
        raise refused(f"Line {line.version} of data.json is not as Unspiral writes it.", "changed")
    seen.add(line.operation.id)


def _no_mixing(ctx: Context, line: Line, begun: bool) -> None:
    """A demo's days never get among somebody's own, nor the other way round.

    A demo's mark is its first operation, so the first line decides.
    """
    marks = any(answer.variable == MARK for answer in line.operation.answers)
    if marks and line.version > 1:
        raise refused(f"Line {line.version} of data.json is not as Unspiral writes it.", "changed")
    if line.version == 1 and begun and marks != (ctx.demo is not None):
        raise BadInput(
            "A demo and a diary of one's own are never put together.",
            KEPT,
            "Bring it into an empty folder: --data NEW-FOLDER.",
            problem="demo",
        )
