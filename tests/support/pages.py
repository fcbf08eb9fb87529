"""The project's Markdown pages: links, fenced blocks and generated parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support.source import ROOT, tracked

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
ELSEWHERE = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it stands, its language and its text."""

    where: str
    language: str
    text: str


def markdown() -> list[Path]:
    """Every Markdown page of the project."""
    return [path for path in tracked() if path.suffix == ".md"]


def blocks(path: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    text = path.read_text("utf-8")
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Block(f"{path.relative_to(ROOT)}:{line}", match[1], match[2])


def links(path: Path) -> Iterator[str]:
    """Links of a page to files of the project, without their anchors."""
    prose = FENCE.sub("", path.read_text("utf-8"))
    for target in LINK.findall(prose):
        if not target.startswith((*ELSEWHERE, "#")):
            yield target.partition("#")[0]
