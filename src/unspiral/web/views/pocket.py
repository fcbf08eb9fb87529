"""The pages that only a pocket build has: its start, what it keeps, and the card for an adult."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class PocketStartView:
    """The start: the birth year first, then four doors, each (address, name, words)."""

    ask: str
    why: str
    eighteen: str
    yes: str
    no: str
    doors: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PocketDiaryView:
    """What is kept on the device: the words of each kind of entry, by kind."""

    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PocketAdultView:
    """Under 18: the sentence to show to an adult."""

    card: str


def start_view(catalogue: Catalogue, t: Text) -> PocketStartView:
    """The start in the words of `t`."""
    year, eighteen = catalogue.screens["birth_year"], catalogue.screens["eighteen"]
    answers = {
        choice.id: t.content("screens", eighteen.id, f"choices.{choice.id}", choice.label)
        for choice in eighteen.choices
    }
    return PocketStartView(
        ask=t.content("screens", year.id, "ask", year.ask),
        why=t.content("screens", year.id, "why", year.why),
        eighteen=t.content("screens", eighteen.id, "ask", eighteen.ask),
        yes=answers["yes"],
        no=answers["no"],
        doors=(
            ("/danger/offline", t("Ease it now"), t("Two minutes, as you are.")),
            ("/awake", t("Awake at night"), t("Three words, in the dark.")),
            ("/checkin", t("Check in"), t("It is kept on this device.")),
            ("/me", t("Kept here"), t("See it, and take it home.")),
        ),
    )


def diary_view(t: Text) -> PocketDiaryView:
    """The diary page in the words of `t`."""
    return PocketDiaryView(
        kinds=(
            ("morning", t("morning")),
            ("evening", t("evening")),
            ("screen", t("danger signs asked")),
            ("session", t("a session")),
            ("worry", t("a worry")),
        )
    )


def adult_view(t: Text) -> PocketAdultView:
    """The card in the words of `t`."""
    return PocketAdultView(t("My back hurts. Please help me see a doctor or a nurse."))
