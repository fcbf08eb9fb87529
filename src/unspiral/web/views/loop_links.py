"""Links of the loop page: the person's own beside research, and what of them is drawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Edge
from unspiral.drawing.loop_map import FIRST_VIEW_ARROWS, Arrow, ArrowKind
from unspiral.insights.withhold import is_candidate
from unspiral.records.estimate import Together
from unspiral.records.insight import Insights, LinkVerdict
from unspiral.web.text import Text
from unspiral.web.views.loop_words import MOVES, about_nothing, node_of

EIGHT_IN_TEN = 1.2816  # standard deviations on each side of the middle
POINTS = "points 0-10"
CONFLICT = "prior_conflict"
SAME_DAY = "same_day"
Nodes = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Size:
    """What the effect does per usual swing of the cause, with the 8-in-10 range."""

    mean: float
    low: float
    high: float

    def turned(self, sign: int) -> "Size":
        """The same, told for the cause moving the other way when `sign` is -1."""
        if sign > 0:
            return self
        return Size(-self.mean, -self.high, -self.low)


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link between two variables: research, and the person's own where there is a fit.

    `research` is what the diary's estimate started from, None where nothing was known; `edge`
    is the link in the content.
    """

    cause: str
    effect: str
    nodes: Nodes
    research: Size | None
    edge: Edge | None
    verdict: LinkVerdict | None = None
    lit: bool = False

    @property
    def own(self) -> bool:
        """True when there is an estimate of the person's own."""
        return self.verdict is not None

    @property
    def claimed(self) -> bool:
        """True when it may be put in words."""
        return self.verdict is not None and self.verdict.claim == "claimed"

    @property
    def looked_at(self) -> bool:
        """True for the ten links that may ever be put in words."""
        return is_candidate(self.cause, self.effect)

    @property
    def drawn(self) -> bool:
        """True when research draws it in the first view."""
        return self.edge is not None and self.edge.drawn

    @property
    def published(self) -> bool:
        """True when research has a direction for it, not only a starting value."""
        return self.edge is not None and self.edge.basis.startswith("published")

    @property
    def size(self) -> Size:
        """The person's own size, else that of research."""
        if self.verdict is not None:
            link = self.verdict.link
            return Size(link.mean, link.low, link.high)
        return self.research or Size(0.0, 0.0, 0.0)

    @property
    def unit(self) -> str:
        """Unit of `size`."""
        return self.verdict.link.unit if self.verdict is not None else POINTS

    @property
    def points(self) -> float:
        """Strength for the width of an arrow; 0 where the effect is not in points."""
        return abs(self.size.mean) if self.unit == POINTS else 0.0


def links(found: Insights | None, catalogue: Catalogue) -> tuple[LinkView, ...]:
    """Own links when there is a fit, else those of research; each pair of variables once."""
    research = _research(catalogue)
    if found is None or not found.verdicts:
        views = [_from_research(edge, catalogue) for edge in research]
    else:
        known = {(e.cause, e.effect): e for e in catalogue.edges.values() if e.lag != SAME_DAY}
        lit = _lit(found)
        views = [
            _own(verdict, known.get((verdict.link.from_, verdict.link.to)), catalogue, lit)
            for verdict in found.verdicts
            if {verdict.link.from_, verdict.link.to} <= MOVES.keys()
        ]
        drawn = [edge for edge in research if edge.drawn]
        have = {(view.cause, view.effect) for view in views}
        views += [_from_research(e, catalogue) for e in drawn if (e.cause, e.effect) not in have]
    return tuple(view for view in views if all(view.nodes))


def claims(found: Insights | None) -> tuple[LinkVerdict, ...]:
    """What may be put in words, strongest first."""
    said = [v for v in found.verdicts if v.claim == "claimed" and v.candidate] if found else []
    return tuple(sorted(said, key=lambda verdict: -abs(verdict.link.mean)))


def first(views: Iterable[LinkView], t: Text) -> tuple[Arrow, ...]:
    """The first view: claimed links, then the drawn ones of research; three at most."""
    found = list(views)
    lit = {view.nodes for view in found if view.lit}
    own = sorted(
        (v for v in found if v.claimed), key=lambda v: (v.nodes not in lit, -abs(v.size.mean))
    )
    arrows: dict[Nodes, Arrow] = {}
    for view in own:
        tag = t.number(view.points) if view.unit == POINTS else ""
        arrow = Arrow(*view.nodes, "sure", view.points, tag=tag, lit=view.nodes in lit)
        arrows.setdefault(view.nodes, arrow)
    for view in sorted(found, key=lambda v: (v.effect != "pain", v.effect != "sleep_quality")):
        if view.drawn:
            arrows.setdefault(view.nodes, Arrow(*view.nodes, "research"))
    return tuple(arrows.values())[:FIRST_VIEW_ARROWS]


def full(
    views: Iterable[LinkView], pairs: Iterable[Together], catalogue: Catalogue
) -> tuple[Arrow, ...]:
    """More: each pair of places once, by its clearest and then strongest link; plain lines after.

    Of the person's own only what may be put in words or research draws first, and only if its
    middle is not about nothing; of research only what has a direction: the rest stands in the
    table, where it does not hide these.
    """
    found = list(views)
    lit = {view.nodes for view in found if view.lit}
    best: dict[Nodes, LinkView] = {}
    for view in sorted(found, key=lambda v: (not v.claimed, not v.own, -abs(v.size.mean))):
        if view.own and about_nothing(view.size.mean):
            continue
        if (view.looked_at or view.drawn) if view.own else view.published:
            best.setdefault(view.nodes, view)
    arrows = (
        Arrow(*nodes, _kind(view), view.points, lit=view.claimed and nodes in lit)
        for nodes, view in best.items()
    )
    return (*arrows, *_lines(pairs, catalogue))


def _kind(view: LinkView) -> ArrowKind:
    return "sure" if view.claimed else "unsure" if view.own else "research"


def _lines(pairs: Iterable[Together], catalogue: Catalogue) -> Iterator[Arrow]:
    """Same-evening pairs whose range leaves out zero, as plain lines between their places."""
    clear = [pair for pair in pairs if pair.low * pair.high > 0]
    nodes = {frozenset((node_of(catalogue, p.a), node_of(catalogue, p.b))): p for p in clear}
    for pair in nodes.values():
        a, b = node_of(catalogue, pair.a), node_of(catalogue, pair.b)
        if a and b and a != b:
            yield Arrow(a, b, "unsure", directed=False)


def told_first(catalogue: Catalogue) -> Edge:
    """The link of research that is told: the first drawn one into pain."""
    drawn = (edge for edge in _research(catalogue) if edge.drawn)
    return min(drawn, key=lambda edge: (edge.effect != "pain", edge.id))


def _research(catalogue: Catalogue) -> list[Edge]:
    """Lagged links between daily things on the map, in points; never same-day ones."""
    return [
        edge
        for edge in catalogue.edges.values()
        if edge.lag != SAME_DAY
        and edge.size.unit == POINTS
        and {edge.cause, edge.effect} <= MOVES.keys()
        and "sleep_hours" not in (edge.cause, edge.effect)
    ]


def _from_research(edge: Edge, catalogue: Catalogue) -> LinkView:
    nodes = node_of(catalogue, edge.cause), node_of(catalogue, edge.effect)
    return LinkView(edge.cause, edge.effect, nodes, _size_of(edge), edge)


def _own(
    verdict: LinkVerdict, edge: Edge | None, catalogue: Catalogue, lit: frozenset[tuple[str, str]]
) -> LinkView:
    cause, effect = verdict.link.from_, verdict.link.to
    return LinkView(
        cause,
        effect,
        (node_of(catalogue, cause), node_of(catalogue, effect)),
        _started_from(verdict, edge),
        edge,
        verdict,
        lit=(cause, effect) in lit,
    )


def _started_from(verdict: LinkVerdict, edge: Edge | None) -> Size | None:
    """What the estimate started from; None where research has no link, or was left out."""
    if edge is None or any(reason.code == CONFLICT for reason in verdict.reasons):
        return None
    link = verdict.link
    return Size(link.prior_mean, link.prior_low, link.prior_high)


def _size_of(edge: Edge) -> Size:
    out = EIGHT_IN_TEN * edge.size.sd
    return Size(edge.size.mean, edge.size.mean - out, edge.size.mean + out)


def _lit(found: Insights | None) -> frozenset[tuple[str, str]]:
    loops = found.loops if found else ()
    return frozenset(
        pair
        for loop in loops
        for pair in zip(loop.nodes, (*loop.nodes[1:], loop.nodes[0]), strict=True)
    )
