"""What holds for every shipped form and any answers: bounds, direction, blanks, and no guessing."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspiral.assessment.scoring import NotScored, Number, Score, score
from unspiral.assessment.sheet import points
from unspiral.catalogue.load import load
from unspiral.catalogue.types import QItem, Questionnaire, scored_items

FORMS = load()[0].questionnaires
NAMES = sorted(FORMS)
# A longer night may lower the share of the time in bed, and hours make a ratio.
NOT_MONOTONE = frozenset({"psqi", "wpai"})


def answer(item: QItem) -> st.SearchStrategy[Any]:
    low, high = item.range
    whole = st.integers(low, high)
    return whole if item.whole else whole | st.integers(low * 4, high * 4).map(lambda n: n / 4)


def sheet(form: Questionnaire, holes: bool) -> st.SearchStrategy[dict[str, Any]]:
    each = {i.id: st.none() | answer(i) if holes else answer(i) for i in form.items}
    return st.fixed_dictionaries(each)


def numbers(result: Score | NotScored) -> list[Number]:
    main = [result.main] if isinstance(result, Score) else []
    return [*main, *(part for part in result.parts if isinstance(part, Number))]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=40)
def test_every_score_stays_in_its_range_and_counts_what_it_is_made_from(
    name: str, data: st.DataObject
) -> None:
    form = FORMS[name]
    answers = data.draw(sheet(form, holes=True))
    by_variable = {each.variable: each for each in (form.score, *form.parts)}
    for number in numbers(score(form, answers)):
        scoring = by_variable[number.variable]
        items = scored_items(form, scoring)
        there = sum(answers[i.id] is not None or i.blank is not None for i in items)
        assert scoring.range[0] <= number.value <= scoring.range[1]
        assert number.answered == there >= scoring.needs
        assert number.filled in (0, len(items) - there)
        assert number.value == round(number.value, 1)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_full_sheet_is_scored_or_contradicts_itself(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    result = score(form, data.draw(sheet(form, holes=False)))
    if isinstance(result, NotScored):
        assert name == "psqi" and result.reason == "answers_contradict"


@pytest.mark.parametrize("name", sorted(set(NAMES) - NOT_MONOTONE))
@given(data=st.data())
@settings(max_examples=40)
def test_one_more_point_never_lowers_a_score(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    answers = data.draw(sheet(form, holes=True))
    given_items = [i for i in form.items if answers[i.id] is not None]
    if not given_items:
        return
    item = data.draw(st.sampled_from(given_items))
    value = data.draw(answer(item))
    more, less = {**answers, item.id: value}, answers
    if points(item, Fraction(str(value))) < points(item, Fraction(str(answers[item.id]))):
        more, less = less, more
    high = {number.variable: number.value for number in numbers(score(form, more))}
    low = {number.variable: number.value for number in numbers(score(form, less))}
    assert high.keys() == low.keys()
    assert all(high[variable] >= low[variable] for variable in high)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=25)
def test_a_wrong_answer_never_makes_a_score(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    item = data.draw(st.sampled_from(form.items))
    wrong = st.sampled_from((item.range[0] - 1, item.range[1] + 1, True, "1", float("nan"), [1]))
    answers = {**data.draw(sheet(form, holes=False)), item.id: data.draw(wrong)}
    result = score(form, answers)
    assert isinstance(result, NotScored) and result.item == item.id and not result.parts


@given(st.dictionaries(st.sampled_from([f"phq9_{n}" for n in range(1, 9)]), st.integers(0, 3)))
def test_the_ninth_question_is_never_filled_in(answers: dict[str, int]) -> None:
    assert isinstance(score(FORMS["phq-9"], answers), NotScored)


@given(st.dictionaries(st.sampled_from([f"phq9_{n}" for n in range(1, 9)]), st.integers(0, 9)),
       st.integers(1, 9))  # fmt: skip
def test_the_ninth_question_opens_help_whatever_else_was_answered(
    answers: dict[str, int], ninth: int
) -> None:
    assert score(FORMS["phq-9"], {**answers, "phq9_9": ninth}).help_first
