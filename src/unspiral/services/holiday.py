"""Take a tracking holiday, end it, and know whether one is on."""

from dataclasses import dataclass
from datetime import date, timedelta

from unspiral.diary import holiday
from unspiral.diary.holiday import Holiday
from unspiral.errors import BadInput
from unspiral.records.facts import Event, Facts
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.operations import Origin, write
from unspiral.services.screening import Help, assessed, help_before
from unspiral.store.base import Applied

WEEKS = {"1": 1, "2": 2, "4": 4, "8": 8}
OPEN = "open"


@dataclass(frozen=True, slots=True)
class HolidayNow:
    """What the page is made from. `on` is the pause of today, if there is one."""

    on: Holiday | None
    back: bool
    offered: bool
    help: Help
    today: date
    zone: str
    version: int


def read(ctx: Context, person: str) -> HolidayNow:
    """The pause as it stands. Reads only."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    return pause_of(facts, zone, help_before(assessed(ctx, facts)))


def pause_of(facts: Facts, zone: str, help_first: Help) -> HolidayNow:
    """The same, from facts that were read already."""
    return HolidayNow(
        on=holiday.on(facts.events, facts.today),
        back=holiday.back_today(facts.events, facts.today),
        offered=holiday.offer(facts.history, facts.events, facts.today),
        help=help_first,
        today=facts.today,
        zone=zone,
        version=facts.version,
    )


def start(ctx: Context, person: str, length: str, origin: Origin) -> Applied:
    """Begin a pause today, of some weeks or with an open end. Raises BadInput for another length.

    A pause that is on already takes the new length.
    """
    if length != OPEN and length not in WEEKS:
        raise BadInput("Please choose one of these.", "Nothing was changed.", "Choose again.")
    day = _day(ctx, person, origin)
    last = "" if length == OPEN else (day + timedelta(weeks=WEEKS[length], days=-1)).isoformat()
    event = Event(holiday.STARTED, holiday.SUBJECT, last, ctx.clock(), day)
    return write(ctx, person, "act", origin, events=(event,))


def end(ctx: Context, person: str, origin: Origin) -> Applied:
    """End the pause: today counts again. Nothing that was not noted is asked for."""
    event = Event(holiday.ENDED, holiday.SUBJECT, "", ctx.clock(), _day(ctx, person, origin))
    return write(ctx, person, "act", origin, events=(event,))


def _day(ctx: Context, person: str, origin: Origin) -> date:
    with ctx.store.read(person) as tx:
        return origin.local_date or facts_now(ctx, tx).today
