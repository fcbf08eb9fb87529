"""Charts of a diary as SVG text, each with the table of the same numbers beside it.

The range is drawn before the line. A gap stays a gap: line and band stop, and from three days a
dashed box says how long it was. Full scale always. Attributes and classes only, no styles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

LEFT, RIGHT, TOP, BOTTOM = 26.0, 326.0, 8.0, 92.0
CHART_WIDTH, CHART_HEIGHT = 330, 112
BOXED_GAP_DAYS = 3
LINE_LEFT, LINE_RIGHT, LINE_Y = 12.0, 316.0, 32.0
MINI_WIDTH = 100.0
_HALF_DISCS = ("M11 3a9 9 0 0 0 0 18z", "M13 3a9 9 0 0 1 0 18z")


@dataclass(frozen=True, slots=True)
class Series:
    """One variable over consecutive days; None = not noted.

    `low`..`high` is the usual range, or None before there is one. `scale` is the full scale.
    """

    first: date
    values: tuple[float | None, ...]
    scale: tuple[float, float] = (0.0, 10.0)
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture and its table: `rows` are (day, value or None), the same numbers."""

    svg: str
    rows: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days not noted in a row: index of the first, and how many."""

    start: int
    days: int


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the grid: two half discs, dashed when that half was not noted."""

    day: date
    morning: bool
    evening: bool

    @property
    def svg(self) -> str:
        """24 x 24 units, hidden from screen readers: the link beside it says the same."""
        halves = "".join(
            f'<path class="{"on" if noted else "off"}" d="{path}"/>'
            for noted, path in zip((self.morning, self.evening), _HALF_DISCS, strict=True)
        )
        return f'<svg viewBox="0 0 24 24" aria-hidden="true">{halves}</svg>'


def diary_chart(series: Series, label: str, gap_label: str = "{n}") -> Drawn:
    """Line chart of one variable. `label` says the finding; `gap_label` holds {n} for its days."""
    stretches = list(noted_stretches(series.values))
    parts = [
        *_grid(series.scale),
        *(_band(series, start, end) for start, end in stretches),
        *(_line(series, start, end) for start, end in stretches),
        *(_gap_box(series, gap, gap_label) for gap in gaps(series.values)),
    ]
    svg = (
        f'<svg class="chart" viewBox="0 0 {CHART_WIDTH} {CHART_HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
    days = (series.first + timedelta(days=n) for n in range(len(series.values)))
    return Drawn(svg, tuple(zip(days, series.values, strict=True)))


def noted_stretches(values: Sequence[float | None]) -> Iterator[tuple[int, int]]:
    """Stretches of noted days without a gap, as (first index, last index)."""
    start: int | None = None
    for n, value in enumerate((*values, None)):
        if value is not None and start is None:
            start = n
        if value is None and start is not None:
            yield start, n - 1
            start = None


def gaps(values: Sequence[float | None]) -> Iterator[Gap]:
    """Gaps between noted days that are long enough for a box."""
    stretches = list(noted_stretches(values))
    for (_, end), (start, _) in pairwise(stretches):
        if start - end - 1 >= BOXED_GAP_DAYS:
            yield Gap(end + 1, start - end - 1)


def range_line(
    low: float,
    high: float,
    label: str,
    guess: float | None = None,
    scale: tuple[float, float] = (0.0, 10.0),
) -> str:
    """A likely range on its full scale: the band first, then the single best guess if given."""

    def x(value: float) -> float:
        share = (value - scale[0]) / (scale[1] - scale[0])
        return LINE_LEFT + share * (LINE_RIGHT - LINE_LEFT)

    middle = (scale[0] + scale[1]) / 2
    tick_at = [scale[0] + n * (scale[1] - scale[0]) / 10 for n in range(11)]
    ticks = "".join(_tick(x(value)) for value in tick_at)
    wide = max(x(high) - x(low), 4)
    band = f'<rect class="band" x="{x(low):.1f}" y="14" width="{wide:.1f}" height="18" rx="4"/>'
    mid = ""
    if guess is not None:
        mid = f'<rect class="mid" x="{x(guess) - 2.5:.1f}" y="9" width="5" height="23" rx="2.5"/>'
    numbers = "".join(
        f'<text x="{x(value):.1f}" y="52" text-anchor="middle">{value:g}</text>'
        for value in (scale[0], middle, scale[1])
    )
    return (
        f'<svg class="range-line" viewBox="0 0 328 58" role="img" aria-label="{escape(label)}">'
        f'<line class="axis" x1="{LINE_LEFT}" x2="{LINE_RIGHT}" y1="{LINE_Y:g}" y2="{LINE_Y:g}"/>'
        f"{ticks}{band}{mid}{numbers}</svg>"
    )


def mini_range(low: float, mid: float, high: float, bounds: tuple[float, float]) -> str:
    """A small range with its zero line, for a table row; the numbers stand beside it."""

    def x(value: float) -> float:
        inside = min(max(value, bounds[0]), bounds[1])
        return MINI_WIDTH * (inside - bounds[0]) / (bounds[1] - bounds[0])

    return (
        '<svg class="mini-range" viewBox="0 0 100 16" aria-hidden="true">'
        f'<path class="zero" d="M{x(0):.1f} 1V15"/>'
        f'<rect class="band" x="{x(low):.1f}" y="4" width="{max(x(high) - x(low), 1):.1f}" '
        f'height="8" rx="2"/><rect class="mid" x="{x(mid) - 1.5:.1f}" y="2" width="3" height="12" '
        'rx="1.5"/></svg>'
    )


def _tick(x: float) -> str:
    return f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="29" y2="35"/>'


def _x(series: Series, n: int) -> float:
    return LEFT + (RIGHT - LEFT) * n / max(len(series.values) - 1, 1)


def _y(scale: tuple[float, float], value: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (value - scale[0]) / (scale[1] - scale[0])


def _grid(scale: tuple[float, float]) -> Iterator[str]:
    for value in (scale[0], (scale[0] + scale[1]) / 2, scale[1]):
        y = _y(scale, value)
        yield f'<path class="grid" d="M{LEFT:g} {y:.1f}H{RIGHT:g}"/>'
        yield f'<text x="{LEFT - 5:g}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'


def _band(series: Series, start: int, end: int) -> str:
    if series.low is None or series.high is None:
        return ""
    x, top = _x(series, start), _y(series.scale, series.high)
    height = max(_y(series.scale, series.low) - top, 2.0)
    width = max(_x(series, end) - x, 2.0)
    return (
        f'<rect class="band" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    )


def _line(series: Series, start: int, end: int) -> str:
    points = [
        f"{_x(series, n):.1f} {_y(series.scale, value):.1f}"
        for n in range(start, end + 1)
        if (value := series.values[n]) is not None
    ]
    if len(points) == 1:
        x, y = points[0].split()
        return f'<circle class="dot" cx="{x}" cy="{y}" r="2"/>'
    return f'<path class="line" d="M{"L".join(points)}"/>'


def _gap_box(series: Series, gap: Gap, gap_label: str) -> str:
    step = (RIGHT - LEFT) / max(len(series.values) - 1, 1)
    x, width = _x(series, gap.start) - step / 2, step * gap.days
    text = escape(gap_label.format(n=gap.days))
    words = (
        f'<text x="{x + width / 2:.1f}" y="{BOTTOM + 16:g}" text-anchor="middle">{text}</text>'
        if width >= 8 * len(text)
        else ""
    )
    return (
        f'<rect class="gap" x="{x:.1f}" y="{TOP:g}" width="{width:.1f}" '
        f'height="{BOTTOM - TOP:g}"><title>{text}</title></rect>{words}'
    )
