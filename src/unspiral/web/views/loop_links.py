"""Links of the loop page: the person's own beside research, as arrows and as table rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Edge
from unspiral.drawing.charts import mini_range
from unspiral.drawing.loop_map import FIRST_VIEW_ARROWS, Arrow
from unspiral.records.estimate import Forecast, Link
from unspiral.records.insight import Insights, LinkVerdict
from unspiral.web.text import Text
from unspiral.web.views.loop_words import (
    MOVES,
    link_words,
    node_of,
    reason_words,
    signed,
    worse_sign,
)

__all__ = ["Forecast", "Link", "LinkView", "Row", "claims", "first", "links", "merged", "rows"]
EIGHT_IN_TEN = 1.2816  # standard deviations on each side of the middle
POINTS = "points 0-10"
TABLE_BOUNDS = (-1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Size:
    """Points of the effect per usual swing of the cause, with the 8-in-10 range."""

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
    """One link between two variables: research, and the person's own where there is a fit."""

    cause: str
    effect: str
    nodes: tuple[str, str]
    research: Size | None
    verdict: LinkVerdict | None = None
    lit: bool = False
    drawn: bool = False

    @property
    def own(self) -> bool:
        """True when there is an estimate of the person's own."""
        return self.verdict is not None

    @property
    def claimed(self) -> bool:
        """True when it may be put in words."""
        return self.verdict is not None and self.verdict.claim == "claimed"

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


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: words ready, `picture` the small range of the same numbers."""

    title: str
    picture: Markup
    size: str
    range: str
    sure: str
    details: str
    claimed: bool


def links(found: Insights | None, catalogue: Catalogue) -> tuple[LinkView, ...]:
    """Own links when there is a fit, else those of research; each pair of variables once."""
    research = {(edge.cause, edge.effect): edge for edge in _research(catalogue)}
    lit = _lit(found)
    if found is None or not found.verdicts:
        views = [_from_research(edge, catalogue) for edge in research.values()]
    else:
        views = [
            _own(verdict, research.get((verdict.link.from_, verdict.link.to)), catalogue, lit)
            for verdict in found.verdicts
            if {verdict.link.from_, verdict.link.to} <= MOVES.keys()
        ]
        drawn = [edge for edge in research.values() if edge.drawn]
        have = {(view.cause, view.effect) for view in views}
        views += [_from_research(e, catalogue) for e in drawn if (e.cause, e.effect) not in have]
    return tuple(view for view in views if all(view.nodes) and view.nodes[0] != view.nodes[1])


def claims(found: Insights | None) -> tuple[LinkVerdict, ...]:
    """What may be put in words, strongest first."""
    said = [v for v in found.verdicts if v.claim == "claimed" and v.candidate] if found else []
    return tuple(sorted(said, key=lambda verdict: -abs(verdict.link.mean)))


def first(views: Iterable[LinkView], t: Text) -> tuple[Arrow, ...]:
    """The first view: claimed links, then the drawn ones of research; three at most."""
    found = list(views)
    own = sorted((v for v in found if v.claimed), key=lambda view: -abs(view.size.mean))
    arrows: dict[tuple[str, str], Arrow] = {}
    for view in own:
        arrow = Arrow(*view.nodes, "sure", view.points, tag=t.number(view.points), lit=view.lit)
        arrows.setdefault(view.nodes, arrow)
    for view in sorted(found, key=lambda v: (v.effect != "pain", v.effect != "sleep_quality")):
        if view.drawn:
            arrows.setdefault(view.nodes, Arrow(*view.nodes, "research"))
    return tuple(arrows.values())[:FIRST_VIEW_ARROWS]


def merged(views: Iterable[LinkView]) -> tuple[Arrow, ...]:
    """Every pair of nodes once, by its clearest and then strongest link."""
    best: dict[tuple[str, str], LinkView] = {}
    for view in sorted(views, key=lambda v: (not v.claimed, not v.own, -abs(v.size.mean))):
        best.setdefault(view.nodes, view)
    return tuple(
        Arrow(
            *view.nodes,
            "sure" if view.claimed else "unsure" if view.own else "research",
            view.points,
            lit=view.lit,
        )
        for view in best.values()
    )


def rows(views: Iterable[LinkView], catalogue: Catalogue, t: Text) -> tuple[Row, ...]:
    """The table: claimed first, then by size; own numbers with those of research beside them."""
    ordered = sorted(views, key=lambda v: (not v.claimed, not v.own, -abs(v.size.mean)))
    return tuple(_row(view, catalogue, t) for view in ordered)


def research_sentence(catalogue: Catalogue, t: Text) -> str:
    """The sentence of the first drawn link into pain, else of the first drawn one."""
    drawn = sorted(
        (edge for edge in _research(catalogue) if edge.drawn and edge.sentence),
        key=lambda edge: (edge.effect != "pain", edge.id),
    )
    return t.content("edges", drawn[0].id, "sentence", drawn[0].sentence) if drawn else ""


def _research(catalogue: Catalogue) -> list[Edge]:
    """Lagged links between daily things on the map, in points; never same-day ones."""
    return [
        edge
        for edge in catalogue.edges.values()
        if edge.lag != "same_day"
        and edge.size.unit == POINTS
        and {edge.cause, edge.effect} <= MOVES.keys()
        and "sleep_hours" not in (edge.cause, edge.effect)
    ]


def _from_research(edge: Edge, catalogue: Catalogue) -> LinkView:
    nodes = node_of(catalogue, edge.cause), node_of(catalogue, edge.effect)
    return LinkView(edge.cause, edge.effect, nodes, _size_of(edge), drawn=edge.drawn)


def _own(
    verdict: LinkVerdict, edge: Edge | None, catalogue: Catalogue, lit: frozenset[tuple[str, str]]
) -> LinkView:
    cause, effect = verdict.link.from_, verdict.link.to
    return LinkView(
        cause,
        effect,
        (node_of(catalogue, cause), node_of(catalogue, effect)),
        _size_of(edge) if edge else None,
        verdict,
        lit=(cause, effect) in lit,
        drawn=bool(edge and edge.drawn),
    )


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


def _row(view: LinkView, catalogue: Catalogue, t: Text) -> Row:
    sign = worse_sign(catalogue, view.cause)
    toward = 1 if view.size.mean * sign >= 0 else -1
    size = view.size.turned(sign * toward)
    return Row(
        title=link_words(t, catalogue, view.cause, view.effect, view.size.mean),
        picture=_picture(size, view.unit),
        size=_with_unit(t, signed(t, size.mean), view.effect, view.unit),
        range=_range(size, t),
        sure=_sure(view, t),
        details=_details(view, sign * toward, catalogue, t),
        claimed=view.claimed,
    )


def _picture(size: Size, unit: str) -> Markup:
    """The small range, on a scale of points; other units have no common scale with it."""
    return Markup(
        mini_range(size.low, size.mean, size.high, TABLE_BOUNDS) if unit == POINTS else ""
    )


def _with_unit(t: Text, shown: str, effect: str, unit: str) -> str:
    if unit == POINTS:
        return shown
    if effect == "activity_minutes":
        return t("{n} minutes", n=shown)
    return t("{n} hours", n=shown)


def _range(size: Size, t: Text) -> str:
    return t("{low} to {high}", low=signed(t, size.low), high=signed(t, size.high))


def _sure(view: LinkView, t: Text) -> str:
    if view.verdict is None:
        return t("research")
    return t("clear for you") if view.claimed else t("cannot tell yet")


def _details(view: LinkView, sign: int, catalogue: Catalogue, t: Text) -> str:
    """How many pairs of days, why it is not clear, and what research says."""
    if view.verdict is None:
        return t("none of yours")
    said = [t.plural("{n} day", "{n} days", view.verdict.link.pairs)]
    reasons = (
        reason_words(t, catalogue, one, view.cause, view.effect) for one in view.verdict.reasons
    )
    said += list(dict.fromkeys(reasons))[:1]
    if view.research is not None:
        size = view.research.turned(sign)
        shown = t("{size} ({range})", size=signed(t, size.mean), range=_range(size, t))
        said.append(t("research: {shown}", shown=shown))
    return ". ".join(part.rstrip(".") for part in said)
