"""Symptom patterns: features to count, never a diagnosis and never a percentage."""

from dataclasses import dataclass
from typing import Any, Literal

from unspiral.catalogue.item import Example, Id, Item, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing a person can tick. `weight` is what studies found, for the documentation only."""

    id: Id
    label: Text
    when: dict[str, Any]
    weight: str = ""
    source: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern(Item):
    """One pattern of section d of the clinical evidence page.

    `shown` says what may be made of it: counted features, only a letter to take along, or nothing
    but this text in Learn. `phrase` ends the sentence "features often seen when ..." and names no
    condition; condition names stand in `names`, for Learn alone.
    """

    kind: Literal["pattern"]
    shown: Literal["features", "letter", "learn"]
    phrase: str = ""
    flag: str = ""
    names: tuple[str, ...] = ()
    summary: Text
    text: tuple[Text, ...]
    lying: str = ""
    features: tuple[Feature, ...] = ()
    against: tuple[Feature, ...] = ()
    see: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
