"""What My loop says first: one sentence, then what is known and what is not yet."""

from collections.abc import Iterator, Sequence

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Edge
from unspiral.insights.withhold import LINKS_FROM_DAYS, LOOPS_FROM_DAYS, WORDS_FROM_DAYS
from unspiral.records.insight import Insights
from unspiral.services.insights import Latest
from unspiral.web.text import Text
from unspiral.web.views.loop_clear import change_words, claim_range, fades, usual_swing
from unspiral.web.views.loop_days import AheadView
from unspiral.web.views.loop_links import claims, told_first
from unspiral.web.views.loop_words import claim_words, node_of, reason_words

NIGHTS_FROM_DAYS = 7


def voice(latest: Latest, ahead: Sequence[AheadView], catalogue: Catalogue, t: Text) -> str:
    """The one sentence worth reading: the strongest claim, else one's usual range, else research.

    Before anything is said of the person, it says so first.
    """
    said = claims(latest.insights)
    if said:
        return claim_words(t, catalogue, said[0].link)
    if ahead:
        return ahead[0].usual
    if _days(latest) >= WORDS_FROM_DAYS:
        return _beside_research(latest, catalogue, t)
    nothing = t("No arrow here is about you yet.") if _nights(latest, t) else ""
    return f"{nothing or t('Nothing here is about you yet.')} {_research(catalogue, t)}"


def said(
    latest: Latest, ahead: Sequence[AheadView], catalogue: Catalogue, t: Text
) -> tuple[str, ...]:
    """What stands below: a change, what is known of one's days, then what cannot be told yet."""
    found = latest.insights
    change = change_words(found.change, t) if found else ""
    days = [ahead[0].tomorrow if ahead else "", _nights(latest, t)]
    if found and claims(found):
        usual = ahead[0].usual if ahead else ""
        words = [change, *_of_claims(found, latest, catalogue, t), usual, *days]
    else:
        research = _beside_research(latest, catalogue, t) if ahead else ""
        words = [change, *days, research, *_not_yet(latest, catalogue, t)]
    return tuple(one for one in words if one)


def _days(latest: Latest) -> int:
    return latest.insights.n_days if latest.insights else 0


def _research(catalogue: Catalogue, t: Text) -> str:
    edge = told_first(catalogue)
    return t.content("edges", edge.id, "sentence", edge.sentence)


def _beside_research(latest: Latest, catalogue: Catalogue, t: Text) -> str:
    """What research says, and how far the diary carries it."""
    found = latest.insights
    if _days(latest) < LINKS_FROM_DAYS:
        own = t("Your diary: {n} days noted, too early to tell.", n=_days(latest))
    elif found and _holds_both(found, told_first(catalogue), catalogue):
        own = t("Your diary cannot tell yet if this holds for you.")
    else:
        own = t("Your diary cannot compare the two.")
    return f"{_research(catalogue, t)} {own}"


def _holds_both(found: Insights, edge: Edge, catalogue: Catalogue) -> bool:
    """May both ends of a link be compared? Before there are links: has each a usual range?"""
    ends = {node_of(catalogue, edge.cause), node_of(catalogue, edge.effect)}
    if not found.verdicts:
        return ends <= {node_of(catalogue, one.variable) for one in found.usual}
    pairs = ((one.link.from_, one.link.to) for one in found.verdicts)
    return any({node_of(catalogue, name) for name in pair} == ends for pair in pairs)


def _not_yet(latest: Latest, catalogue: Catalogue, t: Text) -> Iterator[str]:
    """What the diary cannot tell, and when it may."""
    found = latest.insights
    if found is None or found.n_days < WORDS_FROM_DAYS:
        yield t("The arrows are averages over other people.")
        return
    if found.n_days < LINKS_FROM_DAYS:
        yield t(
            "Links of your own can first be clear at {links} days noted, loops at {loops}. For "
            "most people it takes longer. Nothing is wrong with your diary.",
            links=LINKS_FROM_DAYS, loops=LOOPS_FROM_DAYS,
        )  # fmt: skip
        return
    if _holds_both(found, told_first(catalogue), catalogue):
        yield t("For most people this is the answer for months. Nothing is wrong with your diary.")
    else:
        yield t("To compare two things, both need answers on most days that are not all the same.")
    if not found.verdicts and found.withheld:
        yield reason_words(t, catalogue, found.withheld[0])
    if found.next_look:
        yield t(
            "The next look is at {n} days noted. A fair test of one thing may tell more.",
            n=found.next_look["day"],
        )  # fmt: skip


def _of_claims(found: Insights, latest: Latest, catalogue: Catalogue, t: Text) -> Iterator[str]:
    first, *others = claims(found)
    answers = latest.answers.get(first.link.from_, {})
    swing = usual_swing(first.link, answers, catalogue, t)
    yield f"{claim_range(first.link, catalogue, t)} {swing}".strip()
    if others:
        yield t.plural(
            "{n} more link is clear for you. More has it in words.",
            "{n} more links are clear for you. More has them in words.",
            len(others),
        )
    if not found.loops:
        yield t("No loop is drawn: not every link in one is clear.")
        return
    fading = t("The loop tends to fade.") if all(map(fades, found.loops)) else ""
    together = t(
        "Its parts follow each other in your diary. If one part gets easier, the other may too. "
        "Nobody has tested this on you."
    )
    yield f"{fading} {together}".strip()


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
