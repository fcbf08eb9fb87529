"""Questionnaires: the list, taking one, what it came to, and the agreements before mood forms."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.catalogue.types import Questionnaire
from unspiral.records.problem import Problem
from unspiral.services import forms_due, forms_taken
from unspiral.services.context import Context
from unspiral.services.forms_taken import Look
from unspiral.web import form_answers, help_first, problems, render, text
from unspiral.web.form_answers import Posted
from unspiral.web.forms import Fields
from unspiral.web.pages import away, show_an_adult
from unspiral.web.pages.help_now import country_of
from unspiral.web.views.form_result import result_view
from unspiral.web.views.form_take import agree_view, take_view
from unspiral.web.views.forms_shelf import AT, shelf_view
from unspiral.web.views.help_now import help_view

SHELF = "/check-up/forms"
YES_NO = ("yes", "no")
ASKED = "asked_again"  # the page has said once what has no answer


def shelf(request: Request) -> Response:
    """The list of forms."""
    ctx, look = _look(request)
    view = shelf_view(text.of(request), ctx.catalogue, look)
    return away.instead(request, look.decision) or render.page(request, "check_up/forms.html", view)


def agree(request: Request) -> Response:
    """Keep a yes or a no to questions on mood, or to question 9; each as easy as the other."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    which, said = fields.form.get("which"), fields.form.get("agree")
    if said in YES_NO:
        person, yes = request.state.person, said == "yes"
        forms_taken.agree(ctx, person, which, yes, fields.origin())
    wanted = fields.form.get("form")
    known = said == "yes" and wanted in ctx.catalogue.questionnaires
    return RedirectResponse(AT + wanted if known else SHELF, 303)


def not_now(request: Request) -> Response:
    """Leave what is due until the next time round."""
    ctx: Context = request.app.state.ctx
    forms_due.not_now(ctx, request.state.person, Fields(request.state.form).origin())
    return RedirectResponse("/today", 303)


def ask(request: Request) -> Response:
    """One form to fill in, after the agreement it needs."""
    _, look = _look(request)
    form, t = _form(request), text.of(request)
    if other := away.instead(request, look.decision):
        return other
    if which := forms_taken.agreement_missing(form, look.facts):
        agreeing = agree_view(t, form, which, look)
        return render.page(request, "check_up/forms_agree.html", agreeing)
    return render.page(request, "check_up/forms_take.html", take_view(t, form, look))


def save(request: Request) -> Response:
    """Keep one form. An answer that calls for help comes before every check and every page."""
    form = _form(request)
    posted = form_answers.read(form, request.state.form)
    if forms_taken.calls_for_help(form, posted.given):
        return _help(request, form, posted)
    ctx, look = _look(request)
    if "show_an_adult" in look.decision.open_features:
        return RedirectResponse(show_an_adult.HERE, 303)
    if forms_taken.agreement_missing(form, look.facts):
        return RedirectResponse(AT + form.id, 303)
    missing = forms_taken.missing(form, posted.given)
    fields = Fields(request.state.form)
    if posted.problems or (missing and not fields.form.get(ASKED)):
        return _again(request, form, look, posted.problems, missing)
    if not posted.given:
        return RedirectResponse(SHELF, 303)  # opened and left: nothing was told
    forms_taken.record(ctx, request.state.person, form, posted.given, fields.origin())
    return RedirectResponse(f"{AT}{form.id}/result", 303)


def result(request: Request) -> Response:
    """The newest result and those before it; without one, the form itself."""
    ctx, look = _look(request)
    form, t = _form(request), text.of(request)
    if other := away.instead(request, look.decision):
        return other
    taken = forms_taken.history(form, look.facts)
    if not taken:
        return RedirectResponse(AT + form.id, 303)
    lines = help_view(t, ctx.catalogue.crisis_lines, country_of(request), ctx.clock().date()).lines
    line = lines[0] if lines else None
    view = result_view(t, form, ctx.catalogue.questionnaires, taken, look, line)
    return render.page(request, "check_up/forms_result.html", view)


def _help(request: Request, form: Questionnaire, posted: Posted) -> Response:
    """People first: the answer is kept if it can be, and the page is shown either way."""
    ctx: Context = request.app.state.ctx
    origin = Fields(request.state.form).origin()
    try:
        forms_taken.tell(ctx, request.state.person, form, posted.given, origin)
    except Exception as error:  # no fault of ours may stand before help
        problems.note(request, error)
        return help_first.page(request, 503, kept=False)
    return help_first.page(request)


def _again(
    request: Request,
    form: Questionnaire,
    look: Look,
    wrong: tuple[Problem, ...],
    missing: tuple[str, ...],
) -> Response:
    unread = {problem.where for problem in wrong}
    left = tuple(name for name in missing if name not in unread)
    view = take_view(text.of(request), form, look, request.state.form, wrong, left)
    return render.page(request, "check_up/forms_take.html", view, 422)


def _look(request: Request) -> tuple[Context, Look]:
    ctx: Context = request.app.state.ctx
    return ctx, forms_taken.look(ctx, request.state.person)


def _form(request: Request) -> Questionnaire:
    ctx: Context = request.app.state.ctx
    form = ctx.catalogue.questionnaires.get(request.path_params["form"])
    if form is None or form.status == "retired":
        raise HTTPException(404)
    return form
