"""A rough day: say so once; then the danger screen, two minutes of comfort, and a lighter Today.

Beside it the person's own page for a flare, which stays readable whatever the gate says.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.services import flare_plan, plans, rough_day, thoughts
from unspiral.services.context import Context, zone_of
from unspiral.services.flare_plan import FlarePlan
from unspiral.web import forms, problems, render, text
from unspiral.web.forms import MOST_TEXT, Fields, OperationFields
from unspiral.web.pages import show_an_adult
from unspiral.web.views.rough_day import flare_view, rough_view, titles

PLAN = "/rough-day/plan"


def show(request: Request) -> Response:
    """What a rough day changes, one button that keeps it, and the person's own plan."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    found = rough_day.read(ctx, request.state.person)
    line = thoughts.own_line(ctx, request.state.person, "rough")
    view = rough_view(text.of(request), ctx.catalogue, found, _op(request, found.flare), line)
    return render.page(request, "rough_day/page.html", view)


def keep(request: Request) -> Response:
    """Keep that today is rough; the danger screen comes back before anything else."""
    ctx: Context = request.app.state.ctx
    plans.bad_day(ctx, request.state.person, Fields(request.state.form).origin())
    return RedirectResponse("/ease", 303)


def plan(request: Request) -> Response:
    """The five lines, to write or to change."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    found = flare_plan.read(ctx, request.state.person)
    saved = "saved" in request.query_params and bool(found.words)
    view = flare_view(text.of(request), ctx.catalogue, found, _op(request, found), saved=saved)
    return render.page(request, "rough_day/plan.html", view)


def save(request: Request) -> Response:
    """Keep the plan, and say so once it is on disk; what does not fit stays as it was typed."""
    ctx: Context = request.app.state.ctx
    t, fields = text.of(request), Fields(request.state.form)
    found = flare_plan.read(ctx, request.state.person)
    offered = titles(t, ctx.catalogue, found)
    typed = {name: fields.form.get(name).replace("\r\n", "\n") for name in flare_plan.LINES}
    added = [offered[name] for name in fields.ticks("add", offered)]
    typed[flare_plan.EASES] = flare_plan.with_added(typed[flare_plan.EASES], added)
    if errors := problems.too_long(t, typed, MOST_TEXT):
        return _again(request, found, typed, errors, "", 413)
    if fields.problems:
        fault = t("One of the ticks is not offered any more. Nothing was saved yet. Save again.")
        return _again(request, found, typed, {}, fault, 422)
    done = flare_plan.save(ctx, request.state.person, typed, fields.origin())
    if done is not None and done.outcome == "clash":
        fault = t("This was sent before with other words. Nothing was changed. Save again.")
        return _again(request, found, typed, {}, fault, 409)
    return RedirectResponse(f"{PLAN}?saved", 303)


def _again(
    request: Request,
    found: FlarePlan,
    typed: dict[str, str],
    errors: dict[str, str],
    fault: str,
    status: int,
) -> Response:
    ctx: Context = request.app.state.ctx
    op = _op(request, found)
    view = flare_view(text.of(request), ctx.catalogue, found, op, typed, errors, fault)
    return render.page(request, "rough_day/plan.html", view, status)


def _op(request: Request, found: FlarePlan) -> OperationFields:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        return forms.operation_fields(found.facts.today, zone_of(tx), tx.version())
