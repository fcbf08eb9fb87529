"""My data: what is kept, taking it home, copies, and erasing. Open at every level and age."""

from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral import log
from unspiral.records.problem import Problem
from unspiral.services import erase, proof
from unspiral.services.context import Context, today_now
from unspiral.services.export import to_stream
from unspiral.services.export_form import file_name
from unspiral.web import problems, render, security, text
from unspiral.web.download import Download
from unspiral.web.report_file import usual
from unspiral.web.views.my_data import ErasedView, my_data_view

PAGE = "/me/data"
NO_PROOF = 403
# "cookies" would take those of every other program on localhost along: cookies know no ports.
FORGET = '"cache", "storage"'


def show(request: Request) -> Response:
    """Everything one can do with one's own data."""
    return _page(request)


def code(request: Request) -> Response:
    """Six digits in the terminal and in the folder, to be typed here."""
    proof.new_code(request.app.state.ctx)
    return RedirectResponse(f"{PAGE}#proof", 303)


def prove(request: Request) -> Response:
    """Take the digits; then this browser may go on for ten minutes."""
    ctx: Context = request.app.state.ctx
    if proof.typed(ctx, security.session_token(request), request.state.form.get("digits")):
        return RedirectResponse(PAGE, 303)
    return _page(request, 422, digits="wrong_digits")


def export(request: Request) -> Response:
    """The export as a download. It is written to a nameless file and gone when it is sent."""
    ctx: Context = request.app.state.ctx
    if not proof.is_fresh(ctx, security.session_token(request)):
        return _page(request, NO_PROOF, digits="needs_proof")
    with ctx.store.read(request.state.person) as tx:
        name = file_name(today_now(ctx, tx))
    stream = _nameless(ctx)
    try:
        to_stream(ctx, request.state.person, stream, usual)
    except BaseException:
        stream.close()
        raise
    log.event("exported")
    return Download(stream, name, "application/zip")


def erase_all(request: Request) -> Response:
    """Erase in seven days, or now; now needs its line ticked."""
    ctx: Context = request.app.state.ctx
    if not proof.is_fresh(ctx, security.session_token(request)):
        return _page(request, NO_PROOF, digits="needs_proof")
    when = request.state.form.get("when")
    if when == "week":
        erase.ask(ctx, request.state.person)
        return RedirectResponse(f"{PAGE}#erase", 303)
    if when != "now" or request.state.form.get("sure") != "yes":
        return _page(request, 422, sure="tick_to_erase")
    done = erase.carry_out(ctx, request.state.person)
    request.app.state.desk.forget(request.state.person)
    return _gone(request, done)


def keep(request: Request) -> Response:
    """Take an erase back: everything stays. No proof is asked for keeping."""
    erase.take_back(request.app.state.ctx, request.state.person)
    return RedirectResponse(f"{PAGE}#erase", 303)


def _page(request: Request, status: int = 200, digits: str = "", sure: str = "") -> Response:
    """The page; `digits` and `sure` are the problem with the one field or the other."""
    ctx: Context = request.app.state.ctx
    t = text.of(request)
    token = security.session_token(request)
    with ctx.store.read(request.state.person) as tx:
        view = my_data_view(
            t,
            tx,
            ctx.settings.data,
            today_now(ctx, tx),
            fresh=proof.is_fresh(ctx, token),
            code_waits=ctx.proofs.waits(ctx.clock()),
            waiting=erase.waiting(ctx, request.state.person),
            digits_error=problems.sentence(t, Problem(digits, "digits")) if digits else "",
            sure_error=problems.sentence(t, Problem(sure, "sure")) if sure else "",
        )
    return render.page(request, "me/data.html", view, status)


def _gone(request: Request, done: erase.Erased) -> Response:
    """The last page: this browser forgets, and it says what is not in our hands."""
    ctx: Context = request.app.state.ctx
    request.state.person = ""
    view = ErasedView(str(ctx.settings.data), done.left)
    headers = {
        "clear-site-data": FORGET,
        "set-cookie": security.session_cookie(request, "", 0),
    }
    log.event("erased")
    return render.page(request, "me/erased.html", view, headers=headers)


def _nameless(ctx: Context) -> BinaryIO:
    """A file in the data folder that nobody else can open and that is gone with us."""
    if not ctx.settings.data.is_dir():  # nothing is kept on this disk
        return BytesIO()
    folder = ctx.settings.data
    return cast(BinaryIO, TemporaryFile(dir=folder, prefix="export-", suffix=".part"))
