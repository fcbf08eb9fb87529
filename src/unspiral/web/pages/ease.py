"""The first door: the danger screen, where it is better, two minutes, and how it is now."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.planning.ease import PLACES
from unspiral.records.plan import Withheld
from unspiral.services import ease, screening
from unspiral.services.context import Context
from unspiral.web import render, text
from unspiral.web.forms import Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.views.ease import after_view, none_view, where_view

ANY = "any"
WHERE = "/ease/where"
ASK = f"/danger/next?for=comfort&next={WHERE}"


def start(request: Request) -> Response:
    """The danger screen first, when it is due; then where it is better."""
    return show_an_adult.instead(request) or RedirectResponse(_first(request) or WHERE, 303)


def where(request: Request) -> Response:
    """ "Where is it a little better?" One tap on a picture starts the two minutes."""
    if first := _first(request):
        return RedirectResponse(first, 303)
    ctx: Context = request.app.state.ctx
    found = ease.offer(ctx, request.state.person)
    view = where_view(found, ctx.catalogue, text.of(request))
    return render.page(request, "ease/where.html", view)


def go(request: Request) -> Response:
    """To the comfort that fits; nothing is stored. When none is left, that is said."""
    if first := _first(request):
        return RedirectResponse(first, 303)
    ctx: Context = request.app.state.ctx
    place = Fields(request.state.form).form.get("where")
    found = ease.offer(ctx, request.state.person, place)
    if isinstance(found.chosen, Withheld):
        view = none_view(found)
        return render.page(request, "ease/none.html", view)
    return RedirectResponse(
        f"/session/{found.chosen}?ease={place if place in PLACES else ANY}", 303
    )


def after(request: Request) -> Response:
    """Thanks for any answer, and three ways on. "Worse" has a page of its own."""
    ctx: Context = request.app.state.ctx
    if away := show_an_adult.instead(request):
        return away
    found = ease.offer(ctx, request.state.person)
    did = ctx.catalogue.techniques.get(request.query_params.get("did", ""))
    place = request.query_params.get("where", "")
    again = _session(did.id, place) if did else ""
    view = after_view(found, again, request.query_params.get("rated", ""), text.of(request))
    return render.page(request, "ease/after.html", view)


def _session(technique: str, place: str) -> str:
    return f"/session/{technique}?ease={place if place in PLACES else ANY}"


def _first(request: Request) -> str:
    """What comes before any comfort: help in an emergency, a missing danger screen, or ""."""
    ctx: Context = request.app.state.ctx
    decision = screening.decide(ctx, request.state.person)
    if "show_an_adult" in decision.open_features:
        return show_an_adult.HERE
    if decision.triage.told.value == "E":
        return "/danger/found"
    if screening.next_screen(decision, "comfort", ctx.catalogue.redflags):
        return ASK
    cleared = decision.clearance is not None and decision.clearance.covers("comfort")
    return "" if cleared else "/help-now"
