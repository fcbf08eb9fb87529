"""What a benchmark prints: rows with a target beside each number, and tables side by side."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, Literal

SCHEMA = "learner-figures/1"
Verdict = Literal["PASS", "FALLS SHORT", "TOO FEW", "NOT MEASURED", ""]


@dataclass(frozen=True, slots=True)
class Row:
    """One number. `low`, `high`: where it has to lie (None = open). `needs`: the N under which
    no verdict is given. A value of None means that what it measures is not there."""

    part: str
    name: str
    value: float | None
    n: int
    unit: str = ""
    low: float | None = None
    high: float | None = None
    needs: int = 0
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Whether the target is met, or why that cannot be said."""
        if self.value is None:
            return "NOT MEASURED"
        if self.low is None and self.high is None:
            return ""
        if self.n < self.needs or not isfinite(self.value):
            return "TOO FEW"
        above = self.low is None or self.value >= self.low
        below = self.high is None or self.value <= self.high
        return "PASS" if above and below else "FALLS SHORT"

    @property
    def target(self) -> str:
        """The target in words and numbers."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g} to {self.high:g}"
        if self.high is not None:
            return f"at most {self.high:g}"
        return "" if self.low is None else f"at least {self.low:g}"


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers side by side, without targets of their own."""

    part: str
    title: str
    columns: Sequence[str]
    lines: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """What one part found. `figures`: counts by kind, for the page that shows them."""

    rows: list[Row] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    figures: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, other: "Found") -> None:
        """Take in what another part found."""
        self.rows.extend(other.rows)
        self.tables.extend(other.tables)
        self.figures.update(other.figures)


def printed(found: Found) -> str:
    """Tables, then rows, in plain text."""
    parts = [_grid(table.title, table.columns, table.lines) for table in found.tables]
    lines = [
        (row.part, row.name, _number(row.value), row.unit, row.n, row.target, row.verdict, row.note)
        for row in found.rows
    ]
    columns = ("part", "what", "value", "unit", "N", "target", "verdict", "note")
    return "\n\n".join([*parts, _grid("", columns, lines)] if lines else parts)


def document(found: Found, about: dict[str, Any]) -> dict[str, Any]:
    """The same as one JSON document; a number that does not exist is null."""
    rows = [{**asdict(row), "target": row.target, "verdict": row.verdict} for row in found.rows]
    plain: dict[str, Any] = _finite(
        {**about, "rows": rows, "tables": [asdict(t) for t in found.tables]}
    )
    return plain


def write_figures(path: Path, found: Found, command: str, date: str) -> None:
    """The measured figures that the project shows; what this run did not measure stays.

    Kinds by name, as services/measured.py reads them, and beside them every row under `rows`.
    """
    kept: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    rows = [
        {
            "name": f"{row.part}: {row.name}",
            "value": row.value,
            "unit": row.unit,
            "n": row.n,
            "target": row.target,
            "verdict": row.verdict,
            "command": command,
            "date": date,
        }
        for row in found.rows
    ]
    again = {row["name"] for row in rows}
    others = [row for row in kept.get("rows", []) if row["name"] not in again]
    whole = {"schema": SCHEMA, **kept, **found.figures, "rows": [*others, *rows]}
    path.write_text(json.dumps(_finite(whole), indent=1) + "\n", encoding="utf-8")


def _grid(title: str, columns: Sequence[str], lines: Sequence[Sequence[Any]]) -> str:
    cells = [list(columns), *([_number(cell) for cell in line] for line in lines)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(columns))]
    drawn = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in cells]
    drawn.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in ([title, *drawn] if title else drawn))


def _number(value: Any) -> str:
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not isfinite(value) else value
