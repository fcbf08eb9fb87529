"""Look days: the only days on which a claim may be made, each with its own fit and checks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations

import numpy as np

from unspiral.diary.panel import until
from unspiral.dynamics import change, convergence, diagnostics, seeds, summary
from unspiral.dynamics.frame import Frame, completed_days
from unspiral.dynamics.model import CLAIM, LONGER, LoopFit
from unspiral.dynamics.personal import PersonalFit
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.replicate import answers
from unspiral.insights import withhold
from unspiral.insights.withhold import Evidence, Spread
from unspiral.records.estimate import Array, ChangePoint, Diagnostics, Link, NotEnough, Panel
from unspiral.records.problem import Reason

Pair = tuple[str, str]
LOOKS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Look:
    """What one look day found: evidence and estimate per candidate, and who leads whom.

    `changes`, `shifts`: of the one item that may have shifted, if any, by its name.
    """

    day: int
    evidence: dict[Pair, Evidence]
    links: dict[Pair, Link]
    leads: dict[Pair, float]
    changes: dict[str, Evidence] = field(default_factory=dict)
    shifts: dict[str, ChangePoint] = field(default_factory=dict)


@dataclass(slots=True)
class LookBook:
    """Looks of one diary, each worked out when it is first asked for."""

    panel: Panel
    prior: Prior
    _done: dict[int, Look] = field(default_factory=dict)

    def at(self, day: int) -> Look:
        """The look on the day that was the `day`-th completed one."""
        if day not in self._done:
            rows = completed_days(self.panel)[day - 1] + 1
            then = until(self.panel, rows)
            mark = seeds.fingerprint(then, repr((self.prior, then.steps, then.ranges)))
            self._done[day] = _kept_look(_Asked(mark, day, then, self.prior))
        return self._done[day]

    def evidence(self, pair: Pair, days: tuple[int, ...]) -> list[Callable[[], Evidence]]:
        """What each look found about one link, oldest first, not yet worked out."""
        absent = (Reason("item_not_in_model"),)

        def one(day: int) -> Callable[[], Evidence]:
            return lambda: self.at(day).evidence.get(pair, Evidence(day, 0.0, 0.0, absent))

        return [one(day) for day in days]

    def changes(self, item: str, days: tuple[int, ...]) -> list[Callable[[], Evidence]]:
        """What each look found about a lasting shift of one item, oldest first."""

        def one(day: int) -> Callable[[], Evidence]:
            return lambda: self.at(day).changes.get(item, Evidence(day, 0.0, 0.0))

        return [one(day) for day in days]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One look to be worked out; `mark` names the panel with its scales, and the prior."""

    mark: str
    day: int
    panel: Panel = field(compare=False)
    prior: Prior = field(compare=False)


@lru_cache(maxsize=LOOKS_KEPT)
def _kept_look(asked: _Asked) -> Look:
    """A look depends on its own days only, so a new entry after it need not work it out again."""
    return look(asked.panel, asked.prior, asked.day)


def look(panel: Panel, prior: Prior, day: int) -> Look:
    """Fit a panel with the silent prior and weigh every candidate link in it."""
    rng = seeds.generator(seeds.fingerprint(panel), "claim")
    fit = CLAIM.fit(panel, prior.silent(), rng)
    if isinstance(fit, NotEnough):
        return Look(day, {}, {}, {})
    if _unsettled(fit):
        fit = LoopFit(fit.frame, fit.prior, LONGER.sample(fit.frame, fit.prior, rng), fit.n_days)
    checks = PersonalFit(fit, panel.sittings, int(rng.integers(2**62))).diagnose()
    links = {(link.from_, link.to): link for link in summary.links(fit)}
    shift = change.find(fit, rng)
    return Look(
        day=day,
        evidence=_evidence(fit, checks, day),
        links=links,
        leads=_leads(fit),
        changes=_changes(fit, checks, day, shift) if shift else {},
        shifts={shift.point.variable: shift.point} if shift else {},
    )


def spread_of(frame: Frame, column: int) -> Spread:
    """How one item was answered on the days the model saw."""
    given = answers(frame, column)
    _, counts = np.unique(given[np.isfinite(given)], return_counts=True)
    return Spread(len(counts), float(counts.max() / counts.sum()))


def data_refusals(frame: Frame, cause: int, effect: int) -> tuple[Reason, ...]:
    """Rules of the data themselves that a link does not meet."""
    return withhold.refusals(
        summary.pairs(frame, cause, effect), spread_of(frame, cause), spread_of(frame, effect)
    )


def check_refusals(checks: Diagnostics, cause: str, effect: str) -> tuple[Reason, ...]:
    """Failed checks that guard a link between these items."""
    return tuple(
        Reason("check_failed", check.name, {"value": check.value, "bound": check.bound})
        for check in checks.checks
        if not check.passed and diagnostics.guards(check, cause, effect)
    )


def _candidates(items: tuple[str, ...]) -> list[Pair]:
    return [pair for pair in permutations(items, 2) if withhold.is_candidate(*pair)]


def _unsettled(fit: LoopFit) -> bool:
    """True when a link that might be claimed has chains that do not agree yet."""
    names = fit.frame.items
    for cause, effect in _candidates(names):
        draws = fit.draws.total[:, names.index(effect), names.index(cause)]
        near = max(summary.chances(draws)) >= withhold.WITHDRAW_BELOW
        if near and not convergence.of(draws, fit.draws.chains).settled:
            return True
    return False


def _evidence(fit: LoopFit, checks: Diagnostics, day: int) -> dict[Pair, Evidence]:
    names = fit.frame.items
    found = {}
    for pair in _candidates(names):
        cause, effect = names.index(pair[0]), names.index(pair[1])
        draws = fit.draws.total[:, effect, cause]
        positive, negative = summary.chances(draws)
        refused = (*data_refusals(fit.frame, cause, effect), *check_refusals(checks, *pair))
        if max(positive, negative) >= withhold.WITHDRAW_BELOW:
            refused += _chain_refusal(draws, fit.draws.chains)
        found[pair] = Evidence(day, positive, negative, refused)
    return found


def _chain_refusal(draws: Array, chains: int) -> tuple[Reason, ...]:
    found = convergence.of(draws, chains)
    values = {"rhat": found.rhat, "ess_bulk": found.ess_bulk, "ess_tail": found.ess_tail}
    return () if found.settled else (Reason("chains_not_settled", None, values),)


def _changes(
    fit: LoopFit, checks: Diagnostics, day: int, shift: change.Shift
) -> dict[str, Evidence]:
    """The claim rule on a shift: its item's answers, the checks of the fit, and settled draws."""
    item = shift.point.variable
    refused = (
        *withhold.spread_refusals("effect", spread_of(fit.frame, fit.frame.items.index(item))),
        *check_refusals(checks, item, item),
    )
    if shift.point.p >= withhold.WITHDRAW_BELOW > min(shift.halves):
        refused += (Reason("chains_not_settled"),)
    return {item: Evidence(day, shift.p_positive, shift.p_negative, refused)}


def _leads(fit: LoopFit) -> dict[Pair, float]:
    """P(|first -> second| > |second -> first|) for each pair of items whose chains settled."""
    names = fit.frame.items
    strength = np.abs(fit.draws.total)
    found = {}
    for (i, a), (j, b) in permutations(enumerate(names), 2):
        larger = strength[:, j, i] - strength[:, i, j]
        chance = float((larger > 0.0).mean())
        if chance < withhold.LEAD_AT or convergence.of(larger, fit.draws.chains).settled:
            found[a, b] = chance
    return found
