"""What a technique may be worth to this person: research first, then what they felt and tested.

Points of 0-10 on the outcome that its role serves. A number of this page never becomes a claim: it
orders what is offered, and only what the person said or tested may be told to them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.types import Effect, Technique
from unspiral.planning.history import History
from unspiral.records.plan import Estimates, Role

# Effects are those of whole programmes in trials; on one's own they are smaller. The middle of
# 0.5 to 0.7 (clinical priors page, reading rules; elicited, not published).
UNGUIDED = 0.6
POINTS_A_SD = 2.0  # "converted with SD 2.0", clinical evidence page, section b
FAMILIES = 3  # a programme of strengthening has at least so many (same page)
MOST_POINTS = 1.0  # most single techniques average less than 1 point (same page)
# Where no size in points is known, the first grade of it alone stands in (what was shown of a whole
# package says little of one part), so that better evidence comes first. Elicited; at most a sixth
# of the 2 points that matter to a person.
GRADE_POINTS = {"A": 0.3, "B": 0.2, "C": 0.1, "D": 0.05}
SERVES: Mapping[Role, frozenset[str]] = {
    "ease": frozenset({"pain"}),
    "build": frozenset({"pain"}),
    "night": frozenset({"sleep"}),
    "mind": frozenset({"stress", "anxiety", "mood", "pain"}),
}
MORE_IS_BETTER = frozenset({"sleep", "mood"})
# One answer in points, and how unsure it is; how far one person, and one technique for them, may
# lie from the average. The last is about the sd of the clinical priors page; the rest is elicited.
RATED = {"better": 1.0, "same": 0.0, "worse": -1.0}
RATING_SD = 1.0
PERSON_SD = 0.2
TECHNIQUE_SD = 0.4


def from_research(technique: Technique) -> float:
    """Average points by which it helps, times the unguided factor; at least what its grade says.

    The size of strengthening is that of a whole programme: one of its families is a part of it.
    """
    parts = FAMILIES if technique.family else 1
    sizes = [_points(e) / parts for e in technique.effects if e.outcome in SERVES[technique.role]]
    alone = [graded.grade for graded in technique.grades if graded.when != "package"]
    graded = [GRADE_POINTS.get(grade, 0.0) for grade in alone[:1]]
    return max([0.0, *graded, *(UNGUIDED * min(MOST_POINTS, size) for size in sizes)])


def _points(effect: Effect) -> float:
    """Size in points of 0-10, above 0 when it helps; 0 for a unit that cannot be told in points."""
    scale = {"points 0-10": 1.0, "standard deviations": POINTS_A_SD}.get(effect.unit, 0.0)
    return effect.mean * scale * (1 if effect.outcome in MORE_IS_BETTER else -1)


@dataclass(frozen=True, slots=True)
class Expected:
    """Points by technique, as they stand before today."""

    shift: float
    felt: Mapping[str, tuple[float, int]]
    tested: Estimates

    def of(self, technique: Technique) -> float:
        """Mean of what this person may expect, in points of 0-10.

        Two-level normal model, exact: rating = research + person + technique + noise.
        """
        mean, weight = from_research(technique) + self.shift, 1 / TECHNIQUE_SD**2
        total, n = self.felt.get(technique.id, (0.0, 0))
        heard = n / RATING_SD**2
        mean = (mean * weight + total / RATING_SD**2) / (weight + heard)
        weight += heard
        test = self.tested.get(technique.id)
        if test is not None and test.sd > 0:
            sure = 1 / test.sd**2
            mean = (mean * weight + test.mean * sure) / (weight + sure)
        return mean


def expected(
    techniques: Iterable[Technique], history: History, estimates: Estimates, before: date
) -> Expected:
    """What to expect of `techniques`, which share a role, from days before `before`.

    One rating a day counts, the worse one when two were given. How much this person differs from
    the average is learned from all of them together (partial pooling).
    """
    felt: dict[str, tuple[float, int]] = {}
    top = bottom = 0.0
    for technique in techniques:
        said: dict[date, float] = {}
        for day, value in history.said("rated", technique.id):
            if day < before and value in RATED:
                said[day] = min(said.get(day, 1.0), RATED[value])
        if said:
            total, n = sum(said.values()), len(said)
            felt[technique.id] = (total, n)
            sure = 1 / (TECHNIQUE_SD**2 + RATING_SD**2 / n)
            top += sure * (total / n - from_research(technique))
            bottom += sure
    return Expected(top / (1 / PERSON_SD**2 + bottom), felt, estimates)
