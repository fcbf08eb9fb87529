"""Show this: cards to hand over."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.screening import gate
from unspiral.services.context import Context, facts_now
from unspiral.web import render, text
from unspiral.web.pages.help_now import country_of
from unspiral.web.views.show_this import show_this_view


def show(request: Request) -> Response:
    """One card for each open E, D or W finding."""
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        facts = facts_now(ctx, tx)
    triage = gate.assess(facts, ctx.catalogue).triage
    view = show_this_view(text.of(request), facts, triage, ctx.catalogue, country_of(request))
    return render.page(request, "show_this/page.html", view)
