"""Danger signs: asking, what was found, and the ways a flag ends. Deciding is the gate's."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.catalogue.types import Screen
from unspiral.errors import BadInput
from unspiral.records.facts import Facts, Value
from unspiral.records.problem import Problem
from unspiral.records.triage import Decision
from unspiral.screening.questions import FOLLOW
from unspiral.services import screening
from unspiral.services.context import Context, facts_now, today_now, zone_of
from unspiral.web import forms, problems, render, text
from unspiral.web.forms import Fields, Form, OperationFields, local_path
from unspiral.web.pages.help_now import country_of
from unspiral.web.views import danger as views

DANGER = "danger"
KNOWN = "known:"
HOME = "/today"
FOUND = "/danger/found"
LEVELS_SHOWN = ("E", "D", "W")


def start(request: Request) -> Response:
    """The one danger screen; an item that was opened before comes first."""
    opened = _opened(request)
    return _go(f"/danger/{opened}", _next(request)) if opened else _ask(request, DANGER)


def next_one(request: Request) -> Response:
    """To what is still to be asked for `?for=comfort` or `standard`, or on to `?next=`."""
    ctx: Context = request.app.state.ctx
    scope = "comfort" if request.query_params.get("for") == "comfort" else "standard"
    decision = screening.decide(ctx, request.state.person)
    name = screening.next_screen(decision, scope, ctx.catalogue.redflags)
    if name:
        return _go(f"/danger/{name}", f"/danger/next?for={scope}&next={_next(request)}")
    return RedirectResponse(_next(request), 303)


def ask(request: Request) -> Response:
    """One screen, one red flag in full, or "has it changed?" of a known one."""
    return _ask(request, request.path_params["item"])


def answer(request: Request) -> Response:
    """Keep what was pressed, and go where the gate says."""
    ctx: Context = request.app.state.ctx
    item = request.path_params.get("item", DANGER)
    fields = Fields(request.state.form)
    before = screening.decide(ctx, request.state.person)
    try:
        after = _record(request, item, fields)
    except BadInput as error:
        return _ask(request, item, request.state.form, _faults(error), 422)
    return RedirectResponse(_onward(ctx, item, before, after, fields.form), 303)


def found(request: Request) -> Response:
    """All open findings with what to do, and the ways out of each."""
    ctx: Context = request.app.state.ctx
    decision = screening.decide(ctx, request.state.person)
    ops = [_op(request) for _ in decision.triage.findings]
    view = views.found_view(
        text.of(request), decision, ctx.catalogue, country_of(request), _next(request), ops
    )
    return render.page(request, "danger/found.html", view)


def mistake(request: Request) -> Response:
    """ "I pressed this by mistake": the same questions come again at once."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    flag = _flag(request, fields.form.get("flag"))
    screening.end_flag(ctx, request.state.person, flag, "mistake", origin=fields.origin())
    return _go(f"/danger/{flag}", FOUND)


def seen(request: Request) -> Response:
    """The form behind "I was seen, and told I may go on"."""
    return _seen(request, Form(), {})


def seen_save(request: Request) -> Response:
    """End one flag: a day, and a second yes. The day is checked against the first sign."""
    ctx: Context = request.app.state.ctx
    t = text.of(request)
    fields = Fields(request.state.form)
    flag = _flag(request, request.path_params["flag"])
    day, sure = fields.day("seen_on"), fields.form.get("sure") == "yes"
    wrong = {p.where: problems.sentence(t, p) for p in fields.problems}
    if day is None:
        wrong.setdefault("seen_on", t("Please fill in the day."))
    if not sure:
        wrong["sure"] = t("Please tick this too. It is the second yes.")
    if wrong:
        return _seen(request, fields.form, wrong)
    origin = fields.origin()
    try:
        screening.end_flag(ctx, request.state.person, flag, "seen", day, True, origin)
    except BadInput:
        outside = t("Please use a day between the first sign and today.")
        return _seen(request, fields.form, {"seen_on": outside})
    item = _opened(request)  # another line was ticked and still has its questions
    return _go(f"/danger/{item}", FOUND) if item else RedirectResponse(FOUND, 303)


def _seen(request: Request, form: Form, wrong: dict[str, str]) -> Response:
    ctx: Context = request.app.state.ctx
    flag = ctx.catalogue.redflags[_flag(request, request.path_params["flag"])]
    today = _facts(request).today
    view = views.seen_view(text.of(request), flag, form, wrong, today, _op(request))
    return render.page(request, "danger/seen.html", view, 422 if wrong else 200)


def _ask(
    request: Request,
    item: str,
    form: Form | None = None,
    faults: Iterable[Problem] = (),
    status: int = 200,
) -> Response:
    ctx: Context = request.app.state.ctx
    t, op, back = text.of(request), _op(request), _next(request)
    form, wrong = form or Form(), list(faults)
    flag = ctx.catalogue.redflags.get(item.removeprefix(KNOWN))
    if flag is not None and item.startswith(KNOWN):
        view: object = views.known_view(t, flag, form, _first(wrong), back, op)
        return render.page(request, "danger/questions.html", view, status)
    if flag is not None:
        view = views.flag_view(t, flag, _facts(request), form, wrong, back, op)
        return render.page(request, "danger/questions.html", view, status)
    screen = ctx.catalogue.screens.get(item)
    show = ASKS.get(screen.form) if screen else None
    if screen is None or show is None:
        raise HTTPException(404)
    return show(request, screen, form, wrong, status)


def _ask_ticks(
    request: Request, screen: Screen, form: Form, wrong: list[Problem], status: int
) -> Response:
    view = views.ticks_view(
        text.of(request), screen, form, _first(wrong), _next(request), _op(request)
    )
    return render.page(request, "danger/ticks.html", view, status)


def _ask_choice(
    request: Request, screen: Screen, form: Form, wrong: list[Problem], status: int
) -> Response:
    view = views.choice_view(
        text.of(request), screen, form, _first(wrong), _next(request), _op(request)
    )
    return render.page(request, "danger/questions.html", view, status)


def _ask_year(
    request: Request, screen: Screen, form: Form, wrong: list[Problem], status: int
) -> Response:
    fault = wrong[0] if wrong else None
    view = views.year_view(text.of(request), screen, form, fault, _next(request), _op(request))
    return render.page(request, "danger/year.html", view, status)


Ask = Callable[[Request, Screen, Form, list[Problem], int], Response]
ASKS: dict[str, Ask] = {"ticks": _ask_ticks, "choice": _ask_choice, "year": _ask_year}


def _record(request: Request, item: str, fields: Fields) -> Decision:
    ctx: Context = request.app.state.ctx
    person, origin, form = request.state.person, fields.origin(), fields.form
    if item.startswith(KNOWN):
        flag = item.removeprefix(KNOWN)
        return screening.confirm_known(ctx, person, flag, form.get("changed"), origin)
    flag_item = ctx.catalogue.redflags.get(item)
    if flag_item is not None:
        names = [q.id for q in flag_item.questions]
        both = [*names, *(name + FOLLOW for name in names)]
        given: dict[str, Value] = {n: form.get(n) for n in both if form.get(n)}
        return screening.record_screen(ctx, person, item, given, origin)
    screen = ctx.catalogue.screens.get(item)
    if screen is None:
        raise HTTPException(404)
    if form.get("skip") and screen.skippable:
        return screening.record_screen(ctx, person, item, ("skip",), origin)
    if screen.form == "ticks":
        return screening.record_screen(ctx, person, item, _ticked(form), origin)
    value: Value = form.get(screen.variable)
    if screen.form == "year":
        value = fields.whole(screen.variable, 0, 9999) or 0
    return screening.record_screen(ctx, person, item, {screen.variable: value}, origin)


def _ticked(form: Form) -> tuple[str, ...]:
    """The ticked lines; with a line ticked, None beside it does not count (the careful reading)."""
    lines = tuple(name for name in form.all("tick") if name != "none")
    return lines or form.all("tick")


def _onward(ctx: Context, asked: str, before: Decision, after: Decision, form: Form) -> str:
    """An emergency first, then opened items, what was found, and where the person was going.

    W is shown when it is new, and when its own questions were `asked` to their end.
    """
    target = local_path(form.get("next"), HOME)
    told = after.triage.told.value
    item = "" if _emergency(after) else _open_item(ctx, after)
    if item:
        return f"/danger/{item}?{urlencode({'next': target})}"
    found = _told(after)
    news = found - _told(before) or asked in {flag for flag, _level in found}
    if told in ("E", "D") or (told == "W" and news):
        return f"{FOUND}?{urlencode({'next': target})}"
    return target


def _emergency(decision: Decision) -> bool:
    """True once an item asked to its end stands at E. In doubt, its plain question comes first."""
    return any(
        finding.level.value == "E"
        and finding.state in views.TOLD
        and finding.flag not in decision.to_ask
        for finding in decision.triage.findings
    )


def _told(decision: Decision) -> set[tuple[str, str]]:
    return {
        (finding.flag, finding.level.value)
        for finding in decision.triage.findings
        if finding.state in views.TOLD and finding.level.value in LEVELS_SHOWN
    }


def _opened(request: Request) -> str:
    ctx: Context = request.app.state.ctx
    return _open_item(ctx, screening.decide(ctx, request.state.person))


def _open_item(ctx: Context, decision: Decision) -> str:
    return next((name for name in decision.to_ask if name in ctx.catalogue.redflags), "")


def _faults(error: BadInput) -> list[Problem]:
    found = error.values.get("problems", ())
    listed = list(found) if isinstance(found, tuple) else []
    return listed or [Problem("please_choose", "")]


def _first(wrong: list[Problem]) -> str:
    return wrong[0].code if wrong else ""


def _flag(request: Request, name: str) -> str:
    if name not in request.app.state.ctx.catalogue.redflags:
        raise HTTPException(404)
    return name


def _facts(request: Request) -> Facts:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        return facts_now(ctx, tx)


def _op(request: Request) -> OperationFields:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        return forms.operation_fields(today_now(ctx, tx), zone_of(tx), tx.version())


def _next(request: Request) -> str:
    form = getattr(request.state, "form", None)
    asked = form.get("next") if form is not None else request.query_params.get("next", "")
    return local_path(asked, HOME)


def _go(path: str, then: str) -> Response:
    return RedirectResponse(f"{path}?{urlencode({'next': then})}", 303)
