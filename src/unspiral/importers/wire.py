"""What crosses between an import and its child: frames of JSON and numbers, checked on arrival.

The child has read a file from elsewhere, so nothing it sends is trusted: no pickles, no frame over
`LONGEST` bytes, every field of the type and range it must have, else `Garbled`.
"""

import json
import struct
from array import array
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import Any, BinaryIO

from unspiral.errors import BadInput, UnspiralError
from unspiral.importers.stream import (
    EPOCH,
    PER_BATCH,
    Asked,
    Batch,
    Found,
    Out,
    SourceFound,
)
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

LONGEST = 8 << 20
HEADER = struct.Struct(">cII")
TYPES = ("H", "d", "q", "q", "i", "H", "H", "q")  # of the columns of a `Row`, names by number
NEVER = -(1 << 63)  # no moment of answering was told
ASKED, READY, BATCH, FOUND, REFUSED, FAILED = b"A", b"R", b"B", b"F", b"X", b"E"
LONGEST_TEXT = 2000
MOST_NAMES = 2000


class Garbled(Exception):
    """A frame that is not what it must be."""


def send(line: BinaryIO, kind: bytes, data: Any, rows: bytes = b"") -> None:
    """Write one frame: its kind, `data` as JSON, and the numbers of `rows` as they are."""
    body = json.dumps(data, separators=(",", ":"), allow_nan=False).encode()
    line.write(HEADER.pack(kind, len(body), len(rows)) + body + rows)
    line.flush()


def receive(line: BinaryIO) -> tuple[bytes, Any, bytes]:
    """Read one frame. Raises `EOFError` when the line ends, `Garbled` when it makes no sense."""
    kind, length, more = HEADER.unpack(_exactly(line, HEADER.size))
    if length + more > LONGEST:
        raise Garbled("too long")
    body, rows = _exactly(line, length), _exactly(line, more)
    try:
        return kind, json.loads(body, parse_constant=_no_constant), rows
    except (ValueError, RecursionError) as error:
        raise Garbled("not JSON") from error


def _exactly(line: BinaryIO, n: int) -> bytes:
    parts, left = [], n
    while left:
        part = line.read(left)
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def asked_data(asked: Asked) -> dict[str, Any]:
    """What the child is asked, as plain data."""
    return {
        "zone": asked.zone,
        "last_day": asked.last_day.isoformat(),
        "ranges": {name: list(ends) for name, ends in asked.ranges.items()},
        "options": dict(asked.options),
    }


def asked_from(data: Mapping[str, Any]) -> Asked:
    """The child's side: what was asked. It comes from our own process, so it is taken as it is."""
    ranges = {name: (low, high) for name, (low, high) in data["ranges"].items()}
    last_day = date.fromisoformat(data["last_day"])
    return Asked(data["zone"], last_day, ranges, data["options"])


def batch_data(out: Out) -> tuple[dict[str, Any], bytes]:
    """What stands in `out`: names told once, and rows as columns of numbers."""
    names: dict[str, int] = {}
    columns: list[Sequence[Any]] = list(zip(*out.rows, strict=True))
    for at in (0, 5, 6) if columns else ():
        columns[at] = [names.setdefault(name, len(names)) for name in columns[at]]
    if columns:
        columns[7] = [NEVER if at is None else at for at in columns[7]]
    rows = b"".join(array(*one).tobytes() for one in zip(TYPES, columns, strict=False))
    aside = [[one.code, one.where, dict(one.values)] for one in out.set_aside]
    told = {"names": list(names), "aside": aside, "skipped": dict(out.skipped)}
    return told | {"rows": len(out.rows), "at": [out.position, out.size]}, rows


def batch_from(data: Any, rows: bytes, allowed: Container[str]) -> Batch:
    """The parent's side: a batch, or `Garbled`. `allowed` are the variables that may be told."""
    try:
        names = [_text(name) for name in data["names"][: MOST_NAMES + 1]]
        set_aside = tuple(_problem(one) for one in data["aside"][: PER_BATCH + 1])
        skipped = _counts(data["skipped"])
        position, size = (_count(n) for n in data["at"])
        readings = tuple(_readings(_columns(_count(data["rows"]), rows), names, allowed))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise Garbled("a batch") from error
    if len(set_aside) > PER_BATCH or len(readings) > PER_BATCH or len(names) > MOST_NAMES:
        raise Garbled("too many")
    read = len(readings) + sum(skipped.values())
    return Batch(readings, set_aside, skipped, read, position, size)


def _columns(n: int, rows: bytes) -> list[list[Any]]:
    """The columns of `n` rows. An array holds numbers of its one type, and nothing else."""
    columns, start = [], 0
    for kind in TYPES:
        column = array(kind)
        end = start + n * column.itemsize
        column.frombytes(rows[start:end])
        columns.append(column.tolist())
        start = end
    if start != len(rows):
        raise ValueError("another number of rows")
    return columns


def _readings(
    columns: list[list[Any]], names: list[str], allowed: Container[str]
) -> Iterator[Reading]:
    variables, values, _, _, days, _, _, _ = columns
    if not all(names[one] in allowed for one in set(variables)):
        raise ValueError("a variable that was not asked for")
    if not all(map(isfinite, values)):
        raise ValueError("not a number")
    known = {day: date.fromordinal(day) for day in set(days)}
    for variable, value, start, end, day, source, zone, at in zip(*columns, strict=True):
        begin = EPOCH + timedelta(microseconds=start)
        yield Reading(
            names[variable],
            value,
            begin,
            begin if end == start else EPOCH + timedelta(microseconds=end),
            known[day],
            names[source],
            None if at == NEVER else EPOCH + timedelta(microseconds=at),
            names[zone],
        )


def found_data(found: Found) -> dict[str, Any]:
    """What stood in a file, as plain data."""
    sources = [[one.name, one.device, one.values, list(one.spellings)] for one in found.sources]
    kinds = {name[:LONGEST_TEXT]: n for name, n in found.kinds.items()}
    return {
        "format": found.format,
        "version": found.version[:LONGEST_TEXT],
        "kinds": kinds,
        "sources": sources,
        "notes": list(found.notes),
    }


def found_from(data: Any) -> Found:
    """The parent's side: what stood in a file, or `Garbled`."""
    try:
        sources = tuple(
            SourceFound(_text(name), _text(device), _count(n), tuple(map(_text, spellings)))
            for name, device, n, spellings in data["sources"]
        )
        notes = tuple(map(_text, data["notes"]))
        name, version = _text(data["format"]), _text(data["version"])
        return Found(name, version, _counts(data["kinds"]), sources, notes)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Garbled("what was found") from error


def fault_data(fault: UnspiralError) -> dict[str, Any]:
    """Why a file cannot be used, as plain data."""
    plain = json.loads(json.dumps(dict(fault.values), default=str))
    return {"told": [fault.message, fault.kept, fault.next_step], "values": plain}


def fault_from(data: Any) -> BadInput:
    """The parent's side: why a file cannot be used, or `Garbled`."""
    try:
        message, kept, next_step = (_text(one) for one in data["told"])
        return BadInput(
            message, kept, next_step, **{_text(k): v for k, v in data["values"].items()}
        )
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Garbled("a fault") from error


def _problem(told: Any) -> Problem:
    code, where, values = told
    plain = {_text(name): _plain(value) for name, value in values.items()}
    return Problem(_text(code), _text(where), "warning", plain)


def _plain(value: Any) -> str | int | float | None:
    return _text(value) if isinstance(value, str) else None if value is None else _count(value)


def _counts(told: Any) -> dict[str, int]:
    if len(told) > MOST_NAMES:
        raise ValueError("too many")
    return {_text(name): _count(n) for name, n in told.items()}


def _count(n: Any) -> int:
    if type(n) is not int or not 0 <= n < 1 << 53:
        raise ValueError("not a count")
    return n


def _text(told: Any) -> str:
    if not isinstance(told, str) or len(told) > LONGEST_TEXT:
        raise ValueError("not a short text")
    told.encode()  # a lone surrogate is no text
    return told
