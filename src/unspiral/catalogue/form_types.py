"""Questionnaires: their items, how answers become scores, and what a change must reach.

Only forms of licence tier T1 carry words; for the others a person brings the text. What a file
says wrongly about its own items is found by `form_check.py`.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from unspiral.catalogue.item import Example, Id, Item, Text
from unspiral.catalogue.variable_types import Change, Code

# The named methods stand in assessment/methods.py.
Method = Literal[
    "sum",
    "mean",
    "percent_of_answered",
    "sum_of_parts",
    "psqi_latency",
    "psqi_duration",
    "psqi_efficiency",
    "psqi_disturbances",
    "psqi_daytime",
    "wpai_absenteeism",
    "wpai_presenteeism",
    "wpai_overall",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class QItem:
    """One item of a questionnaire, worded exactly as published.

    `range`: lowest and highest answer. `points`: what each whole answer counts, from the lowest
    up; empty: the answer itself. `reversed`: it counts from the other end. `blank`: what leaving
    it empty counts, as on a tick list. `never_filled`: without this answer there is no score.
    `unscored`: asked and kept, but part of no score. `whole`: false for hours and minutes.
    `help_from`: an answer of this or more opens the help page before anything else.
    """

    id: Id
    text: str = ""  # T1 only
    range: tuple[int, int]
    low_end: str = ""
    high_end: str = ""
    options: tuple[str, ...] = ()
    option_codes: tuple[str, ...] = ()  # LOINC answer codes, in the order of the options
    reversed: bool = False
    points: tuple[int, ...] = ()
    blank: int | None = None
    never_filled: bool = False
    unscored: bool = False
    whole: bool = True
    help_from: int | None = None
    loinc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QLicence:
    """Licence tier: only T1 may carry text. `credit` is shown wherever the form is shown."""

    tier: Literal["T1", "T2", "T3"]
    terms: Text
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A published range of a score, from `low` up to the next one. Shown, never a verdict.

    `ask_next`: the longer forms its authors suggest from here on.
    """

    low: float
    label: Text
    ask_next: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How answers become one score.

    `items`: the items it is made from; empty: all that are scored. `needs`: how many of them must
    be answered; a sum counts each missing one as the mean of the answered. `divide`: the divisor
    of the result. `table`: (sum, score) pairs of a published table. `room`: below the first value
    there is little room to get better, above the second little to get worse (turned round where
    low is worse). `change` is that of a part; the form's own stands in the form.
    """

    method: Method
    needs: Annotated[int, Field(ge=0)]
    variable: Id
    range: tuple[float, float]
    worse: Literal["high", "low"]
    label: str = ""
    items: tuple[Id, ...] = ()
    divide: Annotated[float, Field(gt=0)] = 1
    table: tuple[tuple[int, float], ...] = ()
    bands: tuple[Band, ...] = ()
    room: tuple[float, float] | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire(Item):
    """A questionnaire: form, scorer, export and docs all come from this file.

    `parts` are scored beside `score`, each by its own rule, so that one may stand where the other
    cannot. `group` names a rule in code that sorts score and parts into a published group.
    `mood`: its results always carry the help line. `language`: of the words; a translation is a
    form of its own. `odd_from`: so many answers all at the worst end are worth a second look; 0:
    never asked.
    """

    kind: Literal["questionnaire"]
    tier: QLicence
    mood: bool = False
    language: str = "en"
    recall: Text
    instruction: str = ""  # paragraphs are divided by an empty line
    items: tuple[QItem, ...]
    score: Scoring
    parts: tuple[Scoring, ...] = ()
    group: Literal["", "start_back"] = ""
    change: Change | None = None
    odd_from: Annotated[int, Field(ge=0)] = 5
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


def scored_items(form: Questionnaire, scoring: Scoring) -> tuple[QItem, ...]:
    """The items a score is made from, in the order of its file."""
    if not scoring.items:
        return tuple(item for item in form.items if not item.unscored)
    by_id = {item.id: item for item in form.items}
    return tuple(by_id[name] for name in scoring.items)


def _words_of(item: QItem) -> tuple[str, ...]:
    return (item.text, item.low_end, item.high_end, *item.options)
