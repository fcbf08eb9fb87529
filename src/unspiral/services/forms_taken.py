"""Questionnaires a person takes: what is kept, what was taken before, and the two agreements.

Each time one is taken is one operation: the raw answers and the scores as answers, by variable,
so that the gate reads the newest, and an event that holds the whole result as it was made
(schema score/1 of `answer_sheet`). A kept result is never worked out again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from unspiral.assessment.scoring import Number, Score, score
from unspiral.assessment.sheet import opens_help
from unspiral.catalogue.types import Questionnaire
from unspiral.errors import BadInput
from unspiral.records.facts import Answer, Event, Facts, Value
from unspiral.records.triage import Decision
from unspiral.screening.recording import answers_of, in_order
from unspiral.services import answer_sheet
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.operations import Origin, UnderEighteen, write
from unspiral.services.screening import assessed

TAKEN = "form_taken"
# Both are off until somebody says yes; the answer carries its day (privacy rule 3).
MOOD, QUESTION_9 = "mood_forms", "mood_question_9"
AGREEMENTS = (MOOD, QUESTION_9)
UNSAVED = "thoughts of harm"
Given = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Look:
    """What the pages of forms are made from."""

    facts: Facts
    decision: Decision
    zone: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One form as it was taken: the day, and its result (schema score/1) as it was made then."""

    day: date
    at: datetime
    result: Mapping[str, Any]


def look(ctx: Context, person: str) -> Look:
    """Facts of now, the gate's word and the person's zone. Reads only."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    return Look(facts, assessed(ctx, facts), zone)


def history(form: Questionnaire, facts: Facts) -> tuple[Taken, ...]:
    """Every time a form was taken, oldest first."""
    found = [
        Taken(event.local_date, event.at, json.loads(event.value))
        for event in facts.events
        if event.kind == TAKEN and event.subject == form.id
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.at)))


def every_time(form: Questionnaire, facts: Facts) -> tuple[Taken, ...]:
    """As `history`; what set-up asked of a form that was never taken since stands as its one."""
    sheet = _from_set_up(form, facts)
    if sheet is None:
        return history(form, facts)
    result = answer_sheet.document(form, score(form, sheet.answers, sheet.day))
    return (Taken(sheet.day, sheet.at, result),)


def agreement_missing(form: Questionnaire, facts: Facts) -> Literal["", "mood", "question_9"]:
    """Which yes has to come before this form may be asked; "" when none is missing."""
    if form.mood and facts.value(MOOD) != "yes":
        return "mood"
    asks_for_help = any(item.help_from is not None for item in form.items)
    return "question_9" if asks_for_help and facts.value(QUESTION_9) != "yes" else ""


def agree(ctx: Context, person: str, which: str, yes: bool, origin: Origin) -> None:
    """Keep a yes or a no to being asked. A no to mood forms is a no to question 9, too."""
    if which not in AGREEMENTS:
        raise BadInput("This choice is not known here.", "Nothing was changed.", "Go back.")
    names = AGREEMENTS if which == MOOD and not yes else (which,)
    here = look(ctx, person)
    values: dict[str, Value] = dict.fromkeys(names, "yes" if yes else "no")
    _write(ctx, person, origin, answers_of(values, ctx.clock(), here.facts.today, "consent", 1))


def missing(form: Questionnaire, given: Given) -> tuple[str, ...]:
    """Items without an answer, but for those where a blank is an answer."""
    return tuple(
        item.id for item in form.items if item.blank is None and given.get(item.id) is None
    )


def calls_for_help(form: Questionnaire, given: Given) -> bool:
    """Whether help comes before anything else; an answer that cannot be read counts."""
    return opens_help(form, given)


def record(ctx: Context, person: str, form: Questionnaire, given: Given, origin: Origin) -> None:
    """Keep one form: raw answers, scores by variable, and the result as it is now.

    Sent twice it is kept once; the same page with other answers is a new one. What set-up asked
    of the same form becomes its first result, before newer answers stand in its place.
    """
    here = look(ctx, person)
    day = min(origin.local_date or here.facts.today, here.facts.today)
    if first := _from_set_up(form, here.facts):
        _keep(ctx, here, form, first, Origin(_op_id(f"{person}:set-up", form, {})))
    answers = {item.id: given[item.id] for item in form.items if given.get(item.id) is not None}
    sheet = _Sheet(answers, ctx.clock(), day)
    op_id = _op_id(origin.op_id, form, answers) if origin.op_id else ""
    _keep(ctx, here, form, sheet, Origin(op_id, here.zone, day, None, sheet.at))


def tell(ctx: Context, person: str, form: Questionnaire, given: Given, origin: Origin) -> None:
    """An answer that calls for help: kept by itself first, with the path it opens; then the rest.

    While it cannot be written, the gate stays closed for as long as the program runs. Without
    the agreements only the path is opened, and no answer is kept.
    """
    remember_unsaved(ctx, person)
    here = look(ctx, person)
    agreed = not agreement_missing(form, here.facts)
    day = min(origin.local_date or here.facts.today, here.facts.today)
    at = _after_any_ending(here.facts, ctx.clock())
    asked = {i.id for i in form.items if i.help_from is not None} if agreed else set()
    values = {name: value for name, value in _numbers(given).items() if name in asked}
    event = Event("dark_thoughts", "dark_thoughts", "item9", at, day)
    op_id = _op_id(f"{origin.op_id}:help", form, given) if origin.op_id else ""
    answers = answers_of(values, at, day, form.id, form.version)
    _write_path(ctx, person, Origin(op_id, here.zone, day, None, at), answers, event)
    if agreed:
        record(ctx, person, form, _numbers(given), origin)


def path(ctx: Context, person: str, how: str, origin: Origin) -> None:
    """Open the path by hand, say there is a plan, or end it by "I am safe for now"."""
    if how not in ("help_tap", "plan", "safe_now"):
        raise BadInput("This answer is not known here.", "Nothing was changed.", "Go back.")
    if how != "safe_now":
        remember_unsaved(ctx, person)
    here = look(ctx, person)
    kind, value = ("safe_now", "") if how == "safe_now" else ("dark_thoughts", how)
    at = _after_any_ending(here.facts, ctx.clock())
    event = Event(kind, "dark_thoughts", value, at, here.facts.today)
    _write_path(ctx, person, origin, (), event)


def remember_unsaved(ctx: Context, person: str) -> None:
    """Hold that help was called for while nothing can be read or written."""
    if person:
        ctx.unsaved_signs.setdefault(person, set()).add(UNSAVED)


def had_dark_thoughts(facts: Facts) -> bool:
    """Whether the path was ever opened, so that it is asked about gently the next time."""
    return any(event.kind == "dark_thoughts" for event in facts.events)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Answers of one form, when they were given and for which day."""

    answers: Given
    at: datetime
    day: date


def _keep(ctx: Context, here: Look, form: Questionnaire, sheet: _Sheet, origin: Origin) -> None:
    result = score(form, sheet.answers, sheet.day)
    values: dict[str, Value] = {**_numbers(sheet.answers), **_scores(result)}
    answers = answers_of(values, sheet.at, sheet.day, form.id, form.version)
    said = json.dumps(answer_sheet.document(form, result), sort_keys=True)
    event = Event(TAKEN, form.id, said, sheet.at, sheet.day)
    dated = in_order(answers, here.facts, sheet.at)
    _write(ctx, here.facts.person, origin, dated, (event,))


def _from_set_up(form: Questionnaire, facts: Facts) -> _Sheet | None:
    """The answers set-up kept, when all are there and the form was never taken as a form."""
    held = [facts.answers.get(item.id) for item in form.items]
    told = [answer for answer in held if answer is not None and answer.item != form.id]
    if len(told) < len(held) or history(form, facts):
        return None
    last = max(told, key=lambda answer: answer.answered_at)
    return _Sheet({a.variable: a.value for a in told}, last.answered_at, last.local_date)


def _scores(result: answer_sheet.Result) -> dict[str, Value]:
    main: Sequence[Number] = (result.main,) if isinstance(result, Score) else ()
    found = (part for part in chain(main, result.parts) if isinstance(part, Number))
    return {number.variable: number.value for number in found}


def _numbers(given: Given) -> dict[str, Value]:
    return {name: value for name, value in given.items() if isinstance(value, (int, float))}


def _write_path(
    ctx: Context, person: str, origin: Origin, answers: tuple[Answer, ...], event: Event
) -> None:
    """Keep what opens or ends the path. Held in memory until it is kept; never for a child."""
    try:
        _write(ctx, person, origin, answers, (event,))
    except UnderEighteen:
        ctx.unsaved_signs.get(person, set()).discard(UNSAVED)
        raise
    ctx.unsaved_signs.get(person, set()).discard(UNSAVED)


def _after_any_ending(facts: Facts, now: datetime) -> datetime:
    """Now, but never before "I am safe for now" was last said: a clock may have been set back."""
    said = [event.at for event in facts.events if event.kind == "safe_now"]
    return max([now, *said])


def _op_id(page: str, form: Questionnaire, given: Given) -> str:
    said = json.dumps([page, form.id, form.version, dict(given)], sort_keys=True, default=str)
    return str(uuid5(NAMESPACE_URL, f"unspiral:form:{said}"))


def _write(
    ctx: Context,
    person: str,
    origin: Origin,
    answers: tuple[Answer, ...],
    events: tuple[Event, ...] = (),
) -> None:
    write(ctx, person, "form", origin, answers=answers, events=events)
