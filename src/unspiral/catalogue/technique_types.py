"""Techniques with their dose and session, cautions and stop rules."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from unspiral.catalogue.item import Example, Graded, Id, Item, Text
from unspiral.records.plan import Role, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Item):
    """One shared caution (K1 to K10). Fires when its condition is true or unknown."""

    kind: Literal["caution"]
    when: dict[str, Any]
    text: Text
    words: tuple[str, ...] = ()  # phrases people type; for dark thoughts they offer help
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRule(Item):
    """One shared stop rule (ST1 to ST4), or ST5: what upsets more than it eases."""

    kind: Literal["stop_rule"]
    ask: Text
    do: Text
    opens_danger_screen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grows:
    """How a dose may grow, one small step a week, and where it ends.

    `by` time (seconds of the session, `step` at once; 0 is the rule for load), times (repetitions
    of each round up to `to`, then `sets`), hold (seconds of each hold, `step` at once) or a_day
    (how often a day). The planner keeps its own caps beside these.
    """

    by: Literal["time", "times", "hold", "a_day"]
    to: Annotated[int, Field(ge=1, le=3600)]
    step: Annotated[int, Field(ge=0)] = 0
    sets: Annotated[int, Field(ge=1, le=3)] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Starting dose. `seconds` is one whole session of it; 0 where nothing is timed."""

    seconds: Annotated[int, Field(ge=0)]
    per_day: int = 1
    days_a_week: int = 7
    text: Text
    progression: str = ""
    grows: Grows | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStep:
    """One authored step; `repeat` unrolls `steps`. See `sessions/script.py`."""

    kind: Literal["say", "breath", "hold", "move", "rest", "switch", "walk", "heat", "repeat"]
    cue: str = ""
    seconds: float = 0.0
    phases: dict[str, float] = field(default_factory=dict)
    times: int = 1
    pose: str = ""
    sides: bool = False
    steps: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tired:
    """The "too tired" version: a minute or less, and it counts as done."""

    seconds: Annotated[int, Field(ge=0, le=60)]
    text: Text
    steps: tuple[SessionStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CautionUse:
    """What a technique does when a caution holds."""

    caution: Id
    then: Literal["exclude", "careful"]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Average effect on one outcome, in points of its scale, as in the clinical pages."""

    outcome: Text
    mean: float
    sd: float | None = None
    unit: Text
    note: Text
    source: Id


# plan: the planner may choose it. choose: a person starts it from Learn. topic: as choose, and
# hidden from every list of ideas until the person picks that topic. programme: read here, done in
# the programme named. clinician: given by one. answer: answered, never offered.
Offer = Literal["plan", "choose", "topic", "programme", "clinician", "answer"]
STARTS: frozenset[Offer] = frozenset({"plan", "choose", "topic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique(Item):
    """One thing a person can do, with dose, grades, cautions, stop rules and its session.

    A `family` has three `level`s, one file each; a level opens after a week with the one below.
    `instead_of` says which way of doing it is not shown here, and why.
    """

    kind: Literal["technique"]
    role: Role
    when: When = "any"  # the part of the day it belongs to
    offer: Offer = "plan"
    programme: str = ""
    topic: Literal["", "smoking", "food", "weight", "drink"] = ""
    family: str = ""
    level: Annotated[int, Field(ge=0, le=3)] = 0
    scope: Literal["comfort", "standard", "programme"]
    load: bool
    gentle: bool = False
    summary: Text
    how: tuple[Text, ...]
    why: Text
    positions: tuple[Literal["lying", "sitting", "standing"], ...]
    dose: Dose
    instead_of: str = ""
    session: tuple[SessionStep, ...] = ()
    tired: Tired
    cautions: tuple[CautionUse, ...] = ()
    skip_if: tuple[Text, ...] = ()  # things no screen asks: shown before Start
    stop_rules: tuple[Id, ...]
    grades: tuple[Graded, ...]
    effects: tuple[Effect, ...] = ()
    figure: str = ""  # a drawn movement or position
    picture: str = ""  # a designed picture, where there is no movement to draw
    see: tuple[str, ...] = ()  # "folder/id" of what to read beside it
    words: tuple[str, ...] = ()  # what people type when they look for it
    tried: str = ""  # the set-up variable that asks whether this was tried before
    told_us: dict[str, Text] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
