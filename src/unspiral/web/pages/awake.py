"""Awake at night: Ease, Stay, Get up, and a worry parked until morning."""

import hashlib

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.records.triage import Decision, Level
from unspiral.services import screening, talk, thoughts
from unspiral.services.context import Context, today_now, zone_of
from unspiral.services.ease import made_worse
from unspiral.services.night_voice import night_voice
from unspiral.services.operations import Origin, write
from unspiral.services.session_audio import MEDIA_TYPE
from unspiral.web import forms, media, render, text
from unspiral.web.forms import Fields, Form, OperationFields
from unspiral.web.pages import show_an_adult
from unspiral.web.views import awake as views
from unspiral.web.views.awake import AwakeView

VOICE = "/awake/voice.flac"
LONGEST_WORRY = 500
BLANK = OperationFields("", "", "")


def show(request: Request) -> Response:
    """The three words. Kept for when the computer is off, so open without a session, too."""
    if request.state.person and (away := show_an_adult.instead(request)):
        return away
    return _page(request, "open", parked="parked" in request.query_params)


def stay(request: Request) -> Response:
    """Black, with one line of help; one touch brings the words back."""
    return _page(request, "stay")


def get_up(request: Request) -> Response:
    """How to be up for a while, or to sit up in bed, which counts as well."""
    return _page(request, "up")


def ease(request: Request) -> Response:
    """Positions, once the one danger screen has been answered tonight."""
    ctx: Context = request.app.state.ctx
    decision = screening.decide(ctx, request.state.person)
    if decision.clearance is None and decision.triage.told is not Level.EMERGENCY:
        return RedirectResponse("/danger/next?for=comfort&next=/awake/ease", 303)
    return _page(request, "ease", decision)


def park(request: Request) -> Response:
    """Keep a few words until morning. Nobody reads them, and they are never scored."""
    fields = Fields(request.state.form)
    park_worry(request, fields.form, fields.origin())
    return RedirectResponse("/awake?parked", 303)


def park_worry(request: Request, form: Form, origin: Origin) -> str:
    """Write one parked worry, from the form or from the outbox; what became of it."""
    ctx: Context = request.app.state.ctx
    words = Fields(form).text("worry", LONGEST_WORRY).strip()
    if not words:
        return "applied"
    return write(ctx, request.state.person, "worry", origin, note=words).outcome


def voice(request: Request) -> Response:
    """The quiet voice as one sound file. It asks nothing of the body, so anybody may hear it."""
    t = text.of(request)
    found = night_voice(t.language, t)
    key = hashlib.sha256(found.flac).hexdigest()[:32]
    return media.answer(request, found.flac, MEDIA_TYPE, key)


def _page(
    request: Request, part: str, decision: Decision | None = None, parked: bool = False
) -> Response:
    ctx: Context = request.app.state.ctx
    t = text.of(request)
    if decision is None and request.state.person:
        decision = screening.decide(ctx, request.state.person)
    # What a browser keeps is of nobody: the careful order, no picture that needs a clearance.
    kept = "x-kept" in request.headers
    cleared = decision.clearance if decision and not kept else None
    closed = decision is not None and decision.triage.told is Level.EMERGENCY
    up, eases = part == "up", part == "ease" and cleared is not None
    worse = made_worse(ctx, request.state.person) if cleared else frozenset[str]()
    view = AwakeView(
        part=part,
        closed=closed,
        positions=views.positions(t, ctx.catalogue, cleared, worse=worse) if eases else (),
        breathing=eases and views.BREATHING not in worse,
        sitting=views.positions(t, ctx.catalogue, cleared, (views.SIT_UP,)) if up else (),
        rising=views.rising(t, ctx.catalogue, cleared) if up else (),
        sit_first=views.may_fall(cleared),
        thoughts=views.thoughts(t, ctx.catalogue) if _may_think(decision) and not kept else (),
        voice="" if closed else VOICE,
        said="" if closed else views.said(night_voice(t.language, t)),
        parked=parked,
        talk=parked and talk.told_in(ctx.catalogue, _last_words(request)),
        line="" if kept or closed else thoughts.own_line(ctx, request.state.person, "awake"),
        op=_op(request),
    )
    return render.page(request, "awake/page.html", view)


def _may_think(decision: Decision | None) -> bool:
    """Whether the card of sleep thoughts is open: not while dark thoughts or a sign are."""
    cleared = decision.clearance if decision else None
    return cleared is not None and cleared.covers("standard") and not _dark(decision)


def _dark(decision: Decision | None) -> bool:
    return decision is not None and decision.dark_thoughts


def _last_words(request: Request) -> str:
    """What was written last today, read anew: that it held a phrase is kept nowhere."""
    ctx: Context = request.app.state.ctx
    if not request.state.person:
        return ""
    with ctx.store.read(request.state.person) as tx:
        notes = tx.notes(today_now(ctx, tx))
    return notes[-1][1] if notes else ""


def _op(request: Request) -> OperationFields:
    """Blank on a copy that is kept: the script fills it in at the time of use."""
    ctx: Context = request.app.state.ctx
    if not request.state.person or "x-kept" in request.headers:
        return BLANK
    with ctx.store.read(request.state.person) as tx:
        return forms.operation_fields(today_now(ctx, tx), zone_of(tx), tx.version())
