"""What may loosen each arrow of the loop page, as far as the clearance opens techniques."""

from collections.abc import Sequence
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.drawing.loop_map import Arrow
from unspiral.records.triage import Clearance
from unspiral.web.text import Text
from unspiral.web.views.learn_parts import only_of_a_course
from unspiral.web.views.loop_links import LinkView
from unspiral.web.views.loop_words import arrow_words, over_weeks

LOOSENERS = 3
# A topic waits until it is picked; what others give, or what is only answered, is no idea of ours.
NAMED = frozenset({"plan", "choose", "programme"})
# node -> outcomes a technique may be graded for
OUTCOMES = {
    "sleep": ("sleep",),
    "stress_worry": ("stress", "anxiety"),
    "mood": ("mood", "ease"),
    "activity": ("move", "function"),
    "pain": ("pain",),
}


@dataclass(frozen=True, slots=True)
class Loosener:
    """A technique that may loosen an arrow, and its grade for that."""

    href: str
    title: str
    grade: str


@dataclass(frozen=True, slots=True)
class Loosens:
    """One arrow, what research says of it, and what may loosen it. `kind` is as on the map."""

    id: str
    title: str
    kind: str
    research: str
    techniques: tuple[Loosener, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """All that is needed to say what may loosen an arrow."""

    links: Sequence[LinkView]
    clearance: Clearance | None
    catalogue: Catalogue
    t: Text

    def of(self, arrow: Arrow) -> Loosens:
        """Techniques graded for where the arrow starts, then where it ends; best grade first."""
        found: dict[str, Loosener] = {}
        for node in (arrow.from_, arrow.to):
            graded = [
                (grade, technique)
                for technique in self.catalogue.techniques.values()
                if _may_name(technique, self.clearance) and (grade := _grade_for(technique, node))
            ]
            for grade, technique in sorted(graded, key=lambda pair: (pair[0], pair[1].id)):
                title = self.t.content("techniques", technique.id, "title", technique.title)
                item = Loosener(f"/learn/technique/{technique.id}", title, grade)
                found.setdefault(technique.id, item)
        return Loosens(
            id=f"{arrow.from_}-{arrow.to}",
            title=arrow_words(self.t, arrow.from_, arrow.to),
            kind=arrow.kind,
            research=self._research(arrow),
            techniques=tuple(found.values())[:LOOSENERS],
        )

    def _research(self, arrow: Arrow) -> str:
        """What research says of an arrow, its best known link first; "" where it says nothing."""
        edges = [v.edge for v in self.links if v.nodes == (arrow.from_, arrow.to) and v.edge]
        more = over_weeks(self.catalogue, self.t) if arrow.from_ == "activity" else ""
        for edge in sorted(edges, key=lambda e: (not e.drawn, e.basis, e.id)):
            if edge.sentence:
                said = self.t.content("edges", edge.id, "sentence", edge.sentence)
                return f"{said} {more}".strip()
        return more


def _may_name(technique: Technique, clearance: Clearance | None) -> bool:
    if technique.status == "retired" or technique.offer not in NAMED:
        return False
    if clearance is None or not clearance.covers(technique.scope):
        return False
    if clearance.gentle and not technique.gentle:
        return False
    return not any(
        u.then == "exclude" and u.caution in clearance.cautions for u in technique.cautions
    )


def _grade_for(technique: Technique, node: str) -> str:
    """Its best grade for that. One move of a programme never bears the grade of the whole one;
    where only whole courses were tested at all, theirs is the only one there is.
    """
    parts = not only_of_a_course(technique.grades)
    grades = [
        g.grade
        for g in technique.grades
        if g.outcome in OUTCOMES[node] and g.grade != "X" and not (parts and g.when == "package")
    ]
    return min(grades, default="")
