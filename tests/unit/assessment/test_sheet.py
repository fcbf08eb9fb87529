"""Answers are read as they were given: what is none is refused, what calls for help is seen."""

from fractions import Fraction
from math import inf, nan

import pytest
from support.forms import answers, form, item

from unspiral.assessment.sheet import Fault, given, is_odd, opens_help, points

HOURS = form(1, 24, each={1: {"whole": False}})


def test_answers_are_exact_numbers_as_written() -> None:
    assert given(HOURS, answers(7.1)) == {"q1": Fraction(71, 10)}
    assert given(form(2, 3), answers(2, 3.0)) == {"q1": Fraction(2), "q2": Fraction(3)}


@pytest.mark.parametrize("bad", [True, False, 2.5, "2", [2], inf, -inf, nan])
def test_only_whole_numbers_are_answers(bad: object) -> None:
    assert given(form(1, 10), {"q1": bad}) == Fault("not_a_whole_number", "q1")


@pytest.mark.parametrize("bad", [True, "7", inf, nan])
def test_hours_have_to_be_numbers(bad: object) -> None:
    assert given(HOURS, {"q1": bad}) == Fault("not_a_number", "q1")


@pytest.mark.parametrize("value", [-1, 4, 10**400, -(10**5000), 1e300], ids=type)
def test_outside_the_range_is_said(value: float) -> None:
    assert given(form(1, 3), {"q1": value}) == Fault("out_of_range", "q1")


@pytest.mark.parametrize("value", [1, 4])
def test_the_ends_of_a_range_belong_to_it(value: int) -> None:
    assert given(form(1, 4, each={1: {"range": (1, 4)}}), {"q1": value}) == {"q1": value}


def test_the_first_fault_in_the_order_of_the_form_is_told() -> None:
    assert given(form(3, 3), answers(1, 9, "x")) == Fault("out_of_range", "q2")  # type: ignore[arg-type]


def test_none_is_no_answer_and_nothing_at_all_was_never_opened() -> None:
    assert given(form(2, 3), answers(None, 1)) == {"q2": 1}
    assert given(form(2, 3), answers(None, None)) == {}
    assert given(form(2, 3), {}) == Fault("not_opened")
    assert given(form(2, 3), {"other": 1}) == Fault("not_opened")


def test_a_blank_counts_what_the_file_says() -> None:
    ticks = form(2, 1, each={2: {"blank": 0}})
    assert given(ticks, {"q1": 1}) == {"q1": 1, "q2": 0}
    assert given(ticks, {"q2": 1}) == {"q2": 1}


def test_points_come_from_a_table_the_other_end_or_the_answer() -> None:
    assert points(item(1, 4), Fraction(3)) == 3
    assert points(item(1, 4, range=(1, 4), reversed=True), Fraction(1)) == 4
    table = item(1, 3, range=(1, 3), points=(0, 5, 9))
    assert [points(table, Fraction(n)) for n in (1, 2, 3)] == [0, 5, 9]


@pytest.mark.parametrize("value,calls", [(None, False), (0, False), (1, False), (2, True),
    (3, True), (99, True), (-5, True), (nan, True), ("1", True), (True, True)])  # fmt: skip
def test_a_doubtful_answer_calls_for_help(value: object, calls: bool) -> None:
    dark = form(2, 3, each={2: {"help_from": 2}})
    assert opens_help(dark, {"q1": 3, "q2": value}) is calls


def test_items_without_the_rule_never_call_for_help() -> None:
    assert not opens_help(form(2, 3), answers(3, 3))


def odd(values: tuple[int, ...], high: int = 3, worse: str = "high", **more: object) -> bool:
    made = form(len(values), high, score={"worse": worse}, **more)  # type: ignore[arg-type]
    return is_odd(made, {f"q{i}": Fraction(v) for i, v in enumerate(values, 1)})


def test_every_answer_of_a_long_form_at_the_worst_end_is_odd() -> None:
    assert odd((3,) * 5) and not odd((3, 3, 3, 3, 2)) and not odd((3,) * 4)
    assert not odd((0,) * 5)
    assert odd((0,) * 5, worse="low") and not odd((3,) * 5, worse="low")


def test_with_reversed_items_either_end_contradicts_itself() -> None:
    assert odd((3,) * 5, reversed_items=(1,)) and odd((0,) * 5, reversed_items=(1,))
    assert not odd((0, 3, 3, 3, 3), reversed_items=(1,))
    falling, rising = {2: {"points": (2, 3, 3, 1)}}, {2: {"points": (0, 0, 1, 1)}}
    assert odd((0,) * 5, each=falling) and not odd((0,) * 5, each=rising)
    assert not odd((0,) * 5, each={2: {"points": (1, 0, 0, 1)}})
    assert odd((0,) * 5, each={2: {"points": (2, 0, 0, 1)}})


def test_the_file_says_from_how_many_answers_on() -> None:
    assert odd((3, 3), odd_from=2) and not odd((3,) * 9, odd_from=0)


def test_unscored_and_missing_items_do_not_count_for_odd() -> None:
    assert not odd((3,) * 5, each={5: {"unscored": True}})
    assert odd((3, 3, 3, 3, 3, 0), each={6: {"unscored": True}})
    assert not is_odd(form(5, 3), {"q1": Fraction(3)})
