"""The line that stands on every page of a demo folder, and on what is printed from it."""

from dataclasses import dataclass

from unspiral.clock import diary_day
from unspiral.services.context import Context
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class DemoBanner:
    """`words` say whose days these are; `more` names the page that tells the rest."""

    words: str
    more: str


def demo_banner(ctx: Context, t: Text, lasting: bool = False) -> DemoBanner | None:
    """The banner of this folder; None where a person keeps their own diary.

    `lasting` leaves the day out, for what is read later.
    """
    if ctx.demo is None:
        return None
    if ctx.demo.kind == "made_up":
        return DemoBanner(t("Made-up diary. Nobody's real days."), t("What was put in"))
    words = t("A copy of a diary, opened for looking.")
    if not lasting:
        day = t.day(diary_day(ctx.clock(), ctx.demo.zone), with_year=True)
        words = t("{words} As on {day}.", words=words, day=day)
    return DemoBanner(words, t("What this is"))
