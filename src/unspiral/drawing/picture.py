"""Designed pictures written as SVG: attributes for print and files, classes for the page."""

from collections.abc import Callable, Mapping
from html import escape

from unspiral.catalogue.types import Picture, Shape

Say = Callable[[str, str], str]  # (name of the text, the text) -> its words in the page's language

# The page's own colours (tokens.css) for files and paper; on a page the classes lead to the theme.
COLOURS: Mapping[str, Mapping[str, str]] = {
    "light": {
        "line": "#1c2422",
        "quiet": "#75807a",
        "accent": "#17544b",
        "paper": "#f4f5f0",
        "wash": "#d9e7df",
        "sand": "#e3ddcf",
    },
    "print": {
        "line": "#000000",
        "quiet": "#666666",
        "accent": "#000000",
        "paper": "#ffffff",
        "wash": "#eeeeee",
        "sand": "#e6e6e6",
    },
}


def as_written(_name: str, text: str) -> str:
    """The words of the file, for what is not a page."""
    return text


def drawn(picture: Picture, say: Say = as_written, theme: str = "light") -> str:
    """The picture as one `<svg>` with its title and description inside. `theme`: light, print."""
    width, height = picture.frame
    colours = COLOURS[theme]
    inner = "".join(_shape(shape, colours) for shape in picture.shapes)
    title, told = escape(say("title", picture.title)), escape(say("say", picture.say))
    return (
        f'<svg class="person picture" viewBox="0 0 {_n(width)} {_n(height)}" role="img"'
        f' data-picture="{picture.id}"><title>{title}</title><desc>{told}</desc>{inner}</svg>'
    )


def _shape(shape: Shape, colours: Mapping[str, str]) -> str:
    fill = colours[shape.fill] if shape.fill else "none"
    stroke = f"s-{shape.line}" if shape.line else ""
    classes = " ".join(filter(None, (f"f-{shape.fill or 'none'}", stroke)))
    return f'<{_outline(shape)} fill="{fill}"{_pen(shape, colours)} class="{classes}"/>'


def _outline(shape: Shape) -> str:
    x, y = map(_n, shape.at)
    if shape.draw == "circle":
        return f'circle cx="{x}" cy="{y}" r="{_n(shape.r)}"'
    if shape.draw == "box":
        width, height = map(_n, shape.size)
        round_by = f' rx="{_n(shape.r)}"' if shape.r else ""
        return f'rect x="{x}" y="{y}" width="{width}" height="{height}"{round_by}'
    if shape.draw == "line":
        to_x, to_y = map(_n, shape.to)
        return f'line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}"'
    return f'path d="{shape.d}"'


def _pen(shape: Shape, colours: Mapping[str, str]) -> str:
    """Lines keep their width in px however large the picture is shown."""
    if not shape.line:
        return ""
    return (
        f' stroke="{colours[shape.line]}" stroke-width="{_n(shape.wide)}" stroke-linecap="round"'
        ' stroke-linejoin="round" vector-effect="non-scaling-stroke"'
    )


def _n(value: float) -> str:
    return f"{value:g}"
