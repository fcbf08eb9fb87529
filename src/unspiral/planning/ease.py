"""Which comfort for the next two minutes: fits where it is better, never what made it worse."""

from collections.abc import Mapping
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning.eligibility import why_not
from unspiral.planning.history import History
from unspiral.records.facts import Value
from unspiral.records.plan import Withheld
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance

PLACES = ("lying", "sitting", "standing")
# Comfort of the body first; what turns the mind elsewhere when nothing of that is left.
CALM_ROLES = ("ease", "mind")
BEST_FIRST = "ABCD"
# These two say "not in today's plan"; a person who asks for ease now may still have it.
ONLY_OF_THE_PLAN = frozenset({"not_today", "swapped"})


def choose(
    place: str,
    profile: Mapping[str, Value],
    history: History,
    catalogue: Catalogue,
    clearance: Clearance | None,
    today: date,
) -> str | Withheld:
    """The id of the comfort technique to offer now, or why there is none.

    `place` is one of `PLACES`, or "" when no position makes a difference. What made this person
    worse is never chosen. What felt better most often comes first, what changed nothing last,
    then the better grade; the same inputs give the same answer.
    """
    if clearance is None or not clearance.covers("comfort"):
        return Withheld(today, (Reason("needs_clearance", None, {"scope": "comfort"}),))
    without_plan = History(
        history.readings, tuple(e for e in history.events if e.kind not in ONLY_OF_THE_PLAN)
    )
    fit: list[Technique] = []
    left_out: list[Reason] = []
    for technique in (t for t in catalogue.techniques.values() if _may_ease(t, place)):
        reason = why_not(technique, profile, without_plan, clearance, today)
        fit += [technique] if reason is None else []
        left_out += [reason] if reason is not None else []
    if not fit:
        return Withheld(today, (Reason("nothing_fits"), *left_out))
    return min(fit, key=lambda technique: _order(technique, history)).id


def _may_ease(technique: Technique, place: str) -> bool:
    """Comfort only: no load, no heat, in the position that helps."""
    calm = technique.scope == "comfort" and not technique.load and technique.role in CALM_ROLES
    fits = not place or place in technique.positions
    return calm and fits and technique.offer == "plan" and technique.status != "retired"


def _order(technique: Technique, history: History) -> tuple[int, int, int, int, str]:
    """Sort key, best first: felt better, not without effect, role, grade, id."""
    rated = [event.value for event in history.of("rated", technique.id)]
    grade = technique.grades[0].grade if technique.grades else "D"
    rank = BEST_FIRST.find(grade) if grade in BEST_FIRST else len(BEST_FIRST)
    return (
        -rated.count("better"),
        rated.count("same"),
        CALM_ROLES.index(technique.role),
        rank,
        technique.id,
    )
