"""Learn: shelves, search and every page of the library. Reading is open, starting asks the gate."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from unspiral.services import library
from unspiral.services.context import Context
from unspiral.web import render, text
from unspiral.web.forms import Fields
from unspiral.web.pages.help_now import country_of
from unspiral.web.views import library as lists
from unspiral.web.views.learn import claim_view, technique_view
from unspiral.web.views.lesson import lesson_view, pattern_view


def show(request: Request) -> Response:
    """The search field and the shelves."""
    ctx: Context = request.app.state.ctx
    help_ = _reading(request).help
    view = lists.shelves_view(text.of(request), ctx.catalogue, help_)
    return render.page(request, "learn/shelves.html", view)


def shelf(request: Request) -> Response:
    """Everything on one shelf."""
    ctx: Context = request.app.state.ctx
    name = request.path_params["shelf"]
    if name not in lists.SHELVES:
        raise HTTPException(404)
    view = lists.shelf_view(text.of(request), ctx.catalogue, name, _reading(request).help)
    return render.page(request, "learn/shelf.html", view)


def search(request: Request) -> Response:
    """What was found. Posted, so that what was typed stands in no address and no log."""
    ctx: Context = request.app.state.ctx
    t = text.of(request)
    query = Fields(request.state.form).text("q").strip() if request.method == "POST" else ""
    found = library.find(ctx.catalogue, query, t.language, t.content) if query else None
    return render.page(request, "learn/search.html", lists.search_view(t, ctx.catalogue, found))


def claim(request: Request) -> Response:
    """One claim: what is true, what people may have heard, what to do instead."""
    ctx: Context = request.app.state.ctx
    found = _item(ctx.catalogue.claims, request, "claim")
    view = claim_view(text.of(request), ctx.catalogue, found, _reading(request).help)
    return render.page(request, "learn/claim.html", view)


def technique(request: Request) -> Response:
    """One technique with its dose, grades, cautions and sources."""
    ctx: Context = request.app.state.ctx
    found = _item(ctx.catalogue.techniques, request, "technique")
    view = technique_view(text.of(request), ctx.catalogue, found, _reading(request))
    return render.page(request, "learn/technique.html", view)


def lesson(request: Request) -> Response:
    """One lesson; the one about finding help with the registers of the person's country."""
    ctx: Context = request.app.state.ctx
    found = _item(ctx.catalogue.lessons, request, "lesson")
    country, help_ = country_of(request), _reading(request).help
    view = lesson_view(text.of(request), ctx.catalogue, found, country, help_)
    return render.page(request, "learn/lesson.html", view)


def pattern(request: Request) -> Response:
    """One pattern of pain, to read about; nothing about the reader."""
    ctx: Context = request.app.state.ctx
    found = _item(ctx.catalogue.patterns, request, "pattern")
    view = pattern_view(text.of(request), ctx.catalogue, found, _reading(request).help)
    return render.page(request, "learn/lesson.html", view)


def _reading(request: Request) -> library.Reading:
    return library.reading(request.app.state.ctx, request.state.person)


def _item(items: Mapping[str, Any], request: Request, place: str) -> Any:
    found = items.get(request.path_params[place])
    if found is None:
        raise HTTPException(404)
    return found
