"""Measured figures are shown as the file has them, and never without it."""

import json
from pathlib import Path

import pytest

from unspiral.services.measured import FIGURES, FalseClaims, Measured, Power, measured

WHOLE = {
    "false_claims": [{"world": "linear", "people": 1000, "ever": 37, "days": 365}],
    "power": [
        {"cause": "sleep_quality", "effect": "pain", "size_sd": 0.25, "people": 200,
         "found": 120, "days": 365}
    ],
}  # fmt: skip


def read(folder: Path, text: str) -> Measured:
    file = folder / "figures.json"
    file.write_text(text, "utf-8")
    return measured(file)


def test_no_file_means_no_figure(tmp_path: Path) -> None:
    assert measured(tmp_path / "none.json") == Measured()


def test_what_stands_there_is_read_and_the_rest_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps({**WHOLE, "schema": "learner-figures/1", "speed": {"x": 1}}))
    assert found.false_claims == (FalseClaims("linear", 1000, 37, 365),)
    assert found.power == (Power("sleep_quality", "pain", 0.25, 200, 120, 365),)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"false_claims": [{"people": "many"}]}'])
def test_a_file_of_another_form_shows_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Measured()


def test_the_file_of_the_project_is_of_this_form() -> None:
    if FIGURES.exists():
        assert measured().false_claims, "written, but not as services/measured.py reads it"
