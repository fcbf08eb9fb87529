"""The body from the front and from behind, in parts that can be marked. Values in, SVG text out.

A plain jointed doll, so that it is nobody's body: no face, no clothes, no bones. The picture only
mirrors a list of tick boxes; which parts are marked is decided by the page. Seen from behind, the
person's left is on the left of the picture; seen from the front it is on the right.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from unspiral.drawing.figure_geometry import Point, smooth

Side = Literal["front", "back"]
Corners = tuple[Point, ...]

WIDTH, HEIGHT = 264, 330
MIDDLES: Mapping[Side, float] = {"front": 66.0, "back": 198.0}
TOP = 6.0
NAMES_Y, SIDES_Y = 326.0, 256.0
SIDES_X = 40.0

# Corners from the middle line outward (x) and from the crown down (y); whole parts are mirrored.
HEAD: Corners = ((0, 0), (10, 3), (13, 14), (11, 26), (5, 34), (0, 35))
NECK: Corners = ((0, 36), (7, 36), (8, 43), (17, 50), (9, 53), (0, 53))
UPPER: Corners = ((0, 55), (14, 55), (26, 56), (30, 68), (28, 84), (25, 100), (12, 103), (0, 103))
LOWER: Corners = ((0, 105), (12, 105), (24, 102), (23, 118), (26, 134), (14, 138), (0, 138))
BELLY: Corners = ((0, 105), (12, 105), (24, 102), (23, 118), (22, 132), (12, 150), (0, 160))
BUTTOCK: Corners = ((1, 141), (14, 141), (27, 136), (32, 152), (30, 167), (17, 172), (2, 169))
HIP: Corners = ((24, 132), (27, 135), (32, 152), (31, 164), (22, 158), (14, 151))
THIGH: Corners = ((4, 174), (17, 177), (31, 170), (30, 192), (25, 222), (10, 222), (5, 196))
THIGH_FRONT: Corners = ((2, 162), (14, 154), (31, 167), (30, 192), (25, 222), (10, 222), (5, 196))
SHIN: Corners = ((10, 225), (25, 225), (27, 243), (21, 281), (12, 281), (8, 248))
FOOT: Corners = ((11, 284), (21, 284), (27, 299), (22, 305), (12, 304))
ARM: Corners = (
    *((29, 56), (38, 59), (44, 74), (49, 108), (56, 142), (60, 162), (55, 170), (50, 160)),
    *((46, 142), (39, 110), (33, 86), (32, 70)),
)

# id, corners and whether it stands on both sides; `{side}` is filled with left and right.
WHOLE: Mapping[Side, Mapping[str, Corners]] = {
    "front": {"head": HEAD, "neck": NECK, "chest": UPPER, "belly": BELLY},
    "back": {"head": HEAD, "neck": NECK, "mid_back": UPPER, "low_back": LOWER},
}
PAIRED: Mapping[Side, Mapping[str, Corners]] = {
    "front": {"buttock": HIP, "thigh": THIGH_FRONT, "lower_leg": SHIN, "foot": FOOT},
    "back": {"buttock": BUTTOCK, "thigh": THIGH, "lower_leg": SHIN, "foot": FOOT},
}
PLACES: tuple[str, ...] = tuple(
    dict.fromkeys(
        [name for side in WHOLE.values() for name in side]
        + [f"{name}_{hand}" for name in PAIRED["back"] for hand in ("left", "right")]
        + ["arms"]
    )
)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the picture, in the reader's language: `left` and `right` are short."""

    front: str
    back: str
    left: str
    right: str


def body_map(words: Words, marked: Collection[str] = (), numb: Collection[str] = ()) -> str:
    """Both views. Parts in `marked` are filled, parts in `numb` have a dashed edge.

    Each part carries its id in `data-place`; the picture is hidden from screen readers, as the
    list beside it says the same. Raises KeyError for a place that is not on the map.
    """
    for name in (*marked, *numb):
        if name not in PLACES:
            raise KeyError(name)
    parts = [part for side in MIDDLES for part in _view(side, words, marked, numb)]
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg class="body-map" {size} aria-hidden="true">{"".join(parts)}</svg>'


def _view(
    side: Side, words: Words, marked: Collection[str], numb: Collection[str]
) -> Iterator[str]:
    middle = MIDDLES[side]
    for name, corners in WHOLE[side].items():
        yield _part(name, [_mirrored(corners)], middle, marked, numb)
    yield _part("arms", [_turned(ARM), ARM], middle, marked, numb)
    left_first = side == "back"
    for name, corners in PAIRED[side].items():
        for hand, here in (("left", left_first), ("right", not left_first)):
            drawn = _turned(corners) if here else corners
            yield _part(f"{name}_{hand}", [drawn], middle, marked, numb)
    said = words.front if side == "front" else words.back
    yield _text("view", middle, NAMES_Y, said)
    ends = (words.left, words.right) if left_first else (words.right, words.left)
    for x, end in zip((middle - SIDES_X, middle + SIDES_X), ends, strict=True):
        yield _text("hand", x, SIDES_Y, end)


def _part(
    name: str, shapes: list[Corners], middle: float, marked: Collection[str], numb: Collection[str]
) -> str:
    look = "place" + " is-marked" * (name in marked) + " is-numb" * (name in numb)
    paths = "".join(f'<path d="{_path(shape, middle)}"/>' for shape in shapes)
    return f'<g class="{look}" data-place="{name}">{paths}</g>'


def _path(corners: Corners, middle: float) -> str:
    outline = smooth([(middle + x, TOP + y) for x, y in corners])
    numbers, at, said = outline.numbers, 0, []
    for command in outline.commands:
        take = {"M": 2, "C": 6, "Z": 0}[command]
        said.append(command + " ".join(f"{n:.1f}" for n in numbers[at : at + take]))
        at += take
    return "".join(said)


def _mirrored(corners: Corners) -> Corners:
    """A part on the middle line: its right half, and the same on the left."""
    half = [point for point in corners if point[0] > 0]
    on_line = [point for point in corners if point[0] == 0]
    return (on_line[0], *half, *on_line[1:], *((-x, y) for x, y in reversed(half)))


def _turned(corners: Corners) -> Corners:
    return tuple((-x, y) for x, y in corners)


def _text(look: str, x: float, y: float, words: str) -> str:
    return f'<text class="{look}" x="{x:g}" y="{y:g}">{escape(words)}</text>'
