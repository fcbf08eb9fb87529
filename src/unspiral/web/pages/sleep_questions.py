"""The questions before the sleep programme, one screen at a time, and what they come to."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.catalogue.types import Screen
from unspiral.errors import BadInput
from unspiral.records.problem import Problem
from unspiral.records.triage import Decision, Level
from unspiral.screening.sleep_gate import MOOD_FORM, OWN_SCREENS
from unspiral.services import screening, sleep
from unspiral.services.context import Context
from unspiral.services.sleep import SleepNow
from unspiral.web import forms, problems, render, text
from unspiral.web.forms import Fields, OperationFields
from unspiral.web.pages import away
from unspiral.web.pages.danger import FOUND
from unspiral.web.views.sleep_questions import answer_view, question_view

HERE = "/sleep/questions"
ANSWER, HUB = "/sleep/answer", "/sleep"
TALK = "/help-now/talk"
FIRST = f"/danger/next?for=standard&next={HERE}"  # what comes before any movement is asked first


def go(request: Request) -> Response:
    """To the next question, or to what the answers come to; a programme that runs goes on."""
    now = _look(request)
    runs = now.programme.state in sleep.ASKS
    place = ask_on(request.app.state.ctx, now) or (HUB if runs else ANSWER)
    return away.instead(request, now.decision) or RedirectResponse(place, 303)


def ask(request: Request) -> Response:
    """One screen; nothing is preset, also when it was answered before."""
    screen = _screen(request)
    now = _look(request)
    return away.instead(request, now.decision) or _page(request, screen, now)


def save(request: Request) -> Response:
    """Keep one screen and go on. Thoughts of dying lead to people, whatever else was ticked."""
    ctx: Context = request.app.state.ctx
    screen = _screen(request)
    fields = Fields(request.state.form)
    ticked = fields.form.all("tick")
    chosen = tuple(name for name in ticked if name != "none") or ticked
    before = screening.decide(ctx, request.state.person)
    try:
        after = sleep.answer(ctx, request.state.person, screen.id, chosen, fields.origin())
    except BadInput:
        error = problems.sentence(text.of(request), Problem("please_tick", screen.id))
        return _page(request, screen, _look(request), chosen, error)
    if sleep.calls_for_help(screen.id, chosen):
        return RedirectResponse(TALK, 303)
    return RedirectResponse(_onward(ctx, before, after, _look(request)), 303)


def answer(request: Request) -> Response:
    """The window, the gentler way or neither, with the reasons, and what there is instead."""
    ctx: Context = request.app.state.ctx
    now = _look(request)
    if other := away.instead(request, now.decision):
        return other
    view = answer_view(text.of(request), ctx.catalogue, now, ask_on(ctx, now))
    return render.page(request, "sleep/answer.html", view)


def ask_on(ctx: Context, now: SleepNow) -> str:
    """Where the next question is; "" when nothing is left to ask, or no answer could open it."""
    if screening.next_screen(now.decision, "standard", ctx.catalogue.redflags):
        return FIRST
    if now.gate.neither or not now.gate.unanswered:
        return ""
    name = now.gate.unanswered[0]
    if name in OWN_SCREENS:
        return f"{HERE}/{name}"
    return f"/check-up/forms/{name}" if name == MOOD_FORM else f"/danger/{name}?next={HERE}"


def _onward(ctx: Context, before: Decision, after: Decision, now: SleepNow) -> str:
    """Help first; what should be seen within days when it is new; then the next question."""
    if after.triage.told in screening.SHUT:
        return FOUND
    if _within_days(after) - _within_days(before):
        return f"{FOUND}?next={HERE}"
    return ask_on(ctx, now) or ANSWER


def _within_days(decision: Decision) -> set[str]:
    """The flags that were told at W."""
    return {
        finding.flag
        for finding in decision.triage.findings
        if finding.level is Level.WITHIN_DAYS and finding.state in ("open", "unsure")
    }


def _page(
    request: Request,
    screen: Screen,
    now: SleepNow,
    ticked: tuple[str, ...] = (),
    error: str = "",
) -> Response:
    view = question_view(text.of(request), screen, _op(request, now), ticked, error)
    return render.page(request, "sleep/question.html", view, 422 if error else 200)


def _screen(request: Request) -> Screen:
    ctx: Context = request.app.state.ctx
    name = request.path_params["question"]
    if name not in OWN_SCREENS:
        raise HTTPException(404)
    return ctx.catalogue.screens[name]


def _look(request: Request) -> SleepNow:
    return sleep.look(request.app.state.ctx, request.state.person)


def _op(request: Request, now: SleepNow) -> OperationFields:
    return forms.operation_fields(now.facts.today, now.zone, now.facts.version)
