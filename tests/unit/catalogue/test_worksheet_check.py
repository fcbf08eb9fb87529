"""A written sheet that contradicts itself is found, and the shipped ones do not."""

from dataclasses import replace
from typing import Any

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Prompt
from unspiral.catalogue.worksheet_check import problems

LINE = Prompt(id="a", form="line", ask="A?", needed=True)
CASES: list[tuple[str, dict[str, Any]]] = [
    ("enough and days", {"enough": 0}),
    ("again heads", {"again": "Later"}),
    ("again heads", {"prompts": (LINE, replace(LINE, id="b", later=True))}),
    ("nothing is needed", {"prompts": (replace(LINE, needed=False),)}),
    ("stands twice", {"prompts": (LINE, LINE)}),
    ("options belong", {"prompts": (LINE, Prompt(id="b", form="choice", ask="B?"))}),
    ("options belong", {"prompts": (replace(LINE, options={"x": "X"}),)}),
    ("both ends", {"prompts": (LINE, Prompt(id="b", form="scale", ask="B?", low_end="low"))}),
]


def said(catalogue: Catalogue, technique: str = "thought-record", **changes: Any) -> list[str]:
    sheet = replace(catalogue.worksheets["thought-record"], **changes)
    found = problems("here", sheet, catalogue.techniques.get(technique))
    return [str(problem.values["detail"]) for problem in found]


@pytest.mark.parametrize(("words", "changes"), CASES)
def test_each_fault_is_found(catalogue: Catalogue, words: str, changes: dict[str, Any]) -> None:
    assert any(words in fault for fault in said(catalogue, **changes))


def test_a_sheet_needs_a_technique_that_leads_to_grounding(catalogue: Catalogue) -> None:
    assert said(catalogue) == []
    assert said(catalogue, "no-such") == ["no technique thought-record"]
    assert "grounding" in said(catalogue, "walking")[0]
