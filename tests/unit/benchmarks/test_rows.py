"""Verdicts and figures: what a benchmark may say of its own numbers."""

import json
from pathlib import Path

import pytest
from _rows import Found, Row, document, printed, write_figures


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("p", "x", 0.04, 100, high=0.05), "PASS"),
        (Row("p", "x", 0.06, 100, high=0.05), "FALLS SHORT"),
        (Row("p", "x", 0.92, 100, low=0.93, high=0.97), "FALLS SHORT"),
        (Row("p", "x", 0.04, 100, high=0.05, needs=1000), "TOO FEW"),
        (Row("p", "x", float("nan"), 100, high=0.05), "TOO FEW"),
        (Row("p", "x", None, 0, high=0.05), "NOT MEASURED"),
        (Row("p", "x", 0.5, 100), ""),
    ],
)
def test_verdict(row: Row, verdict: str) -> None:
    assert row.verdict == verdict


def test_a_number_that_does_not_exist_is_null_and_a_dash() -> None:
    found = Found([Row("p", "x", float("nan"), 3, low=1.0)])
    assert json.loads(json.dumps(document(found, {}), allow_nan=False))["rows"][0]["value"] is None
    assert " - " in printed(found)


def test_figures_of_another_part_stay(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    counts = {"false_claims": [{"world": "linear", "people": 10, "ever": 1, "days": 365}]}
    write_figures(file, Found([Row("a", "x", 1.0, 5)], figures=counts), "run a", "2026-11-22")
    write_figures(file, Found([Row("b", "y", 2.0, 6)]), "run b", "2026-11-23")
    write_figures(file, Found([Row("a", "x", 3.0, 7)]), "run a", "2026-11-24")
    whole = json.loads(file.read_text("utf-8"))
    assert [(row["name"], row["value"]) for row in whole["rows"]] == [("b: y", 2.0), ("a: x", 3.0)]
    assert whole["false_claims"] == counts["false_claims"]
