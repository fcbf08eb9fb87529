"""Three-valued conditions: truth, what fires, what is new, and what a condition may look like."""

from typing import Any

import pytest

from unspiral.catalogue.rules import (
    doubts_as_yes,
    evaluate,
    faults,
    fires,
    is_monotone,
    renewed,
    variables_of,
)

A = {"variable": "a", "op": "eq", "value": "yes"}
B = {"variable": "b", "op": "eq", "value": "yes"}
OLD = {"variable": "age", "op": "ge", "value": 70}


@pytest.mark.parametrize(
    ("condition", "answers", "truth"),
    [
        (A, {"a": "yes"}, True),
        (A, {"a": "no"}, False),
        (A, {"a": "unsure"}, None),
        (A, {}, None),
        ({"all": [A, B]}, {"a": "yes"}, None),
        ({"all": [A, B]}, {"a": "no"}, False),
        ({"any": [A, B]}, {"a": "yes"}, True),
        ({"any": [A, B]}, {"a": "no"}, None),
        ({"not": A}, {"a": "no"}, True),
        ({"not": A}, {}, None),
        ({"at_least": 2, "of": [A, B, OLD]}, {"a": "yes", "b": "yes"}, True),
        ({"at_least": 2, "of": [A, B, OLD]}, {"a": "yes", "b": "no"}, None),
        ({"at_least": 2, "of": [A, B, OLD]}, {"a": "no", "b": "no"}, False),
        (OLD, {"age": 70}, True),
        (OLD, {"age": 69}, False),
        (OLD, {"age": "old"}, None),
        (OLD, {"age": True}, None),
        ({"variable": "age", "op": "gt", "value": 70}, {"age": 70}, False),
        ({"variable": "age", "op": "le", "value": 70}, {"age": 70}, True),
        ({"variable": "age", "op": "lt", "value": 70}, {"age": 70}, False),
        ({"variable": "a", "op": "ne", "value": "no"}, {"a": "yes"}, True),
        ({"variable": "a", "op": "in", "value": ["x", "y"]}, {"a": "x"}, True),
        ({"variable": "a", "op": "in", "value": ["x", "y"]}, {"a": "z"}, False),
    ],
)
def test_truth(condition: dict[str, Any], answers: dict[str, Any], truth: bool | None) -> None:
    assert evaluate(condition, answers) is truth


@pytest.mark.parametrize(
    ("answers", "careful", "plain"),
    [({}, True, False), ({"a": "unsure"}, True, True), ({"a": "yes"}, True, True),
     ({"a": "no"}, False, False)],
)  # fmt: skip
def test_unknown_fires_where_care_is_due(
    answers: dict[str, Any], careful: bool, plain: bool
) -> None:
    assert fires(A, answers, careful=True) is careful
    assert fires(A, answers, careful=False) is plain


@pytest.mark.parametrize(
    ("condition", "fresh", "anew"),
    [
        ({"all": [A, B]}, {"b"}, True),
        ({"all": [A, B]}, set(), False),
        ({"any": [A, B]}, {"b"}, True),
        ({"at_least": 1, "of": [A, B]}, set(), False),
        ({"not": {"variable": "a", "op": "eq", "value": "x"}}, set(), True),
    ],
)
def test_it_fires_anew_only_by_a_way_that_needs_a_fresh_answer(
    condition: dict[str, Any], fresh: set[str], anew: bool
) -> None:
    answers = {"a": "yes", "b": "yes"}
    assert renewed(condition, answers, frozenset(fresh), careful=True) is anew


def test_a_fresh_no_beside_an_old_yes_is_nothing_new() -> None:
    answers = {"a": "yes", "b": "no"}
    assert not renewed({"any": [A, B]}, answers, frozenset({"b"}), careful=True)


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ({"all": [A, OLD]}, True),
        ({"at_least": 1, "of": [A]}, True),
        ({"variable": "a", "op": "eq", "value": 3}, True),
        ({"any": [A, {"not": B}]}, False),
        ({"variable": "a", "op": "eq", "value": "no"}, False),
        ({"variable": "a", "op": "ne", "value": "yes"}, False),
        ({"variable": "age", "op": "lt", "value": 18}, False),
        ({"variable": "age", "op": "le", "value": 18}, False),
    ],
)
def test_monotone(condition: dict[str, Any], allowed: bool) -> None:
    assert is_monotone(condition) is allowed


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        (A, 0), ({"not": A}, 0), ({"all": [A, B]}, 0), ({"at_least": 1, "of": [A]}, 0),
        ("a", 1), ({"all": []}, 1), ({"all": "a"}, 1), ({"some": [A]}, 1),
        ({"variable": "a", "op": "is", "value": 1}, 1), ({"any": [{"x": 1}, {"y": 1}]}, 2),
        ({"not": {"x": 1}}, 1), ({"at_least": 1, "of": [{"x": 1}]}, 1),
    ],
)  # fmt: skip
def test_faults_of_shape_are_named(condition: object, count: int) -> None:
    assert len(faults(condition)) == count


def test_variables_and_doubts() -> None:
    assert variables_of({"all": [A, {"not": B}, {"at_least": 1, "of": [OLD]}]}) == {"a", "b", "age"}
    assert doubts_as_yes({"a": "unsure", "b": "no"}) == {"a": "yes", "b": "no"}
