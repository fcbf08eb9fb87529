"""The ring: five nodes in the day's order, arrows that say whose they are, nothing in colour."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from math import dist

import pytest

from unspiral.drawing.loop_map import (
    ORDER,
    Arrow,
    Words,
    first_view,
    full_view,
    more_width,
    place,
)

WORDS = Words(
    "m1",
    "One link <of> your own",
    "Sleep to Pain, 0.5 points",
    {node: (node.title(),) if node != "stress_worry" else ("Stress", "& worry") for node in ORDER},
)
OWN = Arrow("sleep", "pain", "sure", 0.5, tag="0.5")
RESEARCH = Arrow("stress_worry", "sleep", "research")


def paths(svg: str, kind: str) -> list[str]:
    return re.findall(rf'<path class="{kind}[^"]*" d="([^"]+)"', svg)


def test_nodes_stand_where_the_look_puts_them() -> None:
    found = [tuple(round(v, 1) for v in place(node)) for node in ORDER]
    assert found == [(164.0, 42.0), (280.0, 126.3), (235.7, 262.7), (92.3, 262.7), (48.0, 126.3)]


def test_it_is_wellformed_and_named_for_a_screen_reader() -> None:
    root = ET.fromstring(first_view([OWN, RESEARCH], WORDS))
    assert root.get("viewBox") == "0 0 328 300" and root.get("role") == "img"
    assert root.get("aria-labelledby") == "m1-t m1-d"
    assert [root[0].text, root[1].text] == [WORDS.title, WORDS.description]
    assert "style" not in ET.tostring(root, encoding="unicode")


def test_the_first_view_holds_three_arrows_in_two_widths() -> None:
    svg = first_view([OWN, RESEARCH, *[Arrow("activity", "pain", "research")] * 3], WORDS)
    assert len(paths(svg, "link")) == 3
    assert re.findall(r'class="link (\w+)" d="[^"]+" stroke-width="([\d.]+)"', svg) == [
        ("sure", "6.0"),
        ("research", "3.2"),
        ("research", "3.2"),
    ]
    assert svg.count('class="tag"') == 1 and ">0.5<" in svg


@pytest.mark.parametrize(("points", "width"), [(0, 1.6), (0.2, 4.0), (-0.2, 4.0), (0.9, 10.0)])
def test_width_under_more_is_points(points: float, width: float) -> None:
    assert more_width(points) == width


def test_what_one_cannot_tell_is_thin_however_large_it_is() -> None:
    svg = full_view([Arrow("mood", "pain", "unsure", 0.8), OWN], WORDS)
    widths = dict(re.findall(r'class="link (\w+)" d="[^"]+" stroke-width="([\d.]+)"', svg))
    assert widths == {"unsure": "1.6", "sure": "7.6"}


def test_heads_of_arrows_into_one_place_do_not_touch() -> None:
    into = [Arrow(a, "pain", "unsure", 0.2) for a in ORDER if a != "pain"]
    tips = [
        [float(n) for n in re.findall(r"-?[\d.]+", one)]
        for one in paths(full_view(into, WORDS), "tip")
    ]
    assert all(dist(a[:2], b[:2]) > 8 for a, b in combinations(tips, 2))


def test_more_draws_weak_before_strong_and_prints_no_tags() -> None:
    svg = full_view([OWN, Arrow("mood", "pain", "unsure", 0.1)], WORDS)
    assert svg.index('class="link unsure"') < svg.index('class="link sure"')
    assert 'class="tag"' not in svg


def test_same_evening_pairs_have_no_arrowhead() -> None:
    pair = Arrow("stress_worry", "mood", "unsure", 0.4, directed=False)
    assert paths(full_view([pair], WORDS), "tip") == []
    assert len(paths(full_view([OWN], WORDS), "tip")) == 1


def test_a_same_evening_pair_is_a_straight_line_between_the_two_arrows() -> None:
    pair = Arrow("stress_worry", "mood", "unsure", directed=False)
    (line,) = paths(full_view([pair], WORDS), "link")
    x0, y0, bx, by, x1, y1 = [float(n) for n in re.findall(r"-?[\d.]+", line)]
    assert (bx, by) == pytest.approx(((x0 + x1) / 2, (y0 + y1) / 2), abs=0.1)
    assert 'stroke-width="2.6"' in full_view([pair], WORDS)


def test_an_arrow_has_room_for_a_finger_and_a_pair_opens_nothing() -> None:
    svg = full_view([OWN, Arrow("mood", "pain", "unsure", directed=False)], WORDS)
    assert re.findall(r'data-arrow="([\w-]+)"', svg) == ["sleep-pain"]


def test_a_halo_only_where_a_loop_is_lit() -> None:
    assert "halo" not in full_view([OWN], WORDS)
    lit = [
        Arrow("sleep", "pain", "sure", 0.5, lit=True),
        Arrow("pain", "sleep", "sure", 0.3, lit=True),
    ]
    svg = full_view([*lit, RESEARCH], WORDS)
    assert svg.count('class="halo"') == 2 and svg.count('class="node lit"') == 2
    assert svg.index('class="halo"') < svg.index('class="link')


@pytest.mark.parametrize(("a", "b"), [(a, b) for a in ORDER for b in ORDER if a != b])
def test_every_arrow_starts_and_ends_outside_its_nodes_and_inside_the_picture(
    a: str, b: str
) -> None:
    svg = full_view([Arrow(a, b, "unsure", 0.1)], WORDS)
    (line,), (tip,) = paths(svg, "link"), paths(svg, "tip")
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", line)]
    apex = [float(n) for n in re.findall(r"-?[\d.]+", tip)][:2]
    for (x, y), node in (((numbers[0], numbers[1]), a), ((apex[0], apex[1]), b)):
        cx, cy = place(node)
        assert ((x - cx) ** 2 + (y - cy) ** 2) ** 0.5 == pytest.approx(37, abs=0.2)
    assert all(0 <= x <= 328 for x in numbers[::2]) and all(0 <= y <= 300 for y in numbers[1::2])


@pytest.mark.parametrize(("a", "b"), [(a, b) for a in ORDER for b in ORDER if a != b])
def test_every_tag_lies_inside_the_picture(a: str, b: str) -> None:
    svg = first_view([Arrow(a, b, "sure", 0.5, tag="0.5")], WORDS)
    box = re.search(r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)"', svg)
    assert box is not None
    x, y, width = map(float, box.groups())
    assert x >= 0 and y >= 0 and x + width <= 328 and y + 24 <= 300


def test_the_tags_of_a_two_way_loop_do_not_touch() -> None:
    two = [
        Arrow("sleep", "pain", "sure", 0.5, tag="0.5"),
        Arrow("pain", "sleep", "sure", 0.3, tag="0.3"),
    ]
    boxes = re.findall(r'<rect x="([\d.-]+)" y="([\d.-]+)"', first_view(two, WORDS))
    (ax, ay), (bx, by) = [(float(x), float(y)) for x, y in boxes]
    assert abs(ax - bx) > 37 or abs(ay - by) > 24


def test_a_two_way_loop_opens_like_a_lens() -> None:
    there = paths(full_view([Arrow("sleep", "pain", "unsure")], WORDS), "link")[0]
    back = paths(full_view([Arrow("pain", "sleep", "unsure")], WORDS), "link")[0]
    middle = [
        [float(n) for n in re.findall(r"-?[\d.]+", path.split("Q")[1])][:2]
        for path in (there, back)
    ]
    assert ((middle[0][0] - middle[1][0]) ** 2 + (middle[0][1] - middle[1][1]) ** 2) ** 0.5 > 15
