"""Figures of movement as SVG and as numbers for the player, from pose data and a body."""

from collections.abc import Iterable, Sequence
from typing import Any

from unspiral.catalogue.types import Body, Figure
from unspiral.drawing.figure_frames import Way, solve
from unspiral.drawing.figure_geometry import Outline
from unspiral.drawing.figure_shapes import Shape
from unspiral.drawing.figure_svg import PLAIN, Look, on_screen, picture
from unspiral.drawing.figure_words import Translate, Words, describe

__all__ = ["PLAIN", "Look", "frames", "pose", "still", "strip", "words"]


def still(figure: Figure, body: Body, look: Look = PLAIN) -> str:
    """The picture for a page, for print and without script: the still pose, or several in rows."""
    return picture(figure, body, figure.still, look)


def strip(figure: Figure, body: Body, look: Look = PLAIN) -> str:
    """First and last pose side by side, for people who ask for less motion."""
    names = [pose.id for pose in figure.poses]
    return picture(figure, body, [names[0], names[-1]] if len(names) > 1 else names, look)


def pose(figure: Figure, body: Body, name: str, look: Look = PLAIN) -> str:
    """One pose alone; the player moves the paths of this picture by their data-part."""
    return picture(figure, body, [name], look)


def frames(figure: Figure, body: Body, cast: str = "") -> dict[str, Any]:
    """What the player needs to move a figure, as plain data.

    `parts`: name and path commands of all paths that ever change. `moves`: from, to, seconds,
    back, linear, and `samples`: one list of numbers (cm, y down, 0.1 steps) per sample, all
    parts in a row. Each move stands once; the player plays it backward for the way back.
    """
    solved = solve(figure, body, cast)
    ways = solved.ways()
    sampled = [[_by_name(shapes) for shapes in solved.samples(way)] for way in ways]
    moving = _moving([sample for way in sampled for sample in way])
    top = figure.frame[1] + figure.frame[3]
    left = figure.frame[0]
    return {
        "parts": [{"part": name, "commands": sampled[0][0][name].commands} for name in moving],
        "poses": [stance.id for stance in solved.poses],
        "loop": figure.loop if isinstance(figure.loop, str) else list(figure.loop),
        "moves": [
            _move(way, samples, moving, left, top)
            for way, samples in zip(ways, sampled, strict=True)
        ],
    }


def words(figure: Figure, translate: Translate = str) -> Words:
    """Name and description of a figure, from the same data as the picture."""
    return describe(figure, translate)


def _move(
    way: Way, samples: list[dict[str, Outline]], moving: Sequence[str], left: float, top: float
) -> dict[str, Any]:
    return {
        "from": way.start.id,
        "to": way.end.id,
        "seconds": way.seconds,
        "back": way.back,
        "linear": way.linear,
        "samples": [
            [n for name in moving for n in on_screen(sample[name].numbers, left, top)]
            for sample in samples
        ],
    }


def _by_name(shapes: Iterable[Shape]) -> dict[str, Outline]:
    return {shape.id: shape.outline for shape in shapes}


def _moving(samples: list[dict[str, Outline]]) -> list[str]:
    if not samples:
        return []
    first = samples[0]
    return [name for name in first if any(sample[name] != first[name] for sample in samples)]
