"""The texts of an item that people read, and what may be wrong with their words."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from unspiral.catalogue import banned, readability
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Item
from unspiral.records.problem import Problem

GRADE_LIMIT = 8.0
HELP_GRADE_LIMIT = 6.0
HELP_KINDS = frozenset({"redflags", "stop_rules", "crisis_lines"})
FROM_WORDS = 30  # shorter texts give no steady grade
# Names of papers, starting values and drawing data are not advice.
NOT_ADVICE = frozenset({"sources", "populations", "bodies", "finding_help"})
# `heard` and `words` are the two exemptions of the word scan; the rest is not prose.
SKIPPED = frozenset(
    {"id", "kind", "status", "heard", "words", "url", "licence", "tier", "sources", "reviewed"}
    | {"seen_in", "to_check", "examples", "codes", "figure", "when", "figures"}
    | {"ledger", "see", "offer", "programme", "topic", "family", "picture", "weight", "source"}
    | {"shapes"}
)
EDGE_FIELDS = frozenset({"title", "sentence"})
EXACT = frozenset({"questionnaires"})  # published word for word: scanned, never graded


def texts(folder: str, item: Item) -> Iterator[tuple[str, str]]:
    """(place, text) of every text of `item` that people read."""
    if folder in NOT_ADVICE:
        return
    data = asdict(item)
    if folder == "edges":
        data = {name: data[name] for name in EDGE_FIELDS}
    yield from _walk(data, "")


def problems(catalogue: Catalogue, folder: str, items: dict[str, Item]) -> Iterator[Problem]:
    """Banned words, and blocks of 30 words or more above their reading grade."""
    limit = HELP_GRADE_LIMIT if folder in HELP_KINDS else GRADE_LIMIT
    for name, item in items.items():
        for place, text in texts(folder, item):
            where = f"{folder}/{name}.yaml: {place}"
            for what, found in banned.find(text):
                yield Problem("banned_word", where, values={"what": what, "found": found})
            too_hard = folder not in EXACT and _too_hard(text, limit)
            if too_hard:
                yield Problem("hard_to_read", where, values={"grade": too_hard, "limit": limit})


def _too_hard(text: str, limit: float) -> float | None:
    """The grade of a long text that is above `limit`, else None."""
    if len(readability.words_of(text)) < FROM_WORDS:
        return None
    grade = round(readability.grade(text), 1)
    return grade if grade > limit else None


def _walk(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if " " in value:
            yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in SKIPPED:
                yield from _walk(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, (list, tuple)):
        if len(value) > 1 and all(isinstance(line, str) for line in value):
            yield place, " ".join(value)
        else:
            for number, inner in enumerate(value):
                yield from _walk(inner, f"{place}.{number}")
