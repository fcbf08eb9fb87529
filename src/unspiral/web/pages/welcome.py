"""The two doors: ease it now, or make a plan."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.services import setup
from unspiral.services.context import Context
from unspiral.web import render, text
from unspiral.web.pages import show_an_adult
from unspiral.web.views.welcome import welcome_view


def show(request: Request) -> Response:
    """Both doors; the second says when a plan was begun before."""
    ctx: Context = request.app.state.ctx
    if away := show_an_adult.instead(request):
        return away
    place = setup.where(ctx, request.state.person)
    view = welcome_view(text.of(request), place)
    return render.page(request, "welcome/page.html", view)
