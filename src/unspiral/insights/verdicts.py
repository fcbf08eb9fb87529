"""Every link of a diary with what may be said of it: claimed, cannot tell yet, or withheld."""

from dataclasses import dataclass, replace

from unspiral.dynamics import diagnostics, summary
from unspiral.dynamics.personal import PersonalFit
from unspiral.insights import withhold
from unspiral.insights.looks import LookBook, check_refusals, data_refusals
from unspiral.insights.withhold import Evidence
from unspiral.records.estimate import Diagnostics, Link
from unspiral.records.insight import LinkVerdict
from unspiral.records.problem import Reason

CONFIRMED_BY = 2  # look days in a row, for a link that left what research thought possible


@dataclass(frozen=True, slots=True)
class Reading:
    """One page fit with its checks, and the diary's looks up to its `n_days` completed days."""

    fit: PersonalFit
    checks: Diagnostics
    book: LookBook
    looks: tuple[int, ...]
    n_days: int


def verdicts(reading: Reading) -> tuple[LinkVerdict, ...]:
    """Every link of the page fit with what may be said of it; the ten candidates first."""
    found = [_verdict(reading, link) for link in summary.links(reading.fit.loop)]
    return tuple(sorted(found, key=lambda verdict: not verdict.candidate))


def said(found: tuple[LinkVerdict, ...]) -> frozenset[tuple[str, str]]:
    """The links that may be put in words."""
    return frozenset((one.link.from_, one.link.to) for one in found if one.claim == "claimed")


def refused_now(reading: Reading, cause: str, effect: str) -> tuple[Reason, ...]:
    """Rules that today's data or today's fit do not meet, of two items."""
    frame = reading.fit.loop.frame
    return (
        *data_refusals(frame, frame.items.index(cause), frame.items.index(effect)),
        *check_refusals(reading.checks, cause, effect),
    )


def _verdict(reading: Reading, link: Link) -> LinkVerdict:
    refused = refused_now(reading, link.from_, link.to)
    conflict = _conflict(reading, link)
    if not withhold.is_candidate(link.from_, link.to):
        unsaid = (*refused, *conflict, Reason("not_a_candidate"))
        return LinkVerdict(link, "withheld" if refused or conflict else "cannot_tell", unsaid)
    evidence = reading.book.evidence((link.from_, link.to), reading.looks)
    last = evidence[-1]()
    never = refused or _against(link, conflict)
    claimed = not never and withhold.claimed(evidence, CONFIRMED_BY if conflict else 1)
    claimed = claimed and (bool(conflict) or _same_way(link, last))
    closed = never or (conflict and not claimed)
    strongest = max(last.p_positive, last.p_negative)
    unclear = () if strongest >= withhold.CLAIM_AT else (_not_clear(strongest),)
    unsaid = never or last.refused or unclear
    return LinkVerdict(
        link=_silent_estimate(reading, link) if conflict and claimed else link,
        claim="withheld" if closed else withhold.state(claimed, last),
        reasons=(*(() if claimed else unsaid), *conflict),
        p=strongest,
        look=last.look,
        candidate=True,
    )


def _same_way(link: Link, last: Evidence) -> bool:
    """The number that would be shown points where the claim does."""
    return (link.mean > 0.0) == (last.p_positive > last.p_negative)


def _conflict(reading: Reading, link: Link) -> tuple[Reason, ...]:
    """Did the diary leave what the informed prior thought possible?"""
    name = diagnostics.conflict_name(link.from_, link.to)
    return tuple(
        Reason("prior_conflict", None, {"value": check.value, "bound": check.bound})
        for check in reading.checks.checks
        if check.name == name and not check.passed
    )


def _against(link: Link, conflict: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """A conflict in which the diary says the opposite of research: perhaps a scale upside down."""
    opposite = conflict and link.mean * link.prior_mean < 0.0
    return (Reason("against_research"),) if opposite else ()


def _silent_estimate(reading: Reading, link: Link) -> Link:
    """In conflict, the estimate of the last look stands in: docs/adr/0015-prior-conflict.md.

    What research said stays beside it.
    """
    own = reading.book.at(reading.looks[-1]).links.get((link.from_, link.to), link)
    return replace(
        own, prior_mean=link.prior_mean, prior_low=link.prior_low, prior_high=link.prior_high
    )


def _not_clear(chance: float) -> Reason:
    return Reason("not_clear_yet", None, {"have": chance, "needed": withhold.CLAIM_AT})
