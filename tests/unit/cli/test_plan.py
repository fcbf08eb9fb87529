"""`unspiral plan` prints every number that a thing was drawn by, or why nothing is planned."""

import json
from pathlib import Path

import pytest
from support.source import ROOT

from unspiral.cli.main import run

CLEAR = ROOT / "docs/reference/examples/clear.json"
GROWN = [
    {"kind": kind, "subject": "walking", "value": value, "date": f"2026-11-{day:02d}"}
    for day in range(2, 22, 2)
    for kind, value in (("done", "full"), ("settled", "settled"))
]


def planned(capsys: pytest.CaptureFixture[str], path: Path) -> dict:  # type: ignore[type-arg]
    assert run(["plan", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert isinstance(said, dict)
    return said


def changed(tmp_path: Path, **more: object) -> Path:
    case = json.loads(CLEAR.read_text("utf-8"))
    case["answers"] |= more.pop("answers", {})  # type: ignore[operator]
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**case, **more}), "utf-8")
    return path


def test_every_item_says_how_much_when_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    said = planned(capsys, CLEAR)
    assert said["status"] == "plan" and said["left_out"]
    assert [item["role"] for item in said["items"]] == ["ease", "build", "night"]
    for item in said["items"]:
        assert 0 < item["probability"] <= 1 and 0 < item["chance"] < 1 and item["fit"] > 0
        assert item["amount"]["seconds"] == item["seconds"] and item["reasons"]
        assert item["when"] in ("any", "morning", "day", "evening", "night")


def test_a_walk_has_grown_and_is_told_in_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"walk_minutes": 10, "settles": "minutes", "goal_minutes": 30, "plan_size": "more",
               "walk_unit": "steps"}  # fmt: skip
    said = planned(capsys, changed(tmp_path, answers=answers, events=GROWN))
    walk = next(item for item in said["items"] if item["technique"] == "walking")
    assert walk["seconds"] == (7 + 2) * 60 and walk["steps"] == 900
    assert "a_step_more" in {reason["code"] for reason in walk["reasons"]}


def test_a_withheld_plan_says_what_is_to_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"schema": "case/1", "today": "2026-11-22"}), "utf-8")
    said = planned(capsys, path)
    assert said["status"] == "withheld" and said["to_ask"]


def test_why_there_is_no_plan_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    for name, words in (
        ("emergency", "a danger sign is to be checked first"),
        ("bad-day", "the danger screen is to be answered again first"),
        ("stale", "some answers are too old"),
    ):
        assert run(["plan", str(CLEAR.with_name(f"{name}.json"))]) == 0
        line = capsys.readouterr().out
        assert line.startswith("No plan for ") and line.endswith(f": {words}.\n")
