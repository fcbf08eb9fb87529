"""The answer of a fair test: one effect by what was drawn, in the person's own dynamics."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import PCG64, Generator

from unspiral.records.estimate import Array, NotEnough
from unspiral.records.problem import Reason
from unspiral.records.trial import Adherence, Effect, Trial, TrialDay, TrialResult
from unspiral.trials import posterior, randomise, regressors
from unspiral.trials.posterior import Mixture
from unspiral.trials.verdict import ANY_NEEDS, HALF_POINT, Chances, verdict, why

METHOD = "exact/1"
LEVEL = 0.8
REDRAWN = 9999
POINTS = 10.0
TIE = 1e-9
MOSTLY = 0.7  # fewer days done as drawn than this are said beside the answer
MIN_BESIDE = 14  # answers an item needs to be adjusted for


def analyse(trial: Trial, unit: str = "points") -> TrialResult | NotEnough:
    """The answer of a test, or what is missing. The same trial always gives the same answer.

    Missed days stay missing. A day done otherwise than drawn counts as drawn in `primary`.
    `unit` is only handed through. Raises ValueError when a day stands twice.
    """
    trial = _up_to_the_end(trial)
    seen, lived = _seen(trial), adherence(trial)
    missing = _missing(seen, lived)
    if missing:
        return NotEnough(2 * ANY_NEEDS, lived.answered_on + lived.answered_off, missing)
    design, fitted = trial.design, _fit(trial, seen)
    factor = POINTS / (design.high - design.low)
    primary, sustained = fitted.primary, fitted.sustained
    chances = _chances(primary, HALF_POINT / factor / fitted.spread, design.better == "higher")
    said, worse = verdict(chances, lived.answered_on, lived.answered_off)
    as_done = _as_done(trial, unit)

    def effect(of: Mixture) -> Effect:
        sizes = (lived.answered_on, lived.answered_off)
        return _effect(of, fitted.spread, unit, sizes)

    return TrialResult(
        verdict=said,
        primary=effect(primary),
        as_done=as_done,
        cumulated=effect(sustained),
        in_points=factor,
        p_value=p_value(trial, seen, fitted),
        p_good=chances.good,
        p_bad=chances.bad,
        p_half=chances.half,
        p_small=chances.small,
        worse=worse,
        adherence=lived,
        reasons=tuple(why(chances, said, lived.answered_on, lived.answered_off)),
        notes=_notes(trial, lived),
        method=METHOD,
    )


@dataclass(frozen=True)
class Seen:
    """Days with an outcome: `days` (n,), `y` (n,) in the outcome's unit, `beside` (n, b).

    `today`, `yesterday`: (n,) 1 where the arm was "with it", by what was drawn or done.
    """

    days: Array
    y: Array
    today: Array
    yesterday: Array
    beside: Array


@dataclass(frozen=True)
class Fitted:
    """Effects in sds of the outcome (`spread`, in its unit), and each day's pull without arms."""

    spread: float
    primary: Mixture
    sustained: Mixture
    pulls: Array


def _seen(trial: Trial, as_done: bool = False) -> Seen:
    """Days in order, by what was drawn or by what was done.

    A day that did not say what was done is then left out; to the day after it, it counts as drawn.
    """
    every = sorted((*trial.before, *trial.days), key=lambda one: one.day)
    if len({one.day for one in every}) < len(every):
        raise ValueError("A day of the test stands twice.")
    arms = dict(enumerate(trial.design.arms, start=1))
    if as_done:
        arms |= {one.day: one.done for one in trial.days if one.done is not None}
    silent = [one for one in trial.days if as_done and one.done is None]
    left_out = {one.day for one in silent}
    told = [one for one in every if one.value is not None and one.day not in left_out]
    return Seen(
        days=np.array([one.day for one in told], dtype=np.float64),
        y=np.array([one.value for one in told], dtype=np.float64),
        today=np.array([float(arms.get(one.day, False)) for one in told]),
        yesterday=np.array([float(arms.get(one.day - 1, False)) for one in told]),
        beside=_beside(told, len(trial.beside)),
    )


def _beside(told: Sequence[TrialDay], items: int) -> Array:
    """(n, b) in sd units; a missing one stands at its own mean, an item with few is left out."""
    raw = np.full((len(told), items), np.nan)
    for row, one in enumerate(told):
        for at, value in enumerate(one.beside[:items]):
            raw[row, at] = np.nan if value is None else value
    kept = []
    for column in raw.T:
        known = column[np.isfinite(column)]
        if len(known) >= MIN_BESIDE and known.std() > 0:
            kept.append(np.nan_to_num((column - known.mean()) / known.std(), nan=0.0))
    return np.column_stack(kept) if kept else np.zeros((len(told), 0))


def _missing(seen: Seen, lived: Adherence) -> tuple[Reason, ...]:
    """Why there can be no answer at all."""
    found = []
    if lived.answered_on + lived.answered_off == 0:
        return (Reason("no_outcomes", None, {"have": 0, "needed": 2 * ANY_NEEDS}),)
    for name, have in (("on", lived.answered_on), ("off", lived.answered_off)):
        if have < ANY_NEEDS:
            values = {"have": have, "needed": ANY_NEEDS}
            found.append(Reason(f"too_few_days_{name}", None, values))
    if not found and np.ptp(seen.y[seen.days > 0]) == 0:
        found.append(Reason("outcome_never_changes"))
    return tuple(found)


def _fit(trial: Trial, seen: Seen) -> Fitted:
    """Exact posterior of a test by the arms of `seen`."""
    inside = seen.days > 0
    spread = float(seen.y[inside].std())
    y = ((seen.y - seen.y[inside].mean()) / spread)[:, None]
    columns = regressors.build(seen.days, seen.today, seen.yesterday, seen.beside)
    held = posterior.gram(y, columns.x, seen.days)
    found = posterior.coefficients(held, columns.all, columns.prior_sd)
    return Fitted(
        spread=spread,
        primary=posterior.combine(found, columns.primary(trial.design.scheme)),
        sustained=posterior.combine(found, columns.sustained()),
        pulls=posterior.residuals(held, columns.without_arms, columns.prior_sd)[:, 0],
    )


def p_value(trial: Trial, seen: Seen, fitted: Fitted) -> float:
    """Two-sided re-randomisation p-value of the primary effect.

    How often a schedule that could have been drawn pulls at least as far from the middle as the
    one that was, in the residuals of the model without arms. Exact when nothing is done by
    the technique, whatever else moves the outcome.
    """
    design, inside = trial.design, seen.days > 0
    rng = Generator(PCG64(int(randomise.seal(design)[:16], 16)))
    arms, rows = design.arms, seen.days[inside].astype(int) - 1
    if design.scheme == "free":  # days without an arm cannot take one
        known = sorted(one.day for one in trial.days)
        arms = tuple(design.arms[day - 1] for day in known)
        rows = np.searchsorted(known, seen.days[inside])
    again = randomise.redraw(arms, design.scheme, REDRAWN, rng)
    pulls, share = fitted.pulls[inside], np.mean(arms) if design.scheme == "free" else 0.5
    drawn, own = again[:, rows] @ pulls, np.array(arms)[rows] @ pulls
    as_far = np.abs(drawn - share * pulls.sum()) >= abs(own - share * pulls.sum()) - TIE
    return float((1 + as_far.sum()) / (1 + REDRAWN))


def _chances(primary: Mixture, half: float, higher: bool) -> Chances:
    """Chances of the effect; `half`: half a point in sds of the outcome."""
    below, above = float(primary.below(0.0)[0]), 1.0 - float(primary.below(0.0)[0])
    far_below, far_above = float(primary.below(-half)[0]), 1.0 - float(primary.below(half)[0])
    return Chances(
        good=above if higher else below,
        bad=below if higher else above,
        half=far_above if higher else far_below,
        small=1.0 - far_below - far_above,
    )


def _effect(of: Mixture, spread: float, unit: str, sizes: tuple[int, int]) -> Effect:
    low, high = (float(of.quantile(p)[0]) * spread for p in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    mean, sd = float(of.mean[0]) * spread, float(of.sd[0]) * spread
    return Effect(mean, sd, low, high, unit, *sizes, level=LEVEL)


def _as_done(trial: Trial, unit: str) -> Effect | None:
    """The same by what was done; None when too few days said so, or all were done as drawn."""
    said = [one for one in trial.days if one.done is not None]
    if all(one.done == one.assigned for one in said):
        return None
    seen = _seen(trial, as_done=True)
    inside = seen.days > 0
    on = int(seen.today[inside].sum())
    off = int(inside.sum()) - on
    if min(on, off) < ANY_NEEDS or np.ptp(seen.y[inside]) == 0:
        return None
    fitted = _fit(trial, seen)
    return _effect(fitted.primary, fitted.spread, unit, (on, off))


def last_day(trial: Trial) -> int:
    """The last day that counts: that of the design, or the one on which it was stopped."""
    days, stopped = trial.design.days, trial.stopped_on
    return days if stopped is None else max(0, min(stopped, days))


def adherence(trial: Trial) -> Adherence:
    """How the test was lived, up to its last day or to the day on which it was stopped."""
    end = last_day(trial)
    on = [one for one in trial.days if one.assigned and one.day <= end]
    off = [one for one in trial.days if not one.assigned and one.day <= end]
    answered_on, answered_off = (sum(one.value is not None for one in side) for side in (on, off))
    said_on, said_off = ([one for one in side if one.done is not None] for side in (on, off))
    return Adherence(
        days=end,
        answered_on=answered_on,
        answered_off=answered_off,
        missed=end - answered_on - answered_off,
        said_on=len(said_on),
        done_on=sum(bool(one.done) for one in said_on),
        said_off=len(said_off),
        done_off=sum(bool(one.done) for one in said_off),
    )


def _up_to_the_end(trial: Trial) -> Trial:
    """Without days after the test had ended or was stopped."""
    end = last_day(trial)
    return replace(trial, days=tuple(one for one in trial.days if 1 <= one.day <= end))


def _notes(trial: Trial, lived: Adherence) -> tuple[str, ...]:
    """What must be said beside the answer."""
    found = ["not_blinded"]
    if trial.stopped_on is not None and trial.stopped_on < trial.design.days:
        found.append("stopped_early")
    if not trial.design.seal:
        found.append("not_sealed")
    if lived.done_on < MOSTLY * lived.said_on:
        found.append("seldom_done")
    if lived.done_off > (1.0 - MOSTLY) * lived.said_off:
        found.append("often_done_without")
    return tuple(found)
