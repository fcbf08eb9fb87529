"""What is clear for one person, in sentences: claimed links, which comes first, lit loops."""

from collections.abc import Iterator, Mapping
from datetime import date
from statistics import stdev

from unspiral.catalogue.load import Catalogue
from unspiral.records.estimate import Gain, Link, Loop
from unspiral.records.insight import Insights, Lead
from unspiral.web.text import Text
from unspiral.web.views.loop_links import claims
from unspiral.web.views.loop_words import (
    THINGS,
    amount,
    capital,
    claim_words,
    signed,
    span,
    worse_sign,
)

PUSHED = "pain"


def claim_range(link: Link, t: Text) -> str:
    """The range of a claimed link, how often it holds, from how many days."""
    low, high = sorted((abs(link.low), abs(link.high)))
    if link.low * link.high < 0:
        low, high = link.low, link.high
    return t(
        "Range {range}, {often} times in 10, from {n} days. Went with, not caused.",
        range=span(t, low, high), often=round(link.level * 10), n=link.pairs,
    )  # fmt: skip


def usual_swing(link: Link, answers: Mapping[date, float], t: Text) -> str:
    """How large the usual swing of a claim's cause is; "" where it is not in points or hours."""
    if link.from_ == "activity_minutes" or len(answers) < 2:
        return ""
    size = amount(t, t.number(stdev(answers.values())), link.from_)
    return t("Your usual swing in {thing}: {size}.", thing=t(THINGS[link.from_]), size=size)


def clear_words(found: Insights | None, catalogue: Catalogue, t: Text) -> tuple[str, ...]:
    """Every claimed link and every lead, one paragraph each; nothing before there is one."""
    if found is None:
        return ()
    said = (
        f"{claim_words(t, catalogue, v.link.from_, v.link.to, v.link.mean)} "
        f"{claim_range(v.link, t)}"
        for v in claims(found)
    )
    return (*said, *(_lead(lead, catalogue, t) for lead in found.leads))


def loop_words(found: Insights | None, t: Text) -> tuple[str, ...]:
    """Lit loops in plain words, then all ways back together; nothing without a lit loop."""
    if found is None or not found.loops:
        return ()
    return (*(_round(loop, t) for loop in found.loops), *_total(found.total_gain, t))


def _lead(lead: Lead, catalogue: Catalogue, t: Text) -> str:
    return t(
        "{first} tends to come first and {second} after it, more than the other way round, "
        "for you, so far: {there} against {back}, {often} times in 10.",
        first=capital(t(THINGS[lead.first])), second=t(THINGS[lead.second]),
        there=_told(lead.forward, catalogue, t), back=_told(lead.backward, catalogue, t),
        often=round(lead.forward.level * 10),
    )  # fmt: skip


def _told(link: Link, catalogue: Catalogue, t: Text) -> str:
    """Size and range of a link, above zero when worse tends to go with worse."""
    sign = worse_sign(catalogue, link.from_) * worse_sign(catalogue, link.to)
    low, high = sorted((sign * link.low, sign * link.high))
    size = signed(t, sign * link.mean)
    return t("{size} ({range})", size=amount(t, size, link.to), range=span(t, low, high))


def _round(loop: Loop, t: Text) -> str:
    """A loop's gain: what comes back of one point, told from pain on."""
    at = loop.nodes.index(PUSHED) if PUSHED in loop.nodes else 0
    nodes = (*loop.nodes[at:], *loop.nodes[: at + 1])
    way = " → ".join(t(THINGS[node]) for node in nodes)
    return t(
        "{way}: one push on {thing} goes round and comes back as about {gain} of itself "
        "({range}, {often} times in 10).",
        way=capital(way), thing=t(THINGS[nodes[0]]), gain=signed(t, loop.gain),
        range=span(t, loop.low, loop.high), often=round(loop.level * 10),
    )  # fmt: skip


def _total(gain: Gain | None, t: Text) -> Iterator[str]:
    if gain is not None:
        yield t(
            "All ways round together: one push on {thing} comes back as about {gain} of itself "
            "({range}, {often} times in 10).",
            thing=t(THINGS[gain.node]), gain=signed(t, gain.gain),
            range=span(t, gain.low, gain.high), often=round(gain.level * 10),
        )  # fmt: skip
