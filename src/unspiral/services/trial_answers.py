"""What a test that is over came to: worked out from facts when asked for, never while it runs."""

from functools import lru_cache

from unspiral.catalogue.load import Catalogue
from unspiral.records.estimate import NotEnough
from unspiral.records.facts import Facts
from unspiral.records.plan import Estimates, FairTestEffect
from unspiral.records.trial import Trial, TrialResult
from unspiral.services.trial_runs import Run, runs, trial_of
from unspiral.trials.design import MIN_DAYS

KEPT = 64  # answers held in memory; each is worked out in some milliseconds


def has_answer(run: Run, facts: Facts) -> bool:
    """A finished test, or one stopped by choice after the shortest length that is offered.

    What was stopped for harm, a red morning or a danger sign gets none: that it stopped says more.
    """
    state = run.state(facts.today)
    return state == "finished" or (run.ended == "own" and run.days >= MIN_DAYS)


def answer_of(run: Run, facts: Facts) -> TrialResult | NotEnough | None:
    """The answer of one test; None as long as there may be none. Nobody looks before the end."""
    return _analysed(trial_of(run, facts)) if has_answer(run, facts) else None


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


@lru_cache(maxsize=KEPT)
def _analysed(trial: Trial) -> TrialResult | NotEnough:
    from unspiral.trials.analysis import analyse

    return analyse(trial)
