"""The diary file of a pocket build: read strictly, refused with a sentence."""

import io
import json
from typing import Any

import pytest

from unspiral.errors import BadInput
from unspiral.importers import pocket

ENTRY = {"id": "1", "at": "2026-11-20T08:00:00Z"}
LATER = {"id": "2", "at": "2026-11-21T08:00:00Z"}


def entries(content: Any) -> list[Any]:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return pocket.entries(io.BytesIO(body))


def test_older_entries_come_first() -> None:
    assert entries({"format": pocket.FORMAT, "operations": [LATER, ENTRY]}) == [ENTRY, LATER]


def test_what_the_outbox_saves_to_a_file_is_taken_as_well() -> None:
    assert entries({"operations": [ENTRY]}) == [ENTRY]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"format": "unspiral-pocket/1", "operations": [{"id"', "not_whole"),
        (b"\xff\xfe{}", "not_whole"),
        (b'{"operations": [], "operations": []}', "not_whole"),
        (b'{"operations": [NaN]}', "not_whole"),
        (b'{"operations": ' + b"[" * 200_000, "not_whole"),
        ([1, 2], "foreign"),
        ({"resourceType": "Bundle"}, "foreign"),
        ({"format": pocket.FORMAT, "operations": {}}, "foreign"),
        ({"format": "unspiral-pocket/9", "operations": []}, "other_version"),
        ({"operations": [0] * (pocket.MOST_ENTRIES + 1)}, "too_many"),
        (b" " * (pocket.MOST_BYTES + 1), "too_big"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_reason(content: Any, problem: str) -> None:
    with pytest.raises(BadInput) as told:
        entries(content)
    assert told.value.values["problem"] == problem
    assert told.value.message
    assert told.value.kept == "Nothing was stored."


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (b'{"format": "unspiral-pocket/1"', True),
        (b'\xef\xbb\xbf {\n "operations": [', True),
        (b"date,pain\n2026-11-01,4\n", False),
        (b'{"resourceType": "Bundle"', False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_it_is_told_from_a_table_by_its_first_bytes(head: bytes, ours: bool) -> None:
    assert pocket.is_pocket(head) is ours
