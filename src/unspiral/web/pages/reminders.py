"""Reminders: choose them, turn them off, the calendar file, and the private address of it."""

import json
import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.errors import BadInput, UnspiralError
from unspiral.services import reminders
from unspiral.services.context import Context
from unspiral.services.reminders import CHANNELS, Reminders
from unspiral.web import render, security, text
from unspiral.web.forms import Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.views.reminders import reminders_view, shown

HERE = "/reminders"
CALENDAR_TYPE = "text/calendar; charset=utf-8"
FILE_NAME = "page.ics"  # says nothing of health
DUE = timedelta(minutes=10)  # a browser that looks a little late still shows it


class AddressEnded(UnspiralError):
    """A private address that was ended or replaced, or that never was."""

    code = "address_ended"
    status = 410


def show(request: Request) -> Response:
    """What is chosen, and when the next one comes."""
    if away := show_an_adult.instead(request):
        return away
    return _page(request, saved="saved" in request.query_params)


def choose(request: Request) -> Response:
    """Keep a time and a yes or no to each channel."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    at, channels = fields.form.get("time").strip()[:5], fields.ticks("channel", CHANNELS)
    try:
        reminders.choose(ctx, request.state.person, at, channels, fields.origin())
    except BadInput:
        t = text.of(request)
        fault = t("Please give a time as in 19:00. Nothing was changed.")
        return _page(request, typed=fields.form.get("time"), error=fault, status=422)
    return RedirectResponse(f"{HERE}?saved", 303)


def off(request: Request) -> Response:
    """Everything off, with one tap."""
    ctx: Context = request.app.state.ctx
    reminders.off(ctx, request.state.person, Fields(request.state.form).origin())
    return RedirectResponse(f"{HERE}?saved", 303)


def address(request: Request) -> Response:
    """Open a private address, which is shown this once; or end the one there is."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    if fields.form.get("act") == "end":
        reminders.close_feed(ctx, request.state.person, fields.origin())
        return RedirectResponse(f"{HERE}#address", 303)
    secret = fields.form.get("secret")
    reminders.open_feed(ctx, request.state.person, secret, fields.origin())
    base = f"{request.url.scheme}://{request.headers['host']}"
    return _page(request, address=f"{base}/calendar/{secret}.ics")


def upcoming(request: Request) -> Response:
    """For reminders.js: the next moments in this browser, one that is due now among them."""
    ctx: Context = request.app.state.ctx
    now = reminders.read(ctx, request.state.person, grace=DUE)
    coming = now.coming[:2] if reminders.BROWSER in now.since else ()
    words = shown(text.of(request))
    said = {
        "coming": [{"day": one.day.isoformat(), "at": one.at.isoformat()} for one in coming],
        "title": words.title,
        "note": words.note,
    }
    return Response(json.dumps(said), 200, media_type="application/json")


def file(request: Request) -> Response:
    """The calendar as a file to add by hand; only for those who said yes to it."""
    ctx: Context = request.app.state.ctx
    if away := show_an_adult.instead(request):
        return away
    now = reminders.read(ctx, request.state.person)
    if reminders.CALENDAR not in now.since:
        return RedirectResponse(HERE, 303)
    return _calendar(request, now, request.state.person, "attachment")


def feed(request: Request) -> Response:
    """The calendar behind a private address; made up, replaced and ended ones look alike."""
    ctx: Context = request.app.state.ctx
    found = reminders.by_secret(ctx, request.path_params["secret"])
    if found is None:
        raise AddressEnded("This address opens nothing.")
    return _calendar(request, found.reminders, found.person, "inline")


def _calendar(request: Request, now: Reminders, person: str, how: str) -> Response:
    from unspiral.services.calendar_file import calendar_bytes  # slow to import, and rarely needed

    body = calendar_bytes(now.coming, reminders.owner(person), now.set_on, shown(text.of(request)))
    headers = {"content-disposition": f'{how}; filename="{FILE_NAME}"'}
    return Response(body, 200, headers, media_type=CALENDAR_TYPE)


def _page(
    request: Request,
    address: str = "",
    typed: str = "",
    error: str = "",
    saved: bool = False,
    status: int = 200,
) -> Response:
    ctx: Context = request.app.state.ctx
    now = reminders.read(ctx, request.state.person)
    secret = secrets.token_urlsafe(32)
    home = security.at_home_door(request)
    view = reminders_view(now, text.of(request), secret, address, typed, error, saved, home)
    return render.page(request, "reminders/page.html", view, status)
