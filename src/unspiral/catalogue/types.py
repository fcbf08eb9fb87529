"""Item types: one frozen dataclass per kind of content file. Unknown keys are errors."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

from unspiral.catalogue.figure_types import Arrow, Cast, PoseData, Prop, View

Status = Literal["draft", "reviewed", "retired"]
Grade = Literal["A", "B", "C", "D", "X"]
Verdict = Literal["supported", "mixed", "unsupported", "wrong"]
LevelName = Literal["E", "D", "W", "R", "S"]
Role = Literal["ease", "build", "night", "mind"]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Text = Annotated[str, Field(min_length=1)]
Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Who checked an item, and when. Only a named human ever fills this."""

    by: Text
    on: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A source id, and what it supports in this item."""

    id: Id
    supports: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Evidence grade of one outcome in one setting (clinical evidence page)."""

    outcome: Text
    when: Text
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Input and expected output of an item: its test and its documentation."""

    given: dict[str, Scalar]
    expect: dict[str, Any]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The header every content file starts with."""

    id: Id
    kind: str
    title: Text
    status: Status
    version: Annotated[int, Field(ge=1)]
    sources: tuple[Cited, ...] = ()
    reviewed: Reviewed | None = None
    licence: Text = "CC-BY-4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code in a public code system."""

    system: Literal["loinc"]
    code: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change that matters to a person, as percent or points, and its source."""

    mic_percent: float | None = None
    mic_points: float | None = None
    source: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Item):
    """One variable of the dictionary all rooms join on."""

    kind: Literal["variable"]
    unit: Text
    range: tuple[float, float]
    step: float
    worse: Literal["high", "low", "neither"]
    aggregate: Literal["last", "mean", "sum", "max"]
    sitting: Literal["morning", "evening", "add", "sleep_diary", "device", "none"]
    daily: bool = True
    label: Text
    ask: str = ""
    low_end: str = ""
    high_end: str = ""
    node: Literal["", "sleep", "stress_worry", "mood", "activity", "pain"] = ""
    codes: tuple[Code, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Item):
    """A published source and how much of it was read."""

    kind: Literal["source"]
    cite: Text
    doi: str = ""
    read: Text
    found: Literal["found", "general_knowledge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The plain question behind "Not sure". Answers in `yes_when` count as yes."""

    ask: Text
    options: dict[str, Text]
    yes_when: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One yes / no / not sure question; its id is the variable the answer is stored under."""

    id: Id
    ask: Text
    short: str = ""
    chronic_ask: str = ""
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRule:
    """A level and the condition that gives it. E and D fire when the condition is unknown."""

    level: LevelName
    when: dict[str, Any]
    why: Text
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reask:
    """When a red flag is asked again."""

    every_days: int | None = None
    in_danger_screen: bool = False
    in_new_or_worse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag(Item):
    """One red flag of section c: its questions, levels, wording and examples."""

    kind: Literal["redflag"]
    suspect: Text
    questions: tuple[Question, ...]
    levels: tuple[LevelRule, ...]
    reask: Reask
    found: Text
    next_step: Text
    show_this: str = ""
    check_for: str = ""
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of a screen: a label and the answers it stores when chosen."""

    id: Id
    label: Text
    sets: dict[str, Scalar] = field(default_factory=dict)
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen(Item):
    """One screen of questions. `ticks` end with None last; nothing is preset."""

    kind: Literal["screen"]
    form: Literal["ticks", "choice", "number", "scale", "text", "year", "places", "country", "grid"]
    ask: Text
    note: str = ""
    why: str = ""
    variable: str = ""
    choices: tuple[Choice, ...] = ()
    none_label: str = ""
    none_sets: dict[str, Scalar] = field(default_factory=dict)
    unsure_label: str = ""
    skippable: bool = False
    step: int = 0
    range: tuple[float, float] | None = None
    unit: str = ""
    options: dict[str, Text] = field(default_factory=dict)  # of a grid: one of these for each line
    questionnaire: str = ""  # a scale whose words stand in this questionnaire, by `variable`


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Item):
    """One shared caution (K1 to K10). Fires when its condition is true or unknown."""

    kind: Literal["caution"]
    when: dict[str, Any]
    text: Text
    forbids: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRule(Item):
    """One shared stop rule (ST1 to ST4)."""

    kind: Literal["stop_rule"]
    ask: Text
    do: Text
    opens_danger_screen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Starting dose. `seconds` is one whole session of it."""

    seconds: Annotated[int, Field(gt=0)]
    per_day: int = 1
    days_a_week: int = 7
    text: Text
    progression: str = ""


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

    seconds: Annotated[int, Field(gt=0, le=60)]
    text: Text
    steps: tuple[SessionStep, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique(Item):
    """One thing a person can do, with dose, grades, cautions, stop rules and its session."""

    kind: Literal["technique"]
    role: Role
    scope: Literal["comfort", "standard", "programme"]
    load: bool
    gentle: bool = False
    summary: Text
    how: tuple[Text, ...]
    why: Text
    positions: tuple[Literal["lying", "sitting", "standing"], ...]
    dose: Dose
    session: tuple[SessionStep, ...]
    tired: Tired
    cautions: tuple[CautionUse, ...] = ()
    skip_if: tuple[Text, ...] = ()  # things no screen asks: shown before Start
    stop_rules: tuple[Id, ...]
    grades: tuple[Graded, ...]
    effects: tuple[Effect, ...] = ()
    figure: str = ""
    tried: str = ""  # the set-up variable that asks whether this was tried before
    told_us: dict[str, Text] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QItem:
    """One item of a questionnaire, worded exactly as published."""

    id: Id
    text: str = ""  # T1 only
    range: tuple[int, int]
    low_end: str = ""
    high_end: str = ""
    options: tuple[str, ...] = ()
    reversed: bool = False
    loinc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QLicence:
    """Licence tier: only T1 may carry text."""

    tier: Literal["T1", "T2", "T3"]
    terms: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How answers become a score: method and how many answers it needs."""

    method: Literal["mean", "sum"]
    needs: int
    variable: Id
    range: tuple[float, float]
    worse: Literal["high", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire(Item):
    """A questionnaire: form, scorer, export and docs all come from this file."""

    kind: Literal["questionnaire"]
    tier: QLicence
    recall: Text
    instruction: str = ""
    items: tuple[QItem, ...]
    score: Scoring
    change: Change
    every_days: int | None = None
    codes: tuple[Code, ...] = ()
    examples: tuple[Example, ...]

    def __post_init__(self) -> None:
        """Only T1 may carry text, and T1 must."""
        said = (self.instruction, *(text for item in self.items for text in _words_of(item)))
        if self.tier.tier != "T1" and any(said):
            raise ValueError(f"{self.tier.tier}: no item text may be shipped")
        if self.tier.tier == "T1" and not all(item.text for item in self.items):
            raise ValueError("T1: every item needs its published text")


def _words_of(item: QItem) -> tuple[str, ...]:
    return (item.text, item.low_end, item.high_end, *item.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Item):
    """What people may have heard, what is true of it, and what to do instead."""

    kind: Literal["claim"]
    verdict: Verdict
    answer: Text
    heard: Text
    why_said: Text
    instead: Text
    grades: tuple[Graded, ...] = ()
    reading_seconds: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Effect per +1 within-person sd of the cause, in units of the effect's variable."""

    mean: float
    sd: Annotated[float, Field(gt=0)]
    unit: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge(Item):
    """One prior link of the model, after `clinical/priors.json`."""

    kind: Literal["edge"]
    cause: Id
    effect: Id
    lag: Literal["night_to_next_day", "day_to_that_night", "next_day", "same_day"]
    size: Size
    between_person_slope_sd: float
    basis: Literal[
        "published_direction_elicited_size",
        "published_small_beta",
        "weak_prior",
        "weak_prior_centred_0",
        "weak_prior_centred_near_0",
    ]
    confidence: Literal["none", "low", "moderate", "high"]
    direction_evidence: str = ""
    note: str = ""
    sentence: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A normal distribution: mean and standard deviation."""

    mean: float
    sd: Annotated[float, Field(gt=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(Item):
    """Starting values of one variable in people with long-lasting back pain; id = variable.

    `mean`, `between_sd`, `within_sd` and `measurement_error_sd` are in `unit`; `ar1_day` is the
    correlation of a day with the day before. `weak` values are recalled or elicited.
    """

    kind: Literal["population"]
    unit: Text
    mean: float
    between_sd: Annotated[float, Field(ge=0)]
    within_sd: Annotated[float, Field(gt=0)]
    ar1_day: Normal
    measurement_error_sd: Annotated[float, Field(gt=0)] | None = None
    weak: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLine:
    """One help line; `verified_on` stays empty until a named human checked it."""

    name: Text
    phone: str | None = None
    text: str | None = None
    url: str | None = None
    hours: str | None = None
    languages: tuple[str, ...] = ()
    what: str = ""
    seen_in: tuple[str, ...] = ()
    recalled_only: bool = False
    seen_on: str = ""  # date of the newest dated source; not a check
    url_recalled: bool = False
    verified_on: str | None = None
    verified_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLines(Item):
    """Emergency number and help lines of one country."""

    kind: Literal["crisis_lines"]
    country: Text
    emergency: Text
    emergency_also: tuple[str, ...] = ()
    lines: tuple[CrisisLine, ...]
    note: str = ""  # for the person
    to_check: str = ""  # for whoever checks the lines; never shown in help


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Item):
    """A drawn movement or position: key poses as data, see docs/explanation/figures.md."""

    kind: Literal["figure"]
    view: View
    frame: tuple[float, float, float, float]
    cast: Literal["a", "b", "c", "d"] = "a"
    props: tuple[Prop, ...] = ()
    poses: Annotated[tuple[PoseData, ...], Field(min_length=1)]
    still: tuple[str, ...]
    ghost: str = ""
    ghost_parts: tuple[str, ...] = ()
    loop: Literal["there_and_back", "once", "none", "swap_limbs"] | tuple[str, ...]
    sides: Literal["", "both"] = ""
    shows: str = ""
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Item):
    """Sizes, outlines, joint limits and colours of the drawn person (cm and degrees)."""

    kind: Literal["body"]
    stature: float
    lengths: dict[str, float]
    radii: dict[str, float]
    depth_front: dict[str, float]
    depth_back: dict[str, float]
    belly_gain: dict[str, float]
    points: dict[str, tuple[float, float]]
    outlines: dict[str, tuple[tuple[float, float], ...]]
    measures: dict[str, float]
    front: dict[str, float]
    limits: dict[str, tuple[float, float]]
    tokens: dict[str, dict[str, str]]
    cast: tuple[Cast, ...]


KINDS: dict[str, type[Item]] = {
    "variables": Variable,
    "sources": Source,
    "redflags": RedFlag,
    "screens": Screen,
    "cautions": Caution,
    "stop_rules": StopRule,
    "techniques": Technique,
    "questionnaires": Questionnaire,
    "claims": Claim,
    "edges": Edge,
    "populations": Population,
    "crisis_lines": CrisisLines,
    "figures": Figure,
    "bodies": Body,
}
FOLDERS: dict[str, str] = {"figures": "figures/poses", "bodies": "figures"}  # else the kind's name
