"""One way to write: every verb makes an operation and hands it to the store here."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from unspiral.clock import diary_day
from unspiral.records.facts import Answer, Event, Operation, Reading
from unspiral.services.context import Context, zone_of
from unspiral.store.base import Applied


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
        return tx.append(
            Operation(
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
        )
