"""The days after one unusual day: the wide range, the narrow range, the middle, and zero.

The middle line is drawn only for what is clear. Everything else is drawn as its ranges alone, so
that no line invites a reading the diary does not carry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from math import ceil

from unspiral.drawing.axes import Area
from unspiral.drawing.charts import picture
from unspiral.records.estimate import Response

LAG_WIDTH, LAG_HEIGHT = 330, 168
LEFT, RIGHT, TOP, BOTTOM = 42.0, 322.0, 24.0, 128.0
LEAST_BOUND, BOUND_STEP = 0.5, 0.5
TICK_EVERY = 7


@dataclass(frozen=True, slots=True)
class LagWords:
    """Words of a picture. `label` says the finding; `up` and `down` what a value above and below
    zero means; `unit` names the upright axis, `axis` the days below.
    """

    label: str
    up: str
    down: str
    unit: str
    axis: str


def common_bound(responses: Iterable[Response]) -> float:
    """The scale pictures side by side share: up and down to the widest range, in half points."""
    widest = max(
        (abs(value) for one in responses for value in (*one.low80, *one.high80)), default=0.0
    )
    return max(LEAST_BOUND, ceil(widest / BOUND_STEP - 1e-9) * BOUND_STEP)


def lag_chart(response: Response, bound: float, clear: bool, words: LagWords) -> str:
    """One response on a scale from -`bound` to `bound`, in its own unit.

    `clear` False: pale, without the middle line.
    """
    area = Area(LEFT, RIGHT, TOP, BOTTOM, len(response.days), (-bound, bound))
    labels = ((-bound, f"−{bound:g}"), (bound, f"+{bound:g}"))
    parts = [
        *area.grid(labels),
        area.between("band", response.low80, response.high80),
        area.between("inner", response.low50, response.high50),
        f'<path class="zero" d="M{LEFT:g} {area.y(0):.1f}H{RIGHT:g}"/>',
        f'<text x="{LEFT - 5:g}" y="{area.y(0) + 4:.1f}" text-anchor="end">0</text>',
        *_ticks(area, response.days),
        *(area.lines(response.mid) if clear else ()),
        f'<text x="0" y="{TOP - 10:g}">{escape(words.unit)}</text>',
        f'<text x="{RIGHT:g}" y="{TOP + 16:g}" text-anchor="end">{escape(words.up)}</text>',
        f'<text x="{RIGHT:g}" y="{BOTTOM - 8:g}" text-anchor="end">{escape(words.down)}</text>',
        f'<text x="{RIGHT:g}" y="{BOTTOM + 34:g}" text-anchor="end">{escape(words.axis)}</text>',
    ]
    look = "chart lag" if clear else "chart lag unsure"
    return picture(look, (LAG_WIDTH, LAG_HEIGHT), words.label, parts)


def _ticks(area: Area, days: tuple[int, ...]) -> Iterator[str]:
    """The first day and each whole week, named below, with a short stroke on the zero line."""
    y = area.y(0)
    for n, day in enumerate(days):
        if n == 0 or day % TICK_EVERY == 0:
            x = area.x(n)
            yield f'<path class="zero" d="M{x:.1f} {y - 4:.1f}V{y + 4:.1f}"/>'
            yield f'<text x="{x:.1f}" y="{BOTTOM + 17:g}" text-anchor="middle">{day}</text>'
