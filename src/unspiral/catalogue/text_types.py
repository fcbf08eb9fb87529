"""What people read: sources, claims and questionnaires."""

from dataclasses import dataclass
from typing import Literal

from unspiral.catalogue.item import Example, Graded, Id, Item, Text
from unspiral.catalogue.variable_types import Change, Code

Verdict = Literal["supported", "mixed", "unsupported", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Item):
    """A published source and how much of it was read."""

    kind: Literal["source"]
    cite: Text
    doi: str = ""
    read: Text
    found: Literal["found", "general_knowledge"]


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
