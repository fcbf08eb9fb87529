"""checkin, backup and doctor on a data folder."""

import json
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from unspiral.cli.main import run

DAY = "2026-11-20"
Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *words: object) -> tuple[int, dict[str, Any]]:
    """Exit code and the JSON document of one command."""
    code = run([str(word) for word in (*words, "--json")])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_a_day_is_written_down(tmp_path: Path, capsys: Capture) -> None:
    code, result = said(capsys, "checkin", "--data", tmp_path, "--date", DAY, "--pain", 4,
                        "--sleep-hours", 6.5, "--worry", 3)  # fmt: skip
    assert (code, result["status"], result["stored"]) == (0, "saved", 3)
    assert result["variables"] == ["anxiety", "pain", "sleep_hours"]


def test_two_halves_of_a_day_stand_side_by_side(tmp_path: Path, capsys: Capture) -> None:
    said(capsys, "checkin", "--data", tmp_path, "--date", DAY, "--sleep-hours", 6.5)
    said(capsys, "checkin", "--data", tmp_path, "--date", DAY, "--pain", 4)
    _, found = said(capsys, "doctor", "--data", tmp_path, "--deep")
    assert (found["counts"]["operations"], found["counts"]["readings"]) == (2, 2)
    assert found["deep"]["sound"]


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--pain", 11, "--pain: 11 is outside 0 to 10."),
        ("--pain", -1, "--pain: -1 is outside 0 to 10."),
        ("--sleep-hours", 30, "--sleep-hours: 30 is outside 0 to 24."),
        ("--sleep-hours", 15, "--sleep-hours: 15 is unusual. Add --confirm if it is right."),
        ("--mood", "nan", "--mood: a number from 0 to 10 is needed."),
    ],
)
def test_a_bad_value_stores_nothing_and_says_the_range(
    tmp_path: Path, capsys: Capture, option: str, value: object, sentence: str
) -> None:
    code, result = said(capsys, "checkin", "--data", tmp_path, "--date", DAY, option, value)
    assert (code, result["error"]["message"]) == (2, sentence)
    assert said(capsys, "doctor", "--data", tmp_path)[1]["counts"]["operations"] == 0


def test_an_unusual_value_is_kept_when_confirmed(tmp_path: Path, capsys: Capture) -> None:
    words = ("checkin", "--data", tmp_path, "--date", DAY, "--sleep-hours", 15, "--confirm")
    assert said(capsys, *words)[1]["status"] == "saved"


def test_nothing_to_write_down_exits_2(tmp_path: Path, capsys: Capture) -> None:
    assert said(capsys, "checkin", "--data", tmp_path)[0] == 2


def test_a_backup_is_private_whole_and_says_it_is_not_encrypted(
    tmp_path: Path, capsys: Capture
) -> None:
    data, out = tmp_path / "data", tmp_path / "copy.db"
    said(capsys, "checkin", "--data", data, "--date", DAY, "--pain", 4)
    _, result = said(capsys, "backup", "--data", data, "--out", out)
    assert (result["verified"], result["encrypted"]) == (True, False)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with sqlite3.connect(out) as copy:
        assert copy.execute("SELECT variable, value FROM reading").fetchall() == [("pain", 4.0)]


def test_a_backup_never_writes_over_a_file(tmp_path: Path, capsys: Capture) -> None:
    data, out = tmp_path / "data", tmp_path / "copy.db"
    said(capsys, "checkin", "--data", data, "--date", DAY, "--pain", 4)
    out.write_text("mine")
    assert said(capsys, "backup", "--data", data, "--out", out)[0] == 2
    assert out.read_text() == "mine"


def test_doctor_makes_nothing_where_nothing_is(tmp_path: Path, capsys: Capture) -> None:
    _, found = said(capsys, "doctor", "--data", tmp_path / "none")
    assert found["database"] is None
    assert not (tmp_path / "none").exists()


def test_doctor_names_the_database_and_its_rule(tmp_path: Path, capsys: Capture) -> None:
    said(capsys, "checkin", "--data", tmp_path, "--date", DAY, "--pain", 4)
    _, found = said(capsys, "doctor", "--data", tmp_path)
    assert found["database"]["synchronous"] == "2"
    assert found["database"]["journal_mode"] == "wal"
    assert found["kernel"].startswith(("compiled, up to", "plain (SciPy"))
    assert len(found["content"]["hash"]) == 64
