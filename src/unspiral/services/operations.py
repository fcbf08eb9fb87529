"""One way to write: every verb makes an operation and hands it to the store here.

Here also every danger sign is remembered: answers that make a red flag fire are followed by a
`flag_raised` event in the same transaction, whichever verb carried them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid4, uuid5

from unspiral.clock import diary_day
from unspiral.records.facts import Answer, Event, Facts, Operation, Reading
from unspiral.screening.recording import raised
from unspiral.services.context import Context, zone_of
from unspiral.store.base import Applied, Transaction

FLAG_KINDS = ("flag_raised", "flag_ended", "flag_known")


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
    at = origin.at or ctx.clock()
    with ctx.store.write(person) as tx:
        zone = origin.zone or zone_of(tx)
        operation = Operation(
            id=origin.op_id or str(uuid4()),
            person=person,
            kind=kind,
            at=at,
            zone=zone,
            local_date=origin.local_date or diary_day(at, zone),
            base_version=origin.base_version,
            answers=answers,
            readings=readings,
            events=events,
            note=note,
        )
        applied = tx.append(operation)
        return _remember_flags(ctx, tx, operation, applied) if answers else applied


def _remember_flags(
    ctx: Context, tx: Transaction, operation: Operation, applied: Applied
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
    flags = raised(facts, operation.answers, ctx.catalogue, now)
    if not flags:
        return applied
    raise_id = str(uuid5(NAMESPACE_URL, f"unspiral:raised:{operation.id}:{applied.outcome}"))
    day = operation.local_date
    later = tx.append(
        Operation(raise_id, tx.person, "screen", now, operation.zone, day, events=flags)
    )
    return replace(applied, version=later.version)
