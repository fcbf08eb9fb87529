"""Comfort sessions on this device: keep them by choice, play them, ask whether they may stay."""

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from unspiral.services import comfort, voice
from unspiral.services.context import Context
from unspiral.services.sessions import Session
from unspiral.web import render, text
from unspiral.web.pages.awake import BLANK
from unspiral.web.views.ask_first import ask_first
from unspiral.web.views.comfort import ComfortView, comfort_view
from unspiral.web.views.session import Around, PlayerView, player_view

HERE = "/comfort"
FRESH = {"cache-control": "no-store"}


def show(request: Request) -> Response:
    """What is kept here, as the script finds it; the same page for everybody."""
    view: ComfortView = comfort_view(text.of(request), bool(request.state.person))
    return render.page(request, "comfort/page.html", view)


def state(request: Request) -> Response:
    """Whether a copy may stay, and whether it is of what is known now."""
    kept = _kept(request)
    version = kept.clearance.facts_version if kept.clearance else None
    return JSONResponse({"open": kept.clearance is not None, "version": version}, headers=FRESH)


def pages(request: Request) -> Response:
    """Every address of a copy, what it was cleared for, and until when; or that it is closed."""
    kept = _kept(request)
    if kept.clearance is None or kept.until is None or not kept.sessions:
        return JSONResponse({"open": False}, headers=FRESH)
    ctx: Context = request.app.state.ctx
    t = text.of(request)
    views = {
        one.technique.id: player_view(one, ctx.catalogue, t, _around(request))
        for one in kept.sessions
    }
    sounds = [view.sound.url for view in views.values()]
    document = {
        "open": True,
        "version": kept.clearance.facts_version,
        "cleared": round(kept.clearance.minted_at.timestamp() * 1000),
        "until": round(kept.until.timestamp() * 1000),
        "urls": [*(f"{HERE}/{name}" for name in views), *sounds],
        "sounds": sounds,
        "made": f"{ctx.catalogue.hash}.{t.language}.{_around(request).voice}",
        "sessions": [
            {"href": f"{HERE}/{name}", "title": view.title, "length": view.length}
            for name, view in views.items()
        ],
    }
    return JSONResponse(document, headers=FRESH)


def play(request: Request) -> Response:
    """One session that may be kept, with the danger screen before it at every start."""
    ctx: Context = request.app.state.ctx
    view = _view(request, request.path_params["technique"])
    view = replace(view, op=BLANK, start_op=BLANK)  # each playing is an entry of its own
    first = ask_first(ctx.catalogue, text.of(request), play=True, kept=True)
    return render.page(request, "session/player.html", view, headers=FRESH, first=first)


def _view(request: Request, name: str) -> PlayerView:
    ctx: Context = request.app.state.ctx
    found: list[Session] = [s for s in _kept(request).sessions if s.technique.id == name]
    if not found:
        raise HTTPException(404)
    return player_view(found[0], ctx.catalogue, text.of(request), _around(request))


def _kept(request: Request) -> comfort.Kept:
    return comfort.for_person(request.app.state.ctx, request.state.person)


def _around(request: Request) -> Around:
    """By day: one copy serves all themes, so it is made for the plain one."""
    engine = voice.engine(text.of(request).language)
    return Around(voice=engine.name if engine else "")
