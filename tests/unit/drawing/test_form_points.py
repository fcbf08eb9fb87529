"""The picture of results: one point each, at its day and its value, nothing in between."""

import re
from datetime import date

from unspiral.drawing.charts import BOTTOM, RIGHT, TOP, Captions
from unspiral.drawing.form_points import EDGE, form_points

TAKEN = ((date(2026, 1, 1), 0.0), (date(2026, 1, 11), 5.0), (date(2026, 1, 21), 10.0))


def centres(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)]


def test_points_stand_at_their_day_and_value_on_the_full_scale() -> None:
    (x0, y0), (x1, y1), (x2, y2) = centres(form_points(TAKEN, (0, 10), Captions("words")))
    assert (y0, y1, y2) == (BOTTOM, (TOP + BOTTOM) / 2, TOP)
    assert abs((x0 + x2) / 2 - x1) < 0.1 and x2 == RIGHT - EDGE


def test_no_line_joins_them_and_the_finding_is_said() -> None:
    svg = form_points(TAKEN, (0, 10), Captions("3 <results>", first="1 January", last="21 January"))
    assert 'class="line"' not in svg and 'aria-label="3 &lt;results&gt;"' in svg
    assert "1 January" in svg and "21 January" in svg


def test_two_on_one_day_name_it_once() -> None:
    svg = form_points((TAKEN[0], (TAKEN[0][0], 3.0)), (0, 10), Captions("w", "", "same", "same"))
    assert svg.count("same") == 1 and len(centres(svg)) == 2
