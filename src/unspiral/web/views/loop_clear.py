"""What is clear for one person, in sentences: claimed links, the stronger way, loops, a change."""

from collections.abc import Mapping
from datetime import date
from statistics import stdev

from unspiral.catalogue.load import Catalogue
from unspiral.records.estimate import ChangePoint, Link, Loop
from unspiral.records.insight import Insights, Lead
from unspiral.web.text import Text
from unspiral.web.views.loop_links import claims
from unspiral.web.views.loop_words import (
    ANSWERS,
    THINGS,
    amount,
    capital,
    claim_words,
    moves,
    node_of,
    signed,
    span,
    worse_sign,
)

PUSHED = "pain"


def claim_range(link: Link, catalogue: Catalogue, t: Text) -> str:
    """How far the average of a claimed link is known, and from how many pairs of days."""
    low, high = sorted((abs(link.low), abs(link.high)))
    if link.low * link.high < 0:
        low, high = link.low, link.high
    form = (
        t("The true average may be {range}; many single nights will not fit. From {n} pairs of "
          "days.")
        if node_of(catalogue, link.from_) == "sleep"
        else t("The true average may be {range}; many single days will not fit. From {n} pairs of "
               "days.")
    )  # fmt: skip
    return form.format(range=amount(t, span(t, low, high), link.to), n=link.pairs)


def usual_swing(link: Link, answers: Mapping[date, float], catalogue: Catalogue, t: Text) -> str:
    """What a claim's "worse night" means here; "" where it is not in points or hours."""
    if link.from_ == "activity_minutes" or len(answers) < 2:
        return ""
    moved = moves(t, link.from_, worse_sign(catalogue, link.from_))
    size = t.number(stdev(answers.values()))
    words = {"moved": capital(moved), "n": size}
    if link.from_ == "sleep_hours":
        return t("“{moved}” here means a change by your usual swing, {n} hours.", **words)
    return t("“{moved}” here means a change by your usual swing, {n} points of 10.", **words)


def clear_words(found: Insights | None, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    """Every claimed link and every lead, one paragraph each; nothing before there is one."""
    if found is None:
        return ()
    said = (
        f"{claim_words(t, catalogue, v.link)} {claim_range(v.link, catalogue, t)}"
        for v in claims(found)
    )
    return (*said, *(_lead(lead, catalogue, t) for lead in found.leads))


def loop_words(found: Insights | None, t: Text) -> tuple[str, ...]:
    """Lit loops in plain words; nothing without one."""
    return tuple(_round(loop, t) for loop in found.loops) if found else ()


def fades(loop: Loop) -> bool:
    """Is each round smaller than the one before, over the whole range of the gain?"""
    return loop.low > -1 and loop.high < 1


def change_words(one: ChangePoint | None, t: Text) -> str:
    """Since when a thing is higher or lower, never why; "" without a change."""
    if one is None or one.variable not in ANSWERS:
        return ""
    form = (
        t("Since {day} your {name} answers have been higher.")
        if one.shift > 0
        else t("Since {day} your {name} answers have been lower.")
    )
    return form.format(day=t.day(one.day, with_year=True), name=t(ANSWERS[one.variable]))


def _lead(lead: Lead, catalogue: Catalogue, t: Text) -> str:
    return t(
        "Of the two ways, this one is the stronger in your diary so far: {first}, then {second}. "
        "{there} against {back} the other way. Both ways may hold.",
        first=t(THINGS[lead.first]), second=t(THINGS[lead.second]),
        there=capital(_told(lead.forward, catalogue, t)), back=_told(lead.backward, catalogue, t),
    )  # fmt: skip


def _told(link: Link, catalogue: Catalogue, t: Text) -> str:
    """Size and range of a link, above zero when worse tends to go with worse."""
    sign = worse_sign(catalogue, link.from_) * worse_sign(catalogue, link.to)
    low, high = sorted((sign * link.low, sign * link.high))
    size = signed(t, sign * link.mean)
    return t("{size} ({range})", size=amount(t, size, link.to), range=span(t, low, high))


def _round(loop: Loop, t: Text) -> str:
    """A loop's gain: how much of a change is left once round, told from pain on."""
    at = loop.nodes.index(PUSHED) if PUSHED in loop.nodes else 0
    nodes = (*loop.nodes[at:], *loop.nodes[: at + 1])
    words = {
        "way": capital(" → ".join(t(THINGS[node]) for node in nodes)),
        "gain": signed(t, loop.gain),
        "range": span(t, loop.low, loop.high),
    }
    if fades(loop):
        return t(
            "{way}: it tends to fade. Once round, about {gain} of a change is left ({range}).",
            **words,
        )
    return t(
        "{way}: once round, about {gain} of a change is left ({range}). Below 1, it fades.", **words
    )
