"""Designed pictures: quiet objects for what has no movement to draw, as data."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from unspiral.catalogue.figure_types import Point
from unspiral.catalogue.item import Item, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape in units of the frame, y down. `fill` and `line` are colour tokens of the body."""

    draw: Literal["path", "circle", "box", "line"]
    d: str = ""  # a path, absolute commands
    at: Point = (0.0, 0.0)  # circle: centre; box: top left; line: start
    to: Point = (0.0, 0.0)  # line: end
    size: Point = (0.0, 0.0)
    r: float = 0.0  # circle: radius; box: rounding
    fill: str = ""
    line: str = "line"
    wide: Annotated[float, Field(ge=0)] = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Item):
    """One picture with the words that stand in for it."""

    kind: Literal["picture"]
    say: Text
    frame: Point
    shapes: Annotated[tuple[Shape, ...], Field(min_length=1)]
