"""Today's dose of any technique: one pure function from what the person told and did."""

from collections.abc import Mapping
from datetime import date

from unspiral.catalogue.types import Technique
from unspiral.planning.history import History
from unspiral.planning.ladder import Ladder, ladder, walks
from unspiral.planning.standing import Standing, standing
from unspiral.records.facts import Value
from unspiral.records.plan import Amount

# A moderate pace for adults (Tudor-Locke and others 2018, 10.1136/bjsports-2017-097628); many
# people with a sore back walk slower, so a walk told in steps is rather too long than too hard.
# Told in whole tens below.
STEPS_A_MINUTE = 100
STEPS_ROUND = 10


def place(
    technique: Technique, profile: Mapping[str, Value], history: History, today: date
) -> tuple[Ladder, Standing]:
    """The ladder of `technique` for this person, and where they stand on it today."""
    rungs = ladder(technique, profile)
    return rungs, standing(rungs, history, today)


def amount_today(
    technique: Technique, profile: Mapping[str, Value], history: History, today: date
) -> Amount:
    """How much of `technique` today: a start below what the person can do, one small step up a
    week after three mornings by which it had settled, one down after a morning on which it had
    not, and never below the smallest dose.
    """
    rungs, stands = place(technique, profile, history, today)
    return rungs.amount(stands.rung)


def steps_of(technique: Technique, amount: Amount, profile: Mapping[str, Value]) -> int:
    """Steps of a walk for a person who counts steps; 0 for everybody and everything else."""
    if profile.get("walk_unit") != "steps" or not walks(technique):
        return 0
    return amount.seconds * STEPS_A_MINUTE // 60 // STEPS_ROUND * STEPS_ROUND
