"""Records to rows and back, and an operation to the one JSON text its hash is taken of."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from unspiral.errors import BadInput
from unspiral.records.facts import DIARY, OFFERED, Answer, Event, Operation, Reading, Value

Row = dict[str, Any]


def instant_text(instant: datetime) -> str:
    """UTC with microseconds, always 32 characters, so that text order is time order."""
    if instant.tzinfo is None:
        raise BadInput("A moment came without its time zone.", kept="Nothing was stored.")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def maybe_instant_text(instant: datetime | None) -> str | None:
    """The same, where the moment may be unknown."""
    return None if instant is None else instant_text(instant)


def value_text(value: Value) -> str:
    """One answer as JSON, which keeps yes/no, whole number, number and text apart."""
    return canonical(value)


def canonical(value: Any) -> str:
    """The one JSON text of `value`: keys sorted, no spaces, no NaN, valid UTF-8, no NUL.

    Raises BadInput for what no database and no file could give back unchanged.
    """
    try:
        text = json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        text.encode()
    except ValueError as error:
        raise BadInput("A value cannot be stored.", kept="Nothing was stored.") from error
    if "\\u0000" in text.replace("\\\\", ""):
        raise BadInput("A text holds a NUL character.", kept="Nothing was stored.")
    return text


def digest(text: str) -> str:
    """SHA-256 of `text` in UTF-8, as hex."""
    return sha256(text.encode()).hexdigest()


def encode(operation: Operation) -> str:
    """The canonical payload: everything the operation says, enough to make it again."""
    return canonical(
        {
            "id": operation.id,
            "person": operation.person,
            "kind": operation.kind,
            "at": instant_text(operation.at),
            "zone": operation.zone,
            "local_date": operation.local_date.isoformat(),
            "base_version": operation.base_version,
            "answers": [answer_payload(answer) for answer in operation.answers],
            "readings": [reading_payload(reading) for reading in operation.readings],
            "events": [event_payload(event) for event in operation.events],
            "note": operation.note,
        }
    )


def decode(payload: str) -> Operation:
    """The operation `encode` was given, with every instant in UTC."""
    said = json.loads(payload)
    return Operation(
        id=said["id"],
        person=said["person"],
        kind=said["kind"],
        at=datetime.fromisoformat(said["at"]),
        zone=said["zone"],
        local_date=date.fromisoformat(said["local_date"]),
        base_version=said["base_version"],
        answers=tuple(_said_answer(row) for row in said["answers"]),
        readings=tuple(_said_reading(row) for row in said["readings"]),
        events=tuple(_said_event(row) for row in said["events"]),
        note=said["note"],
    )


def content(payload: str) -> str:
    """What the person said, without when and where the machine heard it.

    A form sent twice gets a new arrival time from the server; it is still the same content.
    Left out: instants of the operation, of answers, of events and of diary readings, the zone,
    the version the client saw, and what the plan had offered, which the server adds to the first
    act of a day. Days stay in, and so do the intervals of imported readings.
    """
    said = json.loads(payload)
    said["events"] = [event for event in said["events"] if event["kind"] != OFFERED]
    for name in ("at", "zone", "base_version"):
        del said[name]
    for answer in said["answers"]:
        del answer["answered_at"]
    for event in said["events"]:
        del event["at"]
    for reading in said["readings"]:
        timing = ("start", "end") if reading["source"] == DIARY else ()
        for name in ("answered_at", "zone", *timing):
            del reading[name]
    return canonical(said)


def answer_payload(answer: Answer) -> Row:
    """An answer as JSON-ready values."""
    return {
        "variable": answer.variable,
        "value": answer.value,
        "answered_at": instant_text(answer.answered_at),
        "local_date": answer.local_date.isoformat(),
        "item": answer.item,
        "version": answer.version,
    }


def reading_payload(reading: Reading) -> Row:
    """A reading as JSON-ready values."""
    if not math.isfinite(reading.value):
        raise BadInput("A number is missing or without end.", kept="Nothing was stored.")
    return {
        "variable": reading.variable,
        "value": float(reading.value),
        "start": instant_text(reading.start),
        "end": instant_text(reading.end),
        "local_date": reading.local_date.isoformat(),
        "source": reading.source,
        "answered_at": maybe_instant_text(reading.answered_at),
        "zone": reading.zone,
    }


def event_payload(event: Event) -> Row:
    """An event as JSON-ready values."""
    return {
        "kind": event.kind,
        "subject": event.subject,
        "value": event.value,
        "at": instant_text(event.at),
        "local_date": event.local_date.isoformat(),
    }


def _said_answer(row: Mapping[str, Any]) -> Answer:
    return Answer(
        variable=row["variable"],
        value=row["value"],
        answered_at=datetime.fromisoformat(row["answered_at"]),
        local_date=date.fromisoformat(row["local_date"]),
        item=row["item"],
        version=row["version"],
    )


def _said_reading(row: Mapping[str, Any]) -> Reading:
    answered = row["answered_at"]
    return Reading(
        variable=row["variable"],
        value=row["value"],
        start=datetime.fromisoformat(row["start"]),
        end=datetime.fromisoformat(row["end"]),
        local_date=date.fromisoformat(row["local_date"]),
        source=row["source"],
        answered_at=None if answered is None else datetime.fromisoformat(answered),
        zone=row["zone"],
    )


def _said_event(row: Mapping[str, Any]) -> Event:
    return Event(
        kind=row["kind"],
        subject=row["subject"],
        value=row["value"],
        at=datetime.fromisoformat(row["at"]),
        local_date=date.fromisoformat(row["local_date"]),
    )


# The columns each reader below takes, in order.
ANSWER_COLUMNS = ("variable", "value", "answered_at", "local_date", "item", "item_version")
READING_COLUMNS = (
    "variable",
    "value",
    "start_at",
    "end_at",
    "local_date",
    "source",
    "answered_at",
    "zone",
)
EVENT_COLUMNS = ("kind", "subject", "value", "at", "local_date")


def read_answer(row: Sequence[Any]) -> Answer:
    """An answer from the columns `ANSWER_COLUMNS`."""
    variable, value, answered_at, local_date, item, version = row
    return Answer(
        variable,
        json.loads(value),
        datetime.fromisoformat(answered_at),
        date.fromisoformat(local_date),
        item,
        version,
    )


def read_event(row: Sequence[Any]) -> Event:
    """An event from the columns `EVENT_COLUMNS`."""
    kind, subject, value, at, local_date = row
    return Event(kind, subject, value, datetime.fromisoformat(at), date.fromisoformat(local_date))


def read_readings(rows: Iterable[Sequence[Any]]) -> tuple[Reading, ...]:
    """Readings from rows of `READING_COLUMNS`; each instant and day is parsed once.

    Ten years of a diary are 40,000 rows with few different days and moments in them.
    """
    instants = _Once(datetime.fromisoformat)
    days = _Once(date.fromisoformat)
    return tuple(
        Reading(
            variable,
            value,
            instants[start],
            instants[end],
            days[day],
            source,
            None if answered is None else instants[answered],
            zone,
        )
        for variable, value, start, end, day, source, answered, zone in rows
    )


class _Once(dict[str, Any]):
    """A table that fills itself: each text is parsed once."""

    def __init__(self, parse: Any) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> Any:
        parsed = self[text] = self._parse(text)
        return parsed
