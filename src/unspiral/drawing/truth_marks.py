"""What was put in beside what was found, as SVG text: a diamond on the range of each link.

A filled diamond lies inside the range, a hollow one outside. Attributes and classes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

WIDTH, LEFT, RIGHT = 328.0, 14.0, 314.0
ROW, BAR_TOP, BAR = 44.0, 22.0, 12.0
FOOT = 24.0
HALF_DIAMOND = 7.0
SMALLEST_SCALE = 0.5


@dataclass(frozen=True, slots=True)
class TruthMark:
    """One link in words, its range `low`..`high` around `mid`, and its true size, in points."""

    words: str
    low: float
    mid: float
    high: float
    truth: float

    @property
    def held(self) -> bool:
        """Whether the range holds the truth."""
        return self.low <= self.truth <= self.high


def truth_marks(marks: Sequence[TruthMark], label: str) -> str:
    """One row a link on a common scale around zero. `label` says the finding."""
    limit = scale_of(marks)
    height = ROW * len(marks) + FOOT
    zero = f"M{_x(0.0, limit):g} {BAR_TOP - 4:g}V{height - FOOT + 4:g}"
    rows = "".join(_row(mark, n * ROW, limit) for n, mark in enumerate(marks))
    ends = "".join(_number(value, height, limit) for value in (-limit, 0.0, limit))
    return (
        f'<svg class="truth-marks" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        f'aria-label="{escape(label)}">'
        f'<path class="zero" d="{zero}"/>{rows}{ends}</svg>'
    )


def scale_of(marks: Sequence[TruthMark]) -> float:
    """The end of the scale: what holds every mark, in half points."""
    most = max((abs(v) for m in marks for v in (m.low, m.high, m.truth)), default=0.0)
    return max(ceil(most * 2) / 2, SMALLEST_SCALE)


def _row(mark: TruthMark, top: float, limit: float) -> str:
    low, mid, high, truth = (_x(v, limit) for v in (mark.low, mark.mid, mark.high, mark.truth))
    middle = top + BAR_TOP + BAR / 2
    d = HALF_DIAMOND
    diamond = f"M{truth:.1f} {middle - d:g}l{d:g} {d:g} -{d:g} {d:g} -{d:g} -{d:g}z"
    return (
        f'<text x="{LEFT:g}" y="{top + 16:g}">{escape(mark.words)}</text>'
        f'<rect class="band" x="{low:.1f}" y="{top + BAR_TOP:g}" width="{max(high - low, 2):.1f}" '
        f'height="{BAR:g}" rx="3"/>'
        f'<rect class="mid" x="{mid - 1.5:.1f}" y="{top + BAR_TOP - 2:g}" width="3" '
        f'height="{BAR + 4:g}" rx="1.5"/>'
        f'<path class="{"held" if mark.held else "missed"}" d="{diamond}"/>'
    )


def _number(value: float, height: float, limit: float) -> str:
    shown = f"{value:g}".replace("-", "\N{MINUS SIGN}")
    return (
        f'<text x="{_x(value, limit):.1f}" y="{height - 4:g}" text-anchor="middle">{shown}</text>'
    )


def _x(value: float, limit: float) -> float:
    return LEFT + (value + limit) / (2 * limit) * (RIGHT - LEFT)
