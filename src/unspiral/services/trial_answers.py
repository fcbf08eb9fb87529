"""What a test that is over came to: worked out from facts when asked for, never while it runs."""

from datetime import timedelta
from functools import lru_cache

from numpy.random import PCG64, Generator

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import TrialQuestion
from unspiral.records.estimate import NotEnough
from unspiral.records.facts import DIARY, Facts
from unspiral.records.plan import Estimates, FairTestEffect
from unspiral.records.trial import Power, Scheme, Trial, TrialResult
from unspiral.services.trial_runs import BEFORE_DAYS, Run, runs, trial_of
from unspiral.trials.design import MIN_DAYS

KEPT = 64  # answers held in memory; each is worked out in some milliseconds
SCHEDULES = 12  # 96 made-up runs a length: enough for "about 4 of 10"
LEAST_ANSWERED = 0.3  # a share of days below this is not reckoned with
LENGTHS = {"4": 28, "8": 56, "12": 84}  # weeks on offer, in days


def has_answer(run: Run, facts: Facts) -> bool:
    """A finished test, or one stopped by choice after the shortest length that is offered.

    What was stopped for harm, a red morning or a danger sign gets none: that it stopped says more.
    """
    state = run.state(facts.today)
    return state == "finished" or (run.ended == "own" and run.days >= MIN_DAYS)


def answer_of(run: Run, facts: Facts) -> TrialResult | NotEnough | None:
    """The answer of one test; None as long as there may be none. Nobody looks before the end."""
    return _analysed(trial_of(run, facts)) if has_answer(run, facts) else None


def document(run: Run, facts: Facts) -> str:
    """The whole test as one JSON document, to take home; "" as long as it is not over."""
    if not run.over(facts.today):
        return ""
    from unspiral.trials.document import Held, write

    return write(Held(trial_of(run, facts), start=run.first))


def went_worse(technique: str, facts: Facts, catalogue: Catalogue) -> bool:
    """Whether it went worse with `technique` in its newest test: then it is not offered again."""
    found = [
        answer for run in runs(facts, catalogue) if run.design.technique == technique
        and isinstance(answer := answer_of(run, facts), TrialResult)
    ]  # fmt: skip
    return bool(found) and found[-1].worse


def estimates(facts: Facts, catalogue: Catalogue) -> Estimates:
    """What tests found, by technique, for the planner: the newest answer of each counts.

    The person chose what to ask, so an answer about the night counts for the thing, too. Above 0
    means that it helped.
    """
    found: dict[str, FairTestEffect] = {}
    for run in runs(facts, catalogue):
        answer = answer_of(run, facts)
        if isinstance(answer, TrialResult):
            effect, sign = answer.primary, 1.0 if run.design.better == "higher" else -1.0
            found[run.design.technique] = FairTestEffect(
                technique=run.design.technique,
                mean=sign * effect.mean * answer.in_points,
                sd=effect.sd * answer.in_points,
                days=effect.days_on + effect.days_off,
            )
    return found


def chances(now: Facts, question: TrialQuestion) -> tuple[Power, ...]:
    """What to expect of a test of each length on offer, from the person's own last days."""
    values = {
        r.local_date: r.value
        for r in now.history
        if r.variable == question.outcome and r.source == DIARY and r.local_date <= now.today
    }
    days = [now.today - timedelta(days=back) for back in range(BEFORE_DAYS, -1, -1)]
    from unspiral.trials.power import expect

    noted = [values.get(day) for day in days if day >= min(values, default=now.today)]
    found = expect(noted)
    rounded = (round(found.sd, 1), round(found.lag, 1), round(found.answered, 1))
    return tuple(_power(question.scheme, n, *rounded, own=found.own) for n in LENGTHS.values())


@lru_cache(maxsize=KEPT)
def _power(
    scheme: Scheme, days: int, sd: float, lag: float, answered: float, own: tuple[str, ...]
) -> Power:
    """About a tenth of a second; the same numbers every time."""
    from unspiral.trials.design import whole_days
    from unspiral.trials.power import Expected, power

    drawn = Generator(PCG64(days))
    expected = Expected(sd=sd, lag=lag, answered=max(answered, LEAST_ANSWERED), own=own)
    return power(scheme, whole_days(scheme, days), expected, drawn, schedules=SCHEDULES)


@lru_cache(maxsize=KEPT)
def _analysed(trial: Trial) -> TrialResult | NotEnough:
    from unspiral.trials.analysis import analyse

    return analyse(trial)
