"""Help for everybody, always: no session, no script, and no store needed."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.errors import UnspiralError
from unspiral.services.context import Context
from unspiral.web import render, text
from unspiral.web.views.help_now import help_view


def show(request: Request) -> Response:
    """Help for the country asked for, else the person's own."""
    ctx: Context = request.app.state.ctx
    country = request.query_params.get("country") or country_of(request)
    view = help_view(text.of(request), ctx.catalogue.crisis_lines, country, ctx.clock().date())
    return render.page(request, "help_now/page.html", view)


def country_of(request: Request) -> str:
    """The country the person gave, or "": a broken store must never keep help away."""
    ctx: Context = request.app.state.ctx
    if not request.state.person:
        return ""
    try:
        with ctx.store.read(request.state.person) as tx:
            answer = tx.answers().get("country")
    except UnspiralError:
        return ""
    return str(answer.value) if answer else ""
