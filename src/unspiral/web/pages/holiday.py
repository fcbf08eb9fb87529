"""A tracking holiday: any time, for as long as one likes, and over with one tap."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.records.problem import Problem
from unspiral.services import holiday
from unspiral.services.context import Context
from unspiral.web import problems, render, text
from unspiral.web.forms import Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.views.holiday import holiday_view

HERE = "/holiday"


def show(request: Request) -> Response:
    """What it changes, and how long. Nothing is preset."""
    return show_an_adult.instead(request) or _page(request)


def start(request: Request) -> Response:
    """Begin one; a length has to be chosen."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    length = fields.choice("length", (*holiday.WEEKS, holiday.OPEN), needed=True)
    if length is None:
        t = text.of(request)
        return _page(request, problems.sentence(t, Problem("not_a_choice", "length")), 422)
    holiday.start(ctx, request.state.person, length, fields.origin())
    return RedirectResponse(HERE, 303)


def end(request: Request) -> Response:
    """Back, with one tap: Today says that nothing is lost."""
    ctx: Context = request.app.state.ctx
    holiday.end(ctx, request.state.person, Fields(request.state.form).origin())
    return RedirectResponse("/today", 303)


def _page(request: Request, error: str = "", status: int = 200) -> Response:
    ctx: Context = request.app.state.ctx
    now = holiday.read(ctx, request.state.person)
    view = holiday_view(now, text.of(request), error)
    return render.page(request, "holiday/page.html", view, status)
