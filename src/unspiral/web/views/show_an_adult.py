"""The view for somebody under 18: a card to show, and what is and is not kept."""

from dataclasses import dataclass

from unspiral.records.triage import Decision
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class AdultView:
    """`urgent`: a danger sign is open, so help comes first. `kept`: what is stored, in words."""

    urgent: bool
    card: str
    kept: str


def adult_view(t: Text, decision: Decision, more: bool) -> AdultView:
    """The page in the words of `t`. `more`: something was answered before the birth year."""
    return AdultView(
        urgent=decision.help_first,
        card=t("My back hurts. Please help me see a doctor or a nurse."),
        kept=t("What was answered before stays on this machine. Nothing is added to it.")
        if more
        else t("Only your birth year is kept, on this machine."),
    )
