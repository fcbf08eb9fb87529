"""A week of one thing as lines on its full scale: this week, the week before, the usual range.

Where a range may be told it is drawn first, then its middle; else each noted value is a dot,
larger where it was noted on more days. Attributes and classes only, no styles.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

WIDTH, LANE, FOOT = 328, 22, 26
LEFT, RIGHT = 104.0, 314.0
DOT = 2.6  # radius of a value noted once; the area grows with the days


@dataclass(frozen=True, slots=True)
class Lane:
    """One line: its name, and either a range with an optional middle, or single values."""

    name: str
    values: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    middle: float | None = None


def week_lines(lanes: Sequence[Lane], scale: tuple[float, float], label: str) -> str:
    """The picture as SVG text. `label` says what it shows; `scale` is lowest and highest."""
    floor = LANE * len(lanes)
    parts = [_lane(lane, n, scale) for n, lane in enumerate(lanes)]
    return (
        f'<svg class="range-line week-line" viewBox="0 0 {WIDTH} {floor + FOOT}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}{_axis(scale, floor)}</svg>'
    )


def _x(value: float, scale: tuple[float, float]) -> float:
    return LEFT + (RIGHT - LEFT) * (value - scale[0]) / (scale[1] - scale[0])


def _lane(lane: Lane, n: int, scale: tuple[float, float]) -> str:
    middle = n * LANE + LANE / 2
    name = f'<text x="0" y="{middle + 5:g}">{escape(lane.name)}</text>'
    line = f'<path class="grid" d="M{LEFT:g} {middle:g}H{RIGHT:g}"/>'
    return name + line + _band(lane, middle, scale) + _dots(lane, middle, scale)


def _band(lane: Lane, y: float, scale: tuple[float, float]) -> str:
    if lane.low is None or lane.high is None:
        return ""
    start, end = _x(lane.low, scale), _x(lane.high, scale)
    wide = max(end - start, 4.0)
    x = min(start, RIGHT - wide)
    band = f'<rect class="band" x="{x:.1f}" y="{y - 7:g}" width="{wide:.1f}" height="14" rx="4"/>'
    if lane.middle is None:
        return band
    at = _x(lane.middle, scale) - 2.5
    return f'{band}<rect class="mid" x="{at:.1f}" y="{y - 9:g}" width="5" height="18" rx="2.5"/>'


def _dots(lane: Lane, y: float, scale: tuple[float, float]) -> str:
    return "".join(
        f'<circle class="dot" cx="{_x(value, scale):.1f}" cy="{y:g}" r="{DOT * sqrt(days):.1f}"/>'
        for value, days in sorted(Counter(lane.values).items())
    )


def _axis(scale: tuple[float, float], floor: float) -> str:
    middle = (scale[0] + scale[1]) / 2
    line = f'<path class="axis" d="M{LEFT:g} {floor:g}H{RIGHT:g}"/>'
    return line + "".join(
        f'<path class="axis" d="M{_x(value, scale):.1f} {floor:g}v5"/>'
        f'<text x="{_x(value, scale):.1f}" y="{floor + 20:g}" text-anchor="middle">{value:g}</text>'
        for value in (scale[0], middle, scale[1])
    )
