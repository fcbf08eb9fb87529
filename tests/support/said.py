"""What a page says: its text and the names its parts carry, without the false ideas it quotes."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser

from support.source import SOURCE

SILENT = frozenset({"script", "style", "template"})
QUOTED = "blockquote"  # `heard` of a claim stands in quotes beside its verdict, and only there
SPOKEN = ("aria-label", "alt", "title", "placeholder")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"]
)
BLOCK = re.compile(r"^(?:p|li|h[1-6]|dt|dd|td|th|div|section|legend|label|title|figcaption|tr)$")
# Text between quotes in a script, and text outside the tags of a template.
SCRIPT_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')
SCRIPT_NOTE = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
TEMPLATE_NOTE = re.compile(r"\{#.*?#\}", re.DOTALL)


class _Reader(HTMLParser):
    """Collects words; what stands inside a quote or a script is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shut: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag in SILENT or tag == QUOTED or self.shut) and tag not in VOID:
            self.shut.append(tag)
        if not self.shut:
            if BLOCK.match(tag):
                self.words.append("\n")
            self.words += [f"\n{value}\n" for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.shut:
            del self.shut[len(self.shut) - 1 - self.shut[::-1].index(tag) :]
        elif not self.shut and BLOCK.match(tag):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.shut:
            self.words.append(data)


def said(html: str) -> str:
    """The words of a page, one block a line, with the names of its pictures and buttons."""
    reader = _Reader()
    reader.feed(html)
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


def said_in(view: object) -> Iterator[str]:
    """Every text of a view, however deep."""
    if isinstance(view, str):
        yield view
    elif is_dataclass(view):
        for each in fields(view):
            yield from said_in(getattr(view, each.name))
    elif isinstance(view, (list, tuple)):
        for each in view:
            yield from said_in(each)


def script_texts() -> Iterator[tuple[str, str]]:
    """(file, text) of every text in quotes in the shipped scripts."""
    for path in sorted((SOURCE / "web/static").rglob("*.js")):
        source = SCRIPT_NOTE.sub(" ", path.read_text("utf-8"))
        for found in SCRIPT_TEXT.finditer(source):
            text = next(part for part in (*found.groups(), "") if part is not None)
            if " " in text:
                yield path.name, text


def template_texts() -> Iterator[tuple[str, str]]:
    """(file, text) of every template, without the notes for whoever reads its source."""
    for path in sorted((SOURCE / "web/templates").rglob("*.html")):
        yield path.name, TEMPLATE_NOTE.sub(" ", path.read_text("utf-8"))


def code_texts(*rooms: str) -> Iterator[tuple[str, str]]:
    """(file, text) of every sentence in the code of some rooms; docstrings are not shown."""
    for path in sorted(file for room in rooms for file in (SOURCE / room).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        notes = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        for node in ast.walk(tree):
            said_here = isinstance(node, ast.Constant) and id(node) not in notes
            if said_here and isinstance(node.value, str) and " " in node.value:
                yield path.name, node.value
