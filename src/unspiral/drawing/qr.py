"""A link as a code for a camera: as SVG for a page, and as text for a terminal."""

from collections.abc import Sequence
from html import escape

QUIET = 4  # light modules around the code, as the standard asks
# Black on white by number, so that the code is dark on light in a dark terminal as well.
COLOURS, PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def modules(text: str) -> tuple[tuple[int, ...], ...]:
    """The code of `text` with its quiet zone, row by row: 1 is dark."""
    import segno  # slow to import, and only a phone needs it

    inner = [tuple(row) for row in segno.make(text, error="m", micro=False).matrix]
    size = len(inner) + 2 * QUIET
    empty, side = ((0,) * size,), (0,) * QUIET
    return (*empty * QUIET, *(side + row + side for row in inner), *empty * QUIET)


def as_svg(text: str, label: str) -> str:
    """The code as one picture, dark on white in every theme; `label` is read out instead."""
    rows = modules(text)
    size = len(rows)
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on
    )
    return (
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}" '
        f'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{dark}" fill="#000"/></svg>'
    )


def as_text(text: str) -> str:
    """The code for a terminal: two rows in a line, dark on light whatever the theme."""
    rows: Sequence[tuple[int, ...]] = modules(text)
    rows = [*rows, (0,) * len(rows[0])] if len(rows) % 2 else rows
    lines = (
        "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
    return "\n".join(f"{COLOURS}{line}{PLAIN}" for line in lines)
