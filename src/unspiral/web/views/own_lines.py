"""The lines of a page that a person writes for themselves: a flare, poor nights, a goal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unspiral.catalogue.types import Screen
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line: the question, the person's words, and what is wrong with them."""

    name: str
    ask: str
    note: str
    words: str
    error: str


def own_lines(
    t: Text, asked: Iterable[Screen], words: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[OwnLine, ...]:
    """A line for each question, with what is kept or was typed. `words`, `errors`: by name."""
    return tuple(
        OwnLine(
            name=screen.id,
            ask=t.content("screens", screen.id, "ask", screen.ask),
            note=t.content("screens", screen.id, "note", screen.note),
            words=words.get(screen.id, ""),
            error=errors.get(screen.id, ""),
        )
        for screen in asked
    )
