"""The generated part of docs/reference/reading-grades.md; run this module to write it."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from support.source import ROOT

from unspiral.catalogue import readability, wording
from unspiral.catalogue.check import items_of
from unspiral.catalogue.load import Catalogue, load
from unspiral.catalogue.types import KINDS

PAGE = ROOT / "docs/reference/reading-grades.md"
BEGIN, END = "<!-- begin generated: reading grades -->\n", "<!-- end generated: reading grades -->"
HARDEST = 10
NAMES = frozenset({"crisis_lines", "variables"})  # names, hours and units: no prose to grade


@dataclass(frozen=True, slots=True)
class Graded:
    """One text of one item, its length in words and its school grade."""

    place: str
    words: int
    grade: float


def reading_grades_page(page: str, catalogue: Catalogue) -> str:
    """`page` with the part between its markers made anew from the catalogue."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n".join(_lines(catalogue)) + "\n" + END + rest.partition(END)[2]


def graded(catalogue: Catalogue, folder: str) -> tuple[tuple[Graded, ...], tuple[Graded, ...]]:
    """(each item as one text, each block) of a kind; both only where there are enough words."""
    items: list[Graded] = []
    blocks: list[Graded] = []
    for name, item in items_of(catalogue, folder).items():
        texts = [(place, text) for place, text in wording.texts(folder, item)]
        items.append(_grade(name, " ".join(_ended(text) for _, text in texts)))
        blocks += [_grade(f"{name}: {place}", text) for place, text in texts]
    return _long(items), _long(blocks)


def _long(found: list[Graded]) -> tuple[Graded, ...]:
    return tuple(each for each in found if each.words >= wording.FROM_WORDS)


def _grade(place: str, text: str) -> Graded:
    words = len(readability.words_of(text))
    return Graded(place, words, round(readability.grade(text), 1))


def _ended(text: str) -> str:
    """A heading or a label ends like a sentence, so that the next text begins its own."""
    return text if text.rstrip('”"’)').endswith((".", "!", "?")) else f"{text}."


def _lines(catalogue: Catalogue) -> Iterator[str]:
    yield "| kind | items | median | hardest item | blocks | median | hardest block | limit |"
    yield "|---|---|---|---|---|---|---|---|"
    hardest: list[tuple[Graded, str]] = []
    for folder in sorted(KINDS.keys() - NAMES):
        items, blocks = graded(catalogue, folder)
        if not items:
            continue
        if folder not in wording.EXACT:
            hardest += [(block, folder) for block in blocks]
        yield f"| {folder} | {len(items)} | {_row(items)} | {_blocks(blocks)} | {_limit(folder)} |"
    yield from ("", "The hardest blocks:", "", "| where | words | grade |", "|---|---|---|")
    hardest.sort(key=lambda pair: (-pair[0].grade, pair[1], pair[0].place))
    for block, folder in hardest[:HARDEST]:
        yield f"| `{folder}/{block.place}` | {block.words} | {block.grade} |"


def _row(found: tuple[Graded, ...]) -> str:
    return f"{median(g.grade for g in found):.1f} | {max(g.grade for g in found):.1f}"


def _blocks(blocks: tuple[Graded, ...]) -> str:
    return f"{len(blocks)} | {_row(blocks)}" if blocks else "0 | – | –"


def _limit(folder: str) -> str:
    if folder in wording.EXACT:
        return "as published"
    return f"{wording.HELP_GRADE_LIMIT if folder in wording.HELP_KINDS else wording.GRADE_LIMIT:g}"


if __name__ == "__main__":
    PAGE.write_text(reading_grades_page(PAGE.read_text("utf-8"), load()[0]), "utf-8")
