"""On a phone that is not in yet: the code, and the certificate to trust. Nothing personal."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral import log
from unspiral.services import pairing
from unspiral.services.context import Context
from unspiral.services.pairing import HomeDoor
from unspiral.web import render, security, text
from unspiral.web.views.pair import pair_view, trust_view

# What both kinds of phone offer to install, rather than to show as text.
CERTIFICATE = "application/x-x509-ca-cert"
FILE_NAME = "unspiral-certificate.crt"


def ask(request: Request) -> Response:
    """A field for the code, for an icon on a home screen that cannot follow a link."""
    return _page(request)


def offered(request: Request) -> Response:
    """What the camera opened. Looking does not use the code up."""
    code = request.path_params["code"]
    if not _home(request).codes.fits(code, _caller(request)):
        return _page(request, 410, spent=True)
    return _page(request, code=code)


def accept(request: Request) -> Response:
    """Use the code up: this phone gets a session of its own."""
    ctx: Context = request.app.state.ctx
    sent = request.state.form
    home, name = _home(request), sent.get("name")
    if not home.codes.use(sent.get("code"), _caller(request)):
        return _page(request, 410, spent=True, name=name)
    (person,) = ctx.store.people()[:1]
    token = pairing.let_in(ctx, person, name, security.session_token(request))
    log.event("phone_paired", count=len(pairing.phones(ctx, person)))
    cookie = security.session_cookie(request, token)
    return RedirectResponse("/phone", 303, {"set-cookie": cookie})


def trust(request: Request) -> Response:
    """How this phone comes to trust the computer, and what does not work before."""
    return render.page(request, "phone/trust.html", trust_view(_home(request)))


def authority(request: Request) -> Response:
    """The certificate of the computer's own authority, to be installed."""
    # Not as an attachment: an iPhone would file it away and not offer to install it.
    headers = {"content-disposition": f'inline; filename="{FILE_NAME}"'}
    return Response(_home(request).certificate, 200, headers, CERTIFICATE)


def _page(
    request: Request, status: int = 200, code: str = "", spent: bool = False, name: str = ""
) -> Response:
    view = pair_view(text.of(request), code, spent, name)
    return render.page(request, "phone/pair.html", view, status)


def _home(request: Request) -> HomeDoor:
    home: HomeDoor = request.app.state.home
    return home


def _caller(request: Request) -> str:
    return request.client.host if request.client else ""
