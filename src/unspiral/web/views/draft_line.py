"""The line on every page while the chosen language is a draft nobody has checked."""

from dataclasses import dataclass

from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class DraftLine:
    """What to know, in the chosen language, and the words of the way to another one."""

    language: str
    words: str
    switch: str


def draft_line(chosen: Text, shown: Text) -> DraftLine | None:
    """None unless the chosen language is a draft. `shown` is the language of this page."""
    if not chosen.draft:
        return None
    if shown.language == chosen.language:
        words = chosen(
            "Draft: nobody has checked this translation yet. Danger signs, exercises and "
            "questionnaires stay in English."
        )
    else:
        words = chosen(
            "Draft: this page stays in English. Nobody has checked a translation of it yet."
        )
    return DraftLine(chosen.language, words, chosen("Change the language"))
