"""Designed pictures: seen whole, told in words, coloured by the page's own tokens."""

import re
from functools import cache
from math import acos, cos, hypot, pi, sin, sqrt
from xml.etree import ElementTree

import pytest
from pydantic import TypeAdapter, ValidationError

from unspiral.catalogue.load import CONTENT, compile_catalogue, read_files
from unspiral.catalogue.types import Picture, Shape
from unspiral.drawing.picture import COLOURS, drawn

NAMES = sorted(path.stem for path in (CONTENT / "pictures").glob("*.yaml"))
CSS = CONTENT.parent / "web" / "static" / "css"
ATTRIBUTES = {
    "circle": {"cx", "cy", "r"},
    "rect": {"x", "y", "width", "height"},
    "line": {"x1", "y1", "x2", "y2"},
    "path": {"d"},
}
PEN = {"stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "vector-effect"}
TAKES = {"M": 2, "L": 2, "C": 6, "Q": 4, "A": 7}
HALF_LINE = 2.0  # units kept free at the edge, so that no line is cut


@cache
def _catalogue():
    files, _ = read_files()
    found, problems = compile_catalogue({"pictures": files["pictures"]})
    assert problems == []
    return found.pictures


def _svg(name, theme="light"):
    return ElementTree.fromstring(drawn(_catalogue()[name], theme=theme))


def _points(data):
    """Every place a path names: ends and handles, and an arc's far side at most its size away."""
    here = (0.0, 0.0)
    for command, rest in re.findall(r"([MLCQAZ])([^MLCQAZ]*)", data):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", rest)]
        if command == "Z":
            continue
        take = TAKES[command]
        assert len(numbers) % take == 0 and numbers, data
        for at in range(0, len(numbers), take):
            one = numbers[at : at + take]
            if command == "A":
                yield from _bulge(here, one)
            else:
                yield from zip(one[::2], one[1::2], strict=True)
            here = (one[-2], one[-1])


def _bulge(start, arc):
    """Points of an arc: sampled on the circle it lies on (all arcs here are turned by 0)."""
    rx, ry, _, large, sweep, x, y = arc
    ux, uy = (start[0] - x) / 2 / rx, (start[1] - y) / 2 / ry
    half = hypot(ux, uy)
    grow = max(1.0, half)
    rx, ry, ux, uy, half = rx * grow, ry * grow, ux / grow, uy / grow, half / grow
    side = -1 if large == sweep else 1
    off = side * sqrt(max(0.0, 1 - half**2)) / (half or 1)
    cx, cy = off * uy, -off * ux
    first = acos(max(-1.0, min(1.0, ux - cx))) * (1 if uy - cy >= 0 else -1)
    last = acos(max(-1.0, min(1.0, -ux - cx))) * (1 if -uy - cy >= 0 else -1)
    turn = last - first
    if sweep and turn < 0:
        turn += 2 * pi
    if not sweep and turn > 0:
        turn -= 2 * pi
    middle = ((start[0] + x) / 2, (start[1] + y) / 2)
    for step in range(13):
        a = first + turn * step / 12
        yield (middle[0] + rx * (cx + cos(a)), middle[1] + ry * (cy + sin(a)))


def _reach(element):
    """(left, top, right, bottom) of one drawn element."""
    get = dict(element.attrib)
    if element.tag == "circle":
        x, y, r = (float(get[k]) for k in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    if element.tag == "rect":
        x, y, w, h = (float(get[k]) for k in ("x", "y", "width", "height"))
        return x, y, x + w, y + h
    if element.tag == "line":
        xs = [float(get["x1"]), float(get["x2"])]
        ys = [float(get["y1"]), float(get["y2"])]
    else:
        xs, ys = zip(*_points(get["d"]), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_there_are_pictures():
    assert len(NAMES) >= 24
    assert set(_catalogue()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_inside_the_frame(name):
    width, height = _catalogue()[name].frame
    for element in _svg(name):
        if element.tag in ATTRIBUTES:
            left, top, right, bottom = _reach(element)
            assert left >= HALF_LINE and top >= HALF_LINE, element.attrib
            assert right <= width - HALF_LINE and bottom <= height - HALF_LINE, element.attrib


@pytest.mark.parametrize("name", NAMES)
def test_words_stand_in_for_it(name):
    svg, picture = _svg(name), _catalogue()[name]
    assert svg.get("role") == "img"
    assert [svg[0].tag, svg[0].text, svg[1].tag, svg[1].text] == [
        "title",
        picture.title,
        "desc",
        picture.say,
    ]
    assert len(picture.say.split()) >= 6 and picture.say.endswith(".")
    assert picture.say != picture.title


@pytest.mark.parametrize("name", NAMES)
def test_plain_shapes_with_known_colours_and_no_style(name):
    for theme, colours in COLOURS.items():
        for element in list(_svg(name, theme))[2:]:
            assert set(element.attrib) <= ATTRIBUTES[element.tag] | PEN | {"rx", "fill", "class"}
            fill, stroke = element.get("fill"), element.get("stroke", "none")
            assert {fill, stroke} <= {*colours.values(), "none"}


def test_the_frames_have_one_shape():
    assert {picture.frame for picture in _catalogue().values()} == {(120.0, 90.0)}


def test_the_same_picture_is_the_same_text():
    assert [drawn(p) for p in _catalogue().values()] == [drawn(p) for p in _catalogue().values()]


def test_every_colour_has_its_class_in_the_style_sheet():
    css = (CSS / "pictures.css").read_text("utf-8")
    used = {c for name in NAMES for e in list(_svg(name))[2:] for c in e.get("class", "").split()}
    missing = {c for c in used if not re.search(rf"\.(picture|person) \.{c}\b", css)}
    assert used and missing == set()


def test_colours_of_files_are_those_of_the_page():
    text = (CSS / "tokens.css").read_text("utf-8").lower()
    light, printed = text.split("@media", 1)[0], text.split("@media print", 1)[1]
    where = {
        "line": "ink",
        "quiet": "line-strong",
        "accent": "accent-ink",
        "paper": "paper",
        "wash": "accent-soft",
        "sand": "f-mat",
    }
    for theme, block in (("light", light), ("print", printed)):
        for token, colour in COLOURS[theme].items():
            assert f"--{where[token]}: {colour};" in block, (theme, token)


def test_words_are_escaped():
    shape = Shape(draw="circle", at=(60.0, 45.0), r=9.0)
    made = Picture(
        id="x",
        kind="picture",
        title="A & B",
        status="draft",
        version=1,
        say="One <b> two three four five.",
        shapes=(shape,),
    )
    assert "A &amp; B" in drawn(made) and "<b>" not in drawn(made)


@pytest.mark.parametrize(
    "wrong",
    [
        {"draw": "path"},
        {"draw": "circle", "at": [9, 9]},
        {"draw": "box", "at": [9, 9], "size": [9, 0]},
        {"draw": "line", "at": [9, 9], "to": [9, 9]},
        {"draw": "circle", "at": [9, 9], "r": 3, "line": ""},
        {"draw": "circle", "at": [9, 9], "r": 3, "fill": "red"},
        {"draw": "path", "d": "m3 3l9 9"},
        {"draw": "path", "d": 'M3 3" onload="x'},
    ],
)
def test_a_shape_nobody_could_see_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Shape).validate_python(wrong)
