"""The lines of a week: on the full scale, range before middle, dots where no range may be told."""

import re
from xml.etree import ElementTree

from unspiral.drawing.week_lines import LEFT, RIGHT, Lane, week_lines

SCALE = (0.0, 10.0)


def drawn(*lanes: Lane, label: str = "Pain") -> ElementTree.Element:
    return ElementTree.fromstring(week_lines(lanes, SCALE, label))


def of(svg: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [one for one in svg.iter() if one.get("class") == kind]


def test_a_range_runs_from_low_to_high_with_its_middle_after_it() -> None:
    svg = drawn(Lane("This week", low=0, middle=5, high=10))
    band, mid = of(svg, "band")[0], of(svg, "mid")[0]
    assert float(band.get("x", "")) == LEFT
    assert float(band.get("x", "")) + float(band.get("width", "")) == RIGHT
    assert float(mid.get("x", "")) + 2.5 == (LEFT + RIGHT) / 2
    assert [one.get("class") for one in svg.iter("rect")] == ["band", "mid"]


def test_one_and_the_same_value_still_has_a_bar_inside_the_scale() -> None:
    for value in (0.0, 10.0):
        band = of(drawn(Lane("This week", low=value, middle=value, high=value)), "band")[0]
        start, wide = float(band.get("x", "")), float(band.get("width", ""))
        assert wide >= 4 and start >= LEFT and start + wide <= RIGHT


def test_each_value_is_a_dot_once_and_larger_when_noted_more_often() -> None:
    dots = of(drawn(Lane("This week", (3, 5, 3, 3))), "dot")
    assert len(dots) == 2 and float(dots[0].get("r", "")) > float(dots[1].get("r", ""))


def test_a_line_without_values_is_still_there() -> None:
    svg = drawn(Lane("This week"), Lane("Before"))
    assert [one.text for one in svg.iter("text")][:2] == ["This week", "Before"]
    assert len(of(svg, "grid")) == 2 and not of(svg, "dot") and not of(svg, "band")


def test_words_are_escaped_and_no_style_is_written() -> None:
    text = week_lines([Lane('<b>"x"')], SCALE, '"><script>')
    assert "<script" not in text and "<b>" not in text and "style=" not in text
    assert re.search(r'aria-label="&quot;&gt;&lt;script&gt;"', text)
