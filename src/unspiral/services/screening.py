"""Ask, keep and decide: the danger screens, what they raise, and how a flag ends."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from unspiral.clock import diary_day
from unspiral.errors import BadInput, StoreUnavailable, UnspiralError
from unspiral.records.facts import Answer, Event, Facts, Value
from unspiral.records.problem import Problem
from unspiral.records.triage import Decision, Level
from unspiral.screening import gate, recording
from unspiral.screening.asking import BEFORE_MOVEMENT, DANGER, FOUR
from unspiral.screening.endings import Past, not_before_its_ending, pasts
from unspiral.screening.questions import CLOCK_TOLERANCE
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.operations import Origin, write

Chosen = tuple[str, ...] | list[str] | Mapping[str, Value]
Help = Literal["", "danger", "talk"]
KEPT = "What was saved before is still there."
SHUT = frozenset({Level.EMERGENCY, Level.SAME_DAY})  # help comes before all else


def decide(ctx: Context, person: str, now: datetime | None = None) -> Decision:
    """What the gate says about this person now. Reads only."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx, now)
    return assessed(ctx, facts)


def assessed(ctx: Context, facts: Facts) -> Decision:
    """The gate's word on `facts`; closed while a sign that was told is not on disk."""
    if ctx.unsaved_signs.get(facts.person):
        return gate.closed()
    return gate.assess(facts, ctx.catalogue)


def help_before(decision: Decision) -> Help:
    """What help comes before all else on a page that only tells."""
    if told_now(decision) in SHUT:
        return "danger"
    return "talk" if decision.help_first else ""


def told_now(decision: Decision) -> Level:
    """The level of what was told. After a fault, or with a sign that is not on disk, the worst."""
    undecided = any(reason.code == "gate_failed" for reason in decision.reasons)
    return Level.EMERGENCY if undecided else decision.triage.told


def record_screen(
    ctx: Context, person: str, screen_id: str, chosen: Chosen, origin: Origin | None = None
) -> Decision:
    """Keep one screen or one red flag in full, raise what it raises, and decide anew.

    `screen_id` is a screen or a red flag. `chosen` is the ticked lines, ("none",), ("skip",), or
    a mapping of questions (and plain questions, `<question>_follow`) to answers. Raises BadInput
    naming every fault; of that only a sign told beside a question left out is stored, as it
    cannot wait. Replays change nothing.
    """
    origin = origin or Origin()
    facts, zone = _facts(ctx, person, origin)
    now = ctx.clock()
    at = _given_at(now, origin)
    day = origin.local_date or diary_day(at, zone)
    if screen_id == "new_or_worse" and tuple(chosen) == (recording.NONE,) and day < facts.today:
        return assessed(ctx, facts)  # "None" for a past day says nothing about now
    stored, problems = _stored(ctx, facts, screen_id, chosen)
    flag = ctx.catalogue.redflags.get(screen_id)
    if problems and flag is not None:
        stored = recording.told_by_half(flag, stored, problems)
    if stored or not problems:
        kept = Origin(_op_id(origin, screen_id, stored), zone, day, origin.base_version, at)
        with _remembered(ctx, person, screen_id, stored):
            _keep(ctx, facts, screen_id, stored, kept, now)
    if problems:
        raise _refused(problems)
    return decide(ctx, person)


@contextmanager
def _remembered(
    ctx: Context, person: str, screen_id: str, stored: Mapping[str, Value]
) -> Iterator[None]:
    """Hold a sign in memory when it cannot be written, until the same one is.

    Whatever went wrong, but for a refusal that was meant, as of a person under 18.
    """
    mark = json.dumps([screen_id, dict(stored)], sort_keys=True)
    signs = ctx.unsaved_signs.setdefault(person, set())
    try:
        yield
    except Exception as error:
        meant = isinstance(error, UnspiralError) and not isinstance(error, StoreUnavailable)
        if not meant and any(value in recording.TELLING for value in stored.values()):
            signs.add(mark)
        raise
    signs.discard(mark)


def end_flag(
    ctx: Context,
    person: str,
    flag_id: str,
    how: str,
    seen_on: date | None = None,
    confirmed: bool = False,
    origin: Origin | None = None,
) -> Decision:
    """End a flag in one of the ways there are, and decide anew. Every ending is kept.

    "seen": the person was seen and told they may go on; needs the day and a second confirmation.
    "mistake": pressed by mistake; the same questions are open again at once. "clinician" is
    refused here: local mode has no confirmed clinician. Raises BadInput.
    """
    if flag_id not in ctx.catalogue.redflags:
        raise BadInput("This sign is not known here.", KEPT, "Open the help page.")
    origin = origin or Origin()
    facts, zone = _facts(ctx, person, origin)
    past = pasts(facts, ctx.catalogue)[flag_id]
    at, today = ctx.clock(), facts.today
    answers: tuple[Answer, ...] = ()
    if how == "seen":
        day = _seen_day(seen_on, confirmed, past, facts)
    elif how == "mistake":
        day = today
        again = recording.asks_again(ctx.catalogue.redflags[flag_id], facts)
        answers = recording.answers_of(again, at, today, flag_id, 0)
    else:
        raise BadInput("Only you can end this here.", KEPT, "Say that you were seen, and when.")
    event = Event("flag_ended", flag_id, how, at, day)
    kept = Origin(origin.op_id, zone, today, origin.base_version, at)
    write(ctx, person, "flag_end", kept, answers=answers, events=(event,))
    return decide(ctx, person)


def confirm_known(
    ctx: Context, person: str, flag_id: str, changed: str, origin: Origin | None = None
) -> Decision:
    """The answer to "Has it changed?" of a known finding; "yes" and "unsure" bring it back."""
    if flag_id not in ctx.catalogue.redflags or changed not in recording.YES_NO:
        raise BadInput("This answer is not known here.", KEPT, "Choose yes, no or not sure.")
    facts, zone = _facts(ctx, person, origin or Origin())
    before = _worst_level(facts, flag_id)
    value = "unchanged" if changed == "no" else "changed"
    at = not_before_its_ending(flag_id, facts.events, ctx.clock())
    events = [Event("flag_known", flag_id, value, at, facts.today)]
    if value == "changed":
        events.append(Event("flag_raised", flag_id, before.value, at, facts.today))
    origin = origin or Origin()
    kept = Origin(origin.op_id, zone, facts.today, origin.base_version, ctx.clock())
    write(ctx, person, "screen", kept, events=tuple(events))
    return decide(ctx, person)


def dark_thoughts(ctx: Context, person: str, how: str, origin: Origin | None = None) -> Decision:
    """Open the dark-thoughts path ("help_tap", "item9", "plan") or end it ("safe_now")."""
    if how not in ("help_tap", "item9", "plan", "safe_now"):
        raise BadInput("This answer is not known here.", KEPT, "Open the help page.")
    facts, _ = _facts(ctx, person, origin or Origin())
    safe = how == "safe_now"
    kind, value = ("safe_now", "") if safe else ("dark_thoughts", how)
    event = Event(kind, "dark_thoughts", value, ctx.clock(), facts.today)
    write(ctx, person, "screen", origin or Origin(), events=(event,))
    return decide(ctx, person)


def next_screen(decision: Decision, scope: str, catalogue_flags: Mapping[str, object]) -> str:
    """Which screen or red flag to ask next to open `scope`; "" when nothing is missing.

    Comfort needs opened items and the danger screen; standard everything. Where the four
    screens are asked anyway, they come before the short danger screen.
    """
    items = [name for name in decision.to_ask if name in catalogue_flags]
    if items:
        return items[0]
    if scope == "comfort":
        return DANGER if DANGER in decision.to_ask else ""
    first = [name for name in (*BEFORE_MOVEMENT[:3], *FOUR) if name in decision.to_ask]
    rest = [name for name in decision.to_ask if name not in first]
    return (first + rest)[0] if first or rest else ""


def _op_id(origin: Origin, screen_id: str, stored: Mapping[str, Value]) -> str:
    """An id that follows from what was pressed: sent twice it is kept once, changed it is new."""
    if not origin.op_id:
        return ""
    said = json.dumps([origin.op_id, screen_id, dict(stored)], sort_keys=True)
    return str(uuid5(NAMESPACE_URL, f"unspiral:screen:{said}"))


def _facts(ctx: Context, person: str, origin: Origin) -> tuple[Facts, str]:
    with ctx.store.read(person) as tx:
        return facts_now(ctx, tx), origin.zone or zone_of(tx)


def _keep(
    ctx: Context,
    facts: Facts,
    screen_id: str,
    stored: Mapping[str, Value],
    kept: Origin,
    now: datetime,
) -> None:
    asked: Mapping[str, object] = {**ctx.catalogue.screens, **ctx.catalogue.redflags}
    version = getattr(asked[screen_id], "version", 0)
    at, day = kept.at or now, kept.local_date or facts.today
    answers = recording.answers_of(stored, at, day, screen_id, version)
    answers = recording.in_order(answers, facts, now)
    events = _settled(ctx, facts, screen_id, stored, at, day)
    write(ctx, facts.person, "screen", kept, answers=answers, events=events)


def _given_at(now: datetime, origin: Origin) -> datetime:
    """When it was answered: our own clock, unless it truly waited on a device."""
    waited = origin.at is not None and now - origin.at > CLOCK_TOLERANCE
    return origin.at if waited and origin.at is not None else now


def _stored(
    ctx: Context, facts: Facts, screen_id: str, chosen: Chosen
) -> tuple[dict[str, Value], list[Problem]]:
    flag = ctx.catalogue.redflags.get(screen_id)
    if flag is not None:
        given = chosen if isinstance(chosen, Mapping) else {}
        return recording.item(flag, given, facts)
    screen = ctx.catalogue.screens.get(screen_id)
    if screen is None:
        return {}, [Problem("unknown_screen", screen_id)]
    if isinstance(chosen, Mapping):
        return recording.single(screen, chosen, facts.today)
    return recording.ticks(screen, tuple(chosen), ctx.catalogue)


def _settled(
    ctx: Context, facts: Facts, flag_id: str, stored: Mapping[str, Value], at: datetime, day: date
) -> tuple[Event, ...]:
    """The end of a doubt: the question was asked in full again before it counted as a yes.

    The new answers are as new as this ending, so a yes among them raises the flag at once.
    """
    flag = ctx.catalogue.redflags.get(flag_id)
    past = pasts(facts, ctx.catalogue).get(flag_id, Past())
    if flag is None or not past.in_doubt or past.sure is not None:
        return ()
    in_full = all(stored.get(question.id) in ("yes", "no") for question in flag.questions)
    return (Event("flag_ended", flag_id, "settled", at, day),) if in_full else ()


def _refused(problems: list[Problem]) -> BadInput:
    where = ", ".join(problem.where for problem in problems)
    return BadInput(
        "Some answers are missing or do not fit.",
        "Nothing you pressed here was lost.",
        "Please answer what is marked.",
        problems=tuple(problems),
        where=where,
    )


def _seen_day(seen_on: date | None, confirmed: bool, past: Past, facts: Facts) -> date:
    if seen_on is None or not confirmed:
        raise BadInput(
            "Ending this needs the day you were seen, and a second yes.", KEPT, "Fill in both."
        )
    first = past.since or facts.today - timedelta(days=3650)
    if not first <= seen_on <= facts.today:
        raise BadInput(
            "The day you were seen must lie between the first sign and today.",
            KEPT,
            "Check the day.",
        )
    return seen_on


def _worst_level(facts: Facts, flag_id: str) -> Level:
    """The worst level this flag ever had, for when a known finding has changed."""
    words = [
        event.value.split(" ")[0]
        for event in facts.events
        if event.kind == "flag_raised" and event.subject == flag_id
    ]
    levels = [Level(word) for word in words if word in tuple(Level)]
    return max(levels, key=lambda level: level.severity, default=Level.EMERGENCY)
