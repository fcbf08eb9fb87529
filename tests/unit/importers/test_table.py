"""A delimited file: encodings, delimiters, line ends, and faults that name their row."""

import io

import pytest

from unspiral.errors import BadInput
from unspiral.importers.table import find_encoding, open_table, sniff


def rows_of(content: bytes) -> list[list[str]]:
    return [cells for _, cells in open_table(io.BytesIO(content)).rows]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_every_line_end_gives_the_same_rows(end: bytes) -> None:
    content = end.join([b"date,pain", b"2026-01-01,4", b"", b"2026-01-02,5"])
    assert rows_of(content) == [["2026-01-01", "4"], ["2026-01-02", "5"]]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("date,mood\n".encode("utf-8-sig"), "utf-8-sig"),
        ("date,Müdigkeit\n".encode("utf-16"), "utf-16"),
        ("date,Müdigkeit\n".encode("latin-1"), "latin-1"),
        (b"date,pain\xc2", "latin-1"),
    ],
)
def test_encoding_is_found_and_the_header_is_clean(content: bytes, encoding: str) -> None:
    file = io.BytesIO(content)
    assert find_encoding(file) == encoding
    assert open_table(file).header[0] == "date"


@pytest.mark.parametrize(
    ("line", "mark"),
    [("a,b,c", ","), ("a;b,5;c", ";"), ("a\tb", "\t"), ('"a,b";c', ";"), ("alone", ",")],
)
def test_delimiter(line: str, mark: str) -> None:
    assert sniff(line) == mark


def test_a_spreadsheet_separator_line_is_obeyed() -> None:
    table = open_table(io.BytesIO(b"sep=;\r\ndate;pain\r\n2026-01-01;4\r\n"))
    assert (table.header, table.delimiter) == (("date", "pain"), ";")


def test_doubled_and_empty_names_stay_apart() -> None:
    table = open_table(io.BytesIO(b"date,Sleep,,Sleep\n"))
    assert table.header == ("date", "Sleep", "column 3", "Sleep (2)")
    assert table.repeated == ("Sleep",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (b"date,pain\n2026-01-01,\0\n", "zero bytes"),
        (b'date,pain\n2026-01-01,"4\n2026-01-02,5\n', "after row 1"),
        (b"date,pain\n2026-01-01," + b"9" * 200_000, "after row 1"),
        (b"date," + b"x" * 200_000 + b"\n2026-01-01,4\n", "too long"),
        (b"\xff\xfed\x00a\x00\x00\xd8\n\x00", "cannot be read"),
    ],
)
def test_a_broken_file_is_named_not_guessed(content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        rows_of(content)


def test_the_file_stays_open_for_the_next_pass() -> None:
    file = io.BytesIO(b"date,pain\n2026-01-01,4\n")
    for _ in range(3):
        assert len(list(open_table(file).rows)) == 1
    assert not file.closed
