"""What may never be left out by a fair test is refused, and the shipped list is closed and safe."""

from dataclasses import replace
from typing import Any

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.trial_check import problems

SHOWN = "warmth-morning"
CASES: list[tuple[str, dict[str, Any]]] = [
    ("no technique", {"technique": "no-such"}),
    ("clinician", {"technique": "massage"}),
    ("answer", {"technique": "medicine-talk"}),
    ("topic", {"technique": "less-alcohol"}),
    ("sleep programme", {"technique": "sleep-window"}),
    ("opens only after another", {"technique": "bridge-2"}),
    ("no variable", {"outcome": "no-such"}),
    ("not on 0-10", {"outcome": "sleep_hours"}),
    ("not asked in the evening", {"when": "evening"}),
    ("lower is better", {"better": "higher"}),
    (
        "at night is asked about",
        {"when": "evening", "outcome": "pain", "do_at": "night"},
    ),
]


def said(catalogue: Catalogue, **changes: Any) -> str:
    question = replace(catalogue.trial_questions[SHOWN], **changes)
    technique = catalogue.techniques.get(question.technique)
    found = problems("here", question, technique, catalogue.variables.get(question.outcome))
    return "; ".join(str(problem.values["detail"]) for problem in found)


@pytest.mark.parametrize(("words", "changes"), CASES)
def test_each_fault_is_found(catalogue: Catalogue, words: str, changes: dict[str, Any]) -> None:
    assert words in said(catalogue, **changes)


def test_the_shipped_list_is_closed_short_and_names_no_medicine(catalogue: Catalogue) -> None:
    listed = catalogue.trial_questions
    assert 8 <= len(listed) <= 12
    for question in listed.values():
        technique = catalogue.techniques[question.technique]
        assert technique.offer in ("plan", "choose") or technique.programme == "thoughts"
        assert not {"medicine", "tablet", "pill", "dose"} & set(question.on_days.lower().split())
        assert question.scope == "programme"
    assert {q.when for q in listed.values()} == {"evening", "morning"}
    assert {q.scheme for q in listed.values()} == {"blocks", "pairs"}
