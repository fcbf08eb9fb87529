"""The safety pages are made from the content, and the example cases give what their table says."""

import re
from pathlib import Path

import pytest
from support.red_flags_page import PAGE, red_flags_page
from support.source import ROOT

from unspiral.catalogue.load import Catalogue
from unspiral.cli.triage import triage_document
from unspiral.services.case import read_case

CASE_PAGE = ROOT / "docs/reference/case.md"
EXAMPLES = ROOT / "docs/reference/examples"
ROW = re.compile(r"^\| \[([\w-]+)\]\(examples/[\w-]+\.json\) \| (\w) \| (.+?) \| (.+?) \|$", re.M)
ROWS = ROW.findall(CASE_PAGE.read_text("utf-8"))


def test_the_red_flag_page_is_made_from_the_content(catalogue: Catalogue) -> None:
    written = PAGE.read_text("utf-8")
    assert written == red_flags_page(written, catalogue), (
        "run: python -m support.red_flags_page in tests/"
    )


def test_every_flag_and_caution_stands_on_the_page(catalogue: Catalogue) -> None:
    written = PAGE.read_text("utf-8")
    missing = [f for f in catalogue.redflags if f"### {f}:" not in written]
    missing += [c for c in catalogue.cautions if f"| `{c}` |" not in written]
    assert missing == []


def test_every_example_stands_in_the_table() -> None:
    assert {row[0] for row in ROWS} == {path.stem for path in EXAMPLES.glob("*.json")}


@pytest.mark.parametrize(("name", "level", "cleared", "to_ask"), ROWS)
def test_example_case(
    catalogue: Catalogue, name: str, level: str, cleared: str, to_ask: str
) -> None:
    path: Path = EXAMPLES / f"{name}.json"
    said = triage_document(read_case(path, catalogue), catalogue)
    scopes = said["clearance"]["scopes"] if said["clearance"] else ["nothing"]
    assert (said["level"], ", ".join(scopes)) == (level, cleared)
    assert (", ".join(said["to_ask"]) or "nothing") == to_ask
