"""Answers to a score, by the questionnaire file alone. What cannot be scored is said, not guessed.

The score carries the version of the form it was made with and is never worked out again with
newer rules (clinical evidence page, section e, scoring guards).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from unspiral.catalogue.types import QItem, Questionnaire

NotScoredCode = Literal["too_few_answers", "out_of_range", "not_a_whole_number"]
DECIMALS = 1
ENOUGH_TO_LOOK_ODD = 5  # items all at one end of a longer form are worth a second look


@dataclass(frozen=True, slots=True)
class Score:
    """One score in the unit of its variable, with what it was made from.

    `filled` counts items replaced by the mean of the answered ones; `odd` says that every answer
    stands at the same end of a longer form.
    """

    questionnaire: str
    version: int
    variable: str
    value: float
    answered: int
    filled: int = 0
    odd: bool = False


@dataclass(frozen=True, slots=True)
class NotScored:
    """No score, and why: the code and the item it is about (empty: the whole form)."""

    questionnaire: str
    version: int
    reason: NotScoredCode
    item: str = ""


def score(form: Questionnaire, answers: Mapping[str, object]) -> Score | NotScored:
    """The score of `answers` (item id to whole number), or why there is none.

    Items missing from `answers` or None are unanswered. With at least `form.score.needs` answers,
    a sum counts each missing item as the mean of the answered ones.
    """
    given = {item.id: answers[item.id] for item in form.items if answers.get(item.id) is not None}
    values: list[int] = []
    for item in form.items:
        if item.id not in given:
            continue
        value = given[item.id]
        if fault := _fault(item, value):
            return NotScored(form.id, form.version, fault, item.id)
        values.append(_pointed(item, int(str(value))))
    if len(values) < form.score.needs or not values:
        return NotScored(form.id, form.version, "too_few_answers")
    return _scored(form, values)


def outcome(form: Questionnaire, answers: Mapping[str, object]) -> dict[str, object]:
    """The score as plain data, the form examples in content files are written in."""
    result = score(form, answers)
    if isinstance(result, Score):
        return {"score": result.value, "filled": result.filled, "odd": result.odd}
    return {"score": None, "reason": result.reason, "item": result.item}


def _scored(form: Questionnaire, values: list[int]) -> Score:
    mean = sum(values) / len(values)
    whole = mean if form.score.method == "mean" else mean * len(form.items)
    return Score(
        questionnaire=form.id,
        version=form.version,
        variable=form.score.variable,
        value=round(whole, DECIMALS),
        answered=len(values),
        filled=len(form.items) - len(values) if form.score.method == "sum" else 0,
        odd=_is_odd(form, values),
    )


def _fault(item: QItem, value: object) -> NotScoredCode | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return "not_a_whole_number"
    low, high = item.range
    return None if low <= value <= high else "out_of_range"


def _pointed(item: QItem, value: int) -> int:
    """The points of an answer: reversed items count from the other end."""
    low, high = item.range
    return low + high - value if item.reversed else value


def _is_odd(form: Questionnaire, values: list[int]) -> bool:
    if len(values) < ENOUGH_TO_LOOK_ODD:
        return False
    ends = zip(values, form.items, strict=False)
    return all(value == item.range[1] for value, item in ends)
