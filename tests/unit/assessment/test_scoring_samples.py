"""The scorer against published answer sheets and their stated totals."""

import csv
import json
from pathlib import Path

import pytest
from support.forms import answers, form

from unspiral.assessment.scoring import Score, score
from unspiral.catalogue.types import Questionnaire

PHQ9, GAD7 = form(9, 3), form(7, 3)
PSS10 = form(10, 4, reversed_items=(4, 5, 7, 8))
BY_NAME = {"PHQ-9": PHQ9, "GAD-7": GAD7, "PHQ-4": form(4, 3), "PHQ-2": form(2, 3)}
TOTALS = {
    "PHQ-9": "PHQ9_SCORE",
    "GAD-7": "GAD7_SCORE",
    "PHQ-4": "PHQ4_TOTAL_SCORE",
    "PHQ-2": "PHQ2_SCORE",
}


@pytest.fixture
def samples(root: Path) -> Path:
    folder = root.parent / "shared" / "samples" / "scoring"
    if not folder.is_dir():
        pytest.skip("the shared scoring samples are not on this machine")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def value_of(which: Questionnaire, values: list[int]) -> float:
    result = score(which, answers(*values))
    assert isinstance(result, Score)
    return result.value


def test_gad7_series_of_five_months(samples: Path) -> None:
    sheets = rows(samples / "gad7_series_pacio.csv")
    for row in sheets:
        given = [int(row[f"q{i}"]) for i in range(1, 8)]
        assert value_of(GAD7, given) == float(row["stated_total"]), row["instance"]
    print(f"N = {len(sheets)}")
    assert len(sheets) == 5


def test_six_sheets_of_phq9_and_pss10(samples: Path) -> None:
    sheets = rows(samples / "biopsykit_answers.csv")
    totals = {row["subject"]: row for row in rows(samples / "biopsykit_results.csv")}
    for row in sheets:
        phq = [int(row[f"PHQ_{i}"]) for i in range(1, 10)]
        assert value_of(PHQ9, phq) == float(totals[row["subject"]]["PHQ9"])
        pss = [int(row[f"PSS_{i}"]) for i in range(1, 11)]
        assert value_of(PSS10, pss) == float(totals[row["subject"]]["PSS_Total"])
    print(f"N = {len(sheets)}")
    assert len(sheets) == 6


def test_vendor_cases_with_full_answers(samples: Path) -> None:
    cases = json.loads((samples / "awell_vectors.json").read_text("utf-8"))
    mine = [case for case in cases if case["instrument"] in BY_NAME]
    for case in mine:
        total = case["expected"][TOTALS[case["instrument"]]]
        assert value_of(BY_NAME[case["instrument"]], list(case["answers"].values())) == total
    print(f"N = {len(mine)}")
    assert len(mine) >= 8
