"""The session player: decide, show, and keep how it started and ended."""

from typing import Literal
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.planning.ease import PLACES
from unspiral.records.plan import Withheld
from unspiral.services import sessions
from unspiral.services.context import Context
from unspiral.services.sessions import Session
from unspiral.web import render, text
from unspiral.web.forms import Fields
from unspiral.web.pages.ease import ANY
from unspiral.web.views.session import player_view, skin_view, withheld_view, worse_view

HELP = "/help-now"
NEXT_SCREEN = "/danger/next"
WORDED = frozenset(
    {"caution", "gentle_only", "held_at_todays_level", "neck_only", "meditation_rests"}
    | {"level_below_first", "not_started_here"}
)


def show(request: Request) -> Response:
    """The session of one technique, or the way to what comes before it."""
    session = _session(request)
    if isinstance(session.script, Withheld):
        return _instead(request, session, session.script)
    ctx: Context = request.app.state.ctx
    started = request.query_params.get("started") == "1"
    ease = request.query_params.get("ease", "")
    view = player_view(session, ctx.catalogue, text.of(request), started, ease)
    return render.page(request, "session/player.html", view)


def start(request: Request) -> Response:
    """Keep that warmth was switched on, then show the session."""
    ctx: Context = request.app.state.ctx
    session = _session(request)
    if isinstance(session.script, Withheld):
        return _instead(request, session, session.script)
    fields = Fields(request.state.form)
    name = session.technique.id
    sessions.started_heat(ctx, request.state.person, name, fields.origin())
    tired = "&tired=1" if fields.form.get("how") == "tired" else ""
    return RedirectResponse(f"/session/{name}?started=1{tired}", 303)


def end(request: Request) -> Response:
    """Keep the end. "Worse" gets thanks and the way to the danger signs."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    name, rated = request.path_params["technique"], fields.form.get("rated")
    worse = fields.form.get("worse") == "1"
    how = fields.form.get("how", "full")
    sessions.finish(ctx, request.state.person, name, how, rated, worse, fields.origin())
    if worse or rated == "worse":
        return RedirectResponse(f"/session/{name}/worse", 303)
    place = fields.form.get("ease")
    place = place if place in PLACES else ANY if place else ""
    after = f"/ease/after?{urlencode({'did': name, 'rated': rated, 'where': place})}"
    return RedirectResponse(after if place else "/today", 303)


def worse(request: Request) -> Response:
    """Thanks after "worse", and the question whether anything is new."""
    ctx: Context = request.app.state.ctx
    technique = ctx.catalogue.techniques.get(request.path_params["technique"])
    if technique is None:
        raise HTTPException(404)
    t = text.of(request)
    title = t.content("techniques", technique.id, "title", technique.title)
    return render.page(request, "session/worse.html", worse_view(title))


def skin(request: Request) -> Response:
    """The skin check after warmth whose end was missed."""
    session = _session(request)
    if not session.heat:
        raise HTTPException(404)
    return render.page(request, "session/skin.html", skin_view(session, text.of(request)))


def skin_checked(request: Request) -> Response:
    """Keep the skin check; marked skin leads to what to do."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    name, found = request.path_params["technique"], fields.form.get("found")
    sessions.check_skin(ctx, request.state.person, name, found, fields.origin())
    marked = found == "skin_check_marked"
    return RedirectResponse(f"/session/{name}/worse" if marked else "/today", 303)


def _session(request: Request) -> Session:
    ctx: Context = request.app.state.ctx
    tired = request.query_params.get("tired") == "1"
    side: Literal["left", "right"] = (
        "left" if request.query_params.get("side") == "left" else "right"
    )
    name = request.path_params["technique"]
    ease = request.query_params.get("ease", "")
    found = sessions.begin(ctx, request.state.person, name, tired, side, ease)
    if found is None:
        raise HTTPException(404)
    return found


def _instead(request: Request, session: Session, withheld: Withheld) -> Response:
    """Help first; then the missing screen; then the reason, in words."""
    if session.help_first:
        return RedirectResponse(HELP, 303)
    codes = {reason.code for reason in withheld.reasons}
    if session.to_ask and not codes & WORDED:
        scope = "comfort" if session.technique.scope == "comfort" else "standard"
        back = request.url.path
        return RedirectResponse(f"{NEXT_SCREEN}?for={scope}&next={back}", 303)
    view = withheld_view(session, withheld.reasons, text.of(request))
    return render.page(request, "session/withheld.html", view)
