"""The ring of five: which part of a day goes before which, as SVG text.

328 x 300 units, 1:1 on a phone. Clockwise arrows follow the ring, the way back bows inward, so
that a two-way loop opens like a lens. Attributes and classes only; the page's style colours them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import atan2, cos, hypot, pi, radians, sin
from typing import Literal

WIDTH, HEIGHT = 328, 300
CENTRE = (164.0, 164.0)
RING, NODE, GAP = 122.0, 33.0, 4.0
ORDER = ("sleep", "stress_worry", "mood", "activity", "pain")
ArrowKind = Literal["research", "sure", "unsure"]
Point = tuple[float, float]

RESEARCH_WIDTH, OWN_WIDTH = 3.2, 6.0
LEAST_WIDTH, WIDTH_PER_POINT, MOST_POINTS_WIDTH = 1.6, 12.0, 10.0
UNSURE_WIDTH, PAIR_WIDTH = 1.6, 2.6
FINGER = 28.0
CASE_EXTRA, HALO_EXTRA = 4.0, 14.0
TAG_OUT = 26.0
FIRST_VIEW_ARROWS = 3
# which way round -> (turn away from the straight line at the node, bow of the arc), in degrees;
# minus turns left of the direction of travel
_BENDS = {
    "ring": (-27.28, -18.56),
    "back": (-18.56, -18.56),
    "chord": (-6.0, -8.0),  # away from the arrows of the neighbours, so that heads do not touch
    "pair": (0.0, 0.0),  # straight: it lies between the two arrows of the same places
}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow between two nodes. `directed` False: a same-evening pair, drawn as a plain line.

    `points`: size in answer points per usual swing of the cause, drawn as width under More; a
    pair has no such size.
    `tag`: the number to print beside it (first view, own arrows only). `lit`: part of a loop.
    """

    from_: str
    to: str
    kind: ArrowKind
    points: float = 0.0
    directed: bool = True
    tag: str = ""
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one map, already in the person's language. `nodes` may hold two lines."""

    id: str
    title: str
    description: str
    nodes: Mapping[str, Sequence[str]]


def first_view(arrows: Sequence[Arrow], words: Words) -> str:
    """At most three arrows in two styles: dotted is research, solid is the person's own."""
    shown = list(arrows[:FIRST_VIEW_ARROWS])
    widths = [RESEARCH_WIDTH if arrow.kind == "research" else OWN_WIDTH for arrow in shown]
    return _draw(list(zip(shown, widths, strict=True)), words, tags=True)


def full_view(arrows: Sequence[Arrow], words: Words) -> str:
    """Every arrow: width is strength in points, but thin where one cannot tell. Thin ones first."""
    wide = [(arrow, _more_width(arrow)) for arrow in arrows]
    return _draw(sorted(wide, key=lambda pair: pair[1]), words, tags=False)


def _more_width(arrow: Arrow) -> float:
    if not arrow.directed:
        return PAIR_WIDTH
    return UNSURE_WIDTH if arrow.kind == "unsure" else more_width(arrow.points)


def more_width(points: float) -> float:
    """Width under More: 1.6 and 12 for each point, at most 10."""
    return round(min(MOST_POINTS_WIDTH, LEAST_WIDTH + WIDTH_PER_POINT * abs(points)), 1)


def place(node: str) -> Point:
    """The centre of a node: Sleep on top, then clockwise in the day's order."""
    angle = radians(-90 + 72 * ORDER.index(node))
    return CENTRE[0] + RING * cos(angle), CENTRE[1] + RING * sin(angle)


def _draw(arrows: Sequence[tuple[Arrow, float]], words: Words, tags: bool) -> str:
    lit = [(arrow, width) for arrow, width in arrows if arrow.lit]
    lit_nodes = {node for arrow, _ in lit for node in (arrow.from_, arrow.to)}
    parts = [
        f'<circle class="ring" cx="{CENTRE[0]:g}" cy="{CENTRE[1]:g}" r="{RING:g}"/>',
        *(_halo_disc(node) for node in ORDER if node in lit_nodes),
        *(_halo(arrow, width) for arrow, width in lit),
        *(_arrow(arrow, width) for arrow, width in arrows),
        *(_node(node, words.nodes[node], node in lit_nodes) for node in ORDER),
        *(_tag(arrow) for arrow, _ in arrows if tags and arrow.tag),
    ]
    named = f'<title id="{words.id}-t">{escape(words.title)}</title>'
    told = f'<desc id="{words.id}-d">{escape(words.description)}</desc>'
    return (
        f'<svg class="loop-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{words.id}-t {words.id}-d">{named}{told}{"".join(parts)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Curve:
    """A quadratic curve from `start` over `bend` to `end`, in map units."""

    start: Point
    bend: Point
    end: Point

    def shortened(self, length: float) -> "_Curve":
        """The curve with `length` units cut off its end, for the arrow head."""
        x, y = _unit(self.bend, self.end)
        end = (self.end[0] - x * length, self.end[1] - y * length)
        return _Curve(self.start, self.bend, end)

    @property
    def path(self) -> str:
        return f"M{_at(self.start)}Q{_at(self.bend)} {_at(self.end)}"

    @property
    def middle(self) -> Point:
        return (
            (self.start[0] + 2 * self.bend[0] + self.end[0]) / 4,
            (self.start[1] + 2 * self.bend[1] + self.end[1]) / 4,
        )


def _curve(arrow: Arrow) -> _Curve:
    a, b = place(arrow.from_), place(arrow.to)
    steps = (ORDER.index(arrow.to) - ORDER.index(arrow.from_)) % len(ORDER)
    way = {1: "ring", 4: "back"}.get(steps, "chord") if arrow.directed else "pair"
    turn, bow = _BENDS[way]
    start = _off(a, b, turn)
    end = _off(b, a, -turn)
    half = hypot(end[0] - start[0], end[1] - start[1]) / 2
    x, y = _unit(start, end)
    out = half * sin(radians(bow)) / cos(radians(bow))
    bend = ((start[0] + end[0]) / 2 - y * out, (start[1] + end[1]) / 2 + x * out)
    return _Curve(start, bend, end)


def _off(node: Point, towards: Point, turn: float) -> Point:
    """The point a gap outside a node, in the direction of another turned by `turn` degrees."""
    angle = atan2(towards[1] - node[1], towards[0] - node[0]) + turn * pi / 180
    return node[0] + (NODE + GAP) * cos(angle), node[1] + (NODE + GAP) * sin(angle)


def _arrow(arrow: Arrow, width: float) -> str:
    curve = _curve(arrow)
    kind = arrow.kind if arrow.directed else "pair"
    ink = f"{kind} lit" if arrow.lit else kind
    line = curve.shortened(_head_length(width) - 1) if arrow.directed else curve
    drawn = (
        f'<path class="case" d="{line.path}" stroke-width="{width + CASE_EXTRA:.1f}"/>'
        f'<path class="link {ink}" d="{line.path}" stroke-width="{width:.1f}"/>'
    )
    return drawn + (_head(curve, width, ink) + _hit(arrow, curve) if arrow.directed else "")


def _hit(arrow: Arrow, curve: _Curve) -> str:
    """Room for a finger: a script opens what loosens this arrow where one is touched."""
    return (
        f'<path class="hit" d="{curve.path}" stroke-width="{FINGER:g}" '
        f'data-arrow="{arrow.from_}-{arrow.to}"/>'
    )


def _head_length(width: float) -> float:
    return 7.0 + 1.15 * width


def _head(curve: _Curve, width: float, ink: str) -> str:
    x, y = _unit(curve.bend, curve.end)
    back = curve.shortened(_head_length(width)).end
    half = (6.4 + width) / 2
    left = (back[0] + y * half, back[1] - x * half)
    right = (back[0] - y * half, back[1] + x * half)
    return f'<path class="tip {ink}" d="M{_at(curve.end)}L{_at(left)}L{_at(right)}Z"/>'


def _halo(arrow: Arrow, width: float) -> str:
    return f'<path class="halo" d="{_curve(arrow).path}" stroke-width="{width + HALO_EXTRA:.1f}"/>'


def _halo_disc(node: str) -> str:
    x, y = place(node)
    return f'<circle class="halo-disc" cx="{x:.1f}" cy="{y:.1f}" r="{NODE + HALO_EXTRA / 2:g}"/>'


def _node(node: str, lines: Sequence[str], lit: bool) -> str:
    x, y = place(node)
    first = y + 5.0 - 8.0 * (len(lines) - 1)
    text = "".join(
        f'<text x="{x:.1f}" y="{first + 16.0 * n:.1f}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    group = "node lit" if lit else "node"
    return f'<g class="{group}"><circle cx="{x:.1f}" cy="{y:.1f}" r="{NODE:g}"/>{text}</g>'


def _tag(arrow: Arrow) -> str:
    """The number of an arrow, 26 units off its middle.

    Outside the ring for an arrow along it, so that it does not lie on the way back; inside for
    all others, and where the outside has no room.
    """
    curve = _curve(arrow)
    width = 16.0 + 7.0 * len(arrow.tag)
    out, inside = sorted(_beside(curve), key=_from_centre, reverse=True)
    along = (ORDER.index(arrow.to) - ORDER.index(arrow.from_)) % len(ORDER) == 1
    cx, cy = out if along and _has_room(out, width) else inside
    return (
        f'<g class="tag"><rect x="{cx - width / 2:.1f}" y="{cy - 12:.1f}" width="{width:g}" '
        f'height="24" rx="12"/><text x="{cx:.1f}" y="{cy + 5:.1f}">{escape(arrow.tag)}</text></g>'
    )


def _beside(curve: _Curve) -> tuple[Point, Point]:
    x, y = _unit(curve.start, curve.end)
    mx, my = curve.middle
    return (mx - y * TAG_OUT, my + x * TAG_OUT), (mx + y * TAG_OUT, my - x * TAG_OUT)


def _from_centre(point: Point) -> float:
    return hypot(point[0] - CENTRE[0], point[1] - CENTRE[1])


def _has_room(point: Point, width: float) -> bool:
    x, y = point
    return width / 2 <= x <= WIDTH - width / 2 and 12 <= y <= HEIGHT - 12


def _unit(a: Point, b: Point) -> Point:
    length = hypot(b[0] - a[0], b[1] - a[1])
    return (b[0] - a[0]) / length, (b[1] - a[1]) / length


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
