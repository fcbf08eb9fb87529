"""Panel and fits to what may be said: the one record the loop page and `fit --json` show."""

from dataclasses import replace
from datetime import date

import numpy as np

from unspiral.dynamics import seeds
from unspiral.dynamics.frame import Frame, choose_items, completed_days
from unspiral.dynamics.model import PAGE
from unspiral.dynamics.personal import PersonalModel
from unspiral.dynamics.priors import Prior
from unspiral.insights import pictures, withhold
from unspiral.insights.looks import LookBook
from unspiral.insights.verdicts import Reading, said, verdicts
from unspiral.records.estimate import NotEnough, Panel, UsualRange
from unspiral.records.insight import Insights, Status
from unspiral.records.problem import Reason

USUAL_LEVEL = 0.8
MIN_FOR_RANGE = 14


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
    book, looks = LookBook(panel, prior), withhold.looks(n_days)
    reading = Reading(found, found.diagnose(), book, looks, n_days)
    bare = replace(
        bare,
        forecasts=found.predict(),
        withheld=_withheld(panel, found.loop.frame, n_days),
        diagnostics=reading.checks,
        seed=seeds.seed(seed_of, "page"),
        explosive_share=found.loop.explosive_share,
    )
    told = _with_links(bare, reading) if looks else bare
    return replace(told, status=_status(told))


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


def _with_links(bare: Insights, reading: Reading) -> Insights:
    """From the first look day on: links, and all that is drawn beside them."""
    found = verdicts(reading)
    loops = pictures.loops(reading, found)
    return replace(
        bare,
        verdicts=found,
        loops=loops.lit,
        total_gain=loops.total,
        leads=pictures.leads(reading, found),
        responses=pictures.after_one_day(reading, found),
        change=pictures.change(reading),
        together=pictures.together(reading),
        withheld=(*bare.withheld, *loops.reasons),
    )


def _withheld(panel: Panel, frame: Frame, n_days: int) -> tuple[Reason, ...]:
    """What is not shown at all, and why."""
    _, left_out = choose_items(panel)
    reasons = list(left_out)
    if n_days < withhold.LINKS_FROM_DAYS:
        for code, needed in (
            ("links_need_days", withhold.LINKS_FROM_DAYS),
            ("loops_need_days", withhold.LOOPS_FROM_DAYS),
        ):
            reasons.append(Reason(code, None, {"have": n_days, "needed": needed}))
    elif len(frame.items) < 2:
        reasons.append(Reason("links_need_two_items"))
    return tuple(reasons)


def _status(found: Insights) -> Status:
    if found.loops:
        return "loops"
    if said(found.verdicts):
        return "links"
    return "usual_range" if found.usual or found.forecasts else "not_enough"
