"""Charts of a diary as SVG text, each with the table of the same numbers beside it.

The range is drawn before the line. A gap stays a gap: line and band stop, and from three days a
dashed box says how long it was. Full scale always. Attributes and classes only, no styles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise

from unspiral.drawing.axes import Area, Value, stretches

LEFT, RIGHT, TOP, BOTTOM = 26.0, 326.0, 8.0, 92.0
CHART_WIDTH, CHART_HEIGHT = 330, 116
BOXED_GAP_DAYS = 3
LETTER = 8.0  # room for one letter of a label
LINE_LEFT, LINE_RIGHT, LINE_Y = 12.0, 316.0, 32.0
MINI_WIDTH = 100.0
_HALF_DISCS = ("M11 3a9 9 0 0 0 0 18z", "M13 3a9 9 0 0 1 0 18z")
Range = tuple[float, float, float]  # low, middle, high


@dataclass(frozen=True, slots=True)
class Series:
    """One variable over consecutive days; None = not noted.

    `low`..`high` is the usual range, or None before there is one. `scale` is the full scale.
    `mark`: a day to mark with an upright line.
    """

    first: date
    values: tuple[Value, ...]
    scale: tuple[float, float] = (0.0, 10.0)
    low: float | None = None
    high: float | None = None
    mark: date | None = None


@dataclass(frozen=True, slots=True)
class Captions:
    """Words of a chart, in the person's language. `label` says the finding.

    `gap` holds {n} for the days of a gap; `first` and `last` stand under the ends of the time
    line, `mark` beside the marked day.
    """

    label: str
    gap: str = "{n}"
    first: str = ""
    last: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture and its table: `rows` are (day, value or None), the same numbers."""

    svg: str
    rows: tuple[tuple[date, Value], ...]


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


def diary_chart(series: Series, words: Captions) -> Drawn:
    """Line chart of one variable, day by day."""
    area = Area(LEFT, RIGHT, TOP, BOTTOM, len(series.values), series.scale)
    parts = [
        *area.grid(thirds(series.scale)),
        *_usual(area, series),
        *(gap_box(area, gap, words.gap) for gap in gaps(series.values)),
        *_mark(area, series, words.mark),
        *area.lines(series.values),
        *ends(area, words.first, words.last),
    ]
    days = (series.first + timedelta(days=n) for n in range(len(series.values)))
    svg = picture("chart", (CHART_WIDTH, CHART_HEIGHT), words.label, parts)
    return Drawn(svg, tuple(zip(days, series.values, strict=True)))


def picture(look: str, size: tuple[int, int], label: str, parts: Sequence[str]) -> str:
    """An SVG picture that says its finding to a screen reader."""
    return (
        f'<svg class="{look}" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def thirds(scale: tuple[float, float]) -> tuple[tuple[float, str], ...]:
    """Lowest, middle and highest of a scale, with their labels."""
    return tuple((value, f"{value:g}") for value in (scale[0], sum(scale) / 2, scale[1]))


def ends(area: Area, first: str, last: str) -> Iterator[str]:
    """Words under the two ends of the time line."""
    for words, x, anchor in ((first, area.left, "start"), (last, area.right, "end")):
        if words:
            yield (
                f'<text x="{x:g}" y="{area.bottom + 18:g}" text-anchor="{anchor}">'
                f"{escape(words)}</text>"
            )


def gaps(values: Sequence[Value]) -> Iterator[Gap]:
    """Gaps between noted days that are long enough for a box."""
    for (_, end), (start, _) in pairwise(stretches(values)):
        if start - end - 1 >= BOXED_GAP_DAYS:
            yield Gap(end + 1, start - end - 1)


def gap_box(area: Area, gap: Gap, words: str) -> str:
    """A dashed box over a gap, with its length as far as there is room for it."""
    x = max(area.x(gap.start - 0.5), area.left)
    width = min(area.x(gap.start + gap.days - 0.5), area.right) - x
    text = words.format(n=gap.days)
    shown = next((one for one in (text, str(gap.days)) if width >= LETTER * len(one)), "")
    label = (
        f'<text x="{x + width / 2:.1f}" y="{(area.top + area.bottom) / 2 + 5:g}" '
        f'text-anchor="middle">{escape(shown)}</text>'
        if shown
        else ""
    )
    return (
        f'<rect class="gap" x="{x:.1f}" y="{area.top:g}" width="{width:.1f}" '
        f'height="{area.bottom - area.top:g}"><title>{escape(text)}</title></rect>{label}'
    )


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


def mini_range(own: Range | None, research: Range | None, bound: float) -> str:
    """A small range with its zero line, for a table row; the numbers stand beside it.

    From -`bound` to `bound`. A band is the person's own, a dotted line is research, as on the map.
    """

    def x(value: float) -> float:
        inside = min(max(value, -bound), bound)
        return MINI_WIDTH * (inside + bound) / (2 * bound)

    parts = []
    if own:
        low, mid, high = (x(value) for value in own)
        parts.append(
            f'<rect class="band" x="{low:.1f}" y="3" width="{max(high - low, 1):.1f}" height="8" '
            f'rx="2"/><rect class="mid" x="{mid - 1.5:.1f}" y="1" width="3" height="12" rx="1.5"/>'
        )
    if research:
        low, mid, high = (x(value) for value in research)
        y = 17 if own else 10
        parts.append(
            f'<path class="prior" d="M{low:.1f} {y}H{high:.1f}"/>'
            f'<circle class="prior-mid" cx="{mid:.1f}" cy="{y}" r="2.5"/>'
        )
    parts.append(f'<path class="zero" d="M{x(0):.1f} 0V20"/>')
    return f'<svg class="mini-range" viewBox="0 0 100 20" aria-hidden="true">{"".join(parts)}</svg>'


def mini_axis(bound: float) -> str:
    """The scale of a column of small ranges, once above them."""
    ends = ((0, "start", f"−{bound:g}"), (50, "middle", "0"), (100, "end", f"{bound:g}"))
    labels = "".join(
        f'<text x="{x}" y="12" text-anchor="{anchor}">{words}</text>' for x, anchor, words in ends
    )
    return (
        f'<svg class="mini-range" viewBox="0 0 100 20" aria-hidden="true">{labels}'
        '<path class="zero" d="M0 16V20M50 16V20M100 16V20M0 18H100"/></svg>'
    )


def _tick(x: float) -> str:
    return f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="29" y2="35"/>'


def _usual(area: Area, series: Series) -> Iterator[str]:
    if series.low is not None and series.high is not None:
        yield from area.bands(series.values, series.low, series.high)


def _mark(area: Area, series: Series, words: str) -> Iterator[str]:
    """An upright line before the marked day, its words on the side with more room."""
    if series.mark is None:
        return
    x = area.x((series.mark - series.first).days - 0.5)
    side, anchor = (5, "start") if x - area.left < area.right - x else (-5, "end")
    yield f'<path class="mark" d="M{x:.1f} {area.top:g}V{area.bottom:g}"/>'
    yield (
        f'<text class="mark-words" x="{x + side:.1f}" y="{area.top + 10:g}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
