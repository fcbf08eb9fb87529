"""Tomorrow as a ribbon: a bar for each answer, the likely ones marked, gaps left open."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from unspiral.drawing.charts import Captions
from unspiral.drawing.ribbon import Ribbon, ribbon_chart

WORDS = Captions("Pain tomorrow: <likely> 3 to 5", "{n} days", "8 May", "tomorrow")
STEPS = tuple(float(n) for n in range(11))
CHANCES = (0.0, 0.01, 0.04, 0.2, 0.4, 0.2, 0.1, 0.03, 0.02, 0.0, 0.0)
PAST = (4.0, 5.0, None, 6.0, 5.0, 4.0, None, None, None, 5.0, 4.0, 4.0, 5.0, 6.0)
PAIN = Ribbon(PAST, STEPS, CHANCES, 3, 5, (0.0, 10.0), usual=(3, 6))


def bars(svg: str) -> list[tuple[str, float]]:
    found = re.findall(r'class="((?:un)?likely)" x="254" y="[\d.-]+" width="([\d.]+)"', svg)
    return [(ink, float(width)) for ink, width in found]


def test_every_answer_has_a_bar_as_long_as_it_is_likely() -> None:
    found = bars(ribbon_chart(PAIN, WORDS))
    assert len(found) == 11
    longest = max(width for _, width in found)
    for chance, (_, width) in zip(CHANCES, found, strict=True):
        assert width == pytest.approx(max(longest * chance / 0.4, 0.8), abs=0.06)


def test_the_likely_range_is_inked_and_bracketed_with_its_numbers() -> None:
    svg = ribbon_chart(PAIN, WORDS)
    assert [n for n, (ink, _) in enumerate(bars(svg)) if ink == "likely"] == [3, 4, 5]
    assert svg.count('class="bracket"') == 1
    assert re.findall(r'x="242" y="[\d.]+" text-anchor="end">(\d+)<', svg) == ["5", "3"]


def test_a_range_of_one_answer_is_named_once() -> None:
    svg = ribbon_chart(replace(PAIN, low=4, high=4), WORDS)
    assert re.findall(r'x="242" y="[\d.]+" text-anchor="end">(\d+)<', svg) == ["4"]


def test_past_answers_stop_at_a_gap_and_a_long_one_has_a_box() -> None:
    svg = ribbon_chart(PAIN, WORDS)
    assert svg.count('class="line"') == 3 and svg.count('class="band"') == 3
    assert svg.count('class="gap"') == 1 and "<title>3 days</title>" in svg
    assert svg.index('class="band"') < svg.index('class="line"')


@pytest.mark.parametrize("past", [(None,) * 4 + PAST[:10], PAST[:10] + (None,) * 4])
def test_a_gap_at_either_end_has_a_box_inside_the_picture(past: tuple[float | None, ...]) -> None:
    svg = ribbon_chart(replace(PAIN, past=past), WORDS)
    boxes = re.findall(r'class="gap" x="([\d.]+)" y="12" width="([\d.]+)"', svg)
    assert "<title>4 days</title>" in svg and len(boxes) == 2
    assert all(float(x) >= 26 and float(x) + float(width) <= 214 for x, width in boxes)


def test_nothing_noted_yet_leaves_the_ribbon_alone() -> None:
    svg = ribbon_chart(replace(PAIN, past=(None,) * 14, usual=None), WORDS)
    assert 'class="line"' not in svg and len(bars(svg)) == 11


def test_the_whole_scale_is_there_and_it_says_its_finding() -> None:
    root = ET.fromstring(ribbon_chart(PAIN, WORDS))
    assert root.get("aria-label") == WORDS.label and root.get("role") == "img"
    said = [part.text for part in root.iter("text")]
    assert said[:3] == ["0", "5", "10"] and said[-2:] == ["8 May", "tomorrow"]
    assert "style" not in ET.tostring(root, encoding="unicode")
