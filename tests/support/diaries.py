"""Diaries to read in tests, and a second, independent way to count what is in them."""

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent.parent
WRITTEN = TESTS / "data" / "diaries"
MAPS = TESTS / "data" / "maps"
REAL = TESTS.parent.parent / "shared" / "samples" / "diaries"
ABSENT = "the folder of real diaries beside the project (../shared/samples/diaries) is not here"


@dataclass(frozen=True, slots=True)
class Diary:
    """One file, its map when it needs one, and one person in it ("" when it names nobody)."""

    path: Path
    person: str = ""

    @property
    def map_file(self) -> Path | None:
        found = MAPS / f"{self.path.stem}.json"
        return found if found.exists() else None

    @property
    def options(self) -> list[str]:
        chosen = ["--map", str(self.map_file)] if self.map_file else []
        return [*chosen, *(["--person", self.person] if self.person else [])]

    def __str__(self) -> str:
        return f"{self.path.stem}{':' + self.person if self.person else ''}"


@dataclass(frozen=True, slots=True)
class Counted:
    """Values in a file by plain reading: all, of this person, and usable ones by variable."""

    all: int
    own: int
    usable: Counter[str]


def real_diaries() -> list[Any]:
    """One parameter for each person of each real diary; one skipped one when they are absent."""
    if not REAL.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=ABSENT))]
    found = [one for path in sorted(REAL.glob("*.csv")) for one in _people(path)]
    return [pytest.param(one, id=str(one)) for one in found]


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def count(diary: Diary) -> Counted:
    """Counted with the csv module and float alone: nothing of the importer is used."""
    assert diary.map_file is not None
    columns = json.loads(diary.map_file.read_text("utf-8"))
    frame = {columns.get(key) for key in ("date", "day", "time", "person")}
    total = own = 0
    usable: Counter[str] = Counter()
    for row in rows_of(diary.path):
        cells = {name: cell for name, cell in row.items() if cell.strip() and name not in frame}
        total += len(cells)
        if diary.person and row[columns["person"]] != diary.person:
            continue
        own += len(cells)
        for name, column in columns["columns"].items():
            if column and name in cells and _on_scale(float(cells[name]), column):
                usable[column["variable"]] += 1
    return Counted(total, own, usable)


def _people(path: Path) -> list[Diary]:
    names = dict.fromkeys(row.get("person", "") for row in rows_of(path))
    return [Diary(path, name) for name in names]


def _on_scale(value: float, column: dict[str, Any]) -> bool:
    ends = column.get("scale", {}).get("from")
    return ends is None or min(ends) <= value <= max(ends)
