"""On a phone that was let in: what is left to do, and how to leave."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral import log
from unspiral.services import entry, pairing
from unspiral.services.context import Context
from unspiral.web import render, security, text
from unspiral.web.views.phone import this_phone_view


def show(request: Request) -> Response:
    """What this phone is called, whether it works alone, and the icon on its home screen."""
    ctx: Context = request.app.state.ctx
    held = pairing.phone_of(ctx, request.state.person, security.session_token(request))
    view = this_phone_view(text.of(request), request.app.state.home, held)
    return render.page(request, "phone/this_phone.html", view)


def leave(request: Request) -> Response:
    """End this phone's own session."""
    ctx: Context = request.app.state.ctx
    entry.end_session(ctx, security.session_token(request))
    log.event("phone_removed", count=len(pairing.phones(ctx, request.state.person)))
    return RedirectResponse("/pair", 303, {"set-cookie": security.session_cookie(request, "", 0)})
