"""Our own export, read strictly: one operation a line, every hash checked, nothing trusted.

The file may come from anybody. It is read line by line with limits, and refused as a whole at the
first thing that is not as `services/export` writes it; nothing in it names a path.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from unspiral.clock import known_zone
from unspiral.errors import BadInput
from unspiral.importers import strict_json
from unspiral.records.facts import Operation

KEPT = "Nothing was changed."
MOST_FILES = 20
MOST_BYTES = 4_000_000_000  # of data.json, unpacked
LONGEST_LINE = 256 * 1024 * 1024
MOST_RATIO = 200  # unpacked over packed, beyond the first megabyte; a diary packs to about a tenth
FIRST = 1_000_000
LONGEST_ID = 200
PERSON = re.compile(r"[0-9A-Za-z_-]{1,64}")
ENCRYPTED = 0x1
OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)
HEAD_KEYS = {"schema", "program", "store_schema", "person", "began", "made", "operations"}
LINE_KEYS = {"version", "stored", "duplicates", "conflicts", "sha256", "said"}


class NotAnExport(BadInput):
    """The file is not a whole, unchanged export; `values["problem"]` says which way."""

    code = "not_an_export"


@dataclass(frozen=True, slots=True)
class Head:
    """What the first line says of the whole: by which program, for whom, when."""

    program: str
    person: str
    began: datetime
    made: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One operation, and what came of it where it was written. Its `person` is the head's.

    `said` is its exact text without the person.
    """

    version: int
    operation: Operation
    stored: int
    duplicates: int
    conflicts: str
    said: str


def is_export(file: BinaryIO, data: str, start: str) -> bool:
    """Whether a seekable file looks like an export; it is left at its start."""
    try:
        if not zipfile.is_zipfile(file):
            return False
        file.seek(0)
        with zipfile.ZipFile(file) as archive, archive.open(data) as stream:
            return stream.read(len(start)).decode("utf-8", "replace") == start[: len(start)]
    except (KeyError, OSError, RuntimeError, ValueError, NotImplementedError,
            zipfile.BadZipFile, zlib.error):  # fmt: skip
        return False
    finally:
        file.seek(0)


@contextmanager
def opened(file: BinaryIO, names: frozenset[str], data: str) -> Iterator[IO[bytes]]:
    """The one file of the archive that is read, open. Raises NotAnExport."""
    try:
        with ExitStack() as held:
            yield _stream(held, file, names, data)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise refused("This file is cut short or damaged.", "not_whole") from error
    except (NotImplementedError, RuntimeError, OSError) as error:
        raise refused("This file cannot be unpacked.", "not_readable") from error


def _stream(held: ExitStack, file: BinaryIO, names: frozenset[str], data: str) -> IO[bytes]:
    try:
        archive = held.enter_context(zipfile.ZipFile(file))
        _check(archive, names, data)
        return held.enter_context(archive.open(data))
    except ValueError as error:  # a name that is no text, a place before the start of the file
        raise refused("This file is cut short or damaged.", "not_whole") from error


def _check(archive: zipfile.ZipFile, names: frozenset[str], data: str) -> None:
    """Refuse by the archive's own list, before anything is unpacked."""
    listed = archive.infolist()
    found = [info.filename for info in listed]
    if len(found) > MOST_FILES or len(set(found)) < len(found) or not set(found) <= names:
        raise refused("This archive holds other files than an export of Unspiral.", "foreign")
    if data not in found:
        raise refused("This archive holds no data.json.", "foreign")
    if any(info.flag_bits & ENCRYPTED for info in listed):
        raise refused("This archive is locked with a password.", "locked")
    info = archive.getinfo(data)
    most = FIRST + MOST_RATIO * info.compress_size
    if info.file_size > min(most, MOST_BYTES):
        raise refused("This archive unpacks to more than an export can hold.", "too_big")


def read_head(stream: IO[bytes], schema: str, newest: str, taken: Any) -> Head:
    """The first line. Raises NotAnExport; `newest` is the last store schema known here."""
    line = _line(stream)
    taken.update(line)
    said = _json(line.rstrip(b"\n") + b"]}", 1)
    if not isinstance(said, dict) or said.get("operations") != []:
        raise refused("This is not an export of Unspiral.", "foreign")
    if said.get("schema") != schema:
        raise refused("This export is of a form that is not known here.", "other_version")
    texts = {name: value for name, value in said.items() if isinstance(value, str)}
    if set(said) != HEAD_KEYS or set(texts) != HEAD_KEYS - {"operations"}:
        raise refused("The first line is not as Unspiral writes it.", "changed")
    if texts["store_schema"] > newest:
        raise refused("This export was made by a newer Unspiral.", "newer")
    if not PERSON.fullmatch(texts["person"]):
        raise refused("The first line is not as Unspiral writes it.", "changed")
    try:
        began, made = (datetime.fromisoformat(texts[name]) for name in ("began", "made"))
        began.utctimetuple(), made.utctimetuple()
    except (ValueError, OverflowError) as error:
        raise refused("The first line is not as Unspiral writes it.", "changed") from error
    return Head(texts["program"], texts["person"], began, made)


def lines(stream: IO[bytes], person: str, taken: Any) -> Iterator[Line]:
    """Each operation, in order; at the end the foot is checked against all that was read."""
    count = 0
    while not (line := _line(stream)).startswith(b"]"):
        taken.update(line)
        count += 1
        yield _operation(line, count, person)
    foot = {"count": count, "sha256": taken.hexdigest()}
    if line != b"]," + json.dumps(foot, separators=(",", ":")).encode()[1:] + b"\n":
        raise refused("The export was changed after it was made.", "changed")
    if stream.read(1):
        raise refused("Something stands after the end of the export.", "changed")


def _operation(line: bytes, number: int, person: str) -> Line:
    begins = b"," if number > 1 else b""
    if not line.startswith(begins + b"{"):
        raise _bad(number)
    said = _json(line[len(begins) :], number)
    if not isinstance(said, dict) or set(said) != LINE_KEYS or not isinstance(said["said"], dict):
        raise _bad(number)
    text = _canonical(said["said"], number)
    if sha256(text.encode()).hexdigest() != said["sha256"]:
        raise _bad(number)
    numbers = [said[name] for name in ("version", "stored", "duplicates")]
    if any(type(n) is not int or n < 0 for n in numbers) or numbers[0] != number:
        raise _bad(number)
    operation = _checked(said["said"], person, number)
    conflicts = _canonical(said["conflicts"], number)
    return Line(number, operation, numbers[1], numbers[2], conflicts, text)


def _checked(said: dict[str, Any], person: str, number: int) -> Operation:
    """The operation, when every field is of its kind and every moment can be told."""
    try:
        whole = json.dumps({**said, "person": person}, ensure_ascii=False)
        operation = OPERATION.validate_json(whole, strict=True, extra="forbid")
    except (ValidationError, ValueError, OverflowError) as error:
        raise _bad(number) from error
    zones = {operation.zone, *(reading.zone for reading in operation.readings)}
    if not 0 < len(operation.id) <= LONGEST_ID or not all(known_zone(zone) for zone in zones):
        raise _bad(number)
    return operation


def _line(stream: IO[bytes]) -> bytes:
    line = stream.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise refused("A line of this export is longer than any can be.", "too_big")
    if not line.endswith(b"\n"):
        raise refused("This export is cut short.", "not_whole")
    return line


def _json(text: bytes, number: int) -> Any:
    try:
        return strict_json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        raise _bad(number) from error


def _canonical(value: Any, number: int) -> str:
    try:
        return json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
    except ValueError as error:
        raise _bad(number) from error


def refused(message: str, problem: str) -> NotAnExport:
    """The refusal of a whole file."""
    return NotAnExport(message, KEPT, "Make the export again where it came from.", problem=problem)


def _bad(number: int) -> NotAnExport:
    return refused(f"Line {number} of data.json is not as Unspiral writes it.", "changed")
