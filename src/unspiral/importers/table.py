"""Bytes of a delimited text file to a header and a stream of rows, with clear faults."""

import csv
import io
from codecs import IncrementalDecoder, getincrementaldecoder
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from unspiral.errors import BadInput

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 100_000
BLOCK = 1 << 16
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
KEPT = "Nothing was stored."


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows. `rows` yields (row number, cells); row 1 is the header's.

    Names that stand twice get " (2)", " (3)".
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str
    repeated: tuple[str, ...] = ()


def open_table(file: BinaryIO, delimiter: str = "", lines_before: int = 0) -> Table:
    """Read the header of `file` (seekable) and stream the rest. Raises `BadInput`.

    `lines_before` lines above the header are passed over.
    """
    encoding = find_encoding(file)
    text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=encoding, newline="")
    _pass_over(text, lines_before)
    told, first = _first_line(text)
    delimiter = delimiter or told or sniff(first)
    rows = _numbered(_lines(first, text), delimiter)
    found = next(rows, None)
    if found is None:
        raise BadInput("The file is empty.", KEPT, "Choose a file with a header line.")
    header, repeated = name_columns(found[1])
    return Table(header, rows, delimiter, repeated)


def lines_above(file: BinaryIO) -> int:
    """1 when one line of another kind seems to stand above the header, else 0.

    The second line then has more than twice its cells, all of them different and none a number.
    """
    try:
        table = open_table(file)
        _, cells = next(table.rows)
    except (BadInput, StopIteration):
        return 0
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    spoken = all(name and not name[0].isdigit() and name[0] not in "+-" for name in names)
    longer = len(names) > 2 * len(table.header)
    return int(longer and spoken and len(set(names)) == len(names))


def _pass_over(text: io.TextIOWrapper, lines: int) -> None:
    try:
        for _ in range(lines):
            if len(text.readline(LONGEST_CELL)) >= LONGEST_CELL:
                raise _unreadable(0, "a line above its header is too long")
    except UnicodeError as error:
        raise _unreadable(0, str(error)) from error


def _first_line(text: io.TextIOWrapper) -> tuple[str, str]:
    """The delimiter that a spreadsheet may have written above the header, and the header line."""
    told = ""
    try:
        for line in iter(lambda: text.readline(LONGEST_CELL), ""):
            if line.lower().startswith("sep=") and len(line.strip()) == len("sep=") + 1:
                told = line.strip()[-1] if line.strip()[-1] in DELIMITERS else ""
            elif line.strip() and len(line) < LONGEST_CELL:
                return told, line
            elif line.strip():
                raise _unreadable(0, "its first line is too long")
    except UnicodeError as error:
        raise _unreadable(0, str(error)) from error
    return told, ""


def find_encoding(file: BinaryIO) -> str:
    """utf-8-sig, utf-16 (with its mark) or latin-1, from one pass; the file is rewound."""
    file.seek(0)
    encoding, decoder = "utf-8-sig", getincrementaldecoder("utf-8")()
    for block in iter(lambda: file.read(BLOCK), b""):
        if block[:2] in UTF_16_MARKS and file.tell() == len(block):
            encoding = "utf-16"
            break
        if b"\0" in block:
            raise BadInput(
                "This is not a text file: it holds zero bytes.", KEPT, "Export the diary as CSV."
            )
        if encoding != "latin-1" and not _decodes(decoder, block):
            encoding = "latin-1"
    if encoding == "utf-8-sig" and not _decodes(decoder, b"", final=True):
        encoding = "latin-1"
    file.seek(0)
    return encoding


def _decodes(decoder: IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def sniff(line: str) -> str:
    """The delimiter that stands most often outside quotes in `line`; a comma when none does."""
    outside = "".join(line.split('"')[::2])
    counts = Counter({mark: outside.count(mark) for mark in DELIMITERS})
    mark, n = counts.most_common(1)[0]
    return mark if n else ","


def name_columns(cells: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names made unique, and the names that stood twice."""
    seen: Counter[str] = Counter()
    names = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names), tuple(name for name, n in seen.items() if n > 1)


class _Kept(io.RawIOBase):
    """A reader that leaves the file below open when it is thrown away."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)


def _lines(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    yield first
    yield from text


def _numbered(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, counted from 1. Raises `BadInput` naming the row."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    row = 0
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row += 1
            yield row, cells
    except (csv.Error, UnicodeError) as error:
        raise _unreadable(row, str(error)) from error


def _unreadable(row: int, why: str) -> BadInput:
    return BadInput(
        f"The file cannot be read after row {row}: {why}.",
        KEPT,
        "Open it in a spreadsheet, look at that row, and save it again as CSV.",
        row=row,
    )
