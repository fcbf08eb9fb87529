"""Arrows that show a way to go: along a point's own path, or drawn by hand, off the body."""

from unspiral.catalogue.figure_types import Arrow
from unspiral.drawing.figure_frames import Solved, Way
from unspiral.drawing.figure_geometry import Outline, Point, distance, go, lines, open_curve, place
from unspiral.drawing.figure_shapes import Shape

HEAD, WIDTH, HALO = 8.0, 2.8, 2.4
STEPS = 12


def arrow_shapes(solved: Solved, arrow: Arrow, name: str) -> list[Shape]:
    """Halo, line and head of one arrow."""
    points = _points(solved, arrow)
    tip, before = points[-1], _before(points)
    size = max(distance(before, tip), 1e-6)
    axis = ((tip[0] - before[0]) / size, (tip[1] - before[1]) / size)
    shaft = open_curve([*points[:-1], go(tip, axis, -HEAD * 0.6)])
    head = _head(tip, axis)
    return [
        Shape(f"{name}_halo", shaft, stroke="bg", width=WIDTH + 2 * HALO, part="arrow"),
        Shape(f"{name}_shaft", shaft, stroke="accent", width=WIDTH, part="arrow"),
        Shape(f"{name}_head", head, "accent", stroke="accent", width=0.8, part="arrow"),
    ]


def _head(tip: Point, axis: Point) -> Outline:
    corners = [place(tip, axis, (-HEAD, side * HEAD * 0.56)) for side in (1, -1)]
    return lines([tip, *corners], closed=True)


def _before(points: list[Point]) -> Point:
    """A point of the shaft far enough back to give the head its direction."""
    for point in reversed(points[:-1]):
        if distance(point, points[-1]) > HEAD * 0.6:
            return point
    return points[0]


def _points(solved: Solved, arrow: Arrow) -> list[Point]:
    if arrow.follow:
        return _followed(solved, arrow)
    if arrow.curve:
        start, end, bulge = arrow.curve
        span = distance(start, end)
        axis = ((end[0] - start[0]) / span, (end[1] - start[1]) / span)
        return [
            place(start, axis, (span * t, 4 * bulge * t * (1 - t)))
            for t in (i / STEPS for i in range(STEPS + 1))
        ]
    return _along(list(arrow.path))


def _along(corners: list[Point]) -> list[Point]:
    outline = open_curve(corners)
    return [corners[0], *outline.points()[1:]]


def _followed(solved: Solved, arrow: Arrow) -> list[Point]:
    a, b = (solved.pose(name) for name in arrow.between)
    way = Way(a, b, 1.0, 1.0, True)
    low, high = arrow.span
    parts = [low + (high - low) * i / STEPS for i in range(STEPS + 1)]
    path = [solved.bones(way, part).points[arrow.follow] for part in parts]
    if distance(path[0], path[-1]) < arrow.min:
        return _straight(path, arrow)
    return [_pushed(path, i, arrow.offset) for i in range(len(path))]


def _straight(path: list[Point], arrow: Arrow) -> list[Point]:
    """A small move drawn longer, so that it can be seen at all."""
    span = max(distance(path[0], path[-1]), 1e-6)
    axis = ((path[-1][0] - path[0][0]) / span, (path[-1][1] - path[0][1]) / span)
    start = _pushed(path, 0, arrow.offset)
    return [go(start, axis, arrow.min * i / STEPS) for i in range(STEPS + 1)]


def _pushed(path: list[Point], i: int, offset: float | Point) -> Point:
    """Moved by a vector, or to the left of the way by a length."""
    x, y = path[i]
    if not isinstance(offset, float | int):
        return x + offset[0], y + offset[1]
    before, after = path[max(i - 1, 0)], path[min(i + 1, len(path) - 1)]
    span = max(distance(before, after), 1e-6)
    dx, dy = (after[0] - before[0]) / span, (after[1] - before[1]) / span
    return x - dy * offset, y + dx * offset
