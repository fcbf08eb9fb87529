"""`unspiral session` writes a script and its sound, and only for a case that opens it."""

import json
from pathlib import Path

import pytest
import soundfile
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.cli.main import run

DAY = "2026-11-22"


def case(folder: Path, answers: dict[str, object]) -> str:
    path = folder / "case.json"
    known = {name: value for name, value in answers.items() if name != "birth_year"}
    person = {"birth_year": 1980, "pregnant": "no"}
    known.pop("pregnant", None)
    known.pop("age", None)
    head = {"schema": "case/1", "today": DAY, "person": person}
    path.write_text(json.dumps({**head, "answers": known}))
    return str(path)


@pytest.fixture
def clear(tmp_path: Path, catalogue: Catalogue) -> str:
    return case(tmp_path, dict(clear_answers(catalogue)))


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_script_and_sound_are_of_one_length(
    clear: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "out"
    assert run(["session", "hamstring-strap", "--out", str(out), "--case", clear, "--json"]) == 0
    shown = said(capsys)
    script = json.loads((out / "script.json").read_text())
    sound, rate = soundfile.read(out / "audio.flac")
    assert sorted(path.name for path in out.iterdir()) == ["audio.flac", "script.json"]
    assert len(sound) == round(script["seconds"] * rate) and shown["seconds"] == script["seconds"]
    last = script["steps"][-1]
    assert last["start"] + last["seconds"] == pytest.approx(script["seconds"])
    assert shown["steps_count"] == len(script["steps"]) and script["stop_rules"]


def test_tired_and_the_left_side_first(
    clear: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["session", "hamstring-strap", "--out", str(tmp_path), "--case", clear]
    assert run([*words, "--tired", "--side", "left", "--json"]) == 0
    assert 0 < float(str(said(capsys)["seconds"])) <= 60
    script = json.loads((tmp_path / "script.json").read_text())
    assert next(step["side"] for step in script["steps"] if step["side"]) == "left"


def test_other_counts_are_told(clear: str, tmp_path: Path) -> None:
    words = ["session", "breathing-4-7-8", "--out", str(tmp_path), "--case", clear]
    assert run([*words, "--breath", "shorter"]) == 0
    script = json.loads((tmp_path / "script.json").read_text())
    assert "In for 3. Hold for 4. Out for 5." in [step["say"] for step in script["steps"]]


@pytest.mark.parametrize("name", ["belly-breathing", "sit-to-stand"])
def test_without_a_case_nothing_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["session", name, "--out", str(out), "--json"]) == 3
    assert said(capsys)["error"]["code"] == "refused_by_gate"  # type: ignore[index]
    assert not out.exists()


def test_a_sign_or_a_caution_closes_it(
    tmp_path: Path, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = dict(clear_answers(catalogue))
    for name, changed, code in (
        ("belly-breathing", {"rf1_saddle": "yes"}, "level"),
        ("sit-to-stand", {"rf16_skin": "yes"}, ""),
        ("breathing-4-7-8", {"health_heart_lung": "yes"}, "caution"),
    ):
        path, out = case(tmp_path, answers | changed), tmp_path / "out"
        assert run(["session", name, "--out", str(out), "--case", path, "--json"]) == 3, name
        error = said(capsys)["error"]
        assert isinstance(error, dict) and not out.exists()
        assert not code or code in {reason["code"] for reason in error["reasons"]}


def test_what_is_not_there_exits_2(
    clear: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["session", "levitation", "--out", str(tmp_path), "--case", clear]) == 2
    file = tmp_path / "file"
    file.touch()
    assert run(["session", "belly-breathing", "--out", str(file / "x"), "--case", clear]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_only_to_read_about_is_refused(
    clear: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["session", "acupuncture", "--out", str(tmp_path / "o"), "--case", clear]) == 3
    assert "not_started_here" in capsys.readouterr().err


def test_other_files_of_the_folder_are_left_alone(clear: str, tmp_path: Path) -> None:
    out, mine = tmp_path / "out", tmp_path / "mine.txt"
    out.mkdir()
    mine.write_text("mine")
    (out / "script.part").symlink_to(mine)
    (out / "audio.part").write_text("mine too")
    (out / "script.json").symlink_to(mine)
    assert run(["session", "belly-breathing", "--case", clear, "--out", str(out)]) == 0
    assert mine.read_text() == "mine"
    assert (out / "audio.part").read_text() == "mine too"
    assert {file.name for file in out.iterdir()} == {
        "script.json", "audio.flac", "script.part", "audio.part"
    }  # fmt: skip


def test_a_folder_in_the_way_changes_neither_file(
    clear: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (out / "audio.flac").mkdir(parents=True)
    (out / "script.json").write_text("before")
    assert run(["session", "belly-breathing", "--case", clear, "--out", str(out)]) == 2
    assert "audio.flac is a folder" in capsys.readouterr().err
    assert (out / "script.json").read_text() == "before"
    assert {file.name for file in out.iterdir()} == {"script.json", "audio.flac"}
