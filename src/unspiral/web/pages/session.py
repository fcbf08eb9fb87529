"""The session player: decide, show, and keep how it started and ended."""

from typing import Literal
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.planning.ease import PLACES
from unspiral.records.plan import Withheld
from unspiral.services import session_audio, sessions, voice
from unspiral.services.context import Context
from unspiral.services.sessions import Session
from unspiral.web import media, render, text
from unspiral.web.forms import Fields, Form
from unspiral.web.pages.ease import ANY
from unspiral.web.views.session import Around, player_view, skin_view, withheld_view, worse_view
from unspiral.web.views.session_words import said

HELP = "/help-now"
NIGHT, AWAKE = "night", "awake"
NEXT_SCREEN = "/danger/next"
WORDED = frozenset(
    {"caution", "gentle_only", "held_at_todays_level", "neck_only", "meditation_rests"}
    | {"level_below_first", "not_started_here"}
)


def show(request: Request) -> Response:
    """The session of one technique, or the way to what comes before it."""
    session = _session(request)
    if isinstance(session.script, Withheld):
        return instead(request, session, session.script)
    ctx: Context = request.app.state.ctx
    t = text.of(request)
    engine = voice.engine(t.language)
    around = Around(
        started=request.query_params.get("started") == "1",
        night=render.theme_of(request) == NIGHT,
        awake=request.query_params.get("from") == AWAKE,
        voice=engine.name if engine else "",
    )
    view = player_view(session, ctx.catalogue, t, around)
    return render.page(request, "session/player.html", view)


def audio(request: Request) -> Response:
    """The same session as one audio file, under the same decision; nothing of it is kept."""
    session = _session(request)
    if isinstance(session.script, Withheld) or session.clearance is None:
        raise HTTPException(404)
    t, asked = text.of(request), request.query_params
    recording = session_audio.record(
        session.script,
        session.clearance,
        said(session.script, t),
        t.language,
        night=asked.get("night") == "1",
        speak=asked.get("voice") != "0",
    )
    return media.answer(request, recording.flac, session_audio.MEDIA_TYPE, recording.key)


def start(request: Request) -> Response:
    """Keep that warmth was switched on, then show the session."""
    ctx: Context = request.app.state.ctx
    session = _session(request)
    if isinstance(session.script, Withheld):
        return instead(request, session, session.script)
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
    return RedirectResponse(after(name, fields.form), 303)


def after(name: str, form: Form) -> str:
    """Where the end of a session leads, from its form or from the outbox."""
    rated, awake = form.get("rated"), form.get("from") == AWAKE
    if form.get("worse") == "1" or rated == "worse":
        return f"/session/{name}/worse" + ("?from=awake" if awake else "")
    if awake:
        return "/awake"
    place = form.get("ease")
    place = place if place in PLACES else ANY if place else ""
    shown = f"/ease/after?{urlencode({'did': name, 'rated': rated, 'where': place})}"
    return shown if place else "/today"


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
    name, asked = request.path_params["technique"], request.query_params
    ease, breath = asked.get("ease", ""), asked.get("breath", "")
    found = sessions.begin(ctx, request.state.person, name, tired, side, ease, breath)
    if found is None:
        raise HTTPException(404)
    return found


def instead(request: Request, session: Session, withheld: Withheld) -> Response:
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
