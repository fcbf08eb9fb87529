"""The column map as a form of plain selects: what each column holds, and on which scale."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from unspiral.services.import_desk import Job
from unspiral.web.forms import Form

MOST_SHOWN = 60
# scale name -> its ends in the file, lowest of ours first
SCALES: Mapping[str, tuple[float, float]] = {
    "0-10": (0.0, 10.0),
    "10-0": (10.0, 0.0),
    "0-5": (0.0, 5.0),
    "5-0": (5.0, 0.0),
    "1-5": (1.0, 5.0),
    "5-1": (5.0, 1.0),
    "0-3": (0.0, 3.0),
    "3-0": (3.0, 0.0),
    "0-100": (0.0, 100.0),
    "100-0": (100.0, 0.0),
}
FORMATS = ("", "y-m-d", "d.m.y", "d/m/y", "m/d/y")


@dataclass(frozen=True, slots=True)
class MapForm:
    """What the form shows: names of columns, and what is chosen so far."""

    columns: tuple[str, ...] = ()
    date: str = ""
    date_format: str = ""
    chosen: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # variable, scale


def shown(job: Job) -> MapForm:
    """The form for a table that no map fits yet, filled with what its names suggest."""
    data: Any = job.suggested.get("map", {"columns": {}})
    listed: Any = job.suggested.get("columns", ())
    chosen = {}
    for name, column in data["columns"].items():
        if column:
            ends = tuple((column.get("scale") or {}).get("from", ()))
            scale = next((key for key, two in SCALES.items() if two == ends), "")
            chosen[name] = (str(column["variable"]), scale)
    columns = tuple(str(name) for name in listed)[:MOST_SHOWN]
    return MapForm(columns, data.get("date") or "", data.get("date_format") or "", chosen)


def read(form: Form, job: Job) -> Any:
    """The posted choices as map data; None when no date or no column was chosen."""
    known = shown(job)
    date = form.get("date")
    columns: dict[str, Any] = {}
    for n, name in enumerate(known.columns):
        variable, scale = form.get(f"variable_{n}"), form.get(f"scale_{n}")
        if name == date:
            continue
        one: dict[str, Any] | None = {"variable": variable} if variable else None
        if one and scale in SCALES:
            one["scale"] = {"from": list(SCALES[scale]), "to": [0, 10]}
        columns[name] = one
    if date not in known.columns or not any(columns.values()):
        return None
    day = form.get("date_format")
    return {
        "schema": "map/1",
        "date": date,
        "date_format": day if day in FORMATS else "",
        "lines_before": job.suggested.get("map", {}).get("lines_before", 0),
        "columns": columns,
    }
