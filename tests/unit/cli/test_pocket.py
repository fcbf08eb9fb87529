"""`unspiral pocket`, and its diary through `unspiral import`."""

import json
from pathlib import Path
from typing import Any

import pytest

from unspiral.cli.main import run

ENTRY = {
    "id": "3f0c9f9e-6a52-4a30-9a3d-0b8c8a3a7c11",
    "kind": "checkin",
    "at": "2026-05-01T08:00:00.000Z",
    "zone": "Europe/Dublin",
    "local_date": "2026-05-01",
    "base_version": None,
    "fields": {"half": ["morning"], "sleep_quality": ["6"]},
}


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    file = tmp_path / "unspiral-diary.json"
    file.write_text(json.dumps({"format": "unspiral-pocket/1", "operations": [ENTRY]}))
    return file


def said(capsys: pytest.CaptureFixture[str], *args: object) -> Any:
    assert run([str(arg) for arg in args]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_build_needs_no_data_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    found = said(capsys, "pocket", "--out", tmp_path / "out", "--country", "IE", "--json")
    assert (found["country"], found["language"]) == ("ie", "en")
    assert found["files"] == len([p for p in (tmp_path / "out").rglob("*") if p.is_file()])
    assert "belly-breathing" in found["sessions"]
    assert not (tmp_path / "home").exists()
    assert run(["pocket", "--out", str(tmp_path), "--json"]) == 2


def test_the_diary_is_shown_first_and_stored_once(
    tmp_path: Path, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = ("import", diary, "--data", tmp_path / "data", "--json")
    looked = said(capsys, *into)
    assert (looked["preview"], looked["stored"], looked["kinds"]) == (True, 0, {"checkin": 1})
    for stored, same in ((1, 0), (0, 1)):
        found = said(capsys, *into, "--yes")
        assert (found["read"], found["stored"], found["duplicates"]) == (1, stored, same)
    assert run(["import", str(diary), "--data", str(tmp_path / "data"), "--yes"]) == 0
    words = capsys.readouterr().out
    assert "Read 1 entry (1 day, " in words and "They are: 1 check-in." in words
    assert "Stored 0. Already there: 1." in words


def test_a_cut_file_stores_nothing_and_says_so(
    tmp_path: Path, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diary.write_text(diary.read_text()[:60])
    assert run(["import", str(diary), "--data", str(tmp_path / "data"), "--yes"]) == 2
    assert "cut short" in capsys.readouterr().err
