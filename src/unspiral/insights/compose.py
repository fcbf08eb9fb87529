"""Panel and fits to what may be said: the one record the loop page and `fit --json` show."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from unspiral.dynamics import diagnostics, seeds, summary
from unspiral.dynamics.frame import choose_items, completed_days
from unspiral.dynamics.model import PAGE, LoopFit
from unspiral.dynamics.personal import PersonalModel
from unspiral.dynamics.priors import Prior
from unspiral.insights import withhold
from unspiral.insights.looks import LookBook, check_refusals, data_refusals
from unspiral.records.estimate import Diagnostics, Link, Loop, NotEnough, Panel, UsualRange
from unspiral.records.insight import Insights, Lead, LinkVerdict, Status
from unspiral.records.problem import Reason

USUAL_LEVEL = 0.8
MIN_FOR_RANGE = 14


@dataclass(frozen=True, slots=True)
class Reading:
    """One page fit with its checks, and the diary's looks."""

    fit: LoopFit
    checks: Diagnostics
    book: LookBook
    looks: tuple[int, ...]


def compose(panel: Panel, prior: Prior, today: date, content_hash: str = "") -> Insights:
    """All that may be said of one diary on `today`.

    The same panel, content and model version always give the same record: `fingerprint` names
    the three, and every draw is seeded from the panel.
    """
    n_days = len(completed_days(panel))
    bare = _bare(panel, n_days, today, content_hash)
    if n_days < withhold.WORDS_FROM_DAYS:
        needed = {"have": n_days, "needed": withhold.WORDS_FROM_DAYS}
        return replace(bare, withheld=(Reason("words_need_days", None, needed),))
    bare = replace(bare, usual=usual_ranges(panel))
    seed_of = seeds.fingerprint(panel)
    found = PersonalModel(PAGE).fit(panel, prior, seeds.generator(seed_of, "page"))
    if isinstance(found, NotEnough):
        refused = (Reason("no_item_to_fit"), *found.reasons)
        return replace(bare, status=_status(bare), withheld=refused)
    fit, checks, looks = found.loop, found.diagnose(), withhold.looks(n_days)
    reading = Reading(fit, checks, LookBook(panel, prior), looks)
    verdicts = _verdicts(reading) if looks else ()
    loops, no_loops = _loops(reading, verdicts, n_days)
    said = replace(
        bare,
        verdicts=verdicts,
        loops=loops,
        forecasts=found.predict(),
        withheld=(*_withheld(panel, fit, n_days), *no_loops),
        diagnostics=checks,
        leads=_leads(reading, verdicts, n_days),
        seed=seeds.seed(seed_of, "page"),
        explosive_share=fit.explosive_share,
    )
    return replace(said, status=_status(said))


def usual_ranges(panel: Panel) -> tuple[UsualRange, ...]:
    """The range that held 80 % of the person's own days, per variable with 14 answers."""
    tail = 100 * (1 - USUAL_LEVEL) / 2
    found = []
    for column, name in enumerate(panel.variables):
        values = panel.y[np.isfinite(panel.y[:, column]), column]
        if len(values) >= MIN_FOR_RANGE:
            low = np.percentile(values, tail, method="lower")
            high = np.percentile(values, 100 - tail, method="higher")
            found.append(UsualRange(name, float(low), float(high), USUAL_LEVEL, len(values)))
    return tuple(found)


def _bare(panel: Panel, n_days: int, today: date, content_hash: str) -> Insights:
    """What holds of every reading, also of one that says nothing."""
    return Insights(
        status="not_enough",
        n_days=n_days,
        as_of=today,
        next_look={"day": withhold.next_look(n_days), "have": n_days},
        fingerprint=seeds.fingerprint(panel, content_hash),
        sittings=panel.sittings,
        model_version=seeds.MODEL_VERSION,
    )


def _verdicts(reading: Reading) -> tuple[LinkVerdict, ...]:
    """Every link of the page fit with what may be said of it; the ten candidates first."""
    found = [_verdict(reading, link) for link in summary.links(reading.fit)]
    return tuple(sorted(found, key=lambda verdict: not verdict.candidate))


def _verdict(reading: Reading, link: Link) -> LinkVerdict:
    if not withhold.is_candidate(link.from_, link.to):
        refused = _refused_now(reading, link)
        unsaid = (*refused, Reason("not_a_candidate"))
        return LinkVerdict(link, "withheld" if refused else "cannot_tell", unsaid)
    evidence = reading.book.evidence((link.from_, link.to), reading.looks)
    last, refused = evidence[-1](), _refused_now(reading, link)
    said = not refused and withhold.claimed(evidence)
    strongest = max(last.p_positive, last.p_negative)
    unsaid = refused or last.refused or (_not_clear(strongest),)
    conflict = _conflict(reading, link)
    return LinkVerdict(
        link=_silent_estimate(reading, link) if conflict else link,
        claim="withheld" if refused else withhold.state(said, last),
        reasons=(*(() if said else unsaid), *conflict),
        p=strongest,
        look=last.look,
        candidate=True,
    )


def _refused_now(reading: Reading, link: Link) -> tuple[Reason, ...]:
    """Rules that today's data or today's fit do not meet."""
    names = reading.fit.frame.items
    cause, effect = names.index(link.from_), names.index(link.to)
    return (
        *data_refusals(reading.fit.frame, cause, effect),
        *check_refusals(reading.checks, link.from_, link.to),
    )


def _conflict(reading: Reading, link: Link) -> tuple[Reason, ...]:
    """Did the diary leave what the informed prior thought possible?"""
    name = diagnostics.conflict_name(link.from_, link.to)
    return tuple(
        Reason("prior_conflict", None, {"value": check.value, "bound": check.bound})
        for check in reading.checks.checks
        if check.name == name and not check.passed
    )


def _silent_estimate(reading: Reading, link: Link) -> Link:
    """In conflict, the estimate of the last look stands in: docs/adr/0015-prior-conflict.md."""
    return reading.book.at(reading.looks[-1]).links.get((link.from_, link.to), link)


def _not_clear(chance: float) -> Reason:
    return Reason("not_clear_yet", None, {"have": chance, "needed": withhold.CLAIM_AT})


def _said(verdicts: tuple[LinkVerdict, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (verdict.link.from_, verdict.link.to) for verdict in verdicts if verdict.claim == "claimed"
    )


def _loops(
    reading: Reading, verdicts: tuple[LinkVerdict, ...], n_days: int
) -> tuple[tuple[Loop, ...], tuple[Reason, ...]]:
    """The loops that may be lit, and why none is."""
    if n_days < withhold.LOOPS_FROM_DAYS:
        needed = {"have": n_days, "needed": withhold.LOOPS_FROM_DAYS}
        return (), (Reason("loops_need_days", None, needed),)
    share = reading.fit.explosive_share
    if share > diagnostics.EXPLOSIVE_AT_MOST:
        return (), (Reason("model_unstable", None, {"value": share}),)
    said = _said(verdicts)
    lit = tuple(
        loop for loop in summary.loops(reading.fit) if withhold.may_light(loop.nodes, said, n_days)
    )
    return lit, () if lit else (Reason("loops_need_every_link"),)


def _leads(reading: Reading, verdicts: tuple[LinkVerdict, ...], n_days: int) -> tuple[Lead, ...]:
    """Which of two comes first: 90 days, one of the two links claimed, P >= .95."""
    if n_days < withhold.LEAD_FROM_DAYS:
        return ()
    said = _said(verdicts)
    links = {(verdict.link.from_, verdict.link.to): verdict.link for verdict in verdicts}
    chances = reading.book.at(reading.looks[-1]).leads
    return tuple(
        Lead(a, b, p, links[a, b], links[b, a])
        for (a, b), p in chances.items()
        if p >= withhold.LEAD_AT
        and (a, b) in links
        and withhold.is_candidate(a, b)
        and withhold.is_candidate(b, a)
        and said & {(a, b), (b, a)}
    )


def _withheld(panel: Panel, fit: LoopFit, n_days: int) -> tuple[Reason, ...]:
    """What is not shown at all, and why."""
    _, left_out = choose_items(panel)
    reasons = list(left_out)
    if n_days < withhold.LINKS_FROM_DAYS:
        needed = {"have": n_days, "needed": withhold.LINKS_FROM_DAYS}
        reasons.append(Reason("links_need_days", None, needed))
    elif len(fit.frame.items) < 2:
        reasons.append(Reason("links_need_two_items"))
    return tuple(reasons)


def _status(found: Insights) -> Status:
    if found.loops:
        return "loops"
    if _said(found.verdicts):
        return "links"
    return "usual_range" if found.usual or found.forecasts else "not_enough"
