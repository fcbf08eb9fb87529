"""The outbox comes in: each entry on its own, each with its own result, none thrown away."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from unspiral.errors import BadInput, UnspiralError
from unspiral.importers import strict_json
from unspiral.records.problem import Problem
from unspiral.services import checkins, outbox
from unspiral.services.context import Context
from unspiral.services.outbox import ENTRY, Entry
from unspiral.web import problems, refresh, text
from unspiral.web.forms import Form
from unspiral.web.pages.awake import park_worry
from unspiral.web.pages.checkin import draft_of, evening_line, fought_line, next_place
from unspiral.web.pages.session import after

MOST = 200

Result = dict[str, Any]


def receive(request: Request) -> Response:
    """Settle a batch. One bad entry never rejects its neighbours; each answer names its id."""
    entries = _batch(request.state.body)
    results = [_own_result(request, entry) for entry in entries]
    return JSONResponse({"results": results})


def _batch(body: bytes) -> list[Any]:
    """The entries of a body, strictly read: no double keys, no NaN, no deep nesting."""
    try:
        sent = strict_json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadInput("This could not be read.", "Your entries stay on the device.") from error
    if not isinstance(sent, dict) or set(sent) != {"operations"}:
        raise BadInput("One list named operations is needed.", "Your entries stay on the device.")
    entries = sent["operations"]
    if not isinstance(entries, list) or len(entries) > MOST:
        raise BadInput(f"At most {MOST} at once.", "Your entries stay on the device.")
    return entries


def _own_result(request: Request, sent: Any) -> Result:
    """What became of one entry; even a fault of ours leaves its neighbours alone."""
    known = _printable(sent.get("id")) if isinstance(sent, dict) else ""
    try:
        return _settle(request, sent, known)
    except Exception as error:  # it stays on the device, and it is written down as a bug
        problems.note(request, error)
        words = problems.sentence(text.of(request), Problem("failed", ""))
        return _problem(known, "failed", "", words)


def _printable(name: object) -> str:
    """An id as it can be sent back: text, without half characters."""
    return name.encode("utf-8", "replace").decode() if isinstance(name, str) else ""


def _settle(request: Request, sent: Any, known: str) -> Result:
    try:
        entry = ENTRY.validate_json(json.dumps(sent), strict=True, extra="forbid")
    except (ValidationError, ValueError) as error:
        return _problem(known, "not_readable", _place(error))
    if entry.fault():
        return _problem(known, "not_readable", entry.fault())
    take = KINDS.get(entry.kind)
    if take is None:
        return _problem(known, "unknown_kind", "kind")
    try:
        return {"id": known, **take(request, entry)}
    except UnspiralError as error:
        return _problem(known, error.code, "", error.message)


def _checkin(request: Request, entry: Entry) -> Result:
    """One half of a day, by the same road as the form."""
    ctx: Context = request.app.state.ctx
    form = Form({name: tuple(values) for name, values in entry.fields.items()})
    line, missing = evening_line(form)
    if missing:
        return {"outcome": "problem", "code": "please_tick_new", "field": "new_or_worse"}
    fought, fought_missing = fought_line(form)
    if fought_missing:
        return {"outcome": "problem", "code": "please_choose_fought", "field": "fought_sleep"}
    draft, origin = draft_of(form, entry.local_date), entry.origin(ctx.clock())
    done = checkins.record(ctx, request.state.person, draft, origin, line, fought=fought)
    if done.applied is None:
        words = problems.sentence(text.of(request), done.problems[0])
        first = done.problems[0]
        return {"outcome": "problem", "code": first.code, "field": first.where, "message": words}
    refresh.ask(request)
    return {
        "outcome": done.applied.outcome,
        "status": 409 if done.applied.outcome == "clash" else 200,
        "version": done.applied.version,
        "another_version": [[day.isoformat(), name] for day, name in done.applied.conflicts],
        "future": done.future,
        "clock_ahead": entry.ahead(ctx.clock()),
        "next": next_place(done, ctx.catalogue.redflags, fought),
    }


def _worry(request: Request, entry: Entry) -> Result:
    """A worry parked on the awake page."""
    ctx: Context = request.app.state.ctx
    form = Form({name: tuple(values) for name, values in entry.fields.items()})
    outcome = park_worry(request, form, entry.origin(ctx.clock()))
    return {"outcome": outcome, "status": 409 if outcome == "clash" else 200}


def _screen(request: Request, entry: Entry) -> Result:
    """The danger screen answered on the device; its items are asked in full on the next page."""
    ctx: Context = request.app.state.ctx
    outcome, opened = outbox.take_screen(ctx, request.state.person, entry)
    return {"outcome": outcome, "status": 200, "next": "/danger" if opened else ""}


def _session(request: Request, entry: Entry) -> Result:
    """The end of a session."""
    ctx: Context = request.app.state.ctx
    outcome = outbox.take_session(ctx, request.state.person, entry).outcome
    then = after(entry.first("technique"), Form(entry.fields))
    return {"outcome": outcome, "status": 409 if outcome == "clash" else 200, "next": then}


def _heat(request: Request, entry: Entry) -> Result:
    """Warmth that was switched on while nothing answered: a missed end is asked about later."""
    ctx: Context = request.app.state.ctx
    outcome = outbox.take_heat(ctx, request.state.person, entry).outcome
    return {"outcome": outcome, "status": 409 if outcome == "clash" else 200}


KINDS: Mapping[str, Callable[[Request, Entry], Result]] = {
    "checkin": _checkin,
    "screen": _screen,
    "session": _session,
    "heat": _heat,
    "worry": _worry,
}


def _problem(known: str, code: str, field: str, message: str = "") -> Result:
    return {"id": known, "outcome": "problem", "code": code, "field": field, "message": message}


def _place(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return ""
    return ".".join(str(part) for part in error.errors()[0]["loc"])
