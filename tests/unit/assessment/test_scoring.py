"""Scores follow the form's file: means, sums, reversed items, and honest refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.forms import answers, form

from unspiral.assessment.scoring import NotScored, Score, outcome, score
from unspiral.catalogue.load import Catalogue


def scored(result: Score | NotScored) -> Score:
    assert isinstance(result, Score), result
    return result


def test_peg_is_the_mean_of_three(catalogue: Catalogue) -> None:
    peg = catalogue.questionnaires["peg"]
    result = scored(score(peg, {"peg_pain": 7, "peg_enjoyment": 6, "peg_activity": 6}))
    assert (result.value, result.variable, result.version) == (6.3, "peg_total", peg.version)


def test_peg_with_two_answers_is_not_scored(catalogue: Catalogue) -> None:
    peg = catalogue.questionnaires["peg"]
    result = score(peg, {"peg_pain": 7, "peg_enjoyment": 6})
    assert result == NotScored("peg", peg.version, "too_few_answers")


def test_a_sum_adds_up() -> None:
    assert scored(score(form(4, 3), answers(1, 0, 3, 2))).value == 6.0


def test_reversed_items_count_from_the_other_end() -> None:
    assert scored(score(form(2, 4, reversed_items=(2,)), answers(1, 4))).value == 1.0


def test_a_missing_item_is_the_mean_of_the_others_and_said_to_be() -> None:
    result = scored(score(form(4, 3, needs=3), answers(2, 2, None, 2)))
    assert (result.value, result.answered, result.filled) == (8.0, 3, 1)


def test_below_the_needed_answers_nothing_is_guessed() -> None:
    result = score(form(4, 3, needs=3), answers(2, None, None, 2))
    assert isinstance(result, NotScored) and result.reason == "too_few_answers"


def test_no_answers_at_all_is_no_score_even_when_none_are_needed() -> None:
    assert isinstance(score(form(2, 3, needs=0), {}), NotScored)


@pytest.mark.parametrize("bad", [11, -1])
def test_an_answer_out_of_range_is_never_scored(bad: int) -> None:
    result = score(form(2, 10, "mean"), answers(4, bad))
    assert isinstance(result, NotScored) and (result.reason, result.item) == ("out_of_range", "q2")


@pytest.mark.parametrize("bad", [True, 2.5, "2"])
def test_only_whole_numbers_are_answers(bad: object) -> None:
    result = score(form(1, 10), {"q1": bad})
    assert isinstance(result, NotScored) and result.reason == "not_a_whole_number"


def test_all_answers_at_the_top_of_a_long_form_look_odd() -> None:
    assert scored(score(form(5, 3), answers(3, 3, 3, 3, 3))).odd
    assert not scored(score(form(5, 3), answers(3, 3, 3, 3, 2))).odd
    assert not scored(score(form(3, 3), answers(3, 3, 3))).odd


def test_odd_looks_at_what_was_ticked_not_at_the_points() -> None:
    """Five top ticks are odd also when one item is reversed, which is what makes them odd."""
    reversed_one = form(5, 3, reversed_items=(1,))
    assert scored(score(reversed_one, answers(3, 3, 3, 3, 3))).odd
    assert not scored(score(reversed_one, answers(0, 3, 3, 3, 3))).odd


def test_examples_are_compared_with_plain_data() -> None:
    assert outcome(form(2, 3), answers(1, 2)) == {"score": 3.0, "filled": 0, "odd": False}
    assert outcome(form(2, 3), answers(1))["reason"] == "too_few_answers"


@given(st.lists(st.integers(0, 10), min_size=3, max_size=3))
def test_a_mean_stays_in_its_range_and_grows_with_any_answer(values: list[int]) -> None:
    mean = form(3, 10, "mean")
    value = scored(score(mean, answers(*values))).value
    assert 0 <= value <= 10
    worse = [min(10, values[0] + 1), *values[1:]]
    assert scored(score(mean, answers(*worse))).value >= value
