"""Each cross-check finds what it is there for, in a catalogue changed in one place."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from unspiral.assessment.scoring import outcome
from unspiral.catalogue.check import check
from unspiral.catalogue.load import Catalogue, load
from unspiral.catalogue.screen_types import Choice
from unspiral.catalogue.types import (
    Cited,
    CrisisLine,
    Effect,
    Example,
    Graded,
    LevelRule,
    SessionStep,
)

SCORES = {"questionnaires": outcome}


def changed(catalogue: Catalogue, folder: str, name: str, **changes: Any) -> Catalogue:
    """The catalogue with fields of one item replaced."""
    items = dict(getattr(catalogue, folder))
    items[name] = replace(items[name], **changes)
    with_it: dict[str, Any] = {folder: items}
    return replace(catalogue, **with_it)


@cache
def shipped_problems() -> frozenset[str]:
    """What the check says of the content as it is."""
    return frozenset(map(repr, check(load()[0], SCORES)))


def new_codes(after: Catalogue) -> set[str]:
    """Codes of the problems that `after` has and the shipped content has not."""
    known = shipped_problems()
    return {problem.code for problem in check(after, SCORES) if repr(problem) not in known}


CASES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("does_not_exist", "claims", "bed-rest", {"sources": (Cited(id="nobody", supports="x"),)}),
    ("no_source", "claims", "bed-rest", {"sources": ()}),
    ("does_not_exist", "techniques", "walking", {"stop_rules": ("st99",)}),
    ("does_not_exist", "techniques", "walking", {"figure": "no-such-figure"}),
    ("does_not_exist", "techniques", "walking", {"told_us": {"shoe_size=9": "You told us."}}),
    ("does_not_exist", "techniques", "walking", {"tried": "tried_flying"}),
    ("grade_x_offered", "techniques", "walking",
     {"grades": (Graded(outcome="pain", when="any", grade="X"),)}),
    ("too_much_for_comfort_scope", "techniques", "walking", {"scope": "comfort"}),
    ("too_much_for_comfort_scope", "techniques", "breathing-4-7-8", {"scope": "comfort"}),
    ("seconds_differ", "techniques", "walking",
     {"session": (SessionStep(kind="walk", seconds=10.0),)}),
    ("bad_step", "techniques", "walking",
     {"session": (SessionStep(kind="repeat", steps=({"kind": "dance"},)),)}),
    ("does_not_exist", "techniques", "walking",
     {"effects": (Effect(outcome="pain", mean=0, unit="u", note="n", source="nobody"),)}),
    ("example_fails", "techniques", "walking",
     {"examples": (Example(given={"caution": "k4"}, expect={"then": "allow"}),)}),
    ("example_fails", "questionnaires", "peg",
     {"examples": (Example(given={"peg_pain": 1}, expect={"score": 1.0}),)}),
    ("review_without_name", "claims", "bed-rest", {"status": "reviewed"}),
    ("check_without_name", "crisis_lines", "gb",
     {"lines": (CrisisLine(name="A", verified_on="2026-01-01"),)}),
    ("does_not_exist", "crisis_lines", "gb", {"lines": (CrisisLine(name="A", seen_in=("x",)),)}),
    ("does_not_exist", "screens", "body_numb", {"both_sides_open": ("rf99",)}),
    ("does_not_exist", "screens", "body_numb",
     {"choices": (Choice(id="weaker", label="Weaker", opens=("rf99",)),)}),
    ("arrow_on_same_day_link", "edges", "stress--pain--same_day", {"drawn": True}),
    ("too_many_arrows", "edges", "stress--pain", {"drawn": True}),
    ("edge_without_sentence", "edges", "stress--pain", {"sentence": ""}),
    ("edge_id_is_not_its_link", "edges", "stress--pain", {"cause": "mood"}),
    ("does_not_exist", "edges", "stress--pain", {"cause": "moon"}),
    ("bad_range", "variables", "pain", {"range": (10.0, 0.0)}),
    ("bad_range", "variables", "pain", {"step": 0.0}),
    ("banned_word", "claims", "bed-rest", {"answer": "This will cure you."}),
    ("hard_to_read", "claims", "bed-rest", {"answer": "Multidisciplinary rehabilitation " * 20}),
]  # fmt: skip


@pytest.mark.parametrize("code,folder,name,changes", CASES)
def test_one_change_is_found(
    catalogue: Catalogue, code: str, folder: str, name: str, changes: dict[str, Any]
) -> None:
    assert code in new_codes(changed(catalogue, folder, name, **changes))


def test_all_problems_are_listed(catalogue: Catalogue) -> None:
    broken = changed(catalogue, "claims", "bed-rest", sources=(), status="reviewed")
    broken = changed(broken, "edges", "stress--pain", sentence="")
    assert new_codes(broken) == {
        "no_source", "review_without_name", "edge_without_sentence",
    }  # fmt: skip


def test_what_was_heard_may_hold_banned_words_and_the_answer_may_not(catalogue: Catalogue) -> None:
    heard = changed(catalogue, "claims", "bed-rest", heard="CFD: a cure!", words=("cure me",))
    assert new_codes(heard) == set()
    for field in ("answer", "why_said", "instead", "title"):
        said = changed(catalogue, "claims", "bed-rest", **{field: "It is CFD, says the page."})
        assert new_codes(said) == {"banned_word"}, field


def test_a_released_id_may_not_vanish_or_go_back(catalogue: Catalogue) -> None:
    ledger = {"claims": {"bed-rest": 1, "gone": 1}, "edges": {"stress--pain": 2}}
    found = [p for p in check(catalogue, SCORES, ledger) if p not in check(catalogue, SCORES)]
    assert {(p.code, p.where) for p in found} == {
        ("released_id_deleted", "claims/gone.yaml"),
        ("version_went_back", "edges/stress--pain.yaml"),
    }


def test_a_condition_on_an_unknown_variable_is_found(catalogue: Catalogue) -> None:
    name = min(catalogue.redflags)
    rule = LevelRule(
        level="E", when={"variable": "moon_phase", "op": "eq", "value": "yes"}, why="x"
    )
    broken = changed(catalogue, "redflags", name, levels=(rule,))
    assert "does_not_exist" in new_codes(broken)
    bad = replace(rule, when={"variable": "age", "op": "near", "value": 1})
    assert "bad_condition" in new_codes(changed(catalogue, "redflags", name, levels=(bad,)))
