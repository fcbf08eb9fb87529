"""The page for dark thoughts: it needs no script and no store, and comes before any score.

Whoever posts an answer that calls for help sees this page, whatever becomes of the answer: a
database that cannot be reached, a page that is too old, a session that has ended.
"""

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from unspiral.errors import UnspiralError
from unspiral.services import forms_taken, screening
from unspiral.services.context import Context
from unspiral.web import form_answers, render, text
from unspiral.web.forms import Form, OperationFields
from unspiral.web.pages.help_now import country_of
from unspiral.web.views.help_now import help_view
from unspiral.web.views.talk import TalkView

TALK = "/help-now/talk"
FORMS = "/check-up/forms/"
MIND = "/sleep/questions/sleep_mind"


def called(request: Request) -> bool:
    """Whether what was posted calls for help: an answer of a questionnaire, or a button."""
    sent: Form | None = getattr(request.state, "form", None)
    ctx: Context = request.app.state.ctx
    if sent is None:
        return False
    if request.url.path == MIND:
        return "dark" in sent.all("tick")
    if request.url.path == TALK:
        return sent.get("how") in ("help_tap", "plan")
    form = ctx.catalogue.questionnaires.get(request.url.path.removeprefix(FORMS))
    return form is not None and forms_taken.calls_for_help(
        form, form_answers.read(form, sent).given
    )


def unsaved(request: Request, status: int) -> Response:
    """The page when what was told could not be kept; the gate stays closed meanwhile."""
    ctx: Context = request.app.state.ctx
    forms_taken.remember_unsaved(ctx, getattr(request.state, "person", ""))
    return page(request, status, kept=False)


def page(request: Request, status: int = 200, kept: bool = True) -> Response:
    """The page itself. `kept` False says that the answer was not saved."""
    ctx: Context = request.app.state.ctx
    today = ctx.clock().date()
    country = request.query_params.get("country") or country_of(request)
    view = TalkView(
        help=help_view(text.of(request), ctx.catalogue.crisis_lines, country, today),
        open=_is_open(request),
        buttons=bool(request.state.person) and "x-kept" not in request.headers,
        kept=kept and not _waits(request),
        ops=tuple(OperationFields(str(uuid4()), "", "") for _ in range(3)),
    )
    return render.page(request, "help_now/talk.html", view, status)


def _is_open(request: Request) -> bool:
    """Whether the path is open; when that cannot be known, it is taken to be."""
    ctx: Context = request.app.state.ctx
    if not request.state.person or "x-kept" in request.headers:
        return False  # what a browser keeps says nothing of anybody
    try:
        decision = screening.decide(ctx, request.state.person)
    except UnspiralError:
        return True
    return decision.dark_thoughts or _waits(request)


def _waits(request: Request) -> bool:
    """Whether something this person told is not on disk yet; a page to be kept never says so."""
    ctx: Context = request.app.state.ctx
    if "x-kept" in request.headers:
        return False
    return forms_taken.UNSAVED in ctx.unsaved_signs.get(request.state.person, set())
