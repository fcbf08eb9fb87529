"""What is drawn beside the links: loops, gains, leads, responses, a change, what goes together.

Each is withheld by its own rule, and nothing here is put in words unless a link in it is claimed
(a change: unless it met the claim rule itself).
"""

from dataclasses import dataclass
from itertools import permutations

from unspiral.dynamics import diagnostics, gains, responses, summary
from unspiral.insights import withhold
from unspiral.insights.looks import check_refusals
from unspiral.insights.verdicts import Reading, refused_now, said
from unspiral.records.estimate import ChangePoint, Gain, Loop, Response, Together
from unspiral.records.insight import Lead, LinkVerdict
from unspiral.records.problem import Reason

Verdicts = tuple[LinkVerdict, ...]


@dataclass(frozen=True, slots=True)
class Loops:
    """The loops that may be lit, all that returns to pain, and why something is missing."""

    lit: tuple[Loop, ...] = ()
    total: Gain | None = None
    reasons: tuple[Reason, ...] = ()


def unstable(reading: Reading) -> tuple[Reason, ...]:
    """Too many draws of the page fit grow without bound: no loop output at all."""
    share = reading.fit.loop.explosive_share
    if share <= diagnostics.EXPLOSIVE_AT_MOST:
        return ()
    return (Reason("model_unstable", None, {"value": share}),)


def loops(reading: Reading, found: Verdicts) -> Loops:
    """Loops whose every link is claimed, from 90 days; read from a fit without a trend."""
    if reading.n_days < withhold.LOOPS_FROM_DAYS:
        needed = {"have": reading.n_days, "needed": withhold.LOOPS_FROM_DAYS}
        return Loops(reasons=(Reason("loops_need_days", None, needed),))
    if shaky := unstable(reading):
        return Loops(reasons=shaky)
    claims = said(found)
    if not claims:
        return Loops(reasons=(Reason("loops_need_every_link"),))
    again = reading.fit.undetrended
    level = Reading(again, again.diagnose(), reading.book, reading.looks, reading.n_days)
    if shaky := unstable(level):
        return Loops(reasons=shaky)
    lit = tuple(
        loop
        for loop in gains.loops(again.loop)
        if withhold.may_light(loop.nodes, claims, reading.n_days)
        and not check_refusals(level.checks, *loop.nodes)
    )
    return Loops(
        lit=lit,
        total=_total(reading, level),
        reasons=() if lit else (Reason("loops_need_every_link"),),
    )


def leads(reading: Reading, found: Verdicts) -> tuple[Lead, ...]:
    """Which of two comes first: 90 days, one of the two links claimed, none withheld, P >= .95."""
    if reading.n_days < withhold.LEAD_FROM_DAYS:
        return ()
    claims = said(found)
    links = {(one.link.from_, one.link.to): one.link for one in found if one.claim != "withheld"}
    chances = reading.book.at(reading.looks[-1]).leads
    return tuple(
        Lead(a, b, p, links[a, b], links[b, a])
        for (a, b), p in chances.items()
        if p >= withhold.LEAD_AT
        and {(a, b), (b, a)} <= links.keys()
        and withhold.is_candidate(a, b)
        and withhold.is_candidate(b, a)
        and claims & {(a, b), (b, a)}
    )


def after_one_day(reading: Reading, found: Verdicts) -> tuple[Response, ...]:
    """Responses to one unusual day, where a link is drawn: of pain, to pain and to the night."""
    if unstable(reading):
        return ()
    names = reading.fit.loop.frame.items
    night = reading.fit.loop.frame.night
    ends = {gains.CENTRE_OF_LOOPS, *((names[night],) if night is not None else ())}
    pairs = [
        (one.link.from_, one.link.to)
        for one in found
        if one.claim != "withheld"
        and (one.link.from_ in ends or one.link.to == gains.CENTRE_OF_LOOPS)
    ]
    return responses.responses(reading.fit.loop, pairs)


def change(reading: Reading) -> ChangePoint | None:
    """The clearest lasting shift of one item, under the claim rule; at most one."""
    found = [
        reading.book.at(reading.looks[-1]).shifts[item]
        for item in reading.fit.loop.frame.items
        if withhold.claimed(reading.book.changes(item, reading.looks))
        and not refused_now(reading, item, item)
    ]
    return max(found, key=lambda one: one.p, default=None)


def together(reading: Reading) -> tuple[Together, ...]:
    """Items of one sitting that go together, where data and checks allow; never in words."""
    return tuple(
        one
        for one in summary.together(reading.fit.loop)
        if one.pairs >= withhold.MIN_PAIRS and not refused_now(reading, one.a, one.b)
    )


def _total(reading: Reading, level: Reading) -> Gain | None:
    """All that returns to pain runs through every link: one refused link withholds it."""
    items = reading.fit.loop.frame.items
    for cause, effect in permutations(items, 2):
        if refused_now(reading, cause, effect) or refused_now(level, cause, effect):
            return None
    return gains.total(level.fit.loop)
