"""Events as JSON lines on standard output: names, ids, counts and times, never content."""

import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class RequestLog:
    """One line per request: its number, route, status and time. On a terminal only faults."""

    def __init__(self, app: "ASGIApp", quiet: bool = False, out: TextIO | None = None) -> None:
        self.app = app
        self.quiet = quiet
        self.out = out

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.monotonic()
        status = 500

        async def noted(message: "Message") -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            if status >= 500 or not self.quiet:
                self._write(scope, status, round((time.monotonic() - started) * 1000))

    def _write(self, scope: "Scope", status: int, ms: int) -> None:
        # The route's pattern, never the path: a path may hold a token or a day.
        route = getattr(scope.get("route"), "path", "")
        number = str(scope.get("state", {}).get("request_id", ""))
        method = str(scope.get("method", ""))
        known = {"request": number, "method": method, "route": route, "status": status, "ms": ms}
        event("request", self.out, **known)
