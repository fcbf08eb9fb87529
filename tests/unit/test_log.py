"""Log lines hold names, numbers and ids that are on the list, and nothing else."""

import asyncio
import io
import json
from typing import Any

import pytest

from unspiral.log import RequestLog, event


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_field_that_is_not_on_the_list_is_left_out() -> None:
    out = io.StringIO()
    event("saved", out, count=3, note="canary")
    assert [{**line, "at": ""} for line in lines(out)] == [
        {"at": "", "event": "saved", "count": 3, "left_out": 1}
    ]


def test_long_texts_are_cut() -> None:
    out = io.StringIO()
    event("fault", out, code="x" * 500)
    assert len(lines(out)[0]["code"]) == 80


def request(status: int, quiet: bool, fault: Exception | None = None) -> list[dict[str, Any]]:
    """What is logged of one request for a path that holds a token."""
    out = io.StringIO()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if fault:
            raise fault
        await send({"type": "http.response.start", "status": status})

    async def send(message: Any) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": "/launch/canary", "query_string": b"canary"}
    call = RequestLog(app, quiet, out)(scope, send, send)
    if fault:
        with pytest.raises(type(fault)):
            asyncio.run(call)
    else:
        asyncio.run(call)
    assert "canary" not in out.getvalue()
    return lines(out)


def test_a_request_is_logged_without_its_path() -> None:
    (line,) = request(200, quiet=False)
    assert (line["method"], line["status"], line["route"]) == ("GET", 200, "")


@pytest.mark.parametrize(("status", "logged"), [(200, 0), (404, 0), (500, 1)])
def test_on_a_terminal_only_faults_are_logged(status: int, logged: int) -> None:
    assert len(request(status, quiet=True)) == logged


def test_a_fault_is_logged_as_500_without_its_text() -> None:
    (line,) = request(0, quiet=False, fault=ValueError("canary"))
    assert line["status"] == 500
