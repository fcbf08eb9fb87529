"""On the computer: a code that lets a phone in, the phones that are in, and their end."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral import log
from unspiral.services import pairing
from unspiral.services.context import Context
from unspiral.services.pairing import HomeDoor
from unspiral.web import render, security, text
from unspiral.web.views.phone import phone_view


def show(request: Request) -> Response:
    """The phones that may come in, and how another one does."""
    return _page(request)


def code(request: Request) -> Response:
    """A fresh code, shown once; only to somebody who has just come in by the terminal's link."""
    home: HomeDoor | None = request.app.state.home
    if home is None:
        raise HTTPException(404)
    if not _fresh(request):
        return _page(request, 403)
    return _page(request, code=home.codes.make())


def remove(request: Request) -> Response:
    """End one phone's session."""
    ctx: Context = request.app.state.ctx
    pairing.remove(ctx, request.state.person, request.state.form.get("phone"))
    log.event("phone_removed", count=len(pairing.phones(ctx, request.state.person)))
    return RedirectResponse("/phone", 303)


def _page(request: Request, status: int = 200, code: str = "") -> Response:
    ctx: Context = request.app.state.ctx
    view = phone_view(
        text.of(request),
        request.app.state.home,
        ctx.settings.data,
        pairing.phones(ctx, request.state.person),
        _fresh(request),
        code,
    )
    return render.page(request, "phone/page.html", view, status)


def _fresh(request: Request) -> bool:
    return pairing.is_fresh(request.app.state.ctx, security.session_token(request))
