"""The front door: to the two doors before set-up, to today after it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.services.context import Context

SET_UP_WHEN = "birth_year"


def front(request: Request) -> Response:
    """303 to `/welcome` until the set-up has been begun, then to `/today`.

    A copy of somebody's diary holds no set-up: it opens with what it is.
    """
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        begun = SET_UP_WHEN in tx.answers()
    first = "/demo" if ctx.demo and ctx.demo.kind == "copy" else "/welcome"
    return RedirectResponse("/today" if begun else first, 303)
