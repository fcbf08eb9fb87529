"""Measured figures are shown as the file has them, and never without it."""

import importlib
import json
from pathlib import Path

import pytest

from unspiral.services.measured import FIGURES, FalseClaims, Measured, Power, measured

CLAIMS = {"world": "linear", "people": 1000, "ever": 37, "days": 365}
POWER = {
    "cause": "sleep_quality",
    "effect": "pain",
    "size_sd": 0.25,
    "people": 200,
    "found": 120,
    "days": 365,
}
WHOLE = {
    "schema": "learner-figures/1",
    "false_claims": [CLAIMS],
    "power": [POWER],
    "rows": [{"name": "speed: page fit", "value": 0.4, "n": 10}],
}
SHOWN = Measured(
    (FalseClaims("linear", 1000, 37, 365),),
    (Power("sleep_quality", "pain", 0.25, 200, 120, 365),),
)


def read(folder: Path, text: str) -> Measured:
    file = folder / "figures.json"
    file.write_text(text, "utf-8")
    return measured(file)


def test_no_file_means_no_figure(tmp_path: Path) -> None:
    assert measured(tmp_path / "none.json") == Measured()


def test_what_stands_there_is_read_and_the_rest_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, json.dumps(WHOLE)) == SHOWN


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", '{"false_claims": [{"world": "linear"}]}'])
def test_a_file_of_another_form_shows_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Measured()


def test_what_the_benchmark_writes_is_what_is_read(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From made-up years of look days to the page, through the benchmark's own code."""
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    rows, claims = importlib.import_module("_rows"), importlib.import_module("_claims")
    quiet = {"rule": [], "said": [], "leads": [], "loops": 0, "change": ""}
    told = {**quiet, "rule": ["sleep_quality>pain"], "said": ["sleep_quality>pain"]}
    found, years = rows.Found(), [{"60": quiet, "90": told}, {"60": quiet, "90": quiet}]
    claims._add_false(found, {"linear": years}, (60, 90))
    claims._add_power(found, {claims.Strong("sleep_quality", "pain", -0.25): years}, (60, 90))
    rows.write_figures(tmp_path / "figures.json", found, "./test bench learner", "2026-11-22")
    assert measured(tmp_path / "figures.json") == Measured(
        (FalseClaims("linear", 2, 1, 90),), (Power("sleep_quality", "pain", 0.25, 2, 1, 90),)
    )


@pytest.mark.skipif(not FIGURES.exists(), reason="no figures were written yet")
def test_the_file_of_the_project_is_of_this_form() -> None:
    assert measured().false_claims, "written, but not as services/measured.py reads it"
