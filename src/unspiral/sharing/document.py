"""A document as plain blocks: what it says, once, for the page and for the PDF alike.

Text only. No string here is markup: whoever renders a document escapes every word of it. Words
come ready in the document's language. What must be heard by a screen reader stands in a block:
`footer` and `banner` repeat on every sheet and readers pass over them there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

MAX_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Strong:
    """Words set in bold inside a run of words."""

    text: str


Words = str | tuple[str | Strong, ...]
Look = Literal["", "note", "voice", "strong", "preview", "label"]
Edge = Literal["plain", "care", "stop"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the document's title on the sheet, then 2 and 3 without a jump."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str

    def __post_init__(self) -> None:
        """Raises ValueError for a level outside 1..4 or no words."""
        if not 1 <= self.level <= MAX_LEVEL or not self.text.strip():
            raise ValueError(f"no such heading: level {self.level}, {self.text!r}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words. Looks: note (small), voice (the person's own words), strong, preview, label."""

    kind: ClassVar[str] = "paragraph"
    text: Words
    look: Look = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    kind: ClassVar[str] = "bullets"
    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Short pairs of (what, value), side by side while there is room."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` as wide as `head`.

    `numeric`: columns set to the right. `widths`: shares of the width, one a column; without them
    a column is as wide as it needs. `caption` is said and shown unless empty.
    """

    kind: ClassVar[str] = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    caption: str = ""
    numeric: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a column without a name, or what does not fit the head."""
        wide = len(self.head)
        if not all(name.strip() for name in self.head):
            raise ValueError(f"a column without a name: {self.head}")
        if not wide or any(len(row) != wide for row in self.rows):
            raise ValueError(f"a row is not as wide as the head: {self.head}")
        if len(self.widths) not in (0, wide) or not self.numeric <= set(range(wide)):
            raise ValueError(f"widths or numeric columns do not fit the head: {self.head}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of `drawing` (one `<svg>`), what it shows in words, and the same in numbers.

    `alt` is for who does not see it and never empty. `table` follows the picture.
    """

    kind: ClassVar[str] = "figure"
    svg: str
    alt: str
    caption: str = ""
    table: Table | None = None

    def __post_init__(self) -> None:
        """Raises ValueError without words for who does not see it."""
        if not self.alt.strip():
            raise ValueError("a figure needs words for who does not see it")


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks with an edge: stop (danger signs), care, plain."""

    kind: ClassVar[str] = "box"
    blocks: "tuple[Block, ...]"
    edge: Edge = "plain"


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, read column after column; `shares` of the width, equal without."""

    kind: ClassVar[str] = "columns"
    columns: "tuple[tuple[Block, ...], ...]"
    shares: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError where the shares do not fit the columns."""
        if not self.columns or len(self.shares) not in (0, len(self.columns)):
            raise ValueError("as many shares as columns")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new sheet."""

    kind: ClassVar[str] = "page_break"


Block = Heading | Paragraph | Bullets | Facts | Table | Figure | Box | Columns | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `title` names the file's window; a Heading of level 1 shows it on the sheet.

    `preview` is read and shown first ("Preview: not yet checked by a clinician …"), `banner`
    stands on every sheet (demo data), `footer` under every sheet with `page_words`, which holds
    {page} and {pages}. `made` is the moment the file says it was made, with its zone; the same
    document gives the same bytes. `unprinted` is said last where letters had no font and were left
    out. `look`: sheet (small, dense) or card (large type).
    """

    title: str
    language: str
    made: datetime
    blocks: tuple[Block, ...]
    footer: str = ""
    page_words: str = "{page} / {pages}"
    author: str = ""
    preview: str = ""
    banner: str = ""
    unprinted: str = ""
    look: Literal["sheet", "card"] = "sheet"

    def __post_init__(self) -> None:
        """Raises ValueError without a title, a zone, or where headings jump a level."""
        if not self.title.strip() or self.made.tzinfo is None:
            raise ValueError("a document needs a title and a moment with its zone")
        before = 0
        for block in every(self.blocks):
            if isinstance(block, Heading):
                if block.level > before + 1:
                    raise ValueError(f"a heading jumps a level: {block.text!r}")
                before = block.level


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks in reading order, those inside boxes and columns too."""
    for block in blocks:
        yield block
        if isinstance(block, Box):
            yield from every(block.blocks)
        elif isinstance(block, Columns):
            for column in block.columns:
                yield from every(column)
        elif isinstance(block, Figure) and block.table is not None:
            yield block.table


def runs(words: Words) -> tuple[tuple[bool, str], ...]:
    """Words as (bold, text) runs."""
    if isinstance(words, str):
        return ((False, words),)
    return tuple((True, run.text) if isinstance(run, Strong) else (False, run) for run in words)
