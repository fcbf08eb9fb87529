"""Answers as they were given, looked over item by item. Nothing is guessed or corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Literal

from unspiral.catalogue.types import QItem, Questionnaire

FaultCode = Literal["not_opened", "out_of_range", "not_a_whole_number", "not_a_number"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why answers cannot be scored at all, and the item it is about (empty: the whole form)."""

    reason: FaultCode
    item: str = ""


def given(form: Questionnaire, answers: Mapping[str, object]) -> dict[str, Fraction] | Fault:
    """The answers by item, blanks of a tick list filled in; or the first fault.

    A form none of whose items stands in `answers` was never opened. None is no answer.
    """
    if not any(item.id in answers for item in form.items):
        return Fault("not_opened")
    found: dict[str, Fraction] = {}
    for item in form.items:
        value = answers.get(item.id)
        if value is None:
            if item.blank is not None:
                found[item.id] = Fraction(item.blank)
            continue
        number = _number(item, value)
        if isinstance(number, Fault):
            return number
        found[item.id] = number
    return found


def points(item: QItem, value: Fraction) -> Fraction:
    """What an answer counts: by the item's own table, from the other end, or as it is."""
    low, high = item.range
    if item.points:
        return Fraction(item.points[int(value) - low])
    return low + high - value if item.reversed else value


def opens_help(form: Questionnaire, answers: Mapping[str, object]) -> bool:
    """Whether an answer calls for help before anything else; a doubtful one does."""
    return any(_calls(item, answers.get(item.id)) for item in form.items)


def is_odd(form: Questionnaire, values: Mapping[str, Fraction]) -> bool:
    """Whether every answer of a longer form stands at the worst end.

    Where some items count from the other end, all answers on one side contradict each other.
    """
    items = [item for item in form.items if item.id in values and not item.unscored]
    if not form.odd_from or len(items) < form.odd_from:
        return False
    at_low = all(values[item.id] == item.range[0] for item in items)
    at_high = all(values[item.id] == item.range[1] for item in items)
    if any(_turned(item) for item in items):
        return at_low or at_high
    return at_high if form.score.worse == "high" else at_low


def _number(item: QItem, value: object) -> Fraction | Fault:
    """One answer as an exact number: 7.1 is read as written, not as the computer keeps it."""
    code: FaultCode = "not_a_whole_number" if item.whole else "not_a_number"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Fault(code, item.id)
    if isinstance(value, float) and not isfinite(value):
        return Fault(code, item.id)
    number = Fraction(value if isinstance(value, int) else str(value))
    if item.whole and number.denominator != 1:
        return Fault(code, item.id)
    if not item.range[0] <= number <= item.range[1]:
        return Fault("out_of_range", item.id)
    return number


def _calls(item: QItem, value: object) -> bool:
    if item.help_from is None or value is None:
        return False
    number = _number(item, value)
    return isinstance(number, Fault) or number >= item.help_from


def _turned(item: QItem) -> bool:
    """Whether a higher answer counts less."""
    return item.reversed or (bool(item.points) and item.points[0] > item.points[-1])
