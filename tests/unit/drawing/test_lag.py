"""The days after: two bands with zero between, and a middle line only for what is clear."""

import re
import xml.etree.ElementTree as ET

import pytest
from support.loops import response

from unspiral.drawing.lag import LagWords, common_bound, lag_chart

WORDS = LagWords("After one <poorer> night", "up: more pain", "the same day", "14 days after")
POORER = response("sleep_quality", "pain", 0.5, 0.3)


def looks(svg: str) -> list[str]:
    return re.findall(r'<path class="(\w+)"', svg)


def test_the_wide_range_is_drawn_first_and_the_middle_last() -> None:
    drawn = looks(lag_chart(POORER, 1.0, True, WORDS))
    assert [one for one in drawn if one in ("band", "inner", "line")] == ["band", "inner", "line"]


def test_what_is_not_clear_has_bands_and_no_middle() -> None:
    svg = lag_chart(POORER, 1.0, False, WORDS)
    assert "line" not in looks(svg) and {"band", "inner", "zero"} <= set(looks(svg))
    assert ET.fromstring(svg).get("class") == "chart lag unsure"


def test_zero_lies_in_the_middle_and_the_scale_is_named() -> None:
    svg = lag_chart(POORER, 1.5, True, WORDS)
    (zero,) = re.findall(r'class="zero" d="M42 ([\d.]+)H', svg)
    assert float(zero) == 62.0
    assert re.findall(r">([+−]?[\d.]+)</text>", svg) == ["−1.5", "+1.5", "0"]


def test_each_week_has_a_stroke_and_the_ends_have_words() -> None:
    svg = lag_chart(POORER, 1.0, True, WORDS)
    assert len(re.findall(r'class="zero" d="M[\d.]+ [\d.]+V', svg)) == 2
    assert all(f">{one}</text>" in svg for one in (WORDS.first, WORDS.last, WORDS.up))


def test_everything_stays_inside_the_picture() -> None:
    svg = lag_chart(POORER, common_bound([POORER]), False, WORDS)
    points = re.search(r'class="band" d="M([^"]+)Z"', svg)[1].split("L")
    assert len(points) == 2 * len(POORER.days)
    assert all(0 <= float(y) <= 142 for _, y in (point.split() for point in points))


def test_it_says_its_finding_to_a_screen_reader() -> None:
    root = ET.fromstring(lag_chart(POORER, 1.0, True, WORDS))
    assert root.get("role") == "img" and root.get("aria-label") == WORDS.label


@pytest.mark.parametrize(("top", "wide", "bound"), [(0.1, 0.1, 0.5), (0.5, 0.3, 1.0), (-1, 1, 2.0)])
def test_pictures_side_by_side_share_the_widest_scale(
    top: float, wide: float, bound: float
) -> None:
    small = response("pain", "sleep_quality", 0.05, 0.05)
    assert common_bound([small, response("sleep_quality", "pain", top, wide)]) == bound


def test_without_a_picture_the_scale_is_the_least() -> None:
    assert common_bound([]) == 0.5
