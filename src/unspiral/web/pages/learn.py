"""Learn: the list, one claim, one technique. Reading is open; starting asks the gate."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from unspiral.services.context import Context
from unspiral.web import render, text
from unspiral.web.views.learn import claim_view, learn_view, technique_view


def show(request: Request) -> Response:
    """All there is to read."""
    ctx: Context = request.app.state.ctx
    return render.page(request, "learn/list.html", learn_view(text.of(request), ctx.catalogue))


def claim(request: Request) -> Response:
    """One claim: what is true, what people may have heard, what to do instead."""
    ctx: Context = request.app.state.ctx
    found = ctx.catalogue.claims.get(request.path_params["claim"])
    if found is None:
        raise HTTPException(404)
    view = claim_view(text.of(request), ctx.catalogue, found)
    return render.page(request, "learn/claim.html", view)


def technique(request: Request) -> Response:
    """One technique with its dose, grades, cautions and sources."""
    ctx: Context = request.app.state.ctx
    found = ctx.catalogue.techniques.get(request.path_params["technique"])
    if found is None:
        raise HTTPException(404)
    view = technique_view(text.of(request), ctx.catalogue, found)
    return render.page(request, "learn/technique.html", view)
