"""Answers to scores, by the questionnaire file alone. What cannot be scored is said, not guessed.

A result keeps the raw answers, the version and language of the form and the day it was filled in,
and is never worked out again with newer rules (clinical evidence page, section e, scoring guards).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any, Literal

from unspiral.assessment.methods import GROUPS, METHODS
from unspiral.assessment.sheet import Fault, given, is_odd, opens_help, points
from unspiral.catalogue.types import Band, Questionnaire, Scoring, scored_items

NotScoredCode = Literal[
    "not_opened",
    "too_few_answers",
    "item_needed",
    "out_of_range",
    "not_a_whole_number",
    "not_a_number",
    "answers_contradict",
    "does_not_apply",
]
Room = Literal["", "little_to_get_better", "little_to_get_worse"]
STEPS = 10  # one decimal; a half is rounded up


@dataclass(frozen=True, slots=True)
class Number:
    """One score in the unit of its variable.

    `answered` counts the answers it is made from, `filled` the items that count as the mean of
    those. `band` is the published range it falls in, never a verdict; `ask_next` names the forms
    its authors suggest next.
    """

    variable: str
    value: float
    answered: int
    filled: int = 0
    band: str = ""
    ask_next: tuple[str, ...] = ()
    room: Room = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """One score that could not be worked out, and why."""

    variable: str
    reason: NotScoredCode
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a result was made from. `help_first`: help comes before any score or next question."""

    questionnaire: str
    version: int
    language: str = ""
    answered_on: date | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    help_first: bool = False
    parts: tuple[Number | Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Sheet):
    """The score of a form. `odd`: every answer stands at one end, worth a second look."""

    main: Number
    odd: bool = False
    group: str = ""

    @property
    def variable(self) -> str:
        """The variable the score belongs to."""
        return self.main.variable

    @property
    def value(self) -> float:
        """The score in the unit of its variable."""
        return self.main.value


@dataclass(frozen=True, slots=True, kw_only=True)
class NotScored(Sheet):
    """No score, and why: the code and the item it is about (empty: the whole form).

    The answers are kept, and parts that could be scored stand in `parts`.
    """

    reason: NotScoredCode
    item: str = ""


def score(
    form: Questionnaire,
    answers: Mapping[str, object],
    answered_on: date | None = None,
    language: str = "",
) -> Score | NotScored:
    """The score of `answers` (item id to number), or why there is none.

    Items missing from `answers` or None are unanswered; what is not of this form is left alone.
    `language`: the one the items were shown in, without it that of the form.
    """
    kept = {item.id: answers[item.id] for item in form.items if item.id in answers}
    sheet: dict[str, Any] = {
        "questionnaire": form.id,
        "version": form.version,
        "language": language or form.language,
        "answered_on": answered_on,
        "answers": kept,
        "help_first": opens_help(form, answers),
    }
    values = given(form, answers)
    if isinstance(values, Fault):
        return NotScored(**sheet, reason=values.reason, item=values.item)
    parts = tuple(_one(form, part, values) for part in form.parts)
    by_parts = form.score.method == "sum_of_parts"
    main = _added(form, parts, len(values)) if by_parts else _one(form, form.score, values)
    if isinstance(main, Gap):
        return NotScored(**sheet, parts=parts, reason=main.reason, item=main.item)
    odd, group = is_odd(form, values), _group(form, main, parts)
    return Score(**sheet, parts=parts, main=main, odd=odd, group=group)


def outcome(form: Questionnaire, answers: Mapping[str, object]) -> dict[str, object]:
    """The score as plain data, the form examples in content files are written in."""
    result = score(form, answers)
    parts = {p.variable: p.value if isinstance(p, Number) else None for p in result.parts}
    common = {"parts": parts, "help_first": result.help_first}
    if isinstance(result, NotScored):
        return {"score": None, "reason": result.reason, "item": result.item, **common}
    main = result.main
    rest = {"filled": main.filled, "odd": result.odd, "band": main.band, "group": result.group}
    return {"score": main.value, **rest, **common}


def _one(form: Questionnaire, scoring: Scoring, values: Mapping[str, Fraction]) -> Number | Gap:
    items = scored_items(form, scoring)
    for item in items:
        if item.never_filled and item.id not in values:
            return Gap(scoring.variable, "item_needed", item.id)
    pairs = [(item, points(item, values[item.id])) for item in items if item.id in values]
    if not pairs or len(pairs) < scoring.needs:
        return Gap(scoring.variable, "too_few_answers")
    value = METHODS[scoring.method](pairs, len(items))
    if not isinstance(value, Fraction):
        return Gap(scoring.variable, value)
    filled = len(items) - len(pairs) if scoring.method == "sum" else 0
    return _number(scoring, value, len(pairs), filled)


def _added(form: Questionnaire, parts: Sequence[Number | Gap], answered: int) -> Number | Gap:
    """The sum of the parts; one part that cannot be scored leaves no sum."""
    value = Fraction()
    for part in parts:
        if isinstance(part, Gap):
            return Gap(form.score.variable, part.reason, part.item)
        value += Fraction(str(part.value))
    return _number(form.score, value, answered, 0)


def _number(scoring: Scoring, value: Fraction, answered: int, filled: int) -> Number:
    exact = value / Fraction(str(scoring.divide))
    shown = dict(scoring.table)[int(exact)] if scoring.table else _rounded(exact)
    band = _band(scoring.bands, shown)
    return Number(
        variable=scoring.variable,
        value=shown,
        answered=answered,
        filled=filled,
        band=band.label if band else "",
        ask_next=band.ask_next if band else (),
        room=_room(scoring, shown),
    )


def _rounded(value: Fraction) -> float:
    return floor(value * STEPS + Fraction(1, 2)) / STEPS


def _band(bands: Sequence[Band], value: float) -> Band | None:
    """The last band that begins at or below `value`."""
    return max((band for band in bands if band.low <= value), key=lambda b: b.low, default=None)


def _room(scoring: Scoring, value: float) -> Room:
    if scoring.room is None or scoring.room[0] <= value <= scoring.room[1]:
        return ""
    at_low_end = value < scoring.room[0]
    return (
        "little_to_get_better" if at_low_end == (scoring.worse == "high") else "little_to_get_worse"
    )


def _group(form: Questionnaire, main: Number, parts: Sequence[Number | Gap]) -> str:
    known = [part.value for part in parts if isinstance(part, Number)]
    if not form.group or len(known) < len(parts):
        return ""
    return GROUPS[form.group](main.value, known)
