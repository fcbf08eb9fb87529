"""Who may stand in today's plan: everything that `eligibility` allows, and what the plan adds.

The rules here keep a plan small and well spread. A person who opens a technique on their own may
do it all the same: nothing here is about what is safe.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from unspiral.catalogue.types import Technique
from unspiral.planning.day import Day, kin
from unspiral.planning.dose import place
from unspiral.planning.eligibility import level_id, why_not
from unspiral.planning.ladder import Ladder
from unspiral.planning.standing import Standing
from unspiral.records.problem import Reason

LEVELS = 3
REST_BETWEEN_AT_MOST = 3  # days a week up to which a day of rest lies between two sessions
FAMILIES_AT_MOST, FAMILIES_IN_WEEK_1 = 5, 3  # strengthening, 3 to 5 families (evidence page b)
IN_USE = timedelta(days=28)
SURELY = 1.645  # standard deviations above which a normal value lies 1 time in 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """One technique that may be offered today, with its ladder and where the person stands."""

    technique: Technique
    ladder: Ladder
    standing: Standing


def candidates(day: Day, role: str, left_out: list[Reason]) -> list[Candidate]:
    """Every technique of `role` that may be offered, by id; the others say why not."""
    fit: list[Candidate] = []
    resting: list[Candidate] = []
    levels = _levels(day) if role == "build" else {}
    for name in sorted(day.catalogue.techniques):
        technique = day.catalogue.techniques[name]
        if technique.role != role or not _planned(day, technique):
            continue
        reason = why_not(technique, day.profile, day.history, day.clearance, day.today)
        reason = reason or _not_in_plan(day, technique, levels)
        if reason is None:
            rungs, stands = place(technique, day.profile, day.history, day.today)
            if stands.swap_until is None:
                fit.append(Candidate(technique, rungs, stands))
                continue
            reason = Reason("two_reds", name, {"until": stands.swap_until.isoformat()})
        elif reason.code == "rests_today" and technique.dose.days_a_week > REST_BETWEEN_AT_MOST:
            resting += _at_its_smallest(day, technique)
        left_out.append(reason)
    if role == "build" and not fit:  # every day holds something to build, however small
        left_out[:] = [one for one in left_out if one.content_id not in {*map(_name, resting)}]
        fit = resting
    return _chair_first(day, fit, left_out)


def _at_its_smallest(day: Day, technique: Technique) -> list[Candidate]:
    """What rests by the count of days alone, in its form of a minute; nothing after two reds."""
    rungs, stands = place(technique, day.profile, day.history, day.today)
    return [] if stands.swap_until else [Candidate(technique, rungs, replace(stands, rung=0))]


def _name(candidate: Candidate) -> str:
    return candidate.technique.id


def is_new(day: Day, technique: Technique) -> bool:
    """True when neither it nor another level of it was ever done before today."""
    return kin(technique) not in day.done_on


def _planned(day: Day, technique: Technique) -> bool:
    """The plan may choose it; a topic only once the person picked that topic."""
    if technique.status == "retired":
        return False
    picked = day.profile.get(f"topic_{technique.topic}") == "yes"
    return technique.offer == "plan" or (technique.offer == "topic" and picked)


def _not_in_plan(day: Day, technique: Technique, levels: dict[str, int]) -> Reason | None:
    for check in CHECKS:
        if reason := check(day, technique):
            return reason
    now = levels.get(technique.family, technique.level)
    if technique.level < now:
        return Reason("level_above_now", technique.id)
    if technique.level > now:
        below = level_id(technique.family, technique.level - 1)
        return Reason("level_below_first", technique.id, {"technique": below, "days": 0})
    return None


def _too_new(day: Day, technique: Technique) -> Reason | None:
    """At most one new technique a week after the first week, and none on a rough day.

    A first week that is rough begins with the gentle set, so that there is something at all.
    """
    if not is_new(day, technique) or (day.first_week and (technique.gentle or not day.rough)):
        return None
    others = day.newcomers - {kin(technique)}
    return Reason("one_new_a_week", technique.id) if day.rough or others else None


def _rests(day: Day, technique: Technique) -> Reason | None:
    """So many days a week and no more; with few of them, never two days running."""
    days = day.done_on.get(kin(technique), ())
    week = sum(one >= day.before(6) for one in days)
    a_week = technique.dose.days_a_week
    most = a_week + 1 if technique.family else a_week  # strengthening: 2 to 3 times a week
    yesterday = bool(days) and days[-1] == day.before(1)
    if technique.load and yesterday and a_week <= REST_BETWEEN_AT_MOST:
        return Reason("rests_today", technique.id)
    return Reason("rests_today", technique.id) if a_week < 7 and week >= most else None


def _families(day: Day, technique: Technique) -> Reason | None:
    """Few families, each often: a new one waits while enough of them are in use."""
    known = day.done_on.get(technique.family, (date.min,))[-1] >= day.today - IN_USE
    if not technique.family or known:
        return None
    families = {t.family for t in day.catalogue.techniques.values() if t.family}
    in_use = sum(
        days[-1] >= day.today - IN_USE for one, days in day.done_on.items() if one in families
    )
    most = FAMILIES_IN_WEEK_1 if day.first_week else FAMILIES_AT_MOST
    return Reason("enough_families", technique.id, {"families": in_use}) if in_use >= most else None


def _in_a_test(day: Day, technique: Technique) -> Reason | None:
    """While a fair test asks about it, chance decides, and not the plan."""
    tested = day.tested is not None and day.tested.technique == technique.id
    return Reason("fair_test", technique.id) if tested else None


def _tested_worse(day: Day, technique: Technique) -> Reason | None:
    """A fair test in which it went worse with it, 19 to 1: it is not offered again."""
    found = day.estimates.get(technique.id)
    worse = found is not None and found.mean < -SURELY * found.sd
    return Reason("tested_worse", technique.id) if worse else None


CHECKS: tuple[Callable[[Day, Technique], Reason | None], ...] = (
    *(_in_a_test, _tested_worse),
    *(_too_new, _rests, _families),
)


def _levels(day: Day) -> dict[str, int]:
    """The level that each family is at."""
    families = {t.family for t in day.catalogue.techniques.values() if t.family}
    return {family: _level(day, family) for family in families}


def _level(day: Day, family: str) -> int:
    """The highest level that was done, or is open now because the one below is at its top."""
    level = 1
    for above in _above(day, family):
        rungs, stands = place(above, day.profile, day.history, day.today)
        if stands.swap_until is not None:
            break
        if day.history.last_done(above.id, day.today) is None:
            below = day.catalogue.techniques[level_id(family, level)]
            rungs, stands = place(below, day.profile, day.history, day.today)
            return level + 1 if stands.ready and stands.rung == rungs.top else level
        level += 1
    return level


def _above(day: Day, family: str) -> Iterator[Technique]:
    """Levels above the first that are there and allowed, up to the first that is not."""
    for level in range(2, LEVELS + 1):
        technique = day.catalogue.techniques.get(level_id(family, level))
        if technique is None or not _planned(day, technique):
            return
        if why_not(technique, day.profile, day.history, day.clearance, day.today):
            return
        yield technique


def _chair_first(day: Day, fit: list[Candidate], left_out: list[Reason]) -> list[Candidate]:
    """From 70 on and after falls, nothing that is done lying only while a chair or wall will do."""
    lying = [c for c in fit if c.technique.load and set(c.technique.positions) == {"lying"}]
    if not day.chair_first or len(lying) == len(fit):
        return fit
    left_out += [Reason("chair_first", one.technique.id) for one in lying]
    return [one for one in fit if one not in lying]
