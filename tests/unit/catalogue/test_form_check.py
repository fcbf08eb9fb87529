"""What a questionnaire's file says wrongly about itself is found before anything is scored."""

from dataclasses import replace
from typing import Any

import pytest
from support.forms import form, item, scoring

from unspiral.catalogue import form_check
from unspiral.catalogue.check import check
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Band, Change, Questionnaire

PARTS = (
    scoring(1, 3, variable="first", items=("q1",)),
    scoring(1, 3, variable="last", items=("q2",)),
)
TABLE = tuple((n, 10.0 + n) for n in range(7))


def faults(made: Questionnaire) -> list[str]:
    found = list(form_check.problems("here", made, ("made-up",)))
    assert all((p.code, p.where) == ("bad_form", "here") for p in found)
    return [str(p.values["detail"]) for p in found]


def bands(*lows: float) -> dict[str, Any]:
    return {"bands": tuple(Band(low=low, label="a band") for low in lows)}


def test_the_shipped_forms_are_in_order(catalogue: Catalogue) -> None:
    forms = catalogue.questionnaires
    found = [p for f in forms.values() for p in form_check.problems(f.id, f, forms)]
    assert found == [] and len(forms) >= 25


@pytest.mark.parametrize("good", [
    form(2, 3), form(2, 3, "mean"),
    form(2, 3, "percent_of_answered", score={"range": (0.0, 100.0)}),
    form(2, 4, score={"divide": 3.2, "range": (0.0, 2.5)}),
    form(2, 3, "sum_of_parts", parts=PARTS),
    form(1, 24, "psqi_duration", score={"range": (0.0, 3.0)}),
    form(2, 168, "wpai_absenteeism", score={"range": (0.0, 100.0)}),
    form(2, 3, each={1: {"points": (0, 0, 1, 2)}}, score={"range": (0.0, 5.0)}),
    form(2, 3, each={1: {"unscored": True}}, needs=1, score={"range": (0.0, 3.0)}),
    form(2, 3, score={"table": TABLE, "range": (10.0, 16.0)}),
    form(2, 3, score=bands(0, 3, 6)), form(2, 3, each={1: {"range": (1, 4)}, 2: {"blank": 3}},
    score={"range": (1.0, 7.0)}), form(1, 3, each={1: {"help_from": 3}}),
])  # fmt: skip
def test_a_form_in_order_has_no_fault(good: Questionnaire) -> None:
    assert faults(good) == []


@pytest.mark.parametrize("bad,said", [
    (form(2, 3, each={2: {"id": "q1"}}), "item q1 stands twice"),
    (form(2, 3, parts=(replace(PARTS[0], variable="made_up"),)), "score made_up stands twice"),
    (form(2, 3, parts=(replace(PARTS[0], items=("q9",)),)), "first: no item q9"),
    (form(1, 3, each={1: {"range": (3, 3)}}, score={"range": (3.0, 3.0)}), "q1: range"),
    (form(1, 3, each={1: {"options": ("a", "b")}}), "q1: 2 options for 4 answers"),
    (form(1, 3, each={1: {"option_codes": ("a",)}}), "q1: 1 option_codes for 4 answers"),
    (form(1, 3, each={1: {"points": (0, 3)}}), "q1: 2 points for 4 answers"),
    (form(1, 3, each={1: {"blank": 4}}), "q1: blank out of range"),
    (form(1, 3, each={1: {"blank": -1}}), "q1: blank out of range"),
    (form(1, 3, each={1: {"help_from": 0}}), "q1: help_from out of range"),
    (form(1, 3, each={1: {"help_from": 4}}), "q1: help_from out of range"),
    (form(1, 3, each={1: {"points": (0, 1, 2, 3), "whole": False}}),
     "q1: points are for whole answers that are not reversed"),
    (form(2, 3, needs=3), "made_up: needs 3 of 2 items"),
    (form(2, 3, needs=0), "made_up: needs 0 of 2 items"),
    (form(2, 3, "wpai_absenteeism", needs=1, score={"range": (0.0, 100.0)}),
     "made_up: this method needs every item"),
    (form(2, 3, score={"range": (0.0, 7.0)}), "made_up: range is 0 to 6"),
    (form(2, 3, score={"range": (1.0, 6.0)}), "made_up: range is 0 to 6"),
    (form(2, 3, "mean", score={"range": (0.0, 6.0)}), "made_up: range is 0 to 3"),
    (form(2, 3, "sum_of_parts", parts=PARTS, score={"range": (0.0, 9.0)}),
     "made_up: range is 0 to 6"),
    (form(2, 3, score={"table": TABLE[1:], "range": (11.0, 16.0)}),
     "made_up: the table has to hold 0 to 6, in order"),
    (form(2, 3, needs=1, score={"table": TABLE, "range": (10.0, 16.0)}),
     "made_up: a table needs every item"),
    (form(2, 3, score=bands(1, 3)), "made_up: bands begin at the lowest score and go up"),
    (form(2, 3, score=bands(0, 3, 3)), "made_up: bands begin at the lowest score and go up"),
    (form(2, 3, score=bands(0, 5, 3)), "made_up: bands begin at the lowest score and go up"),
    (form(2, 3, score=bands(0, 7)), "made_up: a band above the highest score"),
    (form(2, 3, score={"bands": (Band(low=0, label="a", ask_next=("nothing",)),)}),
     "made_up: no form nothing"),
])  # fmt: skip
def test_each_fault_is_told(bad: Questionnaire, said: str) -> None:
    assert faults(bad) == [said]


def test_a_reversed_item_takes_no_points() -> None:
    made = form(1, 3)
    both = item(1, 3, points=(0, 1, 2, 3), reversed=True)
    said = ["q1: points are for whole answers that are not reversed"]
    assert faults(replace(made, items=(both,))) == said


def test_every_fault_is_told_not_the_first() -> None:
    assert len(faults(form(2, 3, needs=3, score={"range": (0.0, 9.0), **bands(1)}))) == 3


def test_the_content_check_looks_at_every_form_and_its_changes(catalogue: Catalogue) -> None:
    peg = catalogue.questionnaires["peg"]
    guess = Change(mic_points=1, source="krebs-2009", error_sd=1, error_source="nobody")
    part = replace(peg.score, variable="again", change=replace(guess, source="no-one"))
    broken = replace(peg, change=guess, parts=(part,), score=replace(peg.score, needs=4))
    found = check(replace(catalogue, questionnaires={"peg": broken}))
    ours = [(p.code, p.values.get("id")) for p in found if p.where == "questionnaires/peg.yaml"]
    assert set(ours) == {
        ("bad_form", None), ("does_not_exist", "nobody"), ("does_not_exist", "no-one"),
    }  # fmt: skip
