"""The examples of CONTRIBUTING are whole files that the content check finds nothing wrong with."""

import shutil
from pathlib import Path

import pytest
from support.pages import Block, blocks
from support.source import ROOT, SOURCE

from unspiral.catalogue.check import check
from unspiral.catalogue.load import load
from unspiral.services.content import outcomes

CONTENT = "src/unspiral/content"
BLOCKS = [b for b in blocks(ROOT / "CONTRIBUTING.md") if b.language == "yaml"]


def name_of(block: Block) -> str:
    """Where the example says it belongs, below the content folder."""
    first = block.text.splitlines()[0]
    assert first.startswith(f"# file {CONTENT}/")
    return first.removeprefix(f"# file {CONTENT}/")


def problems_with(folder: Path, changed: dict[str, str]) -> list[str]:
    """All problems of the shipped content with some files added."""
    shutil.copytree(SOURCE / "content", folder, dirs_exist_ok=True)
    for name, text in changed.items():
        (folder / name).write_text(text, "utf-8")
    catalogue, problems = load(folder)
    found = [*problems, *check(catalogue, outcomes(catalogue))]
    return [str(p) for p in found if any(p.where.startswith(name) for name in changed)]


@pytest.mark.parametrize("block", BLOCKS, ids=name_of)
def test_example_passes_the_content_check(block: Block, tmp_path: Path) -> None:
    assert problems_with(tmp_path, {name_of(block): block.text}) == []


@pytest.mark.parametrize("block", BLOCKS, ids=name_of)
def test_a_spoilt_example_is_refused(block: Block, tmp_path: Path) -> None:
    spoilt = block.text.replace("version: 1\n", "version: 1\nsurprise: 1\n")
    assert problems_with(tmp_path, {name_of(block): spoilt})


def test_there_is_one_of_each() -> None:
    assert [name_of(block).split("/")[0] for block in BLOCKS] == [
        "techniques",
        "claims",
        "questionnaires",
        "worksheets",
    ]
