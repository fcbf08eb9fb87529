"""Solved figures written as SVG: attributes for print and files, classes for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log

from unspiral.catalogue.types import Body, Figure
from unspiral.drawing.figure_arrows import arrow_shapes
from unspiral.drawing.figure_frames import Solved, solve
from unspiral.drawing.figure_geometry import Outline, Point
from unspiral.drawing.figure_pose import Stance
from unspiral.drawing.figure_shapes import Shape
from unspiral.drawing.figure_words import Translate, describe

HAIRLINE_PX = 0.9
GAP = 8.0  # cm between two pictures of a strip


@dataclass(frozen=True, slots=True)
class Look:
    """How a figure is shown: width on screen in px, mirrored, colours, cast, and language.

    `one_row` keeps several poses side by side, where a page has more width than height to give.
    """

    px: int = 320
    mirrored: bool = False
    theme: str = "light"
    cast: str = ""
    arrows: bool = True
    hidden: bool = False
    one_row: bool = False
    translate: Translate = str


PLAIN = Look()


def on_screen(numbers: Sequence[float], left: float, top: float) -> list[float]:
    """Numbers of an outline in picture coordinates: cm, y down, in steps of 0.1."""
    return [round(top - n if i % 2 else n - left, 1) for i, n in enumerate(numbers)]


def picture(figure: Figure, body: Body, names: Sequence[str], look: Look) -> str:
    """The named poses in rows as one `<svg>`, with title and description inside."""
    solved = solve(figure, body, look.cast)
    width, height = figure.frame[2], figure.frame[3]
    across = len(names) if look.one_row else columns(len(names), width, height)
    total, tall = _size(len(names), across, width, height)
    hairline = max(0.5, total / look.px * HAIRLINE_PX)
    inner = "".join(
        _panel(solved, solved.pose(name), look, hairline, _corner(i, across, width, height))
        for i, name in enumerate(names)
    )
    told = describe(figure, look.translate, look.mirrored)
    label = (
        ' aria-hidden="true">'
        if look.hidden
        else f' role="img"><title>{escape(told.name)}</title><desc>{escape(told.text)}</desc>'
    )
    view_box = f"0 0 {_n(total)} {_n(tall)}"
    return f'<svg class="person" viewBox="{view_box}" data-figure="{figure.id}"{label}{inner}</svg>'


def columns(count: int, width: float, height: float) -> int:
    """How many of `count` equal pictures stand side by side: full rows, as near a square as can be.

    Lying people in one row would each be half as large as below each other.
    """

    def off_square(across: int) -> float:
        wide, tall = _size(count, across, width, height)
        return abs(log(wide / tall))

    return min((n for n in range(count, 0, -1) if count % n == 0), key=off_square)


def _size(count: int, across: int, width: float, height: float) -> tuple[float, float]:
    """Width and height (cm) of `count` pictures in full rows of `across`, gaps included."""
    down = count // across
    return width * across + GAP * (across - 1), height * down + GAP * (down - 1)


def _corner(i: int, across: int, width: float, height: float) -> Point:
    """Where picture `i` begins, from the upper left (cm, y down), rows first."""
    return (i % across) * (width + GAP), (i // across) * (height + GAP)


def _panel(solved: Solved, stance: Stance, look: Look, hairline: float, at: Point) -> str:
    pen = _Pen(solved, look, hairline)
    width = solved.figure.frame[2]
    bones = solved.still(stance)
    shapes = solved.shapes(stance, bones)
    clock = [shape for shape in shapes if _is_clock(solved, shape)]
    drawn = "".join(pen.path(shape) for shape in shapes if shape not in clock)
    pale = "".join(pen.ghost(shape) for shape in _ghost_shapes(solved, stance))
    ghost = f'<g class="f-ghosts" opacity="0.13">{pale}</g>' if pale else ""
    arrows = "".join(pen.path(shape) for shape in _arrows(solved, stance)) if look.arrows else ""
    turn = f' transform="translate({_n(width)} 0) scale(-1 1)"' if look.mirrored else ""
    body = _ghost_behind(drawn, ghost, pen, shapes)
    place = f' transform="translate({_n(at[0])} {_n(at[1])})"' if any(at) else ""
    return (
        f'<g{place}><g data-turn="{_n(width)}"{turn}>{body}<g class="f-arrows">{arrows}</g></g>'
        f"<g{_clock_shift(solved, look)}>{''.join(pen.path(shape) for shape in clock)}</g></g>"
    )


def _clock_shift(solved: Solved, look: Look) -> str:
    """A mirrored picture moves its clock across but never turns it round."""
    left, _, width, _ = solved.figure.frame
    spots = [p.at for p in solved.poses[0].props if p.kind == "clock"]
    if not look.mirrored or not spots or isinstance(spots[0], str):
        return ""
    return f' transform="translate({_n(width - 2 * (spots[0][0] - left))} 0)"'


def _ghost_behind(drawn: str, ghost: str, pen: "_Pen", shapes: list[Shape]) -> str:
    """The ghost goes before the first part of the body, after what stands behind it."""
    if not ghost:
        return drawn
    first = next(pen.path(s) for s in shapes if not s.id.startswith("prop"))
    before, after = drawn.split(first, 1)
    return f"{before}{ghost}{first}{after}"


def _ghost_shapes(solved: Solved, stance: Stance) -> list[Shape]:
    figure = solved.figure
    if not figure.ghost or stance.id == figure.ghost:
        return []
    pale = solved.pose(figure.ghost)
    shapes = solved.shapes(pale, solved.still(pale))
    return [s for s in shapes if s.id in figure.ghost_parts or s.part in figure.ghost_parts]


def _arrows(solved: Solved, stance: Stance) -> list[Shape]:
    found = [*stance.arrows, *solved.figure.arrows]
    return [s for i, arrow in enumerate(found) for s in arrow_shapes(solved, arrow, f"arrow{i}")]


def _is_clock(solved: Solved, shape: Shape) -> bool:
    clocks = [f"prop{i}" for i, p in enumerate(solved.poses[0].props) if p.kind == "clock"]
    return any(shape.id == c or shape.id.startswith(f"{c}_") for c in clocks)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes shapes as path elements: attributes for print and files, classes for the page."""

    solved: Solved
    look: Look
    hairline: float

    def path(self, shape: Shape) -> str:
        d = self._data(shape.outline)
        width = shape.width if shape.width is not None else self.hairline * shape.edge
        return (
            f'<path data-part="{shape.id}" d="{d}"{self._paint("fill", shape.fill)}'
            f"{self._paint('stroke', shape.stroke)}{self._line(shape, width)}"
            f' class="{self._classes(shape)}"/>'
        )

    def ghost(self, shape: Shape) -> str:
        fill = self._colour("ghost")
        return f'<path d="{self._data(shape.outline)}" fill="{fill}" class="f-ghost"/>'

    def _line(self, shape: Shape, width: float) -> str:
        if not shape.stroke:
            return ""
        under = ' paint-order="stroke"' if shape.fill and not shape.id.startswith("prop") else ""
        return (
            f' stroke-width="{_n(width, 2)}" stroke-linejoin="round" stroke-linecap="round"{under}'
        )

    def _classes(self, shape: Shape) -> str:
        body = self.solved.body
        cast = f" c-{body.cast.id}" if shape.fill in body.cast.colours else ""
        fill = f"f-{shape.fill}" if shape.fill else "f-none"
        stroke = f" s-{shape.stroke}" if shape.stroke else ""
        return fill.replace("_", "-") + cast + stroke

    def _paint(self, what: str, token: str) -> str:
        return f' {what}="{self._colour(token) if token else "none"}"'

    def _colour(self, token: str) -> str:
        body = self.solved.body
        if self.look.theme == "light" and token in body.cast.colours:
            return body.cast.colours[token]
        return body.body.tokens[self.look.theme][token]

    def _data(self, outline: Outline) -> str:
        left, bottom, _, height = self.solved.figure.frame
        return path_data(outline.commands, on_screen(outline.numbers, left, bottom + height))


def path_data(commands: str, numbers: Sequence[float]) -> str:
    """SVG path text from commands and their numbers."""
    out: list[str] = []
    at = 0
    for command in commands:
        take = {"M": 2, "L": 2, "C": 6, "Z": 0}[command]
        out.append(command + " ".join(_n(n) for n in numbers[at : at + take]))
        at += take
    return "".join(out)


def _n(value: float, digits: int = 1) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
