"""The table of figures in docs/reference/trials.md; run this module to write it."""

import json
from collections.abc import Iterator
from typing import Any

from support.source import ROOT

PAGE = ROOT / "docs/reference/trials.md"
FIGURES = ROOT / "docs/reference/fair-test-figures.json"
BEGIN, END = "<!-- begin generated: figures -->\n", "<!-- end generated: figures -->"


def trials_page(page: str) -> str:
    """`page` with its tables made anew from the kept figures."""
    head, _, rest = page.partition(BEGIN)
    figures = json.loads(FIGURES.read_text("utf-8"))
    made = "\n".join((*_targets(figures), "", *_lines(figures)))
    return head + BEGIN + made + "\n" + END + rest.partition(END)[2]


def _targets(figures: dict[str, Any]) -> Iterator[str]:
    yield f"Measured on {figures['date']} with `{figures['command'].partition(' --write')[0]}`."
    yield from ("", "| what | value | N | target |", "|---|---|---|---|")
    for row in figures["rows"]:
        target = row["target"] and f"{row['target']}: {row['verdict']}"
        note = f" ({row['note']})" if row["note"] else ""
        yield f"| {row['name']}{note} | {_number(row['value'])} | {row['n']:,} | {target} |"


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    """Without the lives of people without an effect, which are all the same."""
    table = figures["tables"][0]
    columns = [name.strip() for name in table["columns"]]
    effect, lived = columns.index("effect, sd"), columns.index("lived")
    shown = [at for at, name in enumerate(columns) if name not in ("N", "90 % cover", "worse")]
    names = [columns[at] for at in shown]
    yield f"N = {table['lines'][0][columns.index('N')]:,} in every line."
    yield from ("", f"| {' | '.join(names)} |", "|" + "---|" * len(names))
    for line in table["lines"]:
        if line[effect] or line[lived] == "as drawn":
            yield f"| {' | '.join(_number(line[at]) for at in shown)} |"


def _number(value: Any) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


if __name__ == "__main__":
    PAGE.write_text(trials_page(PAGE.read_text("utf-8")), "utf-8")
