"""A picture of the times a questionnaire was taken: one point each, nothing drawn in between."""

from collections.abc import Sequence
from datetime import date

from unspiral.drawing.axes import Area
from unspiral.drawing.charts import (
    BOTTOM,
    CHART_HEIGHT,
    CHART_WIDTH,
    LEFT,
    RIGHT,
    TOP,
    Captions,
    ends,
    picture,
    thirds,
)

EDGE = 8.0  # so that the first and last point stand clear of the frame
RADIUS = 4.5


def form_points(
    taken: Sequence[tuple[date, float]], scale: tuple[float, float], words: Captions
) -> str:
    """The points as SVG text, on the days they were taken and the full scale of the form.

    Between two times nothing is known, so no line joins them. `taken` holds at least one point.
    """
    first, last = taken[0][0], taken[-1][0]
    area = Area(LEFT, RIGHT, TOP, BOTTOM, 1, scale)
    inner = Area(LEFT + EDGE, RIGHT - EDGE, TOP, BOTTOM, (last - first).days + 1, scale)
    parts = [
        *area.grid(thirds(scale)),
        *(
            f'<circle class="dot" cx="{inner.x((day - first).days):.1f}" '
            f'cy="{inner.y(value):.1f}" r="{RADIUS:g}"/>'
            for day, value in taken
        ),
        *ends(area, words.first, words.last if last != first else ""),
    ]
    return picture("chart", (CHART_WIDTH, CHART_HEIGHT), words.label, parts)
