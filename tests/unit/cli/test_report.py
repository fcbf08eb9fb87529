"""The report command: a new file for its owner only, nothing private unasked."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from support import pdf_reader
from support.screening import clear_answers
from support.server import MovedClock, made

from unspiral import bootstrap
from unspiral.catalogue.load import Catalogue
from unspiral.cli.main import run
from unspiral.records.facts import Answer, Value
from unspiral.services.context import facts_now
from unspiral.services.operations import Origin, write

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def content_read_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command reads all content; here that would be most of the time."""
    monkeypatch.setattr(bootstrap, "read_catalogue", lambda: catalogue)


def folder(data: Path, catalogue: Catalogue, **more: Value) -> Path:
    """Somebody who is clear, with a note that must stay where it is."""
    ctx, person = made(data, catalogue, MovedClock())
    with ctx.store.read(person) as tx:
        today = facts_now(ctx, tx).today
    given = {**clear_answers(catalogue), **more}
    answers = tuple(Answer(name, value, ctx.clock(), today) for name, value in given.items())
    write(ctx, person, "setup", Origin(), answers=answers)
    write(ctx, person, "checkin", Origin(), note="zebrafinch")
    ctx.store.close()
    return data


def said(capsys: Capture, *args: str) -> tuple[int, dict[str, Any]]:
    code = run(["report", *args, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_a_file_is_written_once_for_its_owner_only(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture
) -> None:
    data, out = folder(tmp_path / "data", catalogue), tmp_path / "page.pdf"
    asked = ("--data", str(data), "--out", str(out), "--name", "A. Example")
    code, result = said(capsys, *asked, "--question", "May I walk?", "--question", "How far?")
    assert (code, result["file"], result["weeks"]) == (0, str(out), 12)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert result["bytes"] == out.stat().st_size and result["seconds"] > 0
    words = pdf_reader.read(out.read_bytes()).text
    assert "A. Example" in words and "May I walk?" in words and "How far?" in words
    assert "zebrafinch" not in words and "None reported." in words
    before = out.read_bytes()
    code, fault = said(capsys, *asked)
    assert (code, fault["error"]["code"]) == (2, "bad_input")
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    "wrong",
    [
        ("--private", "peg"),
        ("--parts", "goal,everything"),
        ("--visit", "soon"),
        ("--weeks", "5"),
        ("--name", "x" * 81),
        ("--question", "x" * 301),
    ],
)
def test_what_is_not_known_writes_nothing(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture, wrong: tuple[str, str]
) -> None:
    data, out = folder(tmp_path / "data", catalogue), tmp_path / "page.pdf"
    code, _ = said(capsys, "--data", str(data), "--out", str(out), *wrong)
    assert code == 2 and not out.exists()


def test_no_folder_no_place_and_no_adult(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "page.pdf"
    assert said(capsys, "--data", str(tmp_path / "none"), "--out", str(out))[0] == 2
    data = folder(tmp_path / "data", catalogue)
    assert said(capsys, "--data", str(data), "--out", str(tmp_path / "no" / "page.pdf"))[0] == 2
    assert not (tmp_path / "none").exists() and not out.exists()
    child = tmp_path / "child"
    ctx, person = made(child, catalogue, MovedClock())
    now = ctx.clock()
    write(ctx, person, "setup", Origin(), (Answer("birth_year", 2015, now, now.date()),))
    ctx.store.close()
    assert said(capsys, "--data", str(child), "--out", str(out))[0] == 3 and not out.exists()
