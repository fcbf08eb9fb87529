"""The person's own page for when poor nights come back: to write, to read, to print."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.services import sleep_again
from unspiral.services.context import Context, zone_of
from unspiral.services.sleep_again import AgainPage
from unspiral.web import forms, problems, render, text
from unspiral.web.forms import MOST_TEXT, Fields, OperationFields
from unspiral.web.pages import show_an_adult
from unspiral.web.views.sleep_again import again_view

HERE = "/sleep/again"


def show(request: Request) -> Response:
    """The five lines as they were kept."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    held = sleep_again.read(ctx, request.state.person)
    saved = "saved" in request.query_params and bool(held.words)
    view = again_view(text.of(request), ctx.catalogue, held, _op(request, held), saved=saved)
    return render.page(request, "sleep/again.html", view)


def save(request: Request) -> Response:
    """Keep the page, and say so once it is on disk; what does not fit stays as it was typed."""
    ctx: Context = request.app.state.ctx
    t, fields = text.of(request), Fields(request.state.form)
    held = sleep_again.read(ctx, request.state.person)
    typed = {name: fields.form.get(name).replace("\r\n", "\n") for name in sleep_again.LINES}
    if errors := problems.too_long(t, typed, MOST_TEXT):
        return _again(request, held, typed, errors, "", 413)
    done = sleep_again.save(ctx, request.state.person, typed, fields.origin())
    if done is not None and done.outcome == "clash":
        fault = t("This was sent before with other words. Nothing was changed. Save again.")
        return _again(request, held, typed, {}, fault, 409)
    return RedirectResponse(f"{HERE}?saved", 303)


def _again(
    request: Request,
    held: AgainPage,
    typed: dict[str, str],
    errors: dict[str, str],
    fault: str,
    status: int,
) -> Response:
    ctx: Context = request.app.state.ctx
    op = _op(request, held)
    view = again_view(text.of(request), ctx.catalogue, held, op, typed, errors, fault)
    return render.page(request, "sleep/again.html", view, status)


def _op(request: Request, held: AgainPage) -> OperationFields:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        return forms.operation_fields(held.facts.today, zone_of(tx), tx.version())
