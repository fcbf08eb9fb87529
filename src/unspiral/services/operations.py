"""One way to write: every verb makes an operation and hands it to the store here.

Here also every danger sign is remembered: answers that make a red flag fire are followed by a
`flag_raised` event in the same transaction, whichever verb carried them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid4, uuid5

from unspiral.clock import diary_day
from unspiral.errors import Refused
from unspiral.records.facts import Answer, Event, Facts, Operation, Reading
from unspiral.screening.answers import may_be_under_18
from unspiral.screening.recording import leg_news, raised
from unspiral.services.context import Context, zone_of
from unspiral.store.base import Applied, Transaction

FLAG_KINDS = ("flag_raised", "flag_ended", "flag_known")
# All that may be written for somebody who is, or may be, under 18 (safety page, B37).
OF_A_CHILD = frozenset({"birth_year", "eighteen"})


class UnderEighteen(Refused):
    """Under 18 by the stored birth year: nothing but the year itself may be written."""

    code = "under_18"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a write came from: client-made id, zone, the day it is for, the version it saw.

    Empty fields are filled from the person's zone and the clock.
    """

    op_id: str = ""
    zone: str = ""
    local_date: date | None = None
    base_version: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation to be: the verb that made it, where it came from, and what it carries."""

    kind: str
    origin: Origin = Origin()
    answers: tuple[Answer, ...] = ()
    readings: tuple[Reading, ...] = ()
    events: tuple[Event, ...] = ()
    note: str = ""


def write(
    ctx: Context,
    person: str,
    kind: str,
    origin: Origin,
    answers: tuple[Answer, ...] = (),
    readings: tuple[Reading, ...] = (),
    events: tuple[Event, ...] = (),
    note: str = "",
) -> Applied:
    """Append one operation. When this returns "applied", the commit has been flushed."""
    with ctx.store.write(person) as tx:
        return _append(ctx, tx, Entry(kind, origin, answers, readings, events, note))


def write_all(ctx: Context, person: str, entries: Iterable[Entry]) -> None:
    """Append many operations, each as `write` does, under one flushed commit: all or none."""
    with ctx.store.write(person) as tx:
        for entry in entries:
            _append(ctx, tx, entry)


def _append(ctx: Context, tx: Transaction, entry: Entry) -> Applied:
    origin = entry.origin
    at, zone = origin.at or ctx.clock(), origin.zone or zone_of(tx)
    operation = Operation(
        id=origin.op_id or str(uuid4()),
        person=tx.person,
        kind=entry.kind,
        at=at,
        zone=zone,
        local_date=origin.local_date or diary_day(at, zone),
        base_version=origin.base_version,
        answers=entry.answers,
        readings=entry.readings,
        events=entry.events,
        note=entry.note,
    )
    adults_only(tx, operation, diary_day(ctx.clock(), zone))
    told = tx.answers() if entry.answers else {}
    applied = tx.append(operation)
    return _remember(ctx, tx, operation, applied, told) if entry.answers else applied


def adults_only(tx: Transaction, operation: Operation, today: date) -> None:
    """Raise `UnderEighteen` when this person may be under 18 and more than the year would be kept.

    Every road that appends an operation comes by here. Correcting the birth year stays open.
    """
    only_the_year = {answer.variable for answer in operation.answers} <= OF_A_CHILD
    if only_the_year and not (operation.readings or operation.events or operation.note):
        return
    told = {name: answer for name, answer in tx.answers().items() if name in OF_A_CHILD}
    # An entry that waited on a device may be older than the year that was told since.
    now = max([operation.at, *(answer.answered_at for answer in told.values())])
    if may_be_under_18(Facts(now, today, told)):
        raise UnderEighteen(
            "Unspiral is made for adults, so nothing of yours is kept here.",
            "Only your birth year is stored. It can be corrected.",
            "Please show this to an adult you trust. The help page stays open.",
        )


def _remember(
    ctx: Context,
    tx: Transaction,
    operation: Operation,
    applied: Applied,
    told: Mapping[str, Answer],
) -> Applied:
    """Raise what the answers raise, even when a clash kept the answers themselves out."""
    if applied.outcome == "replayed":
        return applied
    now = ctx.clock()
    facts = Facts(
        now=now,
        today=diary_day(now, operation.zone),
        answers=tx.answers(),
        events=tx.events(kinds=FLAG_KINDS),
        person=tx.person,
    )
    found = raised(facts, operation.answers, ctx.catalogue, now)
    found += leg_news(told, operation.answers, now)
    if not found:
        return applied
    said = ",".join(f"{event.subject} {event.value}" for event in found)
    name = f"unspiral:raised:{operation.id}:{applied.outcome}:{said}"
    raise_id = str(uuid5(NAMESPACE_URL, name))
    day = operation.local_date
    later = tx.append(
        Operation(raise_id, tx.person, "screen", now, operation.zone, day, events=found)
    )
    return replace(applied, version=later.version)
