"""What people read: sources, claims, lessons, and where to find help."""

from dataclasses import dataclass
from typing import Literal

from unspiral.catalogue.item import Graded, Item, Text, Url

Verdict = Literal["supported", "mixed", "unsupported", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Item):
    """A published source and how much of it was read."""

    kind: Literal["source"]
    cite: Text
    doi: str = ""
    read: Text
    found: Literal["found", "general_knowledge"]


Topic = Literal["sleep", "back", "mind", "doing", "given", "sold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Item):
    """What people may have heard, what is true of it, and what to do instead.

    `ledger` names the rows of the clinical evidence page (C01 to C99) that it answers.
    """

    kind: Literal["claim"]
    topic: Topic
    ledger: tuple[str, ...]
    verdict: Verdict
    answer: Text
    heard: Text
    why_said: Text
    instead: Text
    grades: tuple[Graded, ...] = ()
    see: tuple[str, ...] = ()  # "folder/id" of what to read or do next
    words: tuple[str, ...] = ()  # what people type when they look for it


Shelf = Literal["loop", "body", "questions", "everyday", "care", "thoughts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a lesson: a heading and its paragraphs."""

    heading: Text
    text: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Item):
    """Something to read: how things act on each other, a question answered, a life card.

    Shelves: how the loop works, the body and its patterns, questions and answers, everyday life,
    people who can help, and the thoughts course.
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
    url: Url
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
