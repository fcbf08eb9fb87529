"""Worry time: choose the hour, park a line at any time, and go through the lines."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.records.problem import Problem
from unspiral.services import thoughts, worries
from unspiral.services.context import Context
from unspiral.services.thoughts import Look
from unspiral.web import forms, problems, render, text
from unspiral.web.forms import MOST_TEXT, Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.pages.awake import park_worry
from unspiral.web.views.worry_time import HERE, Asked, worry_view

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
NIGHT_FROM, NIGHT_UNTIL = 21, 6  # hours near most people's night: asked about, never refused


def show(request: Request) -> Response:
    """The hour, the parked lines, and a field to park one more."""
    told = next((w for w in ("parked", "time", "through") if w in request.query_params), "")
    return _page(request, Asked(told=told))


def go(request: Request) -> Response:
    """The lines one by one, with three ways for each. No clock runs."""
    return _page(request, Asked(through=True))


def park(request: Request) -> Response:
    """Keep a few words until the next worry time."""
    t, fields = text.of(request), Fields(request.state.form)
    words = fields.form.get("worry").replace("\r\n", "\n")
    if len(words) > worries.MOST:
        values = {"have": len(words), "most": worries.MOST}
        error = problems.sentence(t, Problem("too_long", "worry", values=values))
        status = 413 if len(words) > MOST_TEXT else 422
        return _page(request, Asked(park=words, park_error=error), status)
    if not words.strip():
        return RedirectResponse(HERE, 303)
    if park_worry(request, fields.form, fields.origin_of("park")) == "clash":
        fault = t("This was sent before with other words. Nothing was changed. Send it again.")
        return _page(request, Asked(park=words, park_error=fault), 409)
    return RedirectResponse(f"{HERE}?parked", 303)


def keep_time(request: Request) -> Response:
    """Keep the daily time. One near the night is asked about first: some people sleep by day."""
    ctx: Context = request.app.state.ctx
    t, fields = text.of(request), Fields(request.state.form)
    typed = fields.form.get("time").strip()
    found = CLOCK.fullmatch(typed)
    if typed and found is None:
        error = t("Please write a time such as 17:30.")
        return _page(request, Asked(time=typed, time_error=error), 422)
    hour = int(found[1]) if found else 12
    near_night = not NIGHT_UNTIL <= hour < NIGHT_FROM
    if near_night and fields.form.get("sure") != "yes":
        error = t("That is near the night for most people. Two hours or more before bed is better.")
        return _page(request, Asked(time=typed, time_error=error, near_night=True), 422)
    time = f"{hour:02d}:{found[2]}" if found else ""
    worries.keep_time(ctx, request.state.person, time, fields.origin_of("time"))
    return RedirectResponse(f"{HERE}?time", 303)


def settle(request: Request) -> Response:
    """Keep what became of each line; a line without a choice waits on."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    found = worries.waiting(_look(request).worries)
    chosen = {worry.id: fields.form.get(f"w-{worry.id}") for worry in found}
    said = {name: value for name, value in chosen.items() if value}
    if any(fields.choice(f"w-{name}", worries.VERDICTS) is None for name in said):
        return _page(request, Asked(through=True, chosen=said), 422)
    worries.settle(ctx, request.state.person, said, fields.origin_of("through"))
    steps = [name for name, value in said.items() if value == worries.STEP]
    if steps:
        return RedirectResponse(f"/thoughts/sheet/problem-solving?worry={steps[0]}", 303)
    return RedirectResponse(f"{HERE}?through" if said else HERE, 303)


def _page(request: Request, asked: Asked, status: int = 200) -> Response:
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    found = _look(request)
    op = forms.operation_fields(found.today, found.zone, found.facts.version)
    view = worry_view(text.of(request), ctx.catalogue, found, asked, op)
    return render.page(request, "thoughts/worry_time.html", view, status)


def _look(request: Request) -> Look:
    return thoughts.look(request.app.state.ctx, request.state.person)
