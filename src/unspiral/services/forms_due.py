"""When a questionnaire comes round. Being late is nothing: it comes round, and that is all."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Questionnaire
from unspiral.records.facts import Facts
from unspiral.records.source import DEVICES
from unspiral.screening.recording import answers_of
from unspiral.services.context import Context
from unspiral.services.forms_taken import TAKEN, Look, agreement_missing, look
from unspiral.services.operations import Origin, write
from unspiral.services.screening import SHUT

NOT_NOW = "_not_now"
# Days from the first day of all to the first time; what set-up asks counts as taken then.
FIRST_AFTER = {"phq-4": 1}
SECONDS_AN_ITEM = 10  # own estimate, shown in whole minutes


@dataclass(frozen=True, slots=True)
class Turn:
    """A form that comes round: `last` taken, and the day it is asked (again)."""

    form: Questionnaire
    last: date | None
    on: date


def turns(catalogue: Catalogue, facts: Facts) -> tuple[Turn, ...]:
    """The forms that come round by themselves, the soonest first."""
    forms = (f for f in catalogue.questionnaires.values() if f.every_days and _asked(f))
    found = [_turn(form, facts) for form in forms]
    return tuple(sorted(found, key=lambda turn: (turn.on, turn.form.id)))


def due(catalogue: Catalogue, facts: Facts) -> tuple[Questionnaire, ...]:
    """What may be asked today; a form that waits for a yes never is."""
    return tuple(
        turn.form
        for turn in turns(catalogue, facts)
        if turn.on <= facts.today and not agreement_missing(turn.form, facts)
    )


def due_today(ctx: Context, person: str) -> tuple[Questionnaire, ...]:
    """What Today may mention: nothing on a rough day, with a danger sign, or when help is first."""
    here: Look = look(ctx, person)
    facts = here.facts
    rough = any(e.kind == "bad_day" and e.local_date == facts.today for e in facts.events)
    shut = here.decision.triage.told in SHUT or here.decision.help_first
    young = "own_data" not in here.decision.open_features
    return () if rough or shut or young else due(ctx.catalogue, facts)


def not_now(ctx: Context, person: str, origin: Origin) -> None:
    """Keep that what is due now is not wanted; it is asked again only the next time round."""
    facts = look(ctx, person).facts
    names = {form.id + NOT_NOW: "yes" for form in due(ctx.catalogue, facts)}
    if names:
        answers = answers_of(dict(names), ctx.clock(), facts.today, "forms", 1)
        write(ctx, person, "form", origin, answers=answers)


def last_taken(form: Questionnaire, facts: Facts) -> date | None:
    """The last day a form was taken, in set-up or since."""
    days = [e.local_date for e in facts.events if e.kind == TAKEN and e.subject == form.id]
    held = [facts.answers.get(item.id) for item in form.items]
    told = [answer.local_date for answer in held if answer is not None]
    if len(told) == len(held):
        days.append(max(told))
    return max(days, default=None)


def minutes(*forms: Questionnaire) -> int:
    """About how long forms take, in whole minutes."""
    return ceil(sum(len(form.items) for form in forms) * SECONDS_AN_ITEM / 60)


def _asked(form: Questionnaire) -> bool:
    return form.status != "retired" and form.tier.tier == "T1"


def _turn(form: Questionnaire, facts: Facts) -> Turn:
    last = last_taken(form, facts)
    declined = facts.answers.get(form.id + NOT_NOW)
    before = [day for day in (last, declined.local_date if declined else None) if day]
    if before:
        return Turn(form, last, max(before) + timedelta(days=form.every_days or 0))
    wait = FIRST_AFTER.get(form.id, form.every_days or 0)
    return Turn(form, last, _first_day(facts) + timedelta(days=wait))


def _first_day(facts: Facts) -> date:
    """The first day anything was told; today when nothing was."""
    days = [answer.local_date for answer in facts.answers.values()]
    days += [one.local_date for one in facts.history if one.source != DEVICES]
    days += [event.local_date for event in facts.events]
    return min(days, default=facts.today)
