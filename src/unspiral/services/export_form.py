"""The form of an export: its files, the columns of each, and where every stored column goes.

`data.json` alone is read again. It is one JSON document, laid out so that it can be written and
read line by line in little memory: a head, one operation a line, a foot with the count and the
SHA-256 of all lines before it. The tables say the same for eyes and spreadsheets.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from unspiral.store.codec import canonical

SCHEMA = "unspiral-export/1"
DATA, GUIDE, PAGE, DERIVED = "data.json", "README.txt", "page.pdf", "worked-out.json"
START = f'{{"schema":"{SCHEMA}",'
OPERATIONS = '"operations":['
LONGEST_LINE = 256 * 1024 * 1024  # bytes; one operation of a large import


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table file: which stored table it shows, and its columns in order."""

    file: str
    table: str
    columns: tuple[str, ...]


SHEETS = (
    Sheet(
        "readings.csv",
        "reading",
        ("local_date", "variable", "value", "start_at", "end_at", "source", "answered_at", "zone",
         "is_current", "in_conflict", "undone", "version", "operation", "idx"),
    ),
    Sheet(
        "answers.csv",
        "answer",
        ("local_date", "variable", "value", "answered_at", "item", "item_version",
         "is_current", "version", "operation", "idx"),
    ),
    Sheet(
        "events.csv",
        "event",
        ("local_date", "kind", "subject", "value", "at", "version", "operation", "idx"),
    ),
    Sheet("notes.csv", "note", ("local_date", "body", "version", "operation")),
    Sheet(
        "writes.csv",
        "operation",
        ("version", "id", "kind", "instant", "zone", "local_date", "base_version",
         "stored", "duplicates", "conflicts"),
    ),
    Sheet("phones.csv", "device", ("name", "made")),
)  # fmt: skip
# Stored columns that no table file shows, and where they are instead.
ELSEWHERE: Mapping[str, str] = {
    "person.id": f"{DATA}: person",
    "person.made": f"{DATA}: began",
    "person.version": f"{DATA}: count",
    "person.erased": "always empty for somebody who can ask for an export",
    "operation.person": f"{DATA}: person",
    "operation.payload": f"{DATA}: said, without the person's id",
    "operation.sha256": f"{DATA}: sha256, taken of said",
    "answer.person": f"{DATA}: person",
    "reading.person": f"{DATA}: person",
    "event.person": f"{DATA}: person",
    "note.person": f"{DATA}: person",
    "derived.person": f"{DATA}: person",
    "derived.kind": f"{DERIVED}: kind",
    "derived.key": f"{DERIVED}: key",
    "derived.value": f"{DERIVED}: value",
    "derived.made": f"{DERIVED}: made",
    "device.person": f"{DATA}: person",
}
# What is in no export, and why.
LEFT_OUT: Mapping[str, str] = {
    "token.hash": "it opens a session",
    "token.person": "part of an open session, which no file may hand on",
    "token.kind": "part of an open session, which no file may hand on",
    "token.until": "part of an open session, which no file may hand on",
    "device.hash": "it names an open session",
    "schema_version.version_num": f"about the program, not the person; {DATA} names it in its head",
}
NAMES = frozenset({DATA, GUIDE, PAGE, DERIVED, *(sheet.file for sheet in SHEETS)})
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet may take what follows for a formula


def file_name(day: date) -> str:
    """A name that says nothing of health, as it lies among other people's downloads."""
    return f"my-data-{day.isoformat()}.zip"


def without_person(payload: str) -> str:
    """The canonical text of what an operation says, without whose it is."""
    said = json.loads(payload)
    del said["person"]
    return canonical(said)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def cell(value: Any) -> str:
    """One cell of a table file. Text that a spreadsheet could run gets an apostrophe before it;
    the exact text is in `data.json` (safety page, B8)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RISKY) else value
    return repr(value)
