"""Drawn figures and bodies alone, solved by name; without the rest of the content."""

from functools import cache

from unspiral.catalogue.load import Catalogue, compile_catalogue, read_files
from unspiral.drawing.figure_frames import Solved, solve


@cache
def figures() -> Catalogue:
    """The catalogue of figures and bodies; anything wrong with them fails the test."""
    files, _ = read_files()
    found, problems = compile_catalogue({kind: files[kind] for kind in ("figures", "bodies")})
    assert problems == []
    return found


def solved_figure(name: str, cast: str = "") -> Solved:
    """One figure with its points worked out; `cast` is "a", "b" or its own."""
    found = figures()
    return solve(found.figures[name], found.bodies["body"], cast)
