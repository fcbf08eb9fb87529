"""What every content file shares: its header, sources, grades and examples."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

Status = Literal["draft", "reviewed", "retired"]
Grade = Literal["A", "B", "C", "D", "X"]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Url = Annotated[str, Field(pattern=r"^https?://[^\s\"'<>\\]+$")]  # a link that opens a page
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
