"""Charts: the range first, gaps left open, the full scale, and the same numbers as a table."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from unspiral.drawing.axes import stretches
from unspiral.drawing.charts import (
    Captions,
    DayCell,
    Gap,
    Series,
    diary_chart,
    gaps,
    mini_axis,
    mini_range,
    range_line,
)

DAY = date(2026, 5, 1)
PAIN = Captions("Pain")
VALUES = (4.0, 5.0, None, 6.0, None, None, None, 3.0, 4.0)


def test_the_range_is_drawn_before_the_line() -> None:
    svg = diary_chart(Series(DAY, VALUES, low=3, high=6), PAIN).svg
    assert 0 < svg.index('class="band"') < svg.index('class="line"')


def test_without_a_range_there_is_no_band() -> None:
    assert 'class="band"' not in diary_chart(Series(DAY, VALUES), PAIN).svg


def test_line_and_band_stop_at_every_gap_and_long_ones_get_a_box() -> None:
    svg = diary_chart(Series(DAY, VALUES, low=3, high=6), Captions("Pain", "{n} days")).svg
    assert svg.count('class="line"') == 2 and svg.count('class="dot"') == 1
    assert svg.count('class="band"') == 3
    assert svg.count('class="gap"') == 1 and "<title>3 days</title>" in svg


def test_gaps_and_stretches() -> None:
    assert list(stretches(VALUES)) == [(0, 1), (3, 3), (7, 8)]
    assert list(gaps(VALUES)) == [Gap(4, 3)]
    assert list(stretches((None, None))) == [] and list(gaps(())) == []


def test_the_table_holds_the_same_days_and_numbers() -> None:
    drawn = diary_chart(Series(DAY, (4.0, None)), PAIN)
    assert drawn.rows == ((DAY, 4.0), (date(2026, 5, 2), None))


def test_the_scale_is_never_cut() -> None:
    svg = diary_chart(Series(DAY, (4.0, 5.0)), PAIN).svg
    assert re.findall(r"<text[^>]*>(\d+)</text>", svg) == ["0", "5", "10"]


@pytest.mark.parametrize("guess", [None, 4.0])
def test_range_line_draws_band_then_guess_and_says_so(guess: float | None) -> None:
    svg = range_line(3, 5, 'Tomorrow "likely"', guess)
    root = ET.fromstring(svg)
    assert root.get("aria-label") == 'Tomorrow "likely"'
    classes = [part.get("class") for part in root if part.tag == "rect"]
    assert classes == (["band"] if guess is None else ["band", "mid"])


def test_a_range_of_one_value_is_still_seen() -> None:
    width = re.search(r'class="band"[^>]*width="([\d.]+)"', range_line(4, 4, "x"))
    assert width and float(width[1]) >= 4


def test_a_gap_says_its_length_as_far_as_there_is_room() -> None:
    few, many = (4.0, None, None, None, 3.0), (4.0, *[None] * 20, 3.0, *[4.0] * 60)
    words = Captions("Pain", "{n} days not noted")
    assert ">3 days not noted</text>" in diary_chart(Series(DAY, few), words).svg
    squeezed = diary_chart(Series(DAY, many), words).svg
    assert ">20</text>" in squeezed and "not noted</text>" not in squeezed


def test_a_changed_day_has_an_upright_line_and_its_words() -> None:
    marked = Series(DAY, VALUES, mark=date(2026, 5, 8))
    svg = diary_chart(marked, Captions("Pain", mark="8 May")).svg
    x = re.search(r'class="mark" d="M([\d.]+) ', svg)
    assert x and 26 + 300 * 6.4 / 8 < float(x[1]) < 26 + 300 * 6.6 / 8
    assert 'text-anchor="end">8 May<' in svg
    assert 'class="mark"' not in diary_chart(Series(DAY, VALUES), PAIN).svg


def test_the_ends_of_the_time_line_are_named() -> None:
    svg = diary_chart(Series(DAY, VALUES), Captions("Pain", first="1 May", last="9 May")).svg
    assert ">1 May</text>" in svg and ">9 May</text>" in svg


def test_a_small_range_is_a_band_for_ones_own_and_dots_for_research() -> None:
    own, research = (0.2, 0.5, 0.8), (0.0, 0.2, 0.4)
    assert re.findall(r'class="([\w-]+)"', mini_range(own, research, 1.0))[1:] == [
        "band", "mid", "prior", "prior-mid", "zero",
    ]  # fmt: skip
    assert "prior" not in mini_range(own, None, 1.0)
    assert "band" not in mini_range(None, research, 1.0)
    assert 'class="zero" d="M50.0 ' in mini_range(own, None, 1.0)


def test_the_scale_above_small_ranges_has_its_zero_where_they_have_theirs() -> None:
    root = ET.fromstring(mini_axis(0.5))
    named = {one.get("x"): one.text for one in root.iter("text")}
    assert named == {"0": "−0.5", "50": "0", "100": "0.5"}


def test_a_small_range_stays_inside_its_picture() -> None:
    root = ET.fromstring(mini_range((-9, 0, 9), (-9, 0, 9), 0.5))
    for part in root.iter("rect"):
        x, width = float(part.get("x", 0)), float(part.get("width", 0))
        assert x >= -1.5 and x + width <= 101.5
    assert 'd="M0.0 17H100.0"' in ET.tostring(root, encoding="unicode")


def test_day_cell_shows_which_half_was_noted() -> None:
    svg = DayCell(DAY, True, False).svg
    assert re.findall(r'class="(\w+)"', svg) == ["on", "off"]


def test_all_pictures_are_wellformed_and_carry_no_style() -> None:
    drawn = diary_chart(Series(DAY, VALUES, low=3, high=6), Captions("a < b & c")).svg
    for svg in (drawn, range_line(0, 10, "x", 5), mini_range((0, 1, 2), None, 2.0)):
        ET.fromstring(svg)
        assert "style=" not in svg
