"""Posterior to one of three verdicts: dynamics.md section 4, rule 9."""

from dataclasses import dataclass

from unspiral.records.problem import Reason
from unspiral.records.trial import Verdict

HALF_POINT = 0.5  # of 0 to 10: less than this is not worth a daily habit
SURE, AS_GOOD_AS_NOT, NO_DIFFERENCE = 0.95, 0.5, 0.9
# With fewer outcomes than this on a side no verdict but "cannot tell", and with fewer than the
# second nothing at all: there the answer would come from the prior.
CLEAR_NEEDS, ANY_NEEDS = 8, 3


@dataclass(frozen=True, slots=True)
class Chances:
    """Posterior chances of the primary effect; `TrialResult` says of what."""

    good: float
    bad: float
    half: float
    small: float


def verdict(chances: Chances, answered_on: int, answered_off: int) -> tuple[Verdict, bool]:
    """The verdict, and whether it went worse with it.

    The flag does not change the verdict: the rule of three stands as it was settled, and harm
    is said beside it (docs/adr/0029).
    """
    worse = chances.bad >= SURE
    if min(answered_on, answered_off) < CLEAR_NEEDS:
        return "cannot_tell", worse
    if chances.good >= SURE and chances.half >= AS_GOOD_AS_NOT:
        return "helps", worse
    return ("does_not_seem_to" if chances.small >= NO_DIFFERENCE else "cannot_tell"), worse


def why(chances: Chances, said: Verdict, answered_on: int, answered_off: int) -> list[Reason]:
    """What kept the answer from being another one; codes with the numbers behind them."""
    fewest, found = min(answered_on, answered_off), []
    if fewest < CLEAR_NEEDS:
        found.append(Reason("few_days_on_a_side", None, {"have": fewest, "needed": CLEAR_NEEDS}))
    if said != "helps" and chances.good < SURE:
        found.append(Reason("direction_not_sure", None, {"p": chances.good, "needed": SURE}))
    if said != "helps" and chances.good >= SURE and chances.half < AS_GOOD_AS_NOT:
        found.append(Reason("too_small", None, {"p": chances.half, "needed": AS_GOOD_AS_NOT}))
    if said == "cannot_tell" and chances.small < NO_DIFFERENCE:
        values = {"p": chances.small, "needed": NO_DIFFERENCE}
        found.append(Reason("no_difference_not_sure", None, values))
    return found
