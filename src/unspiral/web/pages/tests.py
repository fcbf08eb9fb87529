"""Fair tests: the list of questions, one question's page, its start, its days, its end."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.catalogue.types import TrialQuestion
from unspiral.errors import Refused
from unspiral.records.problem import Problem
from unspiral.screening.trial_gate import SCREEN
from unspiral.services import library, trial_answers, trials
from unspiral.services.context import Context
from unspiral.web import problems, render, text
from unspiral.web.forms import Fields, local_path
from unspiral.web.pages import show_an_adult
from unspiral.web.views.trial import Typed, trial_view
from unspiral.web.views.trials import trials_view

HERE = "/tests"


def listed(request: Request) -> Response:
    """Every question of the closed list, and the test that is on."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    now = trials.look(ctx, request.state.person)
    view = trials_view(text.of(request), ctx.catalogue, now)
    return render.page(request, "tests/list.html", view)


def show(request: Request) -> Response:
    """One question: before it starts, while it runs, or what it came to."""
    return show_an_adult.instead(request) or _page(request)


def start(request: Request) -> Response:
    """Begin it. What was left out or ticked comes back with the page."""
    ctx: Context = request.app.state.ctx
    question, fields = _question(request), Fields(request.state.form)
    screen = ctx.catalogue.screens[SCREEN]
    lines = (*(choice.id for choice in screen.choices), trials.NONE)
    weeks = fields.choice("weeks", tuple(trial_answers.LENGTHS), needed=True)
    ticked = fields.ticks("tick", lines, needed=True)
    t = text.of(request)
    if fields.problems:
        sentence = problems.sentence(t, Problem("please_choose", "tick"))
        return _page(request, Typed(weeks or "", ticked, sentence), 422)
    try:
        trials.start(ctx, request.state.person, question.id, weeks or "", ticked, fields.origin())
    except Refused:
        return _page(request, Typed(weeks or "", ticked), 409)
    return RedirectResponse(f"{HERE}/{question.id}", 303)


def day(request: Request) -> Response:
    """Keep whether the thing was done today."""
    ctx: Context = request.app.state.ctx
    question, fields = _question(request), Fields(request.state.form)
    done = fields.form.get("done")
    trials.mark(ctx, request.state.person, question.id, done, fields.origin())
    back = local_path(fields.form.get("next"), f"{HERE}/{question.id}")
    return RedirectResponse(back, 303)


def stop(request: Request) -> Response:
    """Stop it; after "This made me worse" the page that asks about danger signs comes."""
    ctx: Context = request.app.state.ctx
    question, fields = _question(request), Fields(request.state.form)
    worse = fields.form.get("worse") == "yes"
    trials.stop(ctx, request.state.person, question.id, fields.origin(), worse=worse)
    here = f"{HERE}/{question.id}"
    return RedirectResponse(f"/session/{question.technique}/worse" if worse else here, 303)


def document(request: Request) -> Response:
    """The newest test of this question as one file, once it is over."""
    ctx: Context = request.app.state.ctx
    if away := show_an_adult.instead(request):
        return away
    now = trials.look(ctx, request.state.person)
    run = trials.latest(now, _question(request).id)
    held = trial_answers.document(run, now.facts) if run else ""
    if not held:
        raise HTTPException(404)
    headers = {"content-disposition": 'attachment; filename="fair-test.json"'}
    return Response(held, media_type="application/json", headers=headers)


def _question(request: Request) -> TrialQuestion:
    ctx: Context = request.app.state.ctx
    question = ctx.catalogue.trial_questions.get(request.path_params["trial"])
    if question is None or question.status == "retired":
        raise HTTPException(404)
    return question


def _page(request: Request, typed: Typed | None = None, status: int = 200) -> Response:
    ctx: Context = request.app.state.ctx
    question = _question(request)
    now = trials.look(ctx, request.state.person)
    reasons = trials.why_closed(ctx, now, question)
    view = trial_view(
        text.of(request),
        ctx.catalogue,
        now,
        question,
        reasons,
        trials.care(ctx, now, question),
        () if reasons else trial_answers.chances(now.facts, question),
        typed,
        shut="programme" in library.reading(ctx, request.state.person).shut,
    )
    return render.page(request, "tests/page.html", view, status)
