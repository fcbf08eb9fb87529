"""Look closer: body map, what the pain is like, lying down and nights, four areas, patterns."""

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.assessment.patterns import BEFORE_LYING
from unspiral.catalogue.types import Screen
from unspiral.errors import BadInput
from unspiral.records.problem import Problem
from unspiral.records.triage import Decision
from unspiral.services import assessments
from unspiral.services.assessments import Look
from unspiral.services.context import Context, zone_of
from unspiral.services.screening import SHUT
from unspiral.web import forms, problems, render, text
from unspiral.web.forms import Fields, OperationFields
from unspiral.web.pages import away, show_an_adult
from unspiral.web.pages.danger import FOUND
from unspiral.web.views import check_up as views
from unspiral.web.views.check_up_patterns import patterns_view

HUB = views.HUB
PARTS = {
    "body-map": assessments.BODY_MAP,
    "numb": assessments.NUMB,
    "pain": assessments.PAIN,
    "lying": assessments.LYING,
}
STRENGTH = "/check-up/strength"
AREAS = "/check-up/areas"
PATTERNS = "/check-up/patterns"
TOLD = "#told"  # where a page says what there is for each line that was ticked


def hub(request: Request) -> Response:
    """What there is to look at, what was answered, and what may be said of it."""
    ctx, look = _look(request)
    view = views.hub_view(text.of(request), ctx.catalogue, look)
    return _child(request, look) or render.page(request, "check_up/hub.html", view)


def ask(request: Request) -> Response:
    """One part. Before lying down and nights, RF6 is asked in full."""
    screen = _part(request)
    ctx, look = _look(request)
    if other := away.instead(request, look.decision):
        return other
    if screen.id == assessments.LYING and assessments.lying_asks_first(ctx, look.facts):
        here = views.ASKED_AT[screen.id]
        return RedirectResponse(f"/danger/{BEFORE_LYING}?next={here}", 303)
    return _page(request, screen, look)


def save(request: Request) -> Response:
    """Keep one part and go on; danger questions come before anything else."""
    screen = _part(request)
    return _save(request, screen, lambda look: _after(request, screen, look))


def strength(request: Request) -> Response:
    """How strong, in each marked place; without a marked place there is nothing to ask."""
    ctx, look = _look(request)
    if other := away.instead(request, look.decision):
        return other
    if not assessments.places(ctx.catalogue, look.facts):
        return RedirectResponse(HUB, 303)
    return _strength(request, look)


def strength_save(request: Request) -> Response:
    """Keep what was answered; a place left out keeps what it had."""
    ctx, look = _look(request)
    fields = Fields(request.state.form)
    asked = assessments.places(ctx.catalogue, look.facts)
    typed = {place: fields.whole(assessments.STRONG + place, 0, 10) for place in asked}
    if fields.problems:
        return _strength(request, look, problems.sentence(text.of(request), fields.problems[0]))
    given = {place: value for place, value in typed.items() if value is not None}
    assessments.record_strength(ctx, request.state.person, given, fields.origin())
    return RedirectResponse(HUB, 303)


def areas(request: Request) -> Response:
    """The four areas."""
    ctx, look = _look(request)
    view = views.areas_view(text.of(request), ctx.catalogue, look)
    return away.instead(request, look.decision) or render.page(request, "check_up/areas.html", view)


def area(request: Request) -> Response:
    """One area: ticks, and what there is to read or do for each that was ticked."""
    screen = _area(request)
    _, look = _look(request)
    return away.instead(request, look.decision) or _page(request, screen, look)


def area_save(request: Request) -> Response:
    """Keep one area, and come back to it."""
    screen = _area(request)
    return _save(request, screen, lambda look: views.ASKED_AT[screen.id] + TOLD)


def patterns(request: Request) -> Response:
    """What was counted, and nothing more."""
    ctx, look = _look(request)
    view = patterns_view(text.of(request), ctx.catalogue, look)
    return away.instead(request, look.decision) or render.page(
        request, "check_up/patterns.html", view
    )


def _save(request: Request, screen: Screen, target: Callable[[Look], str]) -> Response:
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    chosen = _chosen(fields.form.all("tick"))
    try:
        decision = assessments.record(ctx, request.state.person, screen.id, chosen, fields.origin())
    except BadInput:
        return _page(request, screen, _look(request)[1], chosen, 422)
    return RedirectResponse(_onward(ctx, decision, target(_look(request)[1])), 303)


def _chosen(ticked: tuple[str, ...]) -> tuple[str, ...]:
    """With a line ticked, None beside it does not count (the careful reading)."""
    return tuple(name for name in ticked if name != "none") or ticked


def _after(request: Request, screen: Screen, look: Look) -> str:
    ctx: Context = request.app.state.ctx
    if screen.id == assessments.BODY_MAP:
        return views.ASKED_AT[assessments.NUMB]
    if screen.id == assessments.NUMB:
        return STRENGTH if assessments.places(ctx.catalogue, look.facts) else HUB
    return PATTERNS if screen.id == assessments.PAIN else views.ASKED_AT[screen.id] + TOLD


def _onward(ctx: Context, decision: Decision, target: str) -> str:
    """Help first; then an opened danger sign; then the danger screen when legs brought it back."""
    if decision.triage.told in SHUT:
        return FOUND
    opened = next((name for name in decision.to_ask if name in ctx.catalogue.redflags), "")
    if opened:
        return f"/danger/{opened}?{urlencode({'next': target})}"
    if any(reason.code == "ask_again" for reason in decision.reasons):
        return f"/danger?{urlencode({'next': target})}"
    return target


def _page(
    request: Request,
    screen: Screen,
    look: Look,
    typed: tuple[str, ...] | None = None,
    status: int = 200,
) -> Response:
    ctx: Context = request.app.state.ctx
    t, op = text.of(request), _op(request, look)
    error = problems.sentence(t, Problem("please_tick", screen.id)) if status == 422 else ""
    if screen.id == assessments.BODY_MAP:
        drawn = views.map_view(t, screen, look, op, typed, error)
        return render.page(request, "check_up/body_map.html", drawn, status)
    back = AREAS if screen.id in assessments.AREAS else HUB
    view = views.ticks_view(t, ctx.catalogue, screen, look, op, back, typed, error)
    return render.page(request, "check_up/ticks.html", view, status)


def _strength(request: Request, look: Look, error: str = "") -> Response:
    ctx: Context = request.app.state.ctx
    op = _op(request, look)
    view = views.strength_view(text.of(request), ctx.catalogue, look, op, error)
    return render.page(request, "check_up/strength.html", view, 422 if error else 200)


def _child(request: Request, look: Look) -> Response | None:
    young = "show_an_adult" in look.decision.open_features
    return show_an_adult.instead(request) if young else None


def _look(request: Request) -> tuple[Context, Look]:
    ctx: Context = request.app.state.ctx
    return ctx, assessments.look(ctx, request.state.person)


def _op(request: Request, look: Look) -> OperationFields:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        return forms.operation_fields(look.facts.today, zone_of(tx), tx.version())


def _part(request: Request) -> Screen:
    ctx: Context = request.app.state.ctx
    name = PARTS.get(request.path_params["part"])
    if name is None:
        raise HTTPException(404)
    return ctx.catalogue.screens[name]


def _area(request: Request) -> Screen:
    ctx: Context = request.app.state.ctx
    name = f"area_{request.path_params['area']}"
    if name not in assessments.AREAS:
        raise HTTPException(404)
    return ctx.catalogue.screens[name]
