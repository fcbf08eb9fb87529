"""The clinician's page: shown, chosen and saved as PDF. What is chosen and typed is kept nowhere.

A choice travels in the body of a form, never in an address: it may hold words about health.
"""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from unspiral.records.problem import Problem
from unspiral.records.report import ITEM9, MOOD_ITEMS, MOST_NAME, MOST_WORDS, PARTS, WEEKS, Parts
from unspiral.services import report
from unspiral.services.context import Context
from unspiral.services.report import ReportNow
from unspiral.web import pdf_file, problems, refresh, render, text
from unspiral.web.forms import Fields, Form
from unspiral.web.pages import show_an_adult
from unspiral.web.views.report import Errors, choose_view, report_view


def show(request: Request) -> Response:
    """The page with the usual parts. The person's own data, so open at every level."""
    return show_an_adult.instead(request) or _page(request, Parts())


def chosen(request: Request) -> Response:
    """The page with the parts that were chosen; a field that cannot be used leads back."""
    if away := show_an_adult.instead(request):
        return away
    parts, errors, visit = _read(request)
    if errors != Errors():
        return _form(request, parts, errors, visit, status=422)
    return _page(request, parts)


def choose(request: Request) -> Response:
    """The form, with the usual parts or as it was filled in before."""
    if away := show_an_adult.instead(request):
        return away
    parts, errors, visit = _read(request)
    return _form(request, parts, errors, visit)


def file(request: Request) -> Response:
    """The same page as PDF, under a name that says nothing of health."""
    if away := show_an_adult.instead(request):
        return away
    parts, errors, visit = _read(request)
    if errors != Errors():
        return _form(request, parts, errors, visit, status=422)
    now = _now(request, parts)
    view = report_view(now, _ctx(request).catalogue, text.of(request), _made(request))
    name = f"summary-{now.report.today.isoformat()}.pdf"
    return pdf_file.answer(request, view.document, name)


def _page(request: Request, parts: Parts) -> Response:
    now = _now(request, parts)
    if not now.fresh:
        refresh.ask(request)
    view = report_view(now, _ctx(request).catalogue, text.of(request), _made(request))
    return render.page(request, "report/page.html", view)


def _form(
    request: Request, parts: Parts, errors: Errors, visit: str, status: int = 200
) -> Response:
    now = _now(request, parts)
    view = choose_view(now, _ctx(request).catalogue, text.of(request), errors, visit)
    return render.page(request, "report/choose.html", view, status)


def _ctx(request: Request) -> Context:
    ctx: Context = request.app.state.ctx
    return ctx


def _now(request: Request, parts: Parts) -> ReportNow:
    return report.read(_ctx(request), request.state.person, parts)


def _made(request: Request) -> datetime:
    """The day alone: the same page gives the same file all day."""
    return _ctx(request).clock().replace(hour=0, minute=0, second=0, microsecond=0)


def _read(request: Request) -> tuple[Parts, Errors, str]:
    """The choice in a posted form, what is wrong with it, and the day as typed.

    Without a form it is the usual choice. What is not known is left out, never added.
    """
    form: Form | None = getattr(request.state, "form", None)
    if form is None or form.get("sent") != "yes":
        return Parts(), Errors(), ""
    fields, t = Fields(form), text.of(request)
    typed = {
        "questions": form.get("questions").replace("\r\n", "\n").strip(),
        "name": " ".join(form.get("name").split()),
    }
    visit = fields.day("visit")
    most = {"questions": MOST_WORDS, "name": MOST_NAME}
    long = {n: problems.too_long(t, {n: typed[n]}, most[n]).get(n, "") for n in typed}
    bad_day = problems.sentence(t, Problem("not_a_date", "visit")) if fields.problems else ""
    mood = {q.id for q in _ctx(request).catalogue.questionnaires.values() if q.mood}
    private = set(form.all("private"))
    weeks = next((n for n in WEEKS if str(n) == form.get("weeks")), Parts().weeks)
    parts = Parts(
        weeks=weeks,
        shown=frozenset(form.all("part")) & frozenset(PARTS),
        mood_forms=frozenset(private & mood),
        items=frozenset(private & set(MOOD_ITEMS)),
        item9=ITEM9 in private,
        notes=frozenset(form.all("note")),
        visit=visit,
        **typed,
    )
    return parts, Errors(visit=bad_day, **long), form.get("visit")
