"""Tomorrow at the end of the last days: how likely each answer is, as bars on the same scale.

The answers run in from the left with their gaps left open; the day to come stands beside them as
a ribbon of bars. A longer bar is a likelier answer. The likely range is dark and has a bracket.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from unspiral.drawing.axes import Area, Value
from unspiral.drawing.charts import Captions, Gap, ends, gap_box, gaps, picture, thirds

RIBBON_WIDTH = 330
LEFT, PAST_RIGHT, BRACKET, RIBBON_LEFT, RIBBON_RIGHT = 26.0, 214.0, 246.0, 254.0, 326.0
TOP, ROW = 12.0, 13.0
BETWEEN_BARS = 2.0
BRACKET_END = 5.0
LEAST_BAR = 0.8


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Past answers and the chances of the next one.

    `past`: one value a day up to the day before, None = not noted. `values` and `chances`: the
    answer steps and their probabilities; `low`..`high` holds the likely ones. `usual`: the range
    drawn behind the past answers, or None.
    """

    past: tuple[Value, ...]
    values: tuple[float, ...]
    chances: tuple[float, ...]
    low: float
    high: float
    scale: tuple[float, float]
    usual: tuple[float, float] | None = None


def ribbon_chart(ribbon: Ribbon, words: Captions) -> str:
    """The picture. `words.first` stands under the oldest day, `words.last` under the ribbon."""
    bottom = TOP + ROW * (len(ribbon.values) - 1)
    past = Area(LEFT, PAST_RIGHT, TOP, bottom, len(ribbon.past), ribbon.scale)
    ahead = Area(RIBBON_LEFT, RIBBON_RIGHT, TOP, bottom, 2, ribbon.scale)
    parts = [
        *past.grid(thirds(ribbon.scale)),
        *(past.bands(ribbon.past, *ribbon.usual) if ribbon.usual else ()),
        *_gaps(past, ribbon.past, words.gap),
        *past.lines(ribbon.past),
        *_bars(ahead, ribbon),
        _bracket(ahead, ribbon),
        *_ends_of_range(ahead, ribbon),
        *ends(past, words.first, ""),
        *ends(ahead, "", words.last),
    ]
    return picture("chart ribbon", (RIBBON_WIDTH, int(bottom) + 26), words.label, parts)


def _gaps(area: Area, past: tuple[Value, ...], words: str) -> Iterator[str]:
    """A box for each gap; one at the start or the end of the row is a gap, too."""
    for gap in gaps((0.0, *past, 0.0)):
        yield gap_box(area, Gap(gap.start - 1, gap.days), words)


def _bars(area: Area, ribbon: Ribbon) -> Iterator[str]:
    longest = max(ribbon.chances)
    thick = ROW - BETWEEN_BARS
    for value, chance in zip(ribbon.values, ribbon.chances, strict=True):
        ink = "likely" if ribbon.low <= value <= ribbon.high else "unlikely"
        long = max((area.right - area.left) * chance / longest, LEAST_BAR)
        yield (
            f'<rect class="{ink}" x="{area.left:g}" y="{area.y(value) - thick / 2:.1f}" '
            f'width="{long:.1f}" height="{thick:g}"/>'
        )


def _bracket(area: Area, ribbon: Ribbon) -> str:
    top = area.y(ribbon.high) - ROW / 2 + BETWEEN_BARS / 2
    low = area.y(ribbon.low) + ROW / 2 - BETWEEN_BARS / 2
    return (
        f'<path class="bracket" d="M{BRACKET + BRACKET_END:g} {top:.1f}H{BRACKET:g}'
        f'V{low:.1f}H{BRACKET + BRACKET_END:g}"/>'
    )


def _ends_of_range(area: Area, ribbon: Ribbon) -> Iterator[str]:
    """The two numbers of the likely range beside its bracket, once when they are the same."""
    for value in dict.fromkeys((ribbon.high, ribbon.low)):
        yield (
            f'<text x="{BRACKET - 4:g}" y="{area.y(value) + 4.5:.1f}" '
            f'text-anchor="end">{value:g}</text>'
        )
