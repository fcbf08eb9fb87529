"""`unspiral triage` prints one document, and says the same in words."""

import json
from pathlib import Path

import pytest

from unspiral.cli.main import run

CASE = {"schema": "case/1", "today": "2026-11-22", "person": {"birth_year": 1980}}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**CASE, "answers": {"rf1_saddle": "yes"}}))
    return path


def test_one_json_document(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["triage", str(case), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["level"], said["told"], said["clearance"]) == ("E", "E", None)
    first = said["findings"][0]
    assert (first["flag"], first["state"], first["since"]) == ("rf1", "open", "2026-11-22")
    assert first["reasons"][0]["values"] == {"rf1_saddle": "yes"}


def test_words(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["triage", str(case)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Level E\n") and said.endswith("Cleared: nothing\n")


def test_a_case_with_faults_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**CASE, "schema": "x"}))
    assert run(["triage", str(path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "bad_input"
