"""Designed pictures: quiet objects for what has no movement to draw, as data."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from unspiral.catalogue.figure_types import Point
from unspiral.catalogue.item import Item, Text

Line = Literal["", "line", "quiet", "accent"]
Fill = Literal["", "paper", "wash", "sand", "line", "accent"]
# Absolute commands only, so that every number in a path is a place in the frame (or an arc's size).
PathData = Annotated[str, Field(pattern=r"^(M[MLCQAZ0-9 .-]+)?$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape in units of the frame, y down; later shapes lie on top.

    `line` and `fill` name a colour of `drawing/picture.py`, "" is none. `wide` is in px on the
    screen, at every size of the picture. Raises ValueError when what its kind needs is missing.
    """

    draw: Literal["path", "circle", "box", "line"]
    d: PathData = ""  # a path: M, L, C, Q, A and Z
    at: Point = (0.0, 0.0)  # circle: centre; box: top left; line: start
    to: Point = (0.0, 0.0)  # line: end
    size: Point = (0.0, 0.0)  # box: width and height
    r: Annotated[float, Field(ge=0)] = 0.0  # circle: radius; box: rounding
    fill: Fill = ""
    line: Line = "line"
    wide: Annotated[float, Field(ge=1, le=4)] = 2.0

    def __post_init__(self) -> None:
        """A shape that would not be seen is a mistake in the file."""
        drawn = {
            "path": bool(self.d),
            "circle": self.r > 0,
            "box": min(self.size) > 0,
            "line": self.at != self.to and bool(self.line),
        }
        if not drawn[self.draw] or not (self.line or self.fill):
            raise ValueError(f"{self.draw}: nothing to see")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Item):
    """One picture; `say` stands in for it where it cannot be seen. `frame`: width and height."""

    kind: Literal["picture"]
    say: Text
    frame: Point = (120.0, 90.0)
    shapes: Annotated[tuple[Shape, ...], Field(min_length=1)]
