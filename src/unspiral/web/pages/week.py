"""The week in review: what was noted, plainly, beside the week before."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.services import week
from unspiral.services.context import Context
from unspiral.web import refresh, render, text
from unspiral.web.pages import show_an_adult
from unspiral.web.views.week import week_view


def show(request: Request) -> Response:
    """The last seven diary days. Newer entries are read behind it; nobody waits."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    now = week.look_back(ctx, request.state.person)
    if not now.fresh:
        refresh.ask(request)
    return render.page(request, "week/page.html", week_view(now, ctx.catalogue, text.of(request)))
