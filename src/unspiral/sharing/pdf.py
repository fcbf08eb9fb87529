"""A document as one tagged PDF (PDF/UA-1) for A4 paper, good in grey.

Every word reaches the page's description (`sheet.typ`) as data, never as source, so nothing in it
is read as markup. Only the fonts inside the writer's own package are used; nothing is fetched, and
the only files read are the two that lie beside this one. The same document gives the same bytes.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

import typst

from unspiral.sharing.document import (
    Block,
    Box,
    Bullets,
    Columns,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Table,
    Words,
    runs,
)
from unspiral.sharing.letters import MISSING, breakable, printable, without_marks

STANDARD: Final = "ua-1"
_SVG = "<svg "
_NO_FONT = "could not be displayed"
_NARROW, _WIDE, _GUTTER = 3.0, 34.0, 3.0  # letters: the least and most a column asks for, and air


def pdf(document: Document) -> bytes:
    """The document as PDF/UA-1.

    Letters that no font here can draw stand as `MISSING`, and `document.unprinted` says so below.
    May be called from several threads at once. Raises ValueError for a picture that is not one of
    ours, `typst.TypstError` only for a fault in the page's description.
    """
    sheet = _Sheet()
    try:
        return _written(sheet.of(document), document)
    except typst.TypstError as fault:
        # Each sign has a font by itself, but a letter and a mark over it need one that has both.
        if _NO_FONT not in str(fault):
            raise
    return _written(_Sheet(marks=False).of(document), document)


def _written(sheet: dict[str, Any], document: Document) -> bytes:
    return typst.compile(
        _file("sheet.typ"),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(sheet)},
        pdf_standards=STANDARD,
        timestamp=int(document.made.timestamp()),
    )


@cache
def _file(name: str) -> bytes:
    return resources.files("unspiral.sharing").joinpath(name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


@dataclass(slots=True)
class _Sheet:
    """Turns blocks into what `sheet.typ` reads. Notes whether letters had to be left out."""

    marks: bool = True
    left_out: bool = field(default=False, init=False)

    def of(self, document: Document) -> dict[str, Any]:
        """The whole document."""
        language, _, region = document.language.partition("-")
        sheet = {
            "title": self.name(document.title),
            "author": self.text(document.author),
            "language": language,
            "region": region or None,
            "look": document.look,
            "preview": self.said(document.preview),
            "banner": self.said(document.banner),
            "footer": self.said(document.footer),
            "page_words": self.said(document.page_words),
            "blocks": self.blocks(document.blocks),
        }
        return {**sheet, "unprinted": self.said(document.unprinted) if self.left_out else ""}

    def text(self, text: str) -> str:
        """Letters that have a font."""
        said, left_out = printable(text)
        bare = said if self.marks else without_marks(said)
        self.left_out = self.left_out or left_out or bare != said
        return bare

    def said(self, text: str) -> str:
        """The same, and a line may end inside very long words."""
        return breakable(self.text(text))

    def name(self, text: str) -> str:
        """Words of a title, a heading, a column or a picture: never empty, on one line."""
        return " ".join(self.text(text).split()) or MISSING

    def words(self, words: Words) -> list[tuple[bool, str]]:
        return [(bold, self.said(text)) for bold, text in runs(words)]

    def blocks(self, blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
        return [{"kind": block.kind, **self.block(block)} for block in blocks]

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                return {"level": block.level, "text": breakable(self.name(block.text))}
            case Paragraph():
                return {"look": block.look, "text": self.words(block.text)}
            case Bullets():
                return {"items": [self.words(item) for item in block.items]}
            case Facts():
                return {"pairs": [[self.said(what), self.said(it)] for what, it in block.pairs]}
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Box():
                return {"edge": block.edge, "blocks": self.blocks(block.blocks)}
            case Columns():
                shares = block.shares or (1.0,) * len(block.columns)
                return {"shares": shares, "columns": [self.blocks(one) for one in block.columns]}
        return {}

    def table(self, table: Table) -> dict[str, Any]:
        rows = [[self.words(cell) for cell in row] for row in table.rows]
        return {
            "caption": self.said(table.caption),
            "head": [breakable(self.name(said)) for said in table.head],
            "rows": rows,
            "numeric": sorted(table.numeric),
            "widths": table.widths or _widths(table),
        }

    def figure(self, figure: Figure) -> dict[str, Any]:
        return {
            "svg": self.text(_with_print_values(figure.svg)),
            "alt": self.name(figure.alt),
            "caption": self.said(figure.caption),
            "table": self.table(figure.table) if figure.table is not None else None,
        }


def _widths(table: Table) -> tuple[float, ...]:
    """Shares of the width by the longest cell of each column, within limits."""
    rows = ([_said(cell) for cell in row] for row in table.rows)
    columns = zip(table.head, *rows, strict=True)
    longest = (max(map(len, column)) for column in columns)
    return tuple(min(max(letters, _NARROW), _WIDE) + _GUTTER for letters in longest)


def _said(words: Words) -> str:
    return "".join(text for _, text in runs(words))


def _with_print_values(svg: str) -> str:
    """A picture of `drawing` that stands alone: its name space, and grey ink for its classes."""
    if not svg.startswith(_SVG) or "href=" in svg:
        raise ValueError("a picture is one <svg> that leads nowhere")
    start, end, rest = svg.partition(">")
    if "xmlns=" not in start:
        start = start.replace(_SVG, f'{_SVG}xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{start}{end}<style>{_file('print.css').decode()}</style>{rest}"
