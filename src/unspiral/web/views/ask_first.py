"""The danger screen as a device asks it alone, before a page that it may open."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.screening.asking import DANGER
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class AskFirst:
    """The screen, and what it opens.

    `play`: None opens a session on this page. `kept`: the page is a copy that lasts a week at
    most. `seen`: there is no computer to say "I was seen" to, so this page takes it.
    """

    ask: str
    note: str
    lines: tuple[tuple[str, str], ...]
    none_label: str
    play: bool = False
    kept: bool = False
    seen: bool = False


def ask_first(
    catalogue: Catalogue, t: Text, play: bool = False, kept: bool = False, seen: bool = False
) -> AskFirst:
    """The one danger screen in the words of `t`."""
    screen = catalogue.screens[DANGER]

    def say(name: str, words: str) -> str:
        return t.content("screens", screen.id, name, words)

    return AskFirst(
        ask=say("ask", screen.ask),
        note=say("note", screen.note),
        lines=tuple((c.id, say(f"choices.{c.id}", c.label)) for c in screen.choices),
        none_label=say("none_label", screen.none_label),
        play=play,
        kept=kept,
        seen=seen,
    )
