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
ENOUGH_TO_LOOK_ODD = 5  # all ticks at the top of a longer form: worth a second look


@dataclass(frozen=True, slots=True)
class Score:
    """One score in the unit of its variable, with what it was made from.

    `filled` counts items replaced by the mean of the answered ones; `odd` says that every answer
    of a longer form was ticked at the top.
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
    given: list[tuple[QItem, int]] = []
    for item in form.items:
        value = answers.get(item.id)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            return NotScored(form.id, form.version, "not_a_whole_number", item.id)
        if not item.range[0] <= value <= item.range[1]:
            return NotScored(form.id, form.version, "out_of_range", item.id)
        given.append((item, value))
    if len(given) < form.score.needs or not given:
        return NotScored(form.id, form.version, "too_few_answers")
    return _scored(form, given)


def outcome(form: Questionnaire, answers: Mapping[str, object]) -> dict[str, object]:
    """The score as plain data, the form examples in content files are written in."""
    result = score(form, answers)
    if isinstance(result, Score):
        return {"score": result.value, "filled": result.filled, "odd": result.odd}
    return {"score": None, "reason": result.reason, "item": result.item}


def _scored(form: Questionnaire, given: list[tuple[QItem, int]]) -> Score:
    mean = sum(_pointed(item, value) for item, value in given) / len(given)
    is_sum = form.score.method == "sum"
    return Score(
        questionnaire=form.id,
        version=form.version,
        variable=form.score.variable,
        value=round(mean * len(form.items) if is_sum else mean, DECIMALS),
        answered=len(given),
        filled=len(form.items) - len(given) if is_sum else 0,
        odd=_is_odd(given),
    )


def _pointed(item: QItem, value: int) -> int:
    """The points of an answer: reversed items count from the other end."""
    low, high = item.range
    return low + high - value if item.reversed else value


def _is_odd(given: list[tuple[QItem, int]]) -> bool:
    """Every answer of a longer form ticked at the top, whatever way an item counts."""
    return len(given) >= ENOUGH_TO_LOOK_ODD and all(v == item.range[1] for item, v in given)
