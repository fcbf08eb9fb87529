"""What a device kept while nothing answered: one entry read strictly, and taken by its own verb.

The outbox of a browser and the diary file of a pocket build hold the same entries. Each goes the
road of its form, under the id it was given on the device, so the same entry twice changes nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field, TypeAdapter

from unspiral.catalogue.load import Catalogue
from unspiral.clock import known_zone
from unspiral.screening.asking import DANGER
from unspiral.services import checkins, screening, sessions
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write
from unspiral.store.base import Applied

CLOCK_SLACK = timedelta(minutes=5)
# The first and the last year of an instant that can be told in every zone.
YEARS = range(1900, 9999)
LONGEST_WORRY = 500
HOURS = re.compile(r"^\s*(\d{1,2})\s*(?:h|:)\s*(\d{1,2})?\s*$")
# What a check-in form asks; the clock times of the sleep diary are asked at home only.
SITTINGS = frozenset({"morning", "evening", "add"})

Values = Mapping[str, tuple[str, ...]]
Texts = tuple[Annotated[str, Field(max_length=20_000)], ...]
Version = Annotated[int, Field(ge=0, lt=2**53)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation as the outbox keeps it: its own id, and the fields of its form."""

    id: UUID
    kind: str
    at: datetime
    zone: str
    local_date: date
    base_version: Version | None
    fields: Mapping[str, Texts]

    def origin(self, now: datetime) -> Origin:
        """Where this write came from. A device clock ahead of ours is not believed."""
        at = now if self.ahead(now) else self.at
        return Origin(str(self.id), known_zone(self.zone), self.local_date, self.base_version, at)

    def ahead(self, now: datetime) -> bool:
        """True when the device's clock is more than 5 minutes ahead (safety page, B33)."""
        return self.at - now > CLOCK_SLACK

    def fault(self) -> str:
        """The field that can be no time of ours, or ""."""
        if self.at.tzinfo is None or self.at.year not in YEARS:
            return "at"
        return "" if self.local_date.year in YEARS else "local_date"

    def first(self, name: str) -> str:
        """The first value of a field, or ""."""
        return next(iter(self.fields.get(name, ())), "")


ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


def take_checkin(ctx: Context, person: str, entry: Entry) -> checkins.Recorded | None:
    """One half of a day; None when "New or worse?" was shown and left without an answer."""
    line, missing = evening_line(entry.fields)
    if missing:
        return None
    draft = draft_of(ctx.catalogue, entry.fields, entry.local_date)
    return checkins.record(ctx, person, draft, entry.origin(ctx.clock()), line)


def take_session(ctx: Context, person: str, entry: Entry) -> Applied:
    """The end of a session that was played from what the device keeps."""
    name, rated = entry.first("technique"), entry.first("rated")
    how, worse = entry.first("how") or "full", entry.first("worse") == "1"
    return sessions.finish(ctx, person, name, how, rated, worse, entry.origin(ctx.clock()))


def take_heat(ctx: Context, person: str, entry: Entry) -> Applied:
    """Warmth that was switched on."""
    origin = entry.origin(ctx.clock())
    return sessions.started_heat(ctx, person, entry.first("technique"), origin)


def take_worry(ctx: Context, person: str, entry: Entry) -> str:
    """A worry parked at night; what became of it. Nothing written is nothing kept."""
    words = entry.first("worry").replace("\r\n", "\n").strip()
    if not words:
        return "applied"
    origin = entry.origin(ctx.clock())
    return write(ctx, person, "worry", origin, note=words[:LONGEST_WORRY]).outcome


def take_screen(ctx: Context, person: str, entry: Entry) -> tuple[str, bool]:
    """The danger screen answered on the device: what became of it, and whether items are open."""
    origin, ticked = entry.origin(ctx.clock()), entry.fields.get("tick", ())
    before = version_of(ctx, person)
    decision = screening.record_screen(ctx, person, DANGER, ticked, origin)
    outcome = "applied" if version_of(ctx, person) > before else "replayed"
    return outcome, bool(set(decision.to_ask) & set(ctx.catalogue.redflags))


def version_of(ctx: Context, person: str) -> int:
    """How many operations there are: an entry that adds none was here before."""
    with ctx.store.read(person) as tx:
        return tx.version()


def draft_of(catalogue: Catalogue, values: Values, day: date) -> checkins.Draft:
    """What was typed, field by field; hours may be written "6 h 30" or "6:30"."""
    asked = {name: catalogue.variables[name] for name in values if name in catalogue.variables}
    return checkins.Draft(
        day=day,
        values={
            name: plain(_first(values, name))
            for name, variable in asked.items()
            if variable.sitting in SITTINGS
        },
        note=_first(values, "note").replace("\r\n", "\n"),
        confirmed=_first(values, "confirmed") == "yes",
    )


def evening_line(values: Values) -> tuple[tuple[str, ...] | None, bool]:
    """The ticks of "New or worse?", and whether the line was shown but left unanswered."""
    ticks = tuple(values.get("new_or_worse", ()))
    evening = _first(values, "half") == "evening"
    return (ticks or None), evening and _first(values, "asked_new_or_worse") == "yes" and not ticks


def plain(typed: str) -> str:
    """A number as it is stored: "6 h 30" is 6.5."""
    found = HOURS.match(typed)
    return str(int(found[1]) + int(found[2] or 0) / 60) if found else typed.strip()


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")
