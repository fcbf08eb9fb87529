"""What a screen reader meets in a PDF: its structure in reading order, with the words of each part.

Reads content streams and the fonts' own maps back to letters; nothing of the writer is used.
Whatever test reads a PDF also checks it: `read` fails for one that is not whole.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pikepdf

HEX = re.compile(r"<([0-9a-fA-F]*)>")
CHARS = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
HEADING = re.compile(r"H(\d)")
# Names of what would act or lead elsewhere.
ACTIVE = frozenset(
    {"/JavaScript", "/JS", "/AA", "/OpenAction", "/Launch", "/EmbeddedFiles", "/URI", "/AcroForm"}
)
HAS_KEYS = (pikepdf.Dictionary, pikepdf.Stream)
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
    def sheets(self) -> list[str]:
        """Every letter on each sheet, outside the structure, too: headers, footers, pictures."""
        return [" ".join(_page_text(page)[1]) for page in self.file.pages]

    @property
    def drawn(self) -> str:
        """Every letter on all sheets."""
        return " ".join(self.sheets)


def read(data: bytes) -> Read:
    """Read a PDF. Fails with AssertionError where `faults` finds one."""
    file = pikepdf.open(io.BytesIO(data))
    assert "/StructTreeRoot" in file.Root, "not tagged"
    said = {page.obj.objgen: _page_text(page)[0] for page in file.pages}
    parts: list[Part] = []
    _walk(file.Root["/StructTreeRoot"]["/K"], said, None, 0, parts)
    found = Read(file, tuple(parts))
    assert (wrong := list(faults(found))) == [], wrong
    return found


def faults(found: Read) -> Iterator[str]:
    """What PDF/UA asks of every file, as far as it can be seen without a checker of its own."""
    root, objects = found.file.Root, list(found.file.objects)
    if not (root.MarkInfo.Marked and root.Lang and root.ViewerPreferences.DisplayDocTitle):
        yield "does not say that it is tagged, in which language, or to show its title"
    with found.file.open_metadata() as xmp:
        if xmp.get("pdfuaid:part") != "1" or not xmp.get("dc:title"):
            yield "does not call itself PDF/UA-1, or has no title"
    keys = [(one, set(one.keys())) for one in objects if isinstance(one, HAS_KEYS)]
    yield from (
        f"holds {name}" for name in sorted(set().union(*(held for _, held in keys)) & ACTIVE)
    )
    for one, held in keys:
        if one.get("/Type") == "/FontDescriptor" and not {"/FontFile2", "/FontFile3"} & held:
            yield f"the font {one.FontName} is not inside"
    yield from (f"a picture without words: {n}" for n, alt in enumerate(found.alts) if not alt)
    levels = [int(level[1]) for part in found.parts if (level := HEADING.fullmatch(part.tag))]
    if any(after > before + 1 for before, after in pairwise([0, *levels])):
        yield f"a heading jumps a level: {levels}"
    if len(found.all("THead")) != len(found.all("Table")) or "" in found.all("TH"):
        yield "a table without a head, or a column without a name"
    if any(_is_loose(page) for page in found.file.pages):
        yield "words that are neither in the structure nor marked as standing on every sheet"


def _is_loose(page: pikepdf.Page) -> bool:
    """Whether any words are shown outside a marked part."""
    deep = 0
    for _, command in pikepdf.parse_content_stream(page):
        deep += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(command), 0)
        if str(command) in ("Tj", "TJ") and not deep:
            return True
    return False


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
