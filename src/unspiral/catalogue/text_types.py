"""What people read: sources, claims, lessons, where to find help, and questionnaires."""

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
    """What people may have heard, what is true of it, and what to do instead.

    `ledger` names the rows of the clinical evidence page (C01 to C99) that it answers.
    """

    kind: Literal["claim"]
    ledger: tuple[str, ...]
    verdict: Verdict
    answer: Text
    heard: Text
    why_said: Text
    instead: Text
    grades: tuple[Graded, ...] = ()
    see: tuple[str, ...] = ()  # "folder/id" of what to read or do next
    words: tuple[str, ...] = ()  # what people type when they look for it


Shelf = Literal["loop", "body", "questions", "everyday", "care"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a lesson: a heading and its paragraphs."""

    heading: Text
    text: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Item):
    """Something to read: how things act on each other, a question answered, a life card.

    Shelves: how the loop works, the body and its patterns, questions and answers, everyday life,
    and people who can help.
    """

    kind: Literal["lesson"]
    shelf: Shelf
    summary: Text
    sections: tuple[Section, ...]
    grades: tuple[Graded, ...] = ()
    picture: str = ""
    see: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One public list of physiotherapists; `url_recalled`: no source shows its address."""

    name: Text
    url: Text
    what: Text
    recalled_only: bool = False
    url_recalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingHelp(Item):
    """Where a physiotherapist can be found in one country, and whether one may go directly.

    `verified_on` stays empty until a named human checked the entries.
    """

    kind: Literal["finding_help"]
    country: Text
    registers: tuple[Register, ...]
    self_referral: Text
    self_referral_detail: str = ""
    self_referral_recalled: bool = False
    seen_on: str = ""
    verified_on: str | None = None
    verified_by: str | None = None
    note: str = ""
    to_check: str = ""


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
