"""The weekly step: what the week showed, what follows and why; and the time to get up."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.records.sleep import Week
from unspiral.services.screening import Help
from unspiral.services.sleep import HOLDS, WEEKLY, SleepNow, week_of, week_open
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views import sleep_words
from unspiral.web.views.sleep import RUNS, Press, Tonight, said_done, tonight
from unspiral.web.views.sleep_nights import length

_ = str
QUESTIONS: Mapping[str, str] = {
    "fall": _("Did you fall this week?"),
    "energy": _("Unusually high energy on little sleep?"),
    "sleepy": _("Are you sleepy by day?"),
}
HELD_BY: Mapping[str, str] = {
    "illness": _("I was ill"),
    "travel": _("I travelled"),
    "medicine": _("A new medicine, or one that changed"),
}
del _


@dataclass(frozen=True, slots=True)
class WeekAsk:
    """The weekly questions, with what was pressed when something was left out."""

    questions: tuple[tuple[str, str, str, str], ...]  # name, words, chosen, error
    holds: tuple[tuple[str, str], ...]
    ticked: tuple[str, ...]
    holds_error: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One step that was taken, in the table."""

    number: str
    day: str
    nights: str
    asleep: str
    share: str
    step: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """`step` is what follows, `why` the reasons; `ask` the questions while they are open.

    `hold` leaves today's step aside. `next_step` names the day of the next one.
    """

    help: Help
    done: str
    first: tuple[str, ...]
    showed: tuple[str, ...]
    step: str
    why: tuple[str, ...]
    tonight: Tonight | None
    ask: WeekAsk | None
    hold: Press | None
    next_step: str
    rows: tuple[WeekRow, ...]


@dataclass(frozen=True, slots=True)
class RiseView:
    """The one question of when to get up; `value` as typed, or as it is now."""

    help: Help
    ask: str
    why: str
    value: str
    error: str
    tonight: Tonight | None
    op: OperationFields


def week_view(
    t: Text,
    now: SleepNow,
    typed: Mapping[str, str] | None = None,
    ticked: tuple[str, ...] = (),
    errors: Mapping[str, str] | None = None,
    done: str = "",
) -> WeekView:
    """The page in the words of `t`, with what was pressed when it could not be kept."""
    found = now.programme
    runs, last = found.state in RUNS, found.decision
    fresh = runs and last is not None and last.on == now.facts.today
    on = week_of(now)
    op = operation_fields(now.facts.today, now.zone, now.facts.version)
    changed = last is not None and last.step != "same"
    return WeekView(
        help=now.help,
        done=said_done(t, now, done),
        first=sleep_words.safety(t, found.safety_lines),
        showed=_showed(t, last) if last else (),
        step=_step(t, last) if last else "",
        why=sleep_words.step(t, last.reasons) if last else (),
        tonight=tonight(t, now),
        ask=_ask(t, typed or {}, ticked, errors or {}, op) if week_open(now) else None,
        hold=Press("hold", t("Stay as I am this week"), op) if fresh and changed else None,
        next_step=t("The next step: {day}.", day=t.day(found.next_step))
        if runs and on is not None and found.next_step is not None
        else "",
        rows=tuple(_row(t, week) for week in reversed(found.weeks)),
    )


def rise_view(t: Text, now: SleepNow, ask: str, why: str, typed: str, error: str) -> RiseView:
    """The time to get up, set to what it is now; nothing is known before the first nights."""
    rise = now.programme.rise
    return RiseView(
        help=now.help,
        ask=ask,
        why=why,
        value=typed or (f"{rise:%H:%M}" if rise else ""),
        error=error,
        tonight=tonight(t, now),
        op=operation_fields(now.facts.today, now.zone, now.facts.version),
    )


def _ask(
    t: Text,
    typed: Mapping[str, str],
    ticked: tuple[str, ...],
    errors: Mapping[str, str],
    op: OperationFields,
) -> WeekAsk:
    return WeekAsk(
        questions=tuple(
            (name, t(QUESTIONS[name]), typed.get(name, ""), errors.get(name, "")) for name in WEEKLY
        ),
        holds=tuple((name, t(HELD_BY[name])) for name in HOLDS),
        ticked=ticked,
        holds_error=errors.get("holds", ""),
        op=op,
    )


def _showed(t: Text, week: Week) -> tuple[str, ...]:
    """What the nights of that week came to."""
    counted = t.plural("{n} night counted.", "{n} nights counted.", week.valid_nights)
    if week.asleep_min is None or week.se is None:
        return (counted,)
    in_bed = 100 * week.asleep_min / week.se if week.se else 0.0
    return (
        counted,
        t("Asleep {mean} on average.", mean=length(t, week.asleep_min)),
        t(
            "In bed {mean} on average; {agreed} was agreed.",
            mean=length(t, in_bed),
            agreed=length(t, week.before_min),
        ),
        t("That is {share} % of the time in bed.", share=t.number(week.se, 0)),
    )


def _step(t: Text, week: Week) -> str:
    """What follows, in one sentence."""
    by, now = abs(week.after_min - week.before_min), length(t, week.after_min)
    if week.step == "longer":
        return t("{by} minutes more in bed: {now}.", by=by, now=now)
    if week.step == "shorter":
        return t("{by} minutes less in bed: {now}.", by=by, now=now)
    return t("It stays as it is: {now} in bed.", now=now)


def _row(t: Text, week: Week) -> WeekRow:
    asleep = "" if week.asleep_min is None else length(t, week.asleep_min)
    return WeekRow(
        number=str(week.number),
        day=t.day(week.on),
        nights=str(week.valid_nights),
        asleep=asleep,
        share="" if week.se is None else t("{n} %", n=t.number(week.se, 0)),
        step=length(t, week.after_min),
    )
