"""Why a thing stands in today's plan, in data. Sentences are made from the codes in the views."""

from unspiral.catalogue.dosed import uses_heat
from unspiral.planning.candidates import Candidate
from unspiral.planning.day import Day
from unspiral.planning.eligibility import careful
from unspiral.planning.fit import told_us
from unspiral.planning.ladder import walks
from unspiral.records.plan import Amount
from unspiral.records.problem import Reason


def reasons(day: Day, candidate: Candidate, amount: Amount) -> tuple[Reason, ...]:
    """What the person told, felt and tested, how the dose came about, and what to take care of."""
    found = [*told_us(day, candidate), *_learned(day, candidate), *_dose(day, candidate, amount)]
    technique = candidate.technique
    if not found:
        known = day.history.last_done(technique.id, day.today)
        found.append(Reason("its_turn" if known else "worth_a_try", technique.id))
    if uses_heat(technique):
        found.append(Reason("an_hour_before_bed", technique.id))
    return (*found, *careful(technique, day.clearance))


def _learned(day: Day, candidate: Candidate) -> list[Reason]:
    name = candidate.technique.id
    found = []
    test = day.estimates.get(name)
    if test is not None:
        found.append(Reason("tested", name, {"points": round(test.mean, 2), "days": test.days}))
    if better := day.history.felt_better(name):
        found.append(Reason("felt_better", name, {"times": better}))
    return found


def _dose(day: Day, candidate: Candidate, amount: Amount) -> list[Reason]:
    technique, stands = candidate.technique, candidate.standing
    if day.rough and technique.role == "build":
        return [Reason("lighter_day", technique.id)]
    found = []
    if stands.back_to is not None or (technique.load and stands.moved < 0):
        found.append(Reason("a_step_less", technique.id))
    elif stands.moved > 0:
        found.append(Reason("a_step_more", technique.id))
    elif technique.level > 1 and day.history.last_done(technique.id, day.today) is None:
        found.append(Reason("next_level", technique.id))
    if walks(technique) and "walk_minutes" in day.profile and stands.rung <= candidate.ladder.start:
        minutes = day.profile["walk_minutes"]
        found.append(Reason("below_your_minutes", technique.id, {"minutes": minutes}))
    elif amount.smallest and stands.rung > 0:
        found.append(Reason("short_form", technique.id))
    return found
