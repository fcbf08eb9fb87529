"""Events as JSON lines on standard output: names, ids, counts and times, never content."""

import json
import sys
from datetime import UTC, datetime
from typing import TextIO

# What may stand in a log line. Everything else is left out, and the line says how much was.
FIELDS = frozenset(
    {"code", "content", "count", "fault", "host", "method", "ms", "operation", "outcome", "port"}
    | {"request", "route", "status", "version"}
)
LONGEST = 80

Value = str | int | float | bool


def event(name: str, out: TextIO | None = None, **values: Value) -> None:
    """Write one line `{"at", "event", …}`. Unknown fields are dropped, long texts cut."""
    kept = {key: _short(value) for key, value in values.items() if key in FIELDS}
    line: dict[str, Value] = {"at": datetime.now(UTC).isoformat(timespec="milliseconds")}
    line |= {"event": name, **kept}
    if len(kept) < len(values):
        line["left_out"] = len(values) - len(kept)
    print(json.dumps(line), file=out or sys.stdout, flush=True)


def _short(value: Value) -> Value:
    return value[:LONGEST] if isinstance(value, str) else value
