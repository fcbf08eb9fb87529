"""My loop: shown from what was worked out last; newer entries are worked out behind it."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.services import insights
from unspiral.services.context import Context
from unspiral.services.measured import measured
from unspiral.services.screening import decide, help_before
from unspiral.web import refresh, render, text
from unspiral.web.pages import show_an_adult
from unspiral.web.views.loop import loop_view


def show(request: Request) -> Response:
    """The ring, what may be said of it today, and what may loosen each arrow."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    person, t = request.state.person, text.of(request)
    latest = insights.latest(ctx, person)
    if not latest.fresh:
        latest = _newer(request, ctx, person, latest)
    decision = decide(ctx, person)
    help_ = help_before(decision)
    view = loop_view(latest, decision.clearance, ctx.catalogue, t, help_, measured())
    return render.page(request, "loop/page.html", view)


def _newer(request: Request, ctx: Context, person: str, latest: insights.Latest) -> insights.Latest:
    """Ask for the newest reading in the background; without one, work it out now."""
    if refresh.ask(request):
        return latest
    insights.refresh(ctx, person)
    return insights.latest(ctx, person)
