"""What a demo folder holds: the truth beside what was found, or which diary was copied."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from unspiral.services import demo, insights
from unspiral.services.context import Context
from unspiral.services.screening import decide, help_before
from unspiral.web import refresh, render, text
from unspiral.web.pages import show_an_adult
from unspiral.web.views.demo import demo_view


def show(request: Request) -> Response:
    """The page that only a demo folder has."""
    ctx: Context = request.app.state.ctx
    person, t = request.state.person, text.of(request)
    if ctx.demo is None:
        raise HTTPException(404)
    if away := show_an_adult.instead(request):
        return away
    told = demo.story(ctx, person)
    latest = insights.latest(ctx, person)
    if not latest.fresh and not refresh.ask(request):
        insights.refresh(ctx, person)
        latest = insights.latest(ctx, person)
    found = latest.insights
    links = demo.beside(ctx, person, told.truth, found) if told and told.truth and found else ()
    help_ = help_before(decide(ctx, person))
    view = demo_view(ctx.demo, told, links, latest.fresh, help_, ctx.catalogue, t)
    return render.page(request, "demo/page.html", view)
