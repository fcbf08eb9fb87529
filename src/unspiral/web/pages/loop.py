"""My loop: shown from what was worked out last; newer entries are worked out behind it."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.services import insights
from unspiral.services.context import Context
from unspiral.services.screening import decide
from unspiral.web import refresh, render, text
from unspiral.web.views.loop import loop_view


def show(request: Request) -> Response:
    """The ring, what may be said of it today, and what loosens each arrow."""
    ctx: Context = request.app.state.ctx
    person = request.state.person
    latest = insights.latest(ctx, person)
    if not latest.fresh:
        latest = _newer(request, ctx, person, latest)
    view = loop_view(latest, decide(ctx, person).clearance, ctx.catalogue, text.of(request))
    return render.page(request, "loop/page.html", view)


def _newer(request: Request, ctx: Context, person: str, latest: insights.Latest) -> insights.Latest:
    """Ask for the newest reading in the background; without one, work it out now."""
    if refresh.ask(request):
        return latest
    insights.refresh(ctx, person)
    return insights.latest(ctx, person)
