"""My goal: see, change and finish it; and choose minutes, size and topics of a day."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.records.facts import Value
from unspiral.services import goals
from unspiral.services.context import Context
from unspiral.web import problems, render, text
from unspiral.web.forms import Fields, local_path
from unspiral.web.pages import show_an_adult
from unspiral.web.views.goals import goals_view

HERE = "/goals"


def show(request: Request) -> Response:
    """The goal and the choices. The person's own, so open at every level."""
    if away := show_an_adult.instead(request):
        return away
    return _page(request, saved="saved" in request.query_params)


def save(request: Request) -> Response:
    """Keep the words, and say so once they are on disk; what does not fit stays as typed."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    typed = {n: fields.form.get(n).replace("\r\n", "\n").strip() for n in goals.LINES}
    if errors := problems.too_long(text.of(request), typed, goals.MOST):
        return _page(request, typed, errors, status=413)
    done = goals.save(ctx, request.state.person, typed, fields.origin())
    if done is not None and done.outcome == "clash":
        fault = text.of(request)(
            "This was sent before with other words. Nothing was changed. Save again."
        )
        return _page(request, typed, fault=fault, status=409)
    return RedirectResponse(f"{HERE}?saved", 303)


def end(request: Request) -> Response:
    """The goal is reached, or let go; both leave room for another."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    goals.end(ctx, request.state.person, fields.form.get("how"), fields.origin())
    return RedirectResponse(HERE, 303)


def choose(request: Request) -> Response:
    """Keep one choice, and go back to where it was made. It is as easily undone."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    name, sent = fields.form.get("name"), fields.form.get("value")
    value: Value = int(sent) if name == goals.MINUTES and sent.isdecimal() else sent
    goals.choose(ctx, request.state.person, name, value, fields.origin())
    return RedirectResponse(local_path(fields.form.get("next"), HERE), 303)


def _page(
    request: Request,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    fault: str = "",
    saved: bool = False,
    status: int = 200,
) -> Response:
    ctx: Context = request.app.state.ctx
    now = goals.read(ctx, request.state.person)
    view = goals_view(now, ctx.catalogue, text.of(request), typed, errors, fault, saved)
    return render.page(request, "goals/page.html", view, status)
