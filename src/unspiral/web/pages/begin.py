"""Set-up, the second door: one screen one answer, kept at once."""

from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.catalogue.types import Screen
from unspiral.errors import BadInput
from unspiral.records.problem import Problem
from unspiral.records.triage import Decision, Level
from unspiral.screening.recording import OLDEST_BIRTH_YEAR
from unspiral.services import screening, setup, talk
from unspiral.services.context import Context, today_now, zone_of
from unspiral.services.operations import OF_A_CHILD
from unspiral.web import problems, render, text
from unspiral.web.forms import Fields, Form
from unspiral.web.pages import show_an_adult
from unspiral.web.views.begin import begin_view

PASSING = frozenset({"/begin", "/today"})  # ways on that nothing urgent stands behind


def go(request: Request) -> Response:
    """To what waits: an opened danger sign, the first screen not answered yet, or today."""
    ctx: Context = request.app.state.ctx
    if away := show_an_adult.instead(request):
        return away
    step = setup.next_step(ctx, request.state.person)
    if step not in ("", "begin"):
        return RedirectResponse(f"/danger/{step}?next=/begin", 303)
    place = setup.where(ctx, request.state.person)
    return RedirectResponse(f"/begin/{place.screen.id}" if place.screen else "/today", 303)


def show(request: Request) -> Response:
    """One screen. Somebody under 18 may only correct the birth year."""
    screen = _screen(request)
    away = None if screen.variable in OF_A_CHILD else show_an_adult.instead(request)
    return away or _page(request, screen)


def save(request: Request) -> Response:
    """Keep one answer and go on; the same screen with its fault when it does not fit."""
    ctx: Context = request.app.state.ctx
    screen = _screen(request)
    fields = Fields(request.state.form)
    typed = {name: fields.form.all(name) for name in fields.form.values}
    before = screening.decide(ctx, request.state.person)
    try:
        decision = setup.record(ctx, request.state.person, screen, typed, fields.origin())
    except BadInput as error:
        return _page(request, screen, _sentence(request, screen, error), fields.form)
    wanted = fields.form.get("language")
    headers = {"set-cookie": text.cookie(wanted)} if wanted in text.languages() else None
    where = _next(ctx, request.state.person, before, decision)
    if where in PASSING and talk.told_in(ctx.catalogue, fields.form.get(screen.variable)):
        where = _after(ctx, screen) or where
    return RedirectResponse(where, 303, headers)


def _next(ctx: Context, person: str, before: Decision, decision: Decision) -> str:
    """Help comes before the next question; an opened danger item before it, too.

    What should be seen within days is said once, when it is first told; then set-up goes on.
    """
    if decision.triage.told.value in "ED" or decision.help_first:
        return "/danger/found"
    if "show_an_adult" in decision.open_features:
        asked = "eighteen" in decision.to_ask
        return "/danger/eighteen?next=/begin" if asked else show_an_adult.HERE
    if _within_days(decision) - _within_days(before):
        return "/danger/found?next=/begin"
    step = setup.next_step(ctx, person)
    if step not in ("", "begin"):
        return f"/danger/{step}?next=/begin"
    return f"/{step or 'today'}"


def _after(ctx: Context, screen: Screen) -> str:
    """The screen right after one in own words, which shows where to talk to someone; "" if none."""
    order = [s.id for s in setup.screens(ctx.catalogue)]
    following = order[order.index(screen.id) + 1 :]
    return f"/begin/{following[0]}" if screen.form == "text" and following else ""


def _within_days(decision: Decision) -> set[str]:
    """The flags that were told at W."""
    return {
        finding.flag
        for finding in decision.triage.findings
        if finding.level is Level.WITHIN_DAYS and finding.state in ("open", "unsure")
    }


def _screen(request: Request) -> Screen:
    ctx: Context = request.app.state.ctx
    found = ctx.catalogue.screens.get(request.path_params["screen"])
    if found is None or not found.step:
        raise HTTPException(404)
    return found


def _page(request: Request, screen: Screen, error: str = "", form: Form | None = None) -> Response:
    ctx: Context = request.app.state.ctx
    person = request.state.person
    place = setup.where(ctx, person, screen.id)
    order = [s.id for s in setup.screens(ctx.catalogue)]
    at = order.index(screen.id)
    with ctx.store.read(person) as tx:
        zone = zone_of(tx)
    today = _today(request)
    view = begin_view(
        place,
        screen,
        order[at - 1] if at else "",
        ctx.catalogue,
        today,
        zone,
        text.of(request),
        error,
        form.values if form else None,
    )
    return render.page(request, "begin/page.html", view, status=422 if error else 200)


def _sentence(request: Request, screen: Screen, error: BadInput) -> str:
    """What to do about a fault, in the words of the screen's kind."""
    t = text.of(request)
    if screen.form == "year":
        limits = {"low": OLDEST_BIRTH_YEAR, "high": _today(request).year}
        return problems.sentence(t, Problem("out_of_range", screen.variable, values=limits))
    if screen.form == "places":
        none = t.content("screens", screen.id, "none_label", screen.none_label)
        return t("Please tick what fits, or “{none}”.", none=none)
    code = {"ticks": "please_tick", "choice": "please_choose"}
    if screen.form in code:
        return problems.sentence(t, Problem(code[screen.form], screen.id))
    return t(error.message)


def _today(request: Request) -> date:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        return today_now(ctx, tx)
