"""The thing that a fair test is about: chance decides on it, so the plan does not.

While a test runs its technique is never drawn with the others. On a day drawn as "with it" it
stands beside them, in no other thing's place; on a day drawn as "without it" it is not offered.
"""

from unspiral.catalogue.dosed import uses_heat
from unspiral.catalogue.types import STARTS, Technique
from unspiral.planning.day import Day
from unspiral.planning.dose import amount_today, steps_of
from unspiral.planning.eligibility import careful, why_not
from unspiral.planning.ladder import smallest
from unspiral.planning.through_day import moments
from unspiral.records.plan import ROLES, PlanItem, When
from unspiral.records.problem import Reason

OWN_PART = frozenset({"morning", "evening", "night"})  # "day" would mean spread over it
DRAWN = 0.5  # every block and pair has as many days with it as without it


def drawn_item(day: Day) -> PlanItem | None:
    """Today's item of the running test; None on a day without it, and when it is closed today.

    What is done in a course of its own (a set time for worry) has no item: its page has the line.
    """
    tested = day.tested
    technique = day.catalogue.techniques.get(tested.technique) if tested else None
    if tested is None or technique is None or not tested.with_it or technique.offer not in STARTS:
        return None
    if why_not(technique, day.profile, day.history, day.clearance, day.today):
        return None
    return _item(day, technique, tested.when)


def _item(day: Day, technique: Technique, when: When) -> PlanItem:
    amount = amount_today(technique, day.profile, day.history, day.today)
    if day.rough and technique.load:
        amount = smallest(technique)
    return PlanItem(
        technique=technique.id,
        version=technique.version,
        role=technique.role,
        seconds=amount.seconds,
        tired_seconds=technique.tired.seconds,
        grade=technique.grades[0].grade if technique.grades else "D",
        reasons=(
            Reason("fair_test", technique.id),
            *((Reason("an_hour_before_bed", technique.id),) if uses_heat(technique) else ()),
            *careful(technique, day.clearance),
        ),
        amount=amount,
        when=when if when in OWN_PART else technique.when,
        moments=moments(amount.a_day) if technique.when == "day" else (),
        steps=steps_of(technique, amount, day.profile),
        probability=DRAWN,
    )


def beside(items: tuple[PlanItem, ...], extra: PlanItem | None) -> tuple[PlanItem, ...]:
    """`items` with the tested one behind those of its role."""
    if extra is None:
        return items
    return tuple(sorted((*items, extra), key=lambda item: ROLES.index(item.role)))
