"""Reading and searching the library: what is found, and what stays closed by a danger sign."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.education import search
from unspiral.education.documents import DARK, Say, documents, signs
from unspiral.records.triage import Level
from unspiral.screening.gate import maybe_emergency
from unspiral.services.context import Context
from unspiral.services.screening import Help, decide, help_before, told_now

Shut = frozenset[str]
_INDEXES: dict[tuple[str, str], search.Index] = {}  # by content hash and language
MOST_INDEXES = 16  # more than there are languages; beyond it all are made anew


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: items best first, red flags whose words were typed, dark words."""

    query: str
    hits: tuple[search.Hit, ...]
    danger: tuple[str, ...]
    talk: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """How the library may be read now: help to put first, scopes whose how-to stays closed."""

    help: Help
    shut: Shut


def find(catalogue: Catalogue, query: str, language: str, say: Say) -> Found:
    """Search all there is to read. Danger words are looked for as the content files write them."""
    hits = search.find(_index(catalogue, language, say), query)
    told = search.signs_in(query, signs(catalogue), "en")
    return Found(query, hits, tuple(name for name in told if name != DARK), DARK in told)


def reading(ctx: Context, person: str) -> Reading:
    """At E no exercise is shown, at D comfort alone (safety page, "Gate levels"). Reads only.

    Nor is any while nothing can be decided: after a fault, with a sign that is not on disk, or
    with one that was ticked and not yet asked in full, where it may be an emergency.
    """
    decision = decide(ctx, person)
    waits = maybe_emergency(decision.triage, ctx.catalogue)
    shut = {
        Level.EMERGENCY: frozenset({"comfort", "standard", "programme"}),
        Level.SAME_DAY: frozenset({"standard", "programme"}),
    }.get(Level.EMERGENCY if waits else told_now(decision), frozenset())
    return Reading(help_before(decision), shut)


def _index(catalogue: Catalogue, language: str, say: Say) -> search.Index:
    key = (catalogue.hash, language)
    found = _INDEXES.get(key)
    if found is None:
        found = search.index(documents(catalogue, say), language)
        if len(_INDEXES) >= MOST_INDEXES:
            _INDEXES.clear()
        _INDEXES[key] = found
    return found
