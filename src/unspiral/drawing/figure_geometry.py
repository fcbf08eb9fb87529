"""Plane geometry of the figure: directions, two-bone reach, capsules and smooth outlines (cm)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, atan2, cos, degrees, hypot, pi, radians, sin, tan

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A path: SVG commands (M, L, C, Z) and all their numbers in a row, y up."""

    commands: str
    numbers: tuple[float, ...]

    def __add__(self, other: "Outline") -> "Outline":
        return Outline(self.commands + other.commands, self.numbers + other.numbers)

    def points(self) -> list[Point]:
        """Points on the curve, about 8 to a piece, for finding what touches the ground."""
        found: list[Point] = []
        here: Point = (0.0, 0.0)
        at = 0
        for command in self.commands:
            take = {"M": 2, "L": 2, "C": 6, "Z": 0}[command]
            part = self.numbers[at : at + take]
            at += take
            if command == "C":
                found += [_on_cubic(here, part, step / 8) for step in range(1, 9)]
            elif take:
                found.append((part[0], part[1]))
            here = found[-1]
        return found


EMPTY = Outline("", ())


def _on_cubic(p0: Point, c: Sequence[float], t: float) -> Point:
    a, b, d, e = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
    return (
        a * p0[0] + b * c[0] + d * c[2] + e * c[4],
        a * p0[1] + b * c[1] + d * c[3] + e * c[5],
    )


def down(angle: float) -> Point:
    """Unit vector of a limb: `angle` degrees from straight down, + forward."""
    return sin(radians(angle)), -cos(radians(angle))


def up(angle: float) -> Point:
    """Unit vector of the trunk: `angle` degrees from upright, + forward."""
    return sin(radians(angle)), cos(radians(angle))


def ahead(angle: float) -> Point:
    """Unit vector toward the front of a trunk that leans `angle` degrees."""
    return cos(radians(angle)), -sin(radians(angle))


def go(start: Point, direction: Point, length: float) -> Point:
    """The point `length` from `start` along `direction`."""
    return start[0] + direction[0] * length, start[1] + direction[1] * length


def angle_down(start: Point, end: Point) -> float:
    """Limb angle (degrees from straight down) of the line from `start` to `end`."""
    return degrees(atan2(end[0] - start[0], -(end[1] - start[1])))


def distance(a: Point, b: Point) -> float:
    """Length of the line between two points."""
    return hypot(b[0] - a[0], b[1] - a[1])


def near_zero(angle: float) -> float:
    """The same angle within -180 (left out) to 180 degrees."""
    return 180 - (180 - angle) % 360


def mix(a: float, b: float, part: float) -> float:
    """`part` of the way from `a` to `b`."""
    return a + (b - a) * part


def mix_angle(a: float, b: float, part: float) -> float:
    """`part` of the way from `a` to `b` degrees, the shortest way round."""
    return a + near_zero(b - a) * part


def mix_point(a: Point, b: Point, part: float) -> Point:
    """`part` of the way from point `a` to point `b`."""
    return mix(a[0], b[0], part), mix(a[1], b[1], part)


def place(origin: Point, x_axis: Point, local: Point) -> Point:
    """`local` (forward, up) seen from `origin`, whose forward axis is the unit `x_axis`."""
    return (
        origin[0] + x_axis[0] * local[0] - x_axis[1] * local[1],
        origin[1] + x_axis[1] * local[0] + x_axis[0] * local[1],
    )


def reach(start: Point, end: Point, first: float, second: float, side: int) -> Point:
    """Middle joint of two bones from `start` toward `end`; a target too far gives a straight limb.

    `side` +1 bends the joint forward of the line (knee), -1 backward (elbow).
    """
    span = min(max(distance(start, end), abs(first - second) + 0.05), first + second - 0.05)
    bend = degrees(acos(_unit((first**2 + span**2 - second**2) / (2 * first * span))))
    return go(start, down(angle_down(start, end) + side * bend), first)


def _unit(value: float) -> float:
    return max(-1.0, min(1.0, value))


def capsule(a: Point, b: Point, ra: float, rb: float) -> Outline:
    """Outline round two discs (centres `a`, `b`; radii in cm), always wound the same way."""
    span = max(distance(a, b), 1e-6)
    lie = atan2(b[1] - a[1], b[0] - a[0])
    tilt = acos(_unit((ra - rb) / span))
    start = go(a, (cos(lie + tilt), sin(lie + tilt)), ra)
    first = _arc(a, ra, lie + tilt, lie + 2 * pi - tilt)
    across = go(b, (cos(lie - tilt), sin(lie - tilt)), rb)
    second = _arc(b, rb, lie - tilt, lie + tilt)
    return Outline("MCCLCCZ", (*start, *first, *across, *second))


def disc(centre: Point, r: float) -> Outline:
    """A full circle as two half capsules, wound as capsules are."""
    return capsule(centre, (centre[0] + 1e-3, centre[1]), r, r)


def _arc(centre: Point, r: float, start: float, end: float) -> tuple[float, ...]:
    """Two cubics along a circle from angle `start` to `end` (radians)."""
    numbers: list[float] = []
    step = (end - start) / 2
    k = 4 / 3 * tan(step / 4) * r
    for i in range(2):
        t0, t1 = start + i * step, start + (i + 1) * step
        p0, p1 = go(centre, (cos(t0), sin(t0)), r), go(centre, (cos(t1), sin(t1)), r)
        numbers += [p0[0] - k * sin(t0), p0[1] + k * cos(t0)]
        numbers += [p1[0] + k * sin(t1), p1[1] - k * cos(t1), *p1]
    return tuple(numbers)


def smooth(points: Sequence[Point]) -> Outline:
    """Closed Catmull-Rom curve through `points`, as cubics (k = 1/6), wound anticlockwise."""
    ring = list(points) if _area(points) > 0 else list(reversed(points))
    numbers: list[float] = [*ring[0]]
    for i in range(len(ring)):
        before, here = ring[i - 1], ring[i]
        after, next_one = ring[(i + 1) % len(ring)], ring[(i + 2) % len(ring)]
        numbers += [here[0] + (after[0] - before[0]) / 6, here[1] + (after[1] - before[1]) / 6]
        numbers += [after[0] - (next_one[0] - here[0]) / 6, after[1] - (next_one[1] - here[1]) / 6]
        numbers += [*after]
    return Outline("M" + "C" * len(ring) + "Z", tuple(numbers))


def _area(points: Sequence[Point]) -> float:
    return sum(
        points[i - 1][0] * points[i][1] - points[i][0] * points[i - 1][1]
        for i in range(len(points))
    )


def lines(points: Sequence[Point], closed: bool = False) -> Outline:
    """Straight lines through `points`."""
    numbers = tuple(number for point in points for number in point)
    return Outline("M" + "L" * (len(points) - 1) + ("Z" if closed else ""), numbers)


def open_curve(points: Sequence[Point]) -> Outline:
    """Open Catmull-Rom curve through `points`, as cubics."""
    numbers: list[float] = [*points[0]]
    last = len(points) - 1
    for i in range(last):
        before, here = points[max(i - 1, 0)], points[i]
        after, next_one = points[i + 1], points[min(i + 2, last)]
        numbers += [here[0] + (after[0] - before[0]) / 6, here[1] + (after[1] - before[1]) / 6]
        numbers += [after[0] - (next_one[0] - here[0]) / 6, after[1] - (next_one[1] - here[1]) / 6]
        numbers += [*after]
    return Outline("M" + "C" * last, tuple(numbers))


def box(x: float, y: float, w: float, h: float, r: float) -> Outline:
    """Rounded rectangle from its lower left corner, wound anticlockwise."""
    r = min(r, w / 2, h / 2)
    k = r * 0.4477
    numbers = (
        *(x + r, y, x + w - r, y, x + w - k, y, x + w, y + k, x + w, y + r),
        *(x + w, y + h - r, x + w, y + h - k, x + w - k, y + h, x + w - r, y + h),
        *(x + r, y + h, x + k, y + h, x, y + h - k, x, y + h - r),
        *(x, y + r, x, y + k, x + k, y, x + r, y),
    )
    return Outline("MLCLCLCLCZ", numbers)
