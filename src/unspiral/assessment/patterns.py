"""Symptom patterns: ticked features are counted, and nothing else is made of them. Pure and total.

Rules of the clinical evidence page, section d: (1) only at level R or S, with the danger questions
answered; (2) features are counted, and no chance is worked out from them; (3) two or more, one and
none each have their one sentence; (4) no condition is named; (5) what was counted, what points the
other way and the sources stand beside it. A feature that was never asked, or answered "not sure",
is not ticked, and it is named as such.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import evaluate, variables_of
from unspiral.catalogue.types import Feature, Pattern
from unspiral.records.facts import UNSURE, Value
from unspiral.records.problem import Reason
from unspiral.records.triage import Decision, Level

State = Literal["ticked", "not_ticked", "unsure", "not_asked"]
Said = Literal["two_or_more", "one", "none", "not_asked"]
Letter = Literal["take_it", "seen", "not_needed", "not_asked"]
OPEN_LEVELS = frozenset({Level.ROUTINE, Level.SELF_MANAGE})
# What may still be to ask without a word on danger: who the person is, and what they take.
NOT_DANGER = frozenset({"pregnant", "health", "medicines"})
# Every reading says something of lying down, and RF6 comes before that (claim C42).
BEFORE_LYING = "rf6"
POINTS = 2  # fewer features than this are too little to go by
TOLD = frozenset({"open", "unsure"})


@dataclass(frozen=True, slots=True)
class Counted:
    """One feature of a pattern and what the person said of it."""

    id: str
    state: State
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One pattern: `ticked` of `of` features, and those that point the other way.

    `said` names the sentence. `letter` is filled for a pattern that is only a letter to take along.
    """

    pattern: str
    features: tuple[Counted, ...] = ()
    against: tuple[Counted, ...] = ()
    said: Said = "not_asked"
    letter: Letter | None = None

    @property
    def ticked(self) -> int:
        """How many features were ticked."""
        return sum(feature.state == "ticked" for feature in self.features)

    @property
    def of(self) -> int:
        """How many features the pattern has."""
        return len(self.features)


@dataclass(frozen=True, slots=True)
class Result:
    """What may be told: readings, the one sentence for all when nothing was ticked, or why not.

    `said` is "none" only when every feature of every pattern was asked and none was ticked;
    `withheld` is empty when patterns may be read.
    """

    level: Level
    said: Said = "not_asked"
    readings: tuple[Reading, ...] = ()
    letters: tuple[Reading, ...] = ()
    withheld: tuple[Reason, ...] = ()


def read(decision: Decision, values: Mapping[str, Value], catalogue: Catalogue) -> Result:
    """The patterns of `values`, as the gate judges them; withheld above level R."""
    level = decision.triage.level
    reasons = tuple(_closed(decision, _lying_is_open(values, catalogue)))
    if reasons or level not in OPEN_LEVELS:
        return Result(level, withheld=reasons)
    in_use = [p for _, p in sorted(catalogue.patterns.items()) if p.status != "retired"]
    readings = tuple(count(p, values) for p in in_use if p.shown == "features")
    letters = tuple(
        Reading(p.id, letter=_letter(p, decision, values, catalogue))
        for p in in_use
        if p.shown == "letter"
    )
    return Result(level, _said(r.said for r in readings), readings, letters)


def count(pattern: Pattern, values: Mapping[str, Value]) -> Reading:
    """Count the features of one pattern."""
    features = tuple(_counted(feature, values) for feature in pattern.features)
    against = tuple(_counted(feature, values) for feature in pattern.against)
    return Reading(pattern.id, features, against, _of_one(features))


def outcome(pattern: Pattern, given: Mapping[str, Any]) -> dict[str, object]:
    """What an example in a pattern's file comes to."""
    reading = count(pattern, given)
    return {"ticked": reading.ticked, "of": reading.of, "said": reading.said}


def _closed(decision: Decision, lying_is_open: bool) -> Iterable[Reason]:
    """Why nothing is read: a level that was told, a child, or danger questions still open."""
    found = [Reason("to_ask", name) for name in decision.to_ask if name not in NOT_DANGER]
    if not lying_is_open and all(reason.content_id != BEFORE_LYING for reason in found):
        found.append(Reason("to_ask", BEFORE_LYING))
    if "show_an_adult" in decision.open_features:
        found.insert(0, Reason("under_18"))
    level, told = decision.triage.level, decision.triage.told
    if told not in OPEN_LEVELS or (level not in OPEN_LEVELS and not found):
        found.insert(0, Reason("level", values={"level": level.value}))
    return found


def _lying_is_open(values: Mapping[str, Value], catalogue: Catalogue) -> bool:
    flag = catalogue.redflags.get(BEFORE_LYING)
    return flag is not None and all(question.id in values for question in flag.questions)


def _counted(feature: Feature, values: Mapping[str, Value]) -> Counted:
    return Counted(feature.id, _state(feature, values), feature.source)


def _state(feature: Feature, values: Mapping[str, Value]) -> State:
    held = evaluate(feature.when, values)
    if held is not None:
        return "ticked" if held else "not_ticked"
    doubt = any(values.get(name) == UNSURE for name in variables_of(feature.when))
    return "unsure" if doubt else "not_asked"


def _of_one(features: tuple[Counted, ...]) -> Said:
    ticked = sum(feature.state == "ticked" for feature in features)
    if ticked:
        return "two_or_more" if ticked >= POINTS else "one"
    return "none" if all(feature.state == "not_ticked" for feature in features) else "not_asked"


def _said(each: Iterable[Said]) -> Said:
    """The strongest thing said of any pattern; "none" has to hold for all of them."""
    said = set(each)
    order: tuple[Said, ...] = ("two_or_more", "one", "not_asked", "none")
    return next((word for word in order if word in said), "not_asked")


def _letter(
    pattern: Pattern, decision: Decision, values: Mapping[str, Value], catalogue: Catalogue
) -> Letter:
    """Whether its red flag gives a letter; asked means that each of its questions was answered."""
    states = {f.state for f in decision.triage.findings if f.flag == pattern.flag}
    if states & TOLD:
        return "take_it"
    if "known" in states:
        return "seen"
    flag = catalogue.redflags.get(pattern.flag)
    asked = flag is not None and all(question.id in values for question in flag.questions)
    return "not_needed" if asked else "not_asked"
