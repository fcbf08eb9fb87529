"""How we know: what stands behind each thing My loop says, and behind what it leaves unsaid."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.services.context import Context
from unspiral.services.measured import measured
from unspiral.web import render, text
from unspiral.web.views.how_we_know import how_view


def show(request: Request) -> Response:
    """The page; the same for everybody."""
    ctx: Context = request.app.state.ctx
    view = how_view(ctx.catalogue, measured(), text.of(request))
    return render.page(request, "how_we_know/page.html", view)
