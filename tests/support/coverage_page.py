"""The generated part of docs/reference/coverage.md; run this module to write it."""

from collections.abc import Iterator

from support.source import ROOT

from unspiral.catalogue.coverage import Coverage, parse
from unspiral.catalogue.load import read_coverage

PAGE = ROOT / "docs/reference/coverage.md"
BEGIN, END = "<!-- begin generated: coverage -->\n", "<!-- end generated: coverage -->"


def coverage_page(page: str, rows: Coverage) -> str:
    """`page` with the part between its markers made anew from the rows."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n".join(_lines(rows)) + "\n" + END + rest.partition(END)[2]


def _lines(rows: Coverage) -> Iterator[str]:
    waiting = {name: row for name, row in rows.items() if row.open}
    yield f"{len(rows) - len(waiting)} of {len(rows)} rows are covered. Open:"
    yield ""
    yield from (f"- `{name}`: {row.open} ({row.waits_for})." for name, row in waiting.items())
    yield from ("", "| row | what it says | where it stands |", "|---|---|---|")
    for name, row in rows.items():
        places = ", ".join(f"`{place}`" for place in (*row.items, *row.pages))
        yield f"| {name} | {row.says} | {places} |"


if __name__ == "__main__":
    PAGE.write_text(coverage_page(PAGE.read_text("utf-8"), parse(read_coverage())[0]), "utf-8")
