"""Reminders: chosen, dated, easy to undo; when the next ones come; and the private address.

The address of the calendar holds a secret of which only the SHA-256 is kept. Whoever has it reads
moments and two neutral lines, nothing else; a new one, or none, makes the old one worthless.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from unspiral.clock import diary_day
from unspiral.diary import holiday
from unspiral.errors import BadInput
from unspiral.planning.reminders import Choice, Reminder, coming, quiet
from unspiral.records.facts import DIARY, Answer, Facts
from unspiral.services.context import Context, facts_now, today_now, zone_of
from unspiral.services.entry import token_hash
from unspiral.services.operations import Origin, write
from unspiral.services.screening import SHUT, Help, assessed, help_before

CALENDAR, BROWSER = "reminder_calendar", "reminder_browser"
CHANNELS = (CALENDAR, BROWSER)
TIME, FEED = "reminder_time", "reminder_feed"
USUAL_TIME = "19:00"
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 256 random bits


@dataclass(frozen=True, slots=True)
class Words:
    """What a calendar shows, on a locked screen, too: no word of health."""

    name: str
    title: str
    note: str


ENGLISH = Words(
    "My page", "Your page is ready", "A reminder you chose. It can be turned off there."
)


@dataclass(frozen=True, slots=True)
class Reminders:
    """What was chosen, and what comes of it. `since`: day of the yes, by channel that is on.

    `rests`: why none comes now: "danger" (a sign is open), "holiday", "quiet" (five unanswered),
    or "". `feed`: a private address stands. `set_on`: the moment of the last choice.
    """

    at: str
    since: dict[str, date]
    coming: tuple[Reminder, ...]
    rests: str
    feed: bool
    set_on: datetime
    help: Help
    today: date
    zone: str
    version: int


def read(ctx: Context, person: str, grace: timedelta = timedelta()) -> Reminders:
    """Reminders as they stand now, and those that were due within `grace`. Reads only."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
        noted = [day for day, _ in tx.notes()]
    decision = assessed(ctx, facts)
    shut = decision.triage.told in SHUT or "show_an_adult" in decision.open_features
    here = _last_here(facts, zone, noted)
    since = _since(facts)
    rests = _rests(facts, since, zone, here, shut=shut)
    return Reminders(
        at=str(facts.value(TIME) or USUAL_TIME),
        since=since,
        coming=() if rests == "danger" else _coming(facts, since, zone, here, grace),
        rests=rests,
        feed=bool(facts.value(FEED)) and CALENDAR in since,
        set_on=max((a.answered_at for a in _answers(facts)), default=facts.now),
        help=help_before(decision),
        today=facts.today,
        zone=zone,
        version=facts.version,
    )


def choose(ctx: Context, person: str, at: str, channels: tuple[str, ...], origin: Origin) -> None:
    """Keep the time, and a yes or a no for each channel; only what changed is written.

    A no to the calendar ends its private address. Raises BadInput for a time that is none.
    """
    if not CLOCK_TIME.fullmatch(at) or not set(channels) <= set(CHANNELS):
        raise BadInput("Please choose a time.", "Nothing was changed.", "Choose again.", where=TIME)
    wanted = {name: "yes" if name in channels else "no" for name in CHANNELS} | {TIME: at}
    if CALENDAR not in channels:
        wanted[FEED] = ""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    usual = {CALENDAR: "no", BROWSER: "no", FEED: ""}
    changed = {n: v for n, v in wanted.items() if str(facts.value(n) or usual.get(n, "")) != v}
    _keep(ctx, person, changed, origin)


def off(ctx: Context, person: str, origin: Origin) -> None:
    """Turn all of it off, the private address too: one tap."""
    _keep(ctx, person, {CALENDAR: "no", BROWSER: "no", FEED: ""}, origin)


def open_feed(ctx: Context, person: str, secret: str, origin: Origin) -> None:
    """Let `secret` open the calendar from now on, and nothing that did before.

    Raises BadInput while the calendar is not chosen, or for what is no secret of ours.
    """
    if not SECRET.fullmatch(secret) or CALENDAR not in read(ctx, person).since:
        raise BadInput("Please turn the calendar on first.", "Nothing was changed.", "Go back.")
    _keep(ctx, person, {FEED: token_hash(secret)}, origin)


def close_feed(ctx: Context, person: str, origin: Origin) -> None:
    """End the private address."""
    _keep(ctx, person, {FEED: ""}, origin)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a private address opened, and whose it is."""

    person: str
    reminders: Reminders


def by_secret(ctx: Context, secret: str) -> Opened | None:
    """The reminders a private address opens; None for every other address."""
    if not SECRET.fullmatch(secret):
        return None
    asked = token_hash(secret)
    for person in ctx.store.people():
        with ctx.store.read(person) as tx:
            answer = tx.answers().get(FEED)
        if answer is not None and hmac.compare_digest(str(answer.value), asked):
            found = read(ctx, person)
            return Opened(person, found) if found.feed else None
    return None


def owner(person: str) -> str:
    """What tells one person's events from another's in a calendar; it leads back to nobody."""
    return token_hash(f"calendar {person}")[:16]


def _keep(ctx: Context, person: str, values: dict[str, str], origin: Origin) -> None:
    if not values:
        return
    with ctx.store.read(person) as tx:
        today = today_now(ctx, tx)
    at, day = ctx.clock(), origin.local_date or today
    answers = tuple(Answer(name, value, at, day, "consent", 1) for name, value in values.items())
    write(ctx, person, "setup", origin, answers=answers)


def _answers(facts: Facts) -> list[Answer]:
    return [facts.answers[name] for name in (*CHANNELS, TIME) if name in facts.answers]


def _since(facts: Facts) -> dict[str, date]:
    """The day of the yes, for each channel that is on."""
    told = {name: facts.answers[name] for name in CHANNELS if facts.value(name) == "yes"}
    return {name: answer.local_date for name, answer in told.items()}


def _choice(facts: Facts, since: dict[str, date], zone: str) -> Choice:
    at = time.fromisoformat(str(facts.value(TIME) or USUAL_TIME))
    return Choice(at, zone, min(since.values()))


def _coming(
    facts: Facts, since: dict[str, date], zone: str, here: date | None, grace: timedelta
) -> tuple[Reminder, ...]:
    if not since:
        return ()
    pauses = holiday.holidays(facts.events)
    found = coming(_choice(facts, since, zone), here, pauses, facts.today)
    return tuple(one for one in found if one.at > facts.now - grace)


def _rests(
    facts: Facts, since: dict[str, date], zone: str, here: date | None, *, shut: bool
) -> str:
    if not since:
        return ""
    if shut:
        return "danger"
    if holiday.on(facts.events, facts.today) is not None:
        return "holiday"
    pauses = holiday.holidays(facts.events)
    return "quiet" if quiet(_choice(facts, since, zone), here, pauses, facts.today) else ""


def _last_here(facts: Facts, zone: str, noted: list[date]) -> date | None:
    """The last diary day on which anything was told, noted or tapped."""
    moments = [answer.answered_at for answer in facts.answers.values()]
    moments += [event.at for event in facts.events]
    moments += [r.answered_at for r in facts.history if r.answered_at and r.source == DIARY]
    days = [diary_day(max(moments), zone)] if moments else []
    days += [day for day in noted if day <= facts.today]
    return max(days, default=None)
