"""Short ways to say an operation, for the tests of the store."""

from datetime import UTC, date, datetime, timedelta

from unspiral.records.facts import DIARY, Answer, Event, Operation, Reading, Value
from unspiral.store.base import Applied, Store

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONE = "Europe/Zurich"


def checkin(
    op_id: str,
    base: int | None = 0,
    *,
    person: str = "ann",
    day: date = DAY,
    at: datetime = NOON,
    note: str = "",
    **values: float,
) -> Operation:
    """One sitting of the diary: `values` by variable."""
    readings = tuple(
        Reading(name, value, at, at, day, DIARY, at, ZONE) for name, value in values.items()
    )
    return Operation(op_id, person, "checkin", at, ZONE, day, base, readings=readings, note=note)


def answered(
    op_id: str, variable: str, value: Value, at: datetime = NOON, person: str = "ann"
) -> Operation:
    """One answer of set-up."""
    answer = Answer(variable, value, at, at.date(), "item", 1)
    return Operation(op_id, person, "setup", at, ZONE, at.date(), answers=(answer,))


def happened(
    op_id: str, kind: str, subject: str, value: str = "", person: str = "ann", day: date = DAY
) -> Operation:
    """One event."""
    event = Event(kind, subject, value, NOON, day)
    return Operation(op_id, person, "act", NOON, ZONE, day, events=(event,))


def imported(op_id: str, *steps: float, source: str = "watch", person: str = "ann") -> Operation:
    """An import of one value an hour, from noon on."""
    hours = [NOON + timedelta(hours=n) for n in range(len(steps) + 1)]
    readings = tuple(
        Reading("steps", value, hours[n], hours[n + 1], DAY, source, None, ZONE)
        for n, value in enumerate(steps)
    )
    return Operation(op_id, person, "import", NOON, ZONE, DAY, readings=readings)


def append(store: Store, *operations: Operation) -> list[Applied]:
    """Each operation in a transaction of its own."""
    results = []
    for operation in operations:
        with store.write(operation.person) as tx:
            results.append(tx.append(operation))
    return results


def values(store: Store, person: str = "ann") -> dict[str, float]:
    """The current readings of one person, by variable."""
    with store.read(person) as tx:
        return {reading.variable: reading.value for reading in tx.readings()}
