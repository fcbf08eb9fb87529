"""The body map: every place of the list is drawn, once in each view it stands in, mirrored."""

import re

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.drawing.body_map import HEIGHT, MIDDLES, PLACES, WIDTH, Words, body_map

WORDS = Words("Front", "Back", "L", "R")
PART = re.compile(r'<g class="([\w -]+)" data-place="(\w+)">(.*?)</g>')
NUMBER = re.compile(r"-?\d+\.\d")


def parts(marked=(), numb=()):
    return PART.findall(body_map(WORDS, marked, numb))


def across(path):
    """The x of every point of a part."""
    return [float(n) for d in re.findall(r'd="([^"]+)"', path) for n in NUMBER.findall(d)[::2]]


def test_the_map_has_every_place_of_the_list_and_no_other(catalogue: Catalogue) -> None:
    lines = {choice.id for choice in catalogue.screens["body_map"].choices}
    assert {name for _, name, _ in parts()} == lines == set(PLACES)
    numb = {c.id for c in catalogue.screens["body_numb"].choices if c.sets}
    strong = {c.id for c in catalogue.screens["body_strength"].choices}
    assert numb <= lines and strong <= {f"strong_{name}" for name in lines}


def test_left_and_right_change_places_between_the_views() -> None:
    for view, hand, side in (("back", "left", -1), ("back", "right", 1), ("front", "left", 1)):
        middle = MIDDLES[view]
        near = [p for _, n, p in parts() if n == f"thigh_{hand}"]
        mine = [p for p in near if abs(sum(across(p)) / len(across(p)) - middle) < 60]
        assert len(mine) == 1
        assert all((x - middle) * side >= 0 for x in across(mine[0])), (view, hand)


def test_the_two_sides_of_a_part_are_mirror_images() -> None:
    for name in ("buttock", "thigh", "lower_leg", "foot"):
        left, right = (
            {
                round(abs(x - MIDDLES["back"]), 1)
                for x in across(next(p for _, n, p in parts()[::-1] if n == f"{name}_{hand}"))
            }
            for hand in ("left", "right")
        )
        assert sorted(left) == pytest.approx(sorted(right), abs=0.11)


def test_only_what_is_marked_is_marked() -> None:
    looks = {name: look for look, name, _ in parts(("low_back",), ("foot_left",))}
    assert looks.pop("low_back") == "place is-marked" and looks.pop("foot_left") == "place is-numb"
    assert set(looks.values()) == {"place"}


def test_everything_stays_inside_and_says_nothing_twice() -> None:
    svg = body_map(Words("<b>", "Back", "L", "R"))
    assert "&lt;b&gt;" in svg and "style=" not in svg and 'aria-hidden="true"' in svg
    for _, _, path in parts():
        numbers = [float(n) for n in NUMBER.findall(path)]
        assert all(0 <= x <= WIDTH for x in numbers[::2])
        assert all(0 <= y <= HEIGHT for y in numbers[1::2])


def test_an_unknown_place_is_an_error() -> None:
    with pytest.raises(KeyError):
        body_map(WORDS, ("elbow",))
