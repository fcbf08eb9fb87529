"""Every row of the clinical claims ledger is answered in the library, with the ledger's verdict."""

import re
from pathlib import Path

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Claim

ROWS = tuple(f"C{number:02d}" for number in range(1, 100))
HALVES = {"C01 to C50": ROWS[:50], "C51 to C99": ROWS[50:]}
VERDICTS = {
    "SUP": "supported",
    "MIX": "mixed",
    "UNS": "unsupported",
    "WRONG": "wrong",
    "C (": "mixed",  # one part of the row has thin evidence: swimming in C66
    "no data": "unsupported",  # a question that no study answers
}
# Stories of how the body works that the clinical page leaves out: they may stand in `heard` only.
STORIES = re.compile(
    r"\b(?:(?<!anti-)inflam\w+|dopamine|growth hormone|lubricat\w+)\b", re.IGNORECASE
)
ROW = re.compile(r"^\| (C\d\d) \|[^|]*\|[^|]*\|([^|]*)\|", re.MULTILINE)


def claims_by_row(catalogue: Catalogue) -> dict[str, list[Claim]]:
    """The claims that name each row."""
    found: dict[str, list[Claim]] = {}
    for claim in catalogue.claims.values():
        for row in claim.ledger:
            found.setdefault(row, []).append(claim)
    return found


@pytest.fixture(scope="module")
def verdicts(root: Path) -> dict[str, set[str]]:
    """What the clinical page allows as the verdict of each row: some rows carry two."""
    page = root.parent / "shared" / "clinical" / "evidence.md"
    if not page.is_file():
        pytest.skip("the clinical pages are not on this machine")
    return {
        row: {ours for theirs, ours in VERDICTS.items() if theirs in cell}
        for row, cell in ROW.findall(page.read_text("utf-8"))
    }


@pytest.mark.parametrize("half", HALVES)
def test_every_row_is_answered(catalogue: Catalogue, half: str) -> None:
    answered = claims_by_row(catalogue)
    missing = [row for row in HALVES[half] if row not in answered]
    print(f"{half}: N = {len(HALVES[half])} rows")
    assert missing == []


def test_no_claim_names_a_row_that_is_not_there(catalogue: Catalogue) -> None:
    assert set(claims_by_row(catalogue)) <= set(ROWS)


def test_the_clinical_page_has_these_rows_and_a_verdict_in_each(
    verdicts: dict[str, set[str]],
) -> None:
    assert set(verdicts) == set(ROWS)
    assert [row for row, allowed in verdicts.items() if not allowed] == []


@pytest.mark.parametrize("half", HALVES)
def test_the_verdict_is_the_ledgers(
    catalogue: Catalogue, verdicts: dict[str, set[str]], half: str
) -> None:
    answered = claims_by_row(catalogue)
    wrong = [
        (row, claim.id, claim.verdict)
        for row in HALVES[half]
        for claim in answered.get(row, [])
        if claim.verdict not in verdicts[row]
    ]
    assert wrong == []


def test_an_omitted_story_stands_in_heard_only(catalogue: Catalogue) -> None:
    for claim in catalogue.claims.values():
        for said in (claim.title, claim.answer, claim.why_said, claim.instead):
            assert STORIES.search(said) is None, (claim.id, said)


def test_an_answer_can_be_found_and_does_not_lead_in_a_circle(catalogue: Catalogue) -> None:
    for claim in catalogue.claims.values():
        assert 4 <= len(claim.words) <= 10, claim.id
        assert f"claims/{claim.id}" not in claim.see, claim.id
