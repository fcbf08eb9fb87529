"""Take everything home: one zip of open files, complete, the same bytes for the same data."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from unspiral import log
from unspiral.services import export_form as form
from unspiral.services.context import Context, today_now
from unspiral.services.export_guide import guide
from unspiral.store.base import Transaction
from unspiral.store.codec import canonical, instant_text
from unspiral.store.copies import new_file
from unspiral.store.schema import head

OWNER_ONLY = 0o600 << 16  # mode bits of a file in a zip
UNIX = 3
Pdf = Callable[[Context, str], bytes]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds. `page`: the 60-second page is in it."""

    operations: int
    readings: int
    answers: int
    events: int
    notes: int
    page: bool


def to_file(ctx: Context, person: str, target: Path, pdf: Pdf | None = None) -> Exported:
    """Write the export into the new file `target`, mode 0600, named only when it is whole.

    Raises BadInput when there is such a file, or none can be made.
    """
    with new_file(str(target)) as part, part.open("wb") as stream:
        return to_stream(ctx, person, stream, pdf)


def to_stream(ctx: Context, person: str, stream: BinaryIO, pdf: Pdf | None = None) -> Exported:
    """Write the export, all of one moment, without holding it in memory.

    `pdf` makes the page to show; an export without it is still an export.
    """
    now = ctx.clock()
    page = _page(ctx, person, pdf)
    with ctx.store.read(person) as tx, zipfile.ZipFile(stream, "w") as archive:
        box = _Box(archive, now)
        counts = {"operation": _write_data(box, tx, now)}
        for sheet in form.SHEETS:
            counts[sheet.table] = max(counts.get(sheet.table, 0), _write_sheet(box, tx, sheet))
        _write_derived(box, tx)
        words = guide(ctx.catalogue, today_now(ctx, tx), person, bool(page), ctx.demo is not None)
        box.put(form.GUIDE, words.encode())
        if page:
            box.put(form.PAGE, page)
    return Exported(
        operations=counts["operation"],
        readings=counts["reading"],
        answers=counts["answer"],
        events=counts["event"],
        notes=counts["note"],
        page=bool(page),
    )


class _Box:
    """A zip whose bytes follow from what is put in and from one moment."""

    def __init__(self, archive: zipfile.ZipFile, moment: datetime) -> None:
        self._archive = archive
        stamp = max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self._stamp = (*stamp[:5], stamp[5] // 2 * 2)

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        info = zipfile.ZipInfo(name, self._stamp)
        info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, UNIX
        info.external_attr = OWNER_ONLY
        with self._archive.open(info, "w", force_zip64=True) as stream:
            yield stream  # type: ignore[misc]  # a writable IO[bytes]

    def put(self, name: str, content: bytes) -> None:
        with self.file(name) as stream:
            stream.write(content)


def _write_data(box: _Box, tx: Transaction, now: datetime) -> int:
    """All operations, one a line; the number of them."""
    ((made,),) = tx.whole("person", ("made",))
    about = {
        "program": version("unspiral"),
        "store_schema": head(),
        "person": tx.person,
        "began": made,
        "made": instant_text(now),
    }
    columns = ("version", "payload", "stored", "duplicates", "conflicts")
    taken, count = sha256(), 0
    with box.file(form.DATA) as stream:

        def put(text: str) -> None:
            line = text.encode()
            taken.update(line)
            stream.write(line)

        put(f"{form.START}{canonical(about)[1:-1]},{form.OPERATIONS}\n")
        for number, payload, stored, duplicates, conflicts in tx.whole("operation", columns):
            said = form.without_person(payload)
            put(
                f'{"," if count else ""}{{"version":{number},"stored":{stored},'
                f'"duplicates":{duplicates},"conflicts":{conflicts},'
                f'"sha256":"{form.digest(said)}","said":{said}}}\n'
            )
            count += 1
        stream.write(f'],"count":{count},"sha256":"{taken.hexdigest()}"}}\n'.encode())
    return count


def _write_sheet(box: _Box, tx: Transaction, sheet: form.Sheet) -> int:
    """One table as CSV (RFC 4180, UTF-8 with its mark); the number of rows."""
    count = 0
    with box.file(sheet.file) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=False)
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(sheet.columns)
        for row in tx.whole(sheet.table, sheet.columns):
            rows.writerow([form.cell(value) for value in _shown(sheet, row)])
            count += 1
        text.flush()
        text.detach()
    return count


def _shown(sheet: form.Sheet, row: tuple[Any, ...]) -> Iterator[Any]:
    """A row as it is read: answers are stored as JSON, which keeps a number and its text apart."""
    for name, value in zip(sheet.columns, row, strict=True):
        yield json.loads(value) if (sheet.table, name) == ("answer", "value") else value


def _write_derived(box: _Box, tx: Transaction) -> None:
    """What the program worked out and may work out again; it is not read back."""
    columns = ("kind", "key", "made", "value")
    with box.file(form.DERIVED) as stream:
        stream.write(b"[")
        for n, (kind, key, made, value) in enumerate(tx.whole("derived", columns)):
            about: dict[str, Any] = {"kind": kind, "key": key, "made": made}
            row = f'{"," if n else ""}\n{canonical(about)[:-1]},"value":{value}}}'
            stream.write(row.encode())
        stream.write(b"\n]\n")


def _page(ctx: Context, person: str, pdf: Pdf | None) -> bytes:
    """The page to show as PDF, or nothing; why is logged by the fault's name alone."""
    if pdf is None:
        return b""
    try:
        return pdf(ctx, person)
    except Exception as error:
        log.event("export_without_page", fault=type(error).__name__)
        return b""
