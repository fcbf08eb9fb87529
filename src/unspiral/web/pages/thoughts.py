"""The thoughts course: its steps, its sheets, and the page that stops. Saving is never closed."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.catalogue.types import Worksheet
from unspiral.errors import BadInput
from unspiral.services import plans, sheets, talk, thoughts
from unspiral.services.context import Context
from unspiral.services.sheets import Entry, Words
from unspiral.services.thoughts import LADDER, LADDER_DAY, PROBLEM, Look
from unspiral.web import forms, render, sheet_answers, text
from unspiral.web.forms import Fields, Form, OperationFields
from unspiral.web.pages import show_an_adult
from unspiral.web.security import TOKEN_FIELD
from unspiral.web.views.sheet import Asked, sheet_view
from unspiral.web.views.thoughts import course_view, stop_view

STOP = "/thoughts/stop"
STOP_BUTTON = frozenset({TOKEN_FIELD, "do"})  # not part of the words that wait for a choice


def course(request: Request) -> Response:
    """The steps in order, each with what to expect, and what waits."""
    if away := show_an_adult.instead(request):
        return away
    ctx: Context = request.app.state.ctx
    view = course_view(text.of(request), ctx.catalogue, _look(request))
    return render.page(request, "thoughts/course.html", view)


def stop(request: Request) -> Response:
    """Eyes open, five things around; and what became of the words."""
    if away := show_an_adult.instead(request):
        return away
    told = next((word for word in ("kept", "thrown") if word in request.query_params), "")
    return render.page(
        request, "thoughts/stop.html", stop_view(text.of(request), _look(request), told)
    )


def sheet(request: Request) -> Response:
    """One sheet to write on, and those that were written; `?entry=` changes one of them."""
    if away := show_an_adult.instead(request):
        return away
    found, of = _look(request), _sheet(request)
    query = request.query_params
    entry = _known(found, of, query["entry"]) if "entry" in query else None
    told = next((word for word in ("saved", "removed", "back") if word in query), "")
    about = _about(found, of, query.get(told, "")) if told else None
    asked = Asked(
        entry=entry,
        told="erased" if "erased" in query else told if about else "",
        about=about,
        start=_start(found, of, query.get("worry", "")),
    )
    return _page(request, found, of, asked)


def save(request: Request) -> Response:
    """Keep a sheet, or stop: then the words wait for the choice to keep or to throw them away."""
    ctx: Context = request.app.state.ctx
    found, of = _look(request), _sheet(request)
    fields = Fields(_with_rung(request.state.form, found, of))
    do = fields.form.get("do")
    if do == "throw":
        return RedirectResponse(f"{STOP}?thrown", 303)
    if do == "stop":
        return _stopped(request, found, of, fields)
    entry = _known(found, of, fields.form.get("entry")) if fields.form.get("entry") else None
    words = sheet_answers.words(fields, of, needed=do != "keep")
    if fields.problems:
        asked = Asked(entry, typed=sheet_answers.typed(fields, of), faults=fields.problems)
        return _page(request, found, of, asked, sheet_answers.status(fields.problems))
    if do == "keep" and not words:
        return RedirectResponse(STOP, 303)
    done = () if do == "keep" else thoughts.counts_as(ctx.catalogue, of, words)
    origin, id_ = fields.origin(), entry.id if entry else ""
    applied = sheets.save(ctx, request.state.person, of, words, origin, id_, done)
    if applied.outcome == "clash":
        return _clash(request, found, of, entry, words)
    if do == "keep":
        return RedirectResponse(f"{STOP}?kept", 303)
    page = LADDER if of.id == LADDER_DAY and not entry else of.id
    return RedirectResponse(f"/thoughts/sheet/{page}?saved={id_ or origin.op_id}", 303)


def take_away(request: Request) -> Response:
    """Take a sheet out of sight, or bring it back."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    removed = fields.form.get("removed") != "no"
    found = sheets.find(_look(request).entries, fields.form.get("entry"))
    origin = fields.origin_of("remove", found.id, str(removed))
    sheets.remove(ctx, request.state.person, found.id, removed, origin)
    told = "removed" if removed else "back"
    return RedirectResponse(f"/thoughts/sheet/{found.sheet}?{told}={found.id}", 303)


def erase(request: Request) -> Response:
    """Erase one sheet for good."""
    ctx: Context = request.app.state.ctx
    found = sheets.find(_look(request).entries, request.state.form.get("entry"))
    sheets.erase(ctx, request.state.person, found.id)
    return RedirectResponse(f"/thoughts/sheet/{found.sheet}?erased", 303)


def worse(request: Request) -> Response:
    """Keep that a sheet made things worse; it rests, and the page asks whether anything is new."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    technique = fields.form.get("technique")
    if technique not in thoughts.techniques(ctx.catalogue):
        raise BadInput("This button is not known here.", "Nothing was changed.", "Go back.")
    plans.act(ctx, request.state.person, "made_worse", technique, "", fields.origin_of("worse"))
    return RedirectResponse(f"/session/{technique}/worse", 303)


def _look(request: Request) -> Look:
    return thoughts.look(request.app.state.ctx, request.state.person)


def _sheet(request: Request) -> Worksheet:
    ctx: Context = request.app.state.ctx
    found = ctx.catalogue.worksheets.get(request.path_params["sheet"])
    if found is None or found.status == "retired":
        raise HTTPException(404)
    return found


def _known(found: Look, of: Worksheet, entry: str) -> Entry:
    """An entry of this sheet; the same answer for one that is missing or of another sheet."""
    known = sheets.find(found.entries, entry)
    if known.sheet != of.id:
        raise HTTPException(404)
    return known


def _about(found: Look, of: Worksheet, entry: str) -> Entry | None:
    """The entry an address speaks of, when there is one: nothing is called saved that is not."""
    kinds = (of.id, LADDER_DAY) if of.id == LADDER else (of.id,)
    return next((one for one in found.entries if one.id == entry and one.sheet in kinds), None)


def _start(found: Look, of: Worksheet, worry: str) -> Words:
    """A problem may begin with the words of a parked worry."""
    words = (one.words for one in found.worries if one.id == worry and of.id == PROBLEM)
    return {"problem": next(words, "")}


def _with_rung(form: Form, found: Look, of: Worksheet) -> Form:
    """The day's form with the words of the chosen rung, where nothing else was typed."""
    rungs = thoughts.rungs(found) if of.id == LADDER_DAY else ()
    chosen = dict(zip(map(str, range(len(rungs))), rungs, strict=True)).get(form.get("rung"), "")
    if not chosen or form.get("did").strip():
        return form
    return Form({**form.values, "did": (chosen,)})


def _stopped(request: Request, found: Look, of: Worksheet, fields: Fields) -> Response:
    """Nothing is stored until the person says so."""
    ctx: Context = request.app.state.ctx
    typed = sheet_answers.typed(fields, of)
    if not typed:
        return RedirectResponse(STOP, 303)
    waiting = tuple(
        (name, value)
        for name, values in fields.form.values.items()
        for value in values
        if name not in STOP_BUTTON
    )
    heard = talk.told_in(ctx.catalogue, *typed.values())
    view = stop_view(text.of(request), found, "", f"/thoughts/sheet/{of.id}", waiting, heard)
    return render.page(request, "thoughts/stop.html", view)


def _clash(
    request: Request, found: Look, of: Worksheet, entry: Entry | None, words: Words
) -> Response:
    t = text.of(request)
    fault = t("This was sent before with other words. Nothing was changed. Save again.")
    return _page(request, found, of, Asked(entry, typed=words, fault=fault), 409)


def _page(
    request: Request, found: Look, of: Worksheet, asked: Asked, status: int = 200
) -> Response:
    ctx: Context = request.app.state.ctx
    view = sheet_view(text.of(request), ctx.catalogue, found, of, asked, _op(found))
    return render.page(request, "thoughts/sheet.html", view, status)


def _op(found: Look) -> OperationFields:
    return forms.operation_fields(found.today, found.zone, found.facts.version)
