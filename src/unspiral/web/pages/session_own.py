"""A breathing pattern of one's own: how long in, held, out, and at rest, within safe caps."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.records.plan import Withheld
from unspiral.records.problem import Problem
from unspiral.records.session import Script
from unspiral.services import sessions
from unspiral.services.context import Context
from unspiral.services.sessions import Session
from unspiral.sessions.breathing import BELLY, HELD, MINUTES, RANGES, Own, Pattern, faults
from unspiral.web import problems, render, text
from unspiral.web.forms import Fields, Form
from unspiral.web.pages.session import instead
from unspiral.web.views.session_own import own_view

SURE = "sure"
FIELDS = (*RANGES, "minutes")


def show(request: Request) -> Response:
    """The counts as they are kept, or those of slow belly breathing to begin with."""
    breathing = _breathing(request)
    if isinstance(breathing.script, Withheld):
        return instead(request, breathing, breathing.script)
    return _page(request, breathing)


def save(request: Request) -> Response:
    """Keep the counts and start the session with them. What does not fit stays as typed."""
    ctx: Context = request.app.state.ctx
    breathing = _breathing(request)
    if isinstance(breathing.script, Withheld):
        return instead(request, breathing, breathing.script)
    fields = Fields(request.state.form)
    own, errors = _read(request, fields)
    if own is None or errors:
        return _page(request, breathing, request.state.form, errors, 422)
    sessions.keep_breathing(ctx, request.state.person, own, fields.origin())
    return RedirectResponse(f"/session/{own.pattern.technique}?breath=own", 303)


def _read(request: Request, fields: Fields) -> tuple[Own | None, dict[str, str]]:
    """The pattern that was typed, and what is wrong with it, by field."""
    t = text.of(request)
    typed = {name: fields.number(name, *RANGES[name], needed=True) for name in ("in", "out")}
    typed |= {name: fields.number(name, *RANGES[name]) or 0.0 for name in ("hold", "rest")}
    minutes = fields.whole("minutes", *MINUTES, needed=True)
    errors = {one.where: problems.sentence(t, one) for one in fields.problems}
    if errors or minutes is None:
        return None, errors
    pattern = Pattern(*(typed[name] or 0.0 for name in RANGES))
    own = Own(pattern, minutes)
    errors = {name: problems.sentence(t, Problem(code, name)) for name, code in faults(own)}
    if pattern.holds and not _may_hold(request):
        errors["hold"] = t("Leave the hold and the rest at 0 for now.")
    elif pattern.holds and fields.form.get(SURE) != "yes":
        errors[SURE] = t("With a hold or a rest, please read this and tick it. Or set both to 0.")
    return own, errors


def _may_hold(request: Request) -> bool:
    """Whether a breath hold is open: it needs what every breath hold needs."""
    ctx: Context = request.app.state.ctx
    held = sessions.begin(ctx, request.state.person, HELD)
    return held is not None and isinstance(held.script, Script)


def _breathing(request: Request) -> Session:
    ctx: Context = request.app.state.ctx
    if request.path_params["technique"] not in (BELLY, HELD):
        raise HTTPException(404)
    found = sessions.begin(ctx, request.state.person, BELLY)
    if found is None:
        raise HTTPException(404)
    return found


def _page(
    request: Request,
    breathing: Session,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    ctx: Context = request.app.state.ctx
    typed = None if form is None else {name: form.get(name) for name in (*FIELDS, SURE)}
    held = ctx.catalogue.techniques[HELD]
    may_hold, t = _may_hold(request), text.of(request)
    view = own_view(breathing, held if may_hold else None, typed, errors or {}, t)
    return render.page(request, "session/own.html", view, status)
