"""The sleep programme: where it stands, the buttons that change it, the nights, and the evening."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.services import sleep
from unspiral.services.context import Context
from unspiral.services.operations import Origin
from unspiral.services.sleep import SleepNow
from unspiral.store.base import Applied
from unspiral.web import render, text
from unspiral.web.forms import Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.pages.sleep_questions import ask_on
from unspiral.web.views.sleep import hub_view
from unspiral.web.views.sleep_nights import nights_view

HERE = "/sleep"
Verb = Callable[[Context, str, Origin], Applied]
# What the buttons do. Each is its own operation; pressed twice, or from an old page, it is one.
VERBS: Mapping[str, Verb] = {
    "begin_window": lambda ctx, person, origin: sleep.begin(ctx, person, "window", origin),
    "begin_compression": lambda ctx, person, origin: sleep.begin(
        ctx, person, "compression", origin
    ),
    "stop": sleep.stop,
    "finish": sleep.finish,
    "keep": sleep.keep_length,
    "hold": sleep.hold,
    "lay_down": sleep.lay_down,
}
BACK = {"lay_down": "/sleep/tonight", "hold": "/sleep/week"}


def show(request: Request) -> Response:
    """The hub. At E and D help comes first; what was noted stays to see."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    now = look(request)
    done = request.query_params.get("done", "")
    view = hub_view(text.of(request), ctx.catalogue, now, ask_on(ctx, now), done)
    return render.page(request, "sleep/hub.html", view)


def press(request: Request) -> Response:
    """Do what one button says, and come back. A button that is not known changes nothing."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    do = fields.form.get("do")
    if do not in VERBS:
        return RedirectResponse(HERE, 303)
    VERBS[do](ctx, request.state.person, fields.origin())
    return RedirectResponse(f"{BACK.get(do, HERE)}?done={do}", 303)


def nights(request: Request) -> Response:
    """The nights as pictures, in words and as a table; open at every level."""
    if away := show_an_adult.instead(request):
        return away
    view = nights_view(text.of(request), look(request))
    return render.page(request, "sleep/nights.html", view)


def look(request: Request) -> SleepNow:
    """The programme as it stands."""
    return sleep.look(request.app.state.ctx, request.state.person)
