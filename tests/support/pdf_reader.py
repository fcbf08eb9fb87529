"""What a screen reader meets in a PDF: its structure in reading order, with the words of each part.

Reads content streams and the fonts' own maps back to letters; nothing of the writer is used.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

HEX = re.compile(r"<([0-9a-fA-F]*)>")
CHARS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
Said = dict[int, str]  # the words of each marked part of a page


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its tag ("H1", "TD" …), its own words with those of all in it, and what it says
    to who does not see it."""

    tag: str
    text: str
    alt: str
    depth: int


@dataclass(frozen=True, slots=True)
class Read:
    """A PDF as read: its parts in order, and the open file for what else is asked of it."""

    file: pikepdf.Pdf
    parts: tuple[Part, ...]

    def all(self, tag: str) -> list[str]:
        """The words of every part with this tag, in reading order."""
        return [part.text for part in self.parts if part.tag == tag]

    @property
    def text(self) -> str:
        """Every word of the document in reading order, one space between."""
        return " ".join(self.parts[0].text.split())

    @property
    def alts(self) -> list[str]:
        """What each picture says to who does not see it."""
        return [part.alt for part in self.parts if part.tag == "Figure"]

    @property
    def drawn(self) -> str:
        """Every letter on the sheets, outside the structure, too: headers and footers."""
        return " ".join(" ".join(_page_text(page)[1]) for page in self.file.pages)


def read(data: bytes) -> Read:
    """Read a tagged PDF. Fails with KeyError where there is no structure."""
    file = pikepdf.open(io.BytesIO(data))
    said = {page.obj.objgen: _page_text(page)[0] for page in file.pages}
    parts: list[Part] = []
    _walk(file.Root["/StructTreeRoot"]["/K"], said, None, 0, parts)
    return Read(file, tuple(parts))


def _walk(node, said, page, depth, parts) -> str:
    if isinstance(node, int):
        return said[page.objgen].get(node, "")
    if isinstance(node, pikepdf.Array):
        return "".join(_walk(kid, said, page, depth, parts) for kid in node)
    page = node.get("/Pg", page)
    if node.get("/Type") == "/MCR":
        return said[page.objgen].get(int(node["/MCID"]), "")
    if "/S" not in node:  # an object such as a link
        return ""
    here = len(parts)
    parts.append(Part("", "", "", depth))
    tag = str(node["/S"])[1:]
    words = _walk(node["/K"], said, page, depth + 1, parts) if "/K" in node else ""
    alt = str(node.get("/Alt", ""))
    parts[here] = Part(tag, "" if tag == "Figure" else words.strip(), alt, depth)
    return " " if tag == "Figure" else f" {words} " if tag != "Strong" else words


def _page_text(page: pikepdf.Page) -> tuple[Said, list[str]]:
    """The words of each marked part, and the words of everything."""
    fonts = {name: _letters(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    said: Said = {}
    every: list[str] = []
    open_parts: list[tuple[int | None, bool]] = []  # its number, and whether its words were given
    letters: dict[str, str] = {}
    for values, command in pikepdf.parse_content_stream(page):
        name = str(command)
        if name in ("BDC", "BMC"):
            given = values[1] if len(values) > 1 else {}
            number = int(given["/MCID"]) if "/MCID" in given else None
            open_parts.append((number, "/ActualText" in given))
            words = str(given.get("/ActualText", ""))
        elif name == "EMC":
            open_parts.pop()
            continue
        elif name == "Tf":
            letters = fonts[str(values[0])]
            continue
        elif name in ("Tj", "TJ") and not any(given for _, given in open_parts):
            shown = values[0] if name == "TJ" else [values[0]]
            words = "".join(_decoded(bytes(one), letters) for one in shown if _is_text(one))
        else:
            continue
        every.append(words)
        part = next((one for one, _ in reversed(open_parts) if one is not None), None)
        if part is not None:
            said[part] = said.get(part, "") + words
    return said, every


def _is_text(value: object) -> bool:
    return isinstance(value, pikepdf.String)


def _decoded(codes: bytes, letters: dict[str, str]) -> str:
    return "".join(letters[codes[n : n + 2].hex()] for n in range(0, len(codes), 2))


def _letters(font: pikepdf.Object) -> dict[str, str]:
    """A font's map from its two-byte codes to letters."""
    table = font["/ToUnicode"].read_bytes().decode("ascii", "replace")
    found: dict[str, str] = {}
    for block in CHARS.findall(table):
        for code, value in _groups(HEX.findall(block), 2):
            found[code.lower()] = bytes.fromhex(value).decode("utf-16-be")
    for block in RANGES.findall(table):
        for first, last, value in _groups(HEX.findall(block), 3):
            start = int.from_bytes(bytes.fromhex(value), "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[f"{int(first, 16) + step:04x}"] = chr(start + step)
    return found


def _groups(values: list[str], size: int) -> Iterator[tuple[str, ...]]:
    yield from zip(*[iter(values)] * size, strict=True)
