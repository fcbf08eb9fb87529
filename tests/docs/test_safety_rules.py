"""Every place and every test that the table of safety rules names exists."""

import re

import pytest
from support.source import ROOT

PAGE = ROOT / "docs/reference/safety-rules.md"
ROW = re.compile(r"^\| (?P<rule>[^|]+) \| `(?P<place>[^`|]+)` \| `(?P<test>[^`|]+)` \|$", re.M)
ROWS = [found.groupdict() for found in ROW.finditer(PAGE.read_text("utf-8"))]


def test_every_row_of_three_cells_is_read() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    held = [line for line in lines if line.count(" | ") == 2 and "rule | where" not in line]
    assert len(ROWS) == len(held) > 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"][:40])
def test_place_and_test_exist(row: dict[str, str]) -> None:
    assert (ROOT / row["place"]).exists(), row["place"]
    file, _, name = row["test"].partition("::")
    assert f"def {name}(" in (ROOT / file).read_text("utf-8"), row["test"]
