"""What the service worker keeps: a page that says so, a blank check-in, ease after asking."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from unspiral.records.triage import Level
from unspiral.screening.compiled import compile_rules
from unspiral.screening.gate import maybe_emergency
from unspiral.services import screening
from unspiral.services.context import Context
from unspiral.web import render, text
from unspiral.web.views.ask_first import ask_first
from unspiral.web.views.awake import PositionView, positions
from unspiral.web.views.offline import OfflineDangerView, OfflineView, blank_checkin


def show(request: Request) -> Response:
    """The page that stands in for every page that cannot be reached."""
    t = text.of(request)
    doors = (
        ("/danger/offline", t("Ease it now"), t("Two minutes, as you are.")),
        ("/checkin/blank", t("Write it down"), t("It is kept here and sent later.")),
        ("/awake", t("Awake at night"), t("Three words, in the dark.")),
        ("/comfort", t("Kept sessions"), t("If you chose to keep some here.")),
    )
    return render.page(request, "offline/page.html", OfflineView(doors))


def checkin(request: Request) -> Response:
    """The check-in with nothing in it; the script names the day at the time of use."""
    ctx: Context = request.app.state.ctx
    view = blank_checkin(ctx.catalogue, text.of(request))
    return render.page(request, "checkin/page.html", view)


def danger(request: Request) -> Response:
    """The danger screen that works alone: any tick leads to help, None to a little ease."""
    ctx: Context = request.app.state.ctx
    view = OfflineDangerView(
        first=ask_first(ctx.catalogue, text.of(request)),
        positions=_comfort(request),
        closed=_closed(request),
    )
    return render.page(request, "offline/danger.html", view)


def rules(request: Request) -> Response:
    """The safety rules as the browser's twin reads them, with their hash."""
    ctx: Context = request.app.state.ctx
    return JSONResponse(compile_rules(ctx.catalogue), headers={"cache-control": "no-cache"})


def _comfort(request: Request) -> tuple[PositionView, ...]:
    """Positions for a person whom the gate has cleared for comfort; nobody else's page has any."""
    ctx: Context = request.app.state.ctx
    if not request.state.person:
        return ()
    clearance = screening.decide(ctx, request.state.person).clearance
    return positions(text.of(request), ctx.catalogue, clearance)


def _closed(request: Request) -> str:
    """Why no answer given on the device alone may open ease; "" when one may."""
    ctx: Context = request.app.state.ctx
    if not request.state.person:
        return ""
    decision = screening.decide(ctx, request.state.person)
    if "show_an_adult" in decision.open_features:
        return "adult"
    grave = decision.triage.told is Level.EMERGENCY
    grave = grave or bool(maybe_emergency(decision.triage, ctx.catalogue))
    return "sign" if grave else ""
