"""Screens of questions, red flags and the countries' help lines."""

from dataclasses import dataclass, field
from typing import Any, Literal

from unspiral.catalogue.item import Example, Id, Item, Scalar, Text, Url

LevelName = Literal["E", "D", "W", "R", "S"]


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
    """When a red flag is asked again: what screens must hold to, not what decides."""

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
    words: tuple[str, ...] = ()  # phrases people type; one of them offers the danger screen
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of a screen: a label and the answers it stores when chosen.

    `say` is what is told of it once it is ticked, `see` ("folder/id") what to read or do.
    """

    id: Id
    label: Text
    sets: dict[str, Scalar] = field(default_factory=dict)
    opens: tuple[str, ...] = ()
    say: str = ""
    see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen(Item):
    """One screen of questions. `ticks` end with None last; nothing is preset.

    `both_sides_open` are opened when a line ending in `_left` and one in `_right` are ticked.
    """

    kind: Literal["screen"]
    form: Literal["ticks", "choice", "number", "scale", "text", "year", "places", "country", "grid"]
    ask: Text
    note: str = ""
    why: str = ""
    variable: str = ""
    choices: tuple[Choice, ...] = ()
    none_label: str = ""
    none_sets: dict[str, Scalar] = field(default_factory=dict)
    both_sides_open: tuple[str, ...] = ()
    skippable: bool = False
    step: int = 0
    range: tuple[float, float] | None = None
    unit: str = ""
    options: dict[str, Text] = field(default_factory=dict)  # of a grid: one of these for each line
    questionnaire: str = ""  # a scale whose words stand in this questionnaire, by `variable`


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLine:
    """One help line; `verified_on` stays empty until a named human checked it."""

    name: Text
    phone: str | None = None
    text: str | None = None
    url: Url | None = None
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
