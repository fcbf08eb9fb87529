"""Today: the plan and the taps on it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.services import beside, forms_due, plans, trials
from unspiral.services.context import Context
from unspiral.web import render, text
from unspiral.web.forms import Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.views.today import today_view
from unspiral.web.views.trial_today import trial_today


def show(request: Request) -> Response:
    """Today's page, decided anew at every look."""
    ctx: Context = request.app.state.ctx
    if away := show_an_adult.instead(request):
        return away
    day = plans.today(ctx, request.state.person)
    due = forms_due.minutes(*forms_due.due_today(ctx, request.state.person))
    around = beside.read(ctx, request.state.person, day.decision)
    t, tested = text.of(request), trials.look(ctx, request.state.person)
    view = today_view(day, ctx.catalogue, t, around, due, trial_today(t, tested))
    return render.page(request, "today/page.html", view)


def act(request: Request) -> Response:
    """One tap on one item. The buttons send "kind" or "kind:value"."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    kind, _, value = fields.form.get("act").partition(":")
    technique = fields.form.get("technique")
    plans.act(ctx, request.state.person, kind, technique, value, fields.origin())
    if value == plans.LEG_FURTHER:
        return RedirectResponse("/danger?next=/today", 303)
    worse = kind == "made_worse" or value == "worse"
    return RedirectResponse(f"/session/{technique}/worse" if worse else "/today", 303)
