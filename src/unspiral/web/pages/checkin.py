"""The check-in: show a day, keep one half of it, and say what comes next."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from unspiral.diary.night_entry import CLOCKS, LENGTHS
from unspiral.records.problem import Problem
from unspiral.services import checkins, sleep
from unspiral.services.context import Context, facts_now, today_now, zone_of
from unspiral.services.operations import Origin
from unspiral.services.outbox import HOURS, plain
from unspiral.web import problems, refresh, render, text
from unspiral.web.forms import Fields, Form
from unspiral.web.pages import show_an_adult
from unspiral.web.views.checkin import (
    ADD,
    AWAKE,
    ELSEWHERE,
    EVENING,
    MORNING,
    NIGHT,
    OWN,
    Entry,
    checkin_view,
)

FIELDS = (*MORNING, AWAKE, *EVENING, *ADD, *OWN, *ELSEWHERE.values(), *NIGHT)
NOW = "/help-now"
SLEEP = "/sleep"


def show(request: Request) -> Response:
    """The form of one day: today unless `?day=` names another."""
    if away := show_an_adult.instead(request):
        return away
    entry = _entry(request, _asked_day(request), {}, {}, said=request.query_params.get("said", ""))
    return render.page(request, "checkin/page.html", _view(request, entry))


def save(request: Request) -> Response:
    """Keep one half; the same form again, with everything typed, when something is wrong."""
    ctx: Context = request.app.state.ctx
    fields = Fields(request.state.form)
    form, origin = fields.form, fields.origin()
    line, line_missing = evening_line(form)
    draft = draft_of(form, origin.local_date or _asked_day(request))
    if line_missing:
        line = None
        fields.problems.append(Problem("please_tick_new", "new_or_worse"))
    fought, fought_missing = fought_line(form)
    if fought_missing:
        fields.problems.append(Problem("please_choose_fought", "fought_sleep"))
    done = _record(request, draft, origin, line) if not fields.problems else None
    if done is None or done.problems:
        return _again(request, draft, (*fields.problems, *(done.problems if done else ())))
    if done.applied is not None and done.applied.outcome == "clash":
        return _clash(request, draft)
    refresh.ask(request)
    where = next_place(done, ctx.catalogue.redflags, fought) or _after(draft, form)
    return RedirectResponse(where, 303)


def next_place(done: checkins.Recorded, redflags: Collection[str], fought: str = "") -> str:
    """Where a check-in leads when something was ticked: help for an open sign, else the screen.

    Who fought sleep goes to the sleep programme, which says what stops.
    """
    decision = done.decision
    if decision is None:
        return ""
    if decision.triage.told.value in "ED" or decision.help_first:
        return NOW
    opened = any(name in redflags for name in decision.to_ask)
    again = any(reason.code == "ask_again" for reason in decision.reasons)
    if opened or again:
        return "/danger"
    return SLEEP if fought == "yes" else ""


def fought_line(form: Form) -> tuple[str, bool]:
    """The answer to "Fought sleep …?", and whether it was asked but left unanswered."""
    answer = form.get("fought_sleep")
    known = answer in checkins.FOUGHT
    return (answer if known else ""), form.get("asked_fought_sleep") == "yes" and not known


def draft_of(form: Form, day: date) -> checkins.Draft:
    """What was typed, field by field; hours may be written "6 h 30" or "6:30"."""
    values = {name: _as_kept(name, form.get(name)) for name in FIELDS if name in form.values}
    return checkins.Draft(
        day=day,
        values=values,
        note=form.get("note").replace("\r\n", "\n"),
        confirmed=form.get("confirmed") == "yes",
    )


def evening_line(form: Form) -> tuple[tuple[str, ...] | None, bool]:
    """The ticks of "New or worse?", and whether the line was shown but left unanswered."""
    ticks = form.all("new_or_worse")
    asked = form.get("half") == "evening" and form.get("asked_new_or_worse") == "yes"
    return (ticks or None), asked and not ticks


def _record(
    request: Request, draft: checkins.Draft, origin: Origin, line: tuple[str, ...] | None
) -> checkins.Recorded:
    ctx: Context = request.app.state.ctx
    names = {name: request.state.form.get(f"{name}_name").strip()[:60] for name in OWN}
    fought, _missing = fought_line(request.state.form)
    own = {k: v for k, v in names.items() if v}
    return checkins.record(ctx, request.state.person, draft, origin, line, own, fought)


def _again(request: Request, draft: checkins.Draft, found: tuple[Problem, ...]) -> Response:
    t = text.of(request)
    asked = [problem for problem in found if problem.code == "is_this_right"]
    errors = {
        problem.where: problems.sentence(t, problem) for problem in found if problem not in asked
    }
    confirm = "" if errors else " ".join(_is_it_right(request, problem) for problem in asked)
    typed = {name: str(value) for name, value in draft.values.items()} | {"note": draft.note}
    entry = _entry(request, draft.day, typed, errors, confirm=confirm)
    return render.page(request, "checkin/page.html", _view(request, entry), status=422)


def _is_it_right(request: Request, problem: Problem) -> str:
    """The unusual number, or what of a night does not go together, so that a slip is seen."""
    t, why = text.of(request), problem.values.get("why")
    what = _label(request, problem.where)
    if why == "before":
        than = _label(request, str(problem.values["than"]))
        return t("Is this right? {what} lies before this: {than}.", what=what, than=than)
    if why == "longer_than_the_night":
        return t("Is this right? That is more time awake than the night had.")
    if why == "length":
        hours = t.number(float(problem.values["minutes"] or 0) / 60)
        return t("Is this right? {hours} hours in bed.", hours=hours)
    if why:
        return t("Is this right? {what}: please look again.", what=what)
    value = t.number(float(problem.values["value"] or 0))
    return t("Is this right? {what}: {value}.", what=what, value=value)


def _label(request: Request, name: str) -> str:
    """The short name of a variable."""
    ctx: Context = request.app.state.ctx
    variable = ctx.catalogue.variables[name]
    return text.of(request).content("variables", name, "label", variable.label)


def _clash(request: Request, draft: checkins.Draft) -> Response:
    """The same form was sent before with other answers: both are shown, nothing is overwritten."""
    typed = {name: str(value) for name, value in draft.values.items()} | {"note": draft.note}
    entry = _entry(request, draft.day, typed, {}, clash=True)
    return render.page(request, "checkin/page.html", _view(request, entry), status=409)


def _after(draft: checkins.Draft, form: Form) -> str:
    half = "evening" if form.get("half") == "evening" else "morning"
    return f"/checkin?day={draft.day.isoformat()}&said={half}"


def _asked_day(request: Request) -> date:
    """The day of the address when it is one; else today. A wrong one is never an error."""
    today = _today(request)
    try:
        asked = date.fromisoformat(request.query_params.get("day", ""))
    except ValueError:
        return today
    return asked if today - timedelta(days=checkins.BACKFILL_DAYS) < asked <= today else today


def _asked_half(request: Request) -> str:
    """The half that `?half=` opens; by the hour when it names none."""
    asked = request.query_params.get("half", "")
    return asked if asked in ("morning", "evening") else ""


def _today(request: Request) -> date:
    ctx: Context = request.app.state.ctx
    with ctx.store.read(request.state.person) as tx:
        return today_now(ctx, tx)


def _entry(
    request: Request,
    day: date,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    confirm: str = "",
    said: str = "",
    clash: bool = False,
) -> Entry:
    ctx: Context = request.app.state.ctx
    person = request.state.person
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
        saved = [words for at, words in tx.notes(day) if at == day] if said else []
    asked = sleep.asked(ctx, facts)
    known = {r.variable: str(r.value) for r in facts.history if r.local_date == day}
    own = {name: str(facts.value(f"{name}_name") or "") for name in OWN}
    form = getattr(request.state, "form", Form())
    return Entry(
        day=day,
        today=facts.today,
        zone=zone,
        version=facts.version,
        hour=facts.now.astimezone(ZoneInfo(zone)).hour,
        known=known,
        presets=_presets(ctx, person, day),
        places=[place for place in ELSEWHERE if facts.value(place) == "yes"],
        own_names=own,
        days=checkins.recent_days(ctx, person),
        typed=typed,
        errors=errors,
        ticked=form.all("new_or_worse"),
        confirm=confirm,
        half=form.get("half") or said or _asked_half(request),
        said=said if said in ("morning", "evening") else "",
        versions=checkins.other_versions(ctx, person, day),
        clash=clash,
        instead_of=f"{form.get('instead_of')} {form.get('op_id')}".strip(),
        own_words=(*own.values(), *(form.get(f"{name}_name") for name in OWN), *saved),
        diary=asked.diary,
        asks_fought=asked.fought,
        fought=form.get("fought_sleep") or sleep.fought_on(facts, day),
    )


def _presets(ctx: Context, person: str, day: date) -> dict[str, str]:
    """The person's usual, and for the sleep diary the times of the night before."""
    found = checkins.presets(ctx, person, day) | checkins.usual_night(ctx, person, day)
    return {name: str(value) for name, value in found.items()}


def _view(request: Request, entry: Entry) -> object:
    ctx: Context = request.app.state.ctx
    return checkin_view(entry, ctx.catalogue, text.of(request))


def _as_kept(name: str, typed: str) -> str:
    """What was typed as it is kept: a time of the night stays one, "1 h 30" awake is 90 minutes."""
    if name in CLOCKS:
        return typed.strip()
    if name in LENGTHS and (found := HOURS.match(typed)):
        return str(int(found[1]) * 60 + int(found[2] or 0))
    return plain(typed)
