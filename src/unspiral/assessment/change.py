"""How two scores differ: against what matters to a person, and against measurement noise.

What matters: Ostelo 2008 (30 % from baseline, or points where the file gives them); each form
and variable carries its own. Noise: two readings of an unchanged person differ by less than
1.96 · √2 · error sd in 95 of 100 pairs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from unspiral.assessment.scoring import NotScored, Number, Score
from unspiral.catalogue.types import Change, Questionnaire, Scoring

Direction = Literal["better", "worse", "same"]
NotComparedCode = Literal[
    "other_form", "other_version", "other_language", "not_in_order", "nothing_scored_twice"
]
NOISE_FACTOR = 1.96 * sqrt(2)
DECIMALS = 6  # of a difference: takes away what binary fractions leave behind


@dataclass(frozen=True, slots=True)
class Judged:
    """One change. `points` is after minus before; None means: cannot be known.

    `matters`: at least the smallest change that matters. `beyond_noise`: larger than two readings
    of an unchanged person would differ.
    """

    points: float
    percent: float | None
    direction: Direction
    matters: bool | None
    beyond_noise: bool | None


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Two results that are not set side by side, and why."""

    reason: NotComparedCode


def judge(
    before: float, after: float, change: Change | None, worse: Literal["high", "low"]
) -> Judged:
    """Compare two scores of one scale by what is known of its changes."""
    points = round(after - before, DECIMALS)
    percent = round(100 * points / abs(before), DECIMALS) if before else None
    return Judged(
        points=points,
        percent=percent,
        direction=_direction(points, worse),
        matters=_matters(points, percent, change) if change else None,
        beyond_noise=_beyond_noise(points, change),
    )


def compare(
    form: Questionnaire, before: Score | NotScored, after: Score | NotScored
) -> Mapping[str, Judged] | NotCompared:
    """Each score that stands in both results, by variable. Both keep the rules of their day.

    Results of another form, version or language, or in the wrong order, are not compared.
    """
    if reason := _not_comparable(form, before, after):
        return NotCompared(reason)
    first, second = _numbers(before), _numbers(after)
    judged = {
        scoring.variable: judge(
            first[scoring.variable], second[scoring.variable], change, scoring.worse
        )
        for scoring, change in _scorings(form)
        if scoring.variable in first and scoring.variable in second
    }
    return judged or NotCompared("nothing_scored_twice")


def _not_comparable(
    form: Questionnaire, before: Score | NotScored, after: Score | NotScored
) -> NotComparedCode | None:
    if not before.questionnaire == after.questionnaire == form.id:
        return "other_form"
    if not before.version == after.version == form.version:
        return "other_version"
    if before.language != after.language:
        return "other_language"
    dates = before.answered_on, after.answered_on
    if dates[0] and dates[1] and dates[0] > dates[1]:
        return "not_in_order"
    return None


def _scorings(form: Questionnaire) -> Iterator[tuple[Scoring, Change | None]]:
    yield form.score, form.change
    yield from ((part, part.change) for part in form.parts)


def _numbers(result: Score | NotScored) -> dict[str, float]:
    main = (result.main,) if isinstance(result, Score) else ()
    return {n.variable: n.value for n in (*main, *result.parts) if isinstance(n, Number)}


def _direction(points: float, worse: Literal["high", "low"]) -> Direction:
    if points == 0:
        return "same"
    return "worse" if (points > 0) == (worse == "high") else "better"


def _matters(points: float, percent: float | None, change: Change) -> bool | None:
    """Whether any threshold of `change` is reached; None when none of them can be worked out."""
    reached: list[bool] = []
    if change.mic_points is not None:
        reached.append(abs(points) >= change.mic_points)
    if change.mic_percent is not None and percent is not None:
        reached.append(abs(percent) >= change.mic_percent)
    return any(reached) if reached else None


def _beyond_noise(points: float, change: Change | None) -> bool | None:
    if change is None or change.error_sd is None:
        return None
    return abs(points) > NOISE_FACTOR * change.error_sd
