"""The view of the two doors."""

from dataclasses import dataclass

from unspiral.services.setup import Where
from unspiral.web.text import Text


@dataclass(frozen=True, slots=True)
class WelcomeView:
    """The second door: where it leads, what it is called, and how long it takes."""

    plan_href: str
    plan: str
    plan_words: str


def welcome_view(t: Text, place: Where) -> WelcomeView:
    """The page in the words of `t`: make a plan, go on with it, or see it."""
    if place.screen is None:
        return WelcomeView("/today", t("My plan"), t("The few things for today."))
    if place.number > 1:
        left = place.of - place.number + 1
        words = t.plural("{n} question left.", "At most {n} questions left.", left)
        return WelcomeView("/begin", t("Go on with my plan"), words)
    return WelcomeView(
        "/begin", t("Make my plan"), t("About 4 minutes. Stop anywhere; it is kept.")
    )
