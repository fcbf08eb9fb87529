"""What My loop says first: one sentence, the person's own range, and how far the diary carries."""

from collections.abc import Sequence

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Edge
from unspiral.insights.withhold import LINKS_FROM_DAYS, LOOPS_FROM_DAYS, WORDS_FROM_DAYS
from unspiral.records.insight import Insights
from unspiral.services.insights import Latest
from unspiral.web.text import Text
from unspiral.web.views.loop_clear import claim_range, usual_swing
from unspiral.web.views.loop_days import AheadView
from unspiral.web.views.loop_links import claims, told_first
from unspiral.web.views.loop_words import claim_words, node_of, reason_words

NIGHTS_FROM_DAYS = 7


def voice(found: Insights | None, catalogue: Catalogue, t: Text) -> str:
    """The one sentence worth reading: the strongest claim, else research and how far it is."""
    said = claims(found)
    if said:
        link = said[0].link
        return claim_words(t, catalogue, link.from_, link.to, link.mean)
    edge = told_first(catalogue)
    research = t.content("edges", edge.id, "sentence", edge.sentence)
    days = found.n_days if found else 0
    if found is None or days < WORDS_FROM_DAYS:
        return research
    if days < LINKS_FROM_DAYS:
        own = t(
            "Your diary: {n} days, too early to tell; about {needed} are needed.",
            n=days, needed=LOOPS_FROM_DAYS,
        )  # fmt: skip
    elif _holds_both(found, edge, catalogue):
        own = t("Your diary, {n} days, cannot tell yet if this holds for you.", n=days)
    else:
        own = t("Your diary, {n} days, does not hold both.", n=days)
    return f"{research} {own}"


def _holds_both(found: Insights, edge: Edge, catalogue: Catalogue) -> bool:
    """Are both ends of a link noted often enough to have a usual range?"""
    noted = {node_of(catalogue, one.variable) for one in found.usual}
    return {node_of(catalogue, edge.cause), node_of(catalogue, edge.effect)} <= noted


def yours(latest: Latest, ahead: Sequence[AheadView], t: Text) -> tuple[str, ...]:
    """What the diary does show: the usual range and tomorrow of the first thing, and the nights."""
    days = " ".join((ahead[0].usual, ahead[0].tomorrow)) if ahead else ""
    return tuple(words for words in (days.strip(), _nights(latest, t)) if words)


def notes(latest: Latest, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    """How the sentence is meant."""
    found = latest.insights
    days = found.n_days if found else 0
    if found and claims(found):
        return _of_claims(found, latest, t)
    if found is None or days < WORDS_FROM_DAYS:
        return (t("From other people. Nothing here is about you yet."),)
    look = found.next_look["day"] if found.next_look else LINKS_FROM_DAYS
    if days < LINKS_FROM_DAYS:
        return (
            t("This is too early for anyone. Nothing is wrong with your diary."),
            t(
                "The first look for links of your own is at {n} days; few are clear by then.",
                n=look,
            ),
        )
    both = _holds_both(found, told_first(catalogue), catalogue)
    return (
        t("For most people this is the answer for months. Nothing is wrong with your diary.")
        if both
        else t("To compare two things, both need an answer on most days."),
        *(() if found.verdicts else (reason_words(t, catalogue, r) for r in found.withheld[:1])),
        t("The next look is at {n} days.", n=look),
    )


def _of_claims(found: Insights, latest: Latest, t: Text) -> tuple[str, ...]:
    first, *others = claims(found)
    said = [claim_range(first.link, t)]
    swing = usual_swing(first.link, latest.answers.get(first.link.from_, {}), t)
    if swing:
        said.append(swing)
    if others:
        said.append(
            t.plural(
                "{n} more link is clear for you. It stands under More.",
                "{n} more links are clear for you. They stand under More.",
                len(others),
            )
        )
    if found.loops:
        said.append(t("A whole loop is clear for you. It shows where a small step may reach."))
    else:
        said.append(t("No loop is drawn: not every link in one is clear."))
    return tuple(said)


def _nights(latest: Latest, t: Text) -> str:
    """From seven days on: the noted nights of the last week as they were, nothing read from it."""
    hours = latest.answers.get("sleep_hours", {})
    week = [h for day, h in hours.items() if (latest.today - day).days < NIGHTS_FROM_DAYS]
    if latest.noted < NIGHTS_FROM_DAYS or not week:
        return ""
    return t.plural(
        "Your last week: {n} night noted, {low} to {high} hours asleep.",
        "Your last week: {n} nights noted, {low} to {high} hours asleep.",
        len(week), low=t.number(min(week)), high=t.number(max(week)),
    )  # fmt: skip
