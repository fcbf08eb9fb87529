"""Measured figures are shown as the file has them, and never without it."""

import importlib
import json
from pathlib import Path

import pytest

from unspiral.services.measured import FIGURES, FalseClaims, Measured, Power, measured


def figure(name: str, value: float | None, n: int) -> dict[str, object]:
    rest = {"unit": "", "target": "", "verdict": "PASS", "command": "./test bench", "date": "x"}
    return {"name": name, "value": value, "n": n, **rest}


WHOLE = [
    figure("speed: page fit", 0.4, 10),
    figure("claims: ever told in 365 days, linear", 0.037, 1000),
    figure("claims: ever told, all worlds", 0.04, 2200),
    figure("claims: ever told in 365 days, drift", None, 200),
    figure("claims: power in 365 days, sleep > pain .25 sd", 0.6, 200),
]


def read(folder: Path, text: str) -> Measured:
    file = folder / "figures.json"
    file.write_text(text, "utf-8")
    return measured(file)


def test_no_file_means_no_figure(tmp_path: Path) -> None:
    assert measured(tmp_path / "none.json") == Measured()


def test_what_stands_there_is_read_and_the_rest_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps(WHOLE))
    assert found.false_claims == (FalseClaims("linear", 1000, 37, 365),)
    assert found.power == (Power("sleep", "pain", 0.25, 200, 120, 365),)


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", '[{"name": "x", "value": "many", "n": 1}]'])
def test_a_file_of_another_form_shows_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Measured()


def test_what_the_benchmark_writes_is_what_is_read(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    rows = importlib.import_module("_rows")
    row = rows.Row("claims", "ever told in 365 days, linear", 0.037, 1000)
    rows.write_figures(tmp_path / "figures.json", [row], "./test bench learner", "2026-11-22")
    found = measured(tmp_path / "figures.json")
    assert found.false_claims == (FalseClaims("linear", 1000, 37, 365),)


@pytest.mark.skipif(not FIGURES.exists(), reason="no figures were written yet")
def test_the_file_of_the_project_is_of_this_form() -> None:
    assert measured().false_claims, "written, but not as services/measured.py reads it"
