"""Nights as bars on one clock, across midnight, as SVG text; the numbers stand in a table.

A frame is the time in bed. The filled part runs from falling asleep to waking for good: how long
somebody was awake in between is told in numbers, as nobody knows when it was. A night that was
not noted stays an empty dashed row. Attributes and classes only, no styles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from unspiral.diary.night_entry import clock

HOUR = 60.0
FIRST, LAST = -4 * HOUR, 10 * HOUR  # 20:00 to 10:00, wider when a night needs it
EVERY = 3  # hours between two marks
WIDTH, ROW, HEAD = 330, 24, 22
LEFT, RIGHT = 62.0, 322.0
TALL = 14.0


@dataclass(frozen=True, slots=True)
class NightBar:
    """One night in minutes from 00:00 of the day of waking; None where it was not noted.

    `window` is the time in bed that was agreed for that night.
    """

    name: str
    bed: float | None = None
    asleep: float | None = None
    woke: float | None = None
    rise: float | None = None
    window: tuple[float, float] | None = None


def nights_chart(nights: Sequence[NightBar], label: str, missing: str) -> str:
    """The picture. `label` says what it shows; `missing` what an empty row means."""
    span = _span(nights)
    floor = HEAD + ROW * len(nights)
    parts = [*_hours(span, floor)]
    for n, night in enumerate(nights):
        parts += _row(night, HEAD + ROW * n + ROW / 2, span, missing)
    return (
        f'<svg class="chart nights" viewBox="0 0 {WIDTH} {floor + 4}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _span(nights: Sequence[NightBar]) -> tuple[float, float]:
    """Whole hours that hold every night and every window."""
    told = [
        value
        for night in nights
        for value in (night.bed, night.rise, *(night.window or ()))
        if value is not None
    ]
    low = HOUR * (min([FIRST, *told]) // HOUR)
    high = -HOUR * (-max([LAST, *told]) // HOUR)
    return low, high


def _x(minutes: float, span: tuple[float, float]) -> float:
    return LEFT + (RIGHT - LEFT) * (minutes - span[0]) / (span[1] - span[0])


def _hours(span: tuple[float, float], floor: float) -> Iterator[str]:
    """An upright line and its time every few hours; midnight is drawn stronger."""
    hour = EVERY * HOUR * -(-span[0] // (EVERY * HOUR))
    while hour <= span[1]:
        x = _x(hour, span)
        look = "midnight" if hour % (24 * HOUR) == 0 else "grid"
        yield f'<path class="{look}" d="M{x:.1f} {HEAD - 4}V{floor:g}"/>'
        yield f'<text x="{x:.1f}" y="12" text-anchor="middle">{clock(hour)}</text>'
        hour += EVERY * HOUR


def _row(night: NightBar, middle: float, span: tuple[float, float], missing: str) -> Iterator[str]:
    yield f'<text x="0" y="{middle + 5:g}">{escape(night.name)}</text>'
    if night.window is not None:
        yield _box("band", night.window, middle, span, TALL + 6)
    if night.bed is None or night.rise is None:
        words = f"<title>{escape(missing)}</title>"
        yield _box("gap", (span[0], span[1]), middle, span, TALL, words)
        return
    yield _box("in-bed", (night.bed, night.rise), middle, span, TALL)
    if night.asleep is not None and night.woke is not None and night.woke > night.asleep:
        yield _box("asleep", (night.asleep, night.woke), middle, span, TALL)


def _box(
    look: str,
    ends: tuple[float, float],
    middle: float,
    span: tuple[float, float],
    tall: float,
    inside: str = "",
) -> str:
    x, until = _x(ends[0], span), _x(ends[1], span)
    return (
        f'<rect class="{look}" x="{x:.1f}" y="{middle - tall / 2:g}" '
        f'width="{max(until - x, 1):.1f}" height="{tall:g}" rx="3">{inside}</rect>'
    )
