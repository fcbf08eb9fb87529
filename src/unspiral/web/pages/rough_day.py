"""A rough day: say so once; then the danger screen, two minutes of comfort, and a lighter Today."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.planning.history import History
from unspiral.services import plans
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.web import forms, render, text
from unspiral.web.forms import Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.views.rough_day import rough_view


def show(request: Request) -> Response:
    """What a rough day changes, and one button that keeps it."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
        op = forms.operation_fields(facts.today, zone, tx.version())
    already = History(facts.history, facts.events).bad_day(facts.today)
    return render.page(request, "rough_day/page.html", rough_view(text.of(request), already, op))


def keep(request: Request) -> Response:
    """Keep that today is rough; the danger screen comes back before anything else."""
    ctx: Context = request.app.state.ctx
    plans.bad_day(ctx, request.state.person, Fields(request.state.form).origin())
    return RedirectResponse("/ease", 303)
