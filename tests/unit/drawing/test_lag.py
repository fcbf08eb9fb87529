"""The days after: two bands with zero between, and a middle line only for what is clear."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from support.loops import response

from unspiral.drawing.lag import LagWords, common_bound, lag_chart

WORDS = LagWords(
    "After a <worse> night", "up: more pain", "down: less pain", "points", "days after that night"
)
WORSE = response("sleep_quality", "pain", 0.5, 0.3)


def looks(svg: str) -> list[str]:
    return re.findall(r'<path class="(\w+)"', svg)


def test_the_wide_range_is_drawn_first_and_the_middle_last() -> None:
    drawn = looks(lag_chart(WORSE, 1.0, True, WORDS))
    assert [one for one in drawn if one in ("band", "inner", "line")] == ["band", "inner", "line"]


def test_what_is_not_clear_has_bands_and_no_middle() -> None:
    svg = lag_chart(WORSE, 1.0, False, WORDS)
    assert "line" not in looks(svg) and {"band", "inner", "zero"} <= set(looks(svg))
    assert ET.fromstring(svg).get("class") == "chart lag unsure"


def test_zero_lies_in_the_middle_and_the_scale_is_named() -> None:
    svg = lag_chart(WORSE, 1.5, True, WORDS)
    (zero,) = re.findall(r'class="zero" d="M42 ([\d.]+)H', svg)
    assert float(zero) == 76.0
    assert re.findall(r'end">([+−]?[\d.]+)</text>', svg) == ["−1.5", "+1.5", "0"]


def test_the_first_day_and_each_week_are_named_and_all_words_are_there() -> None:
    later = replace(WORSE, days=tuple(day + 1 for day in WORSE.days))
    svg = lag_chart(later, 1.0, True, WORDS)
    assert len(re.findall(r'class="zero" d="M[\d.]+ [\d.]+V', svg)) == 3
    assert re.findall(r'middle">(\d+)<', svg) == ["1", "7", "14"]
    assert all(f">{one}</text>" in svg for one in (WORDS.up, WORDS.down, WORDS.unit, WORDS.axis))


def test_everything_stays_inside_the_picture() -> None:
    svg = lag_chart(WORSE, common_bound([WORSE]), False, WORDS)
    points = re.search(r'class="band" d="M([^"]+)Z"', svg)[1].split("L")
    assert len(points) == 2 * len(WORSE.days)
    assert all(24 <= float(y) <= 128 for _, y in (point.split() for point in points))


def test_it_says_its_finding_to_a_screen_reader() -> None:
    root = ET.fromstring(lag_chart(WORSE, 1.0, True, WORDS))
    assert root.get("role") == "img" and root.get("aria-label") == WORDS.label


@pytest.mark.parametrize(("top", "wide", "bound"), [(0.1, 0.1, 0.5), (0.5, 0.3, 1.0), (-1, 1, 2.0)])
def test_pictures_side_by_side_share_the_widest_scale(
    top: float, wide: float, bound: float
) -> None:
    small = response("pain", "sleep_quality", 0.05, 0.05)
    assert common_bound([small, response("sleep_quality", "pain", top, wide)]) == bound


def test_without_a_picture_the_scale_is_the_least() -> None:
    assert common_bound([]) == 0.5
