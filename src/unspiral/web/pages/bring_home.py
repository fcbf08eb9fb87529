"""A diary from a pocket build comes home: read in the browser, sent through /sync."""

from starlette.requests import Request
from starlette.responses import Response

from unspiral.web import render
from unspiral.web.pages import show_an_adult
from unspiral.web.views.bring_home import BringHomeView


def show(request: Request) -> Response:
    """The place to drop the file."""
    if away := show_an_adult.instead(request):
        return away
    return render.page(request, "bring_home/page.html", BringHomeView("unspiral-diary.json"))
