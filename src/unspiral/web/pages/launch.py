"""The one-use link from the terminal, and the form token for scripts."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from unspiral.errors import UnspiralError
from unspiral.services import entry, erase
from unspiral.web import security


class LaunchSpent(UnspiralError):
    """The link was used before, is too old, or never was one."""

    code = "launch_spent"
    status = 410


def open_link(request: Request) -> Response:
    """Use up the link, set the session cookie, and go to the start."""
    if request.method == "HEAD":  # a look ahead must not use it up
        return Response(status_code=204)
    token = entry.open_launch(request.app.state.ctx, request.path_params["token"])
    if token is None:
        raise LaunchSpent("This link has been used or is too old.")
    return RedirectResponse("/", 303, {"set-cookie": security.session_cookie(request, token)})


def token(request: Request) -> Response:
    """The form token of this session, and a name for its owner that says nothing about them."""
    owner = erase.owner_name(request.state.person)
    return JSONResponse({"token": security.form_token(request), "owner": owner})
