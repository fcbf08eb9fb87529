"""The weekly step and its questions, the time to get up, and the page for the night."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.diary.night_entry import time_of_day
from unspiral.records.problem import Problem
from unspiral.services import library, sleep
from unspiral.services.context import Context
from unspiral.web import problems, render, text
from unspiral.web.forms import Fields
from unspiral.web.pages import show_an_adult
from unspiral.web.pages.sleep import HERE, look
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.sleep_night import night_view
from unspiral.web.views.sleep_week import rise_view, week_view

YES_NO = ("yes", "no")
STOPS = ("fall", "energy")  # a yes to one of these stops the programme at once


def show(request: Request) -> Response:
    """What the last week showed, what follows, and the questions while they are open."""
    if away := show_an_adult.instead(request):
        return away
    done = request.query_params.get("done", "")
    view = week_view(text.of(request), look(request), done=done)
    return render.page(request, "sleep/week.html", view)


def save(request: Request) -> Response:
    """Keep the weekly answers. A fall or unusual energy is kept whatever else was left out."""
    ctx: Context = request.app.state.ctx
    fields, t = Fields(request.state.form), text.of(request)
    told = {n: said for n in sleep.WEEKLY if (said := fields.choice(n, YES_NO, needed=True))}
    ticked = fields.ticks("holds", (*sleep.HOLDS, "none"), needed=True)
    stops = any(told.get(name) == "yes" for name in STOPS)
    if fields.problems and not stops:
        errors = {p.where: problems.sentence(t, p) for p in fields.problems}
        view = week_view(t, look(request), told, ticked, errors)
        return render.page(request, "sleep/week.html", view, 422)
    sleep.week(ctx, request.state.person, told, ticked, fields.origin())
    return RedirectResponse(HERE if stops else f"{HERE}/week?done=week", 303)


def rise(request: Request) -> Response:
    """The question of when to get up."""
    if away := show_an_adult.instead(request):
        return away
    return _rise(request)


def rise_save(request: Request) -> Response:
    """Keep the time to get up; what is no time of day stays in the form."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    typed = fields.form.get(sleep.RISE).strip()
    minutes = time_of_day(typed)
    if minutes is None:
        fault = problems.sentence(text.of(request), Problem("not_a_time", sleep.RISE))
        return _rise(request, typed, fault, 422)
    done = sleep.choose_rise(ctx, request.state.person, minutes, fields.origin())
    if done.outcome == "clash":
        fault = text.of(request)("This was sent before with another time. Save again.")
        return _rise(request, typed, fault, 409)
    return RedirectResponse(f"{HERE}?done=rise", 303)


def night(request: Request) -> Response:
    """For the evening and the night; a danger sign closes what it closes elsewhere."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    shut = library.reading(ctx, request.state.person).shut
    done = request.query_params.get("done", "")
    view = night_view(text.of(request), ctx.catalogue, look(request), shut, done)
    return render.page(request, "sleep/night.html", view)


def _rise(request: Request, typed: str = "", error: str = "", status: int = 200) -> Response:
    ctx: Context = request.app.state.ctx
    t, screen = text.of(request), ctx.catalogue.screens[sleep.RISE]
    say = ItemWords(t, "screens", screen.id)
    ask, why = say("ask", screen.ask), say("why", screen.why)
    view = rise_view(t, look(request), ask, why, typed, error)
    return render.page(request, "sleep/rise.html", view, status)
