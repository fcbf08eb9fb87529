"""How well a thing fits today, as a factor: 1 is neutral. All sizes are ours (elicited) [GK]."""

from unspiral.planning.candidates import IN_USE, Candidate
from unspiral.planning.day import Day, kin
from unspiral.records.plan import Amount
from unspiral.records.problem import Reason

TOLD = 1.5  # each answer of the person that speaks for it, up to two
SHORT_ONLY = 0.5  # only its short form fits today
IN_USE_NOW = 1.5  # few things, often: done in the last four weeks, and it is its turn again
TWICE_RUNNING = 0.5  # something else would be a change from the last active day
LONG_WHEN_TIRED = 0.7
LONG_SECONDS = 180
VARIED = frozenset({"build", "mind"})  # what eases, and the night, may well be the same each day


def fit(day: Day, candidate: Candidate, amount: Amount) -> float:
    """Product of what speaks for and against offering `candidate` in this size today."""
    technique = candidate.technique
    factor = TOLD ** min(2, len(told_us(day, candidate)))
    if amount.smallest and candidate.standing.rung > 0 and not day.rough:
        factor *= SHORT_ONLY
    done = day.done_on.get(kin(technique), ())
    if done and done[-1] >= day.today - IN_USE:
        factor *= IN_USE_NOW
    if technique.role in VARIED and done and done[-1] == _last_active(day, technique.role):
        factor *= TWICE_RUNNING
    if (day.tired or day.rough) and amount.seconds > LONG_SECONDS:
        factor *= LONG_WHEN_TIRED
    return factor


def told_us(day: Day, candidate: Candidate) -> tuple[Reason, ...]:
    """Answers of the person that speak for it; keys are "variable=value"."""
    technique = candidate.technique
    return tuple(
        Reason("told_us", technique.id, {"answer": key})
        for key in technique.told_us
        if str(day.profile.get(key.partition("=")[0])) == key.partition("=")[2]
    )


def _last_active(day: Day, role: str) -> object:
    """The last day before today on which anything of `role` was done."""
    techniques = day.catalogue.techniques
    kinds = {kin(t) for t in techniques.values() if t.role == role}
    return max((days[-1] for one, days in day.done_on.items() if one in kinds), default=None)
