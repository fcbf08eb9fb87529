"""`unspiral content sheet` writes one page, says how much is on it, and refuses a bad place."""

import json
from pathlib import Path

import pytest

from unspiral.catalogue.load import CONTENT
from unspiral.cli.main import run

FIGURES = len(list((CONTENT / "figures" / "poses").glob("*.yaml")))
PICTURES = len(list((CONTENT / "pictures").glob("*.yaml")))


def test_it_writes_the_page_and_says_the_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sheet.html"
    out.write_text("old", "utf-8")
    assert run(["content", "sheet", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"figures": FIGURES, "pictures": PICTURES, "out": str(out)}
    page = out.read_text("utf-8")
    assert page.startswith("<!doctype html>") and page.endswith("</html>\n")
    assert page.count('<section class="one"') == FIGURES + PICTURES


def test_the_words_name_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sheet.html"
    assert run(["content", "sheet", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{FIGURES} figures and {PICTURES} pictures: {out}\n"


def test_help_says_that_it_writes_over(capsys: pytest.CaptureFixture[str]) -> None:
    run(["content", "sheet", "--help"])
    assert "written over" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["missing/sheet.html", "."])
def test_a_bad_place_is_a_sentence_and_exit_2(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["content", "sheet", "--out", str(tmp_path / place)]) == 2
    said = capsys.readouterr().err
    assert said and "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_it_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["content", "sheet"]) == 2
    assert "--out" in capsys.readouterr().err
