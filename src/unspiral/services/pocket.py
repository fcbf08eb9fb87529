"""Bring the diary of a pocket build home: say what is there, then keep each entry once."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from pydantic import ValidationError

from unspiral.errors import UnspiralError
from unspiral.importers import pocket
from unspiral.services import outbox
from unspiral.services.context import Context
from unspiral.services.operations import UnderEighteen
from unspiral.services.outbox import ENTRY, Entry

NOT_NOW = "not_confirmed"


@dataclass(frozen=True, slots=True)
class Home:
    """What became of a diary file; the unit is one entry.

    read = stored + duplicates + sum of skipped, always. `kinds` counts the entries that could be
    read; `examples` are the first of those set aside, as (id, why).
    """

    read: int
    stored: int
    duplicates: int
    skipped: Mapping[str, int]
    kinds: Mapping[str, int]
    days: int
    first_day: date | None
    last_day: date | None
    preview: bool
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Tally:
    """Counts while the entries go by."""

    stored: int = 0
    duplicates: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)
    examples: list[tuple[str, str]] = field(default_factory=list)

    def set_aside(self, name: str, code: str) -> None:
        self.skipped[code] += 1
        if len(self.examples) < 20 and code != NOT_NOW:
            self.examples.append((name, code))


def bring_home(ctx: Context, person: str, file: BinaryIO, confirmed: bool) -> Home:
    """Keep the entries of a diary file for `person`; without `confirmed` only say what is there.

    Each entry goes by itself, as from the outbox: one that cannot be taken never holds up its
    neighbours, and the same file again stores nothing new. Raises BadInput when the file is no
    diary, and UnderEighteen before anything is kept for somebody who is, or may be, under 18.
    """
    listed = pocket.entries(file)
    tally = _Tally()
    for name, entry in _readable(listed, tally):
        tally.kinds[entry.kind] += 1
        tally.days.add(entry.local_date)
        if not confirmed:
            tally.set_aside(name, NOT_NOW)
            continue
        _keep(ctx, person, entry, name, tally)
    return Home(
        read=len(listed),
        stored=tally.stored,
        duplicates=tally.duplicates,
        skipped=dict(tally.skipped),
        kinds=dict(sorted(tally.kinds.items())),
        days=len(tally.days),
        first_day=min(tally.days, default=None),
        last_day=max(tally.days, default=None),
        preview=not confirmed,
        examples=tuple(tally.examples),
    )


def as_data(home: Home) -> dict[str, Any]:
    """The result as plain JSON data: counts and reasons, nothing of what was written."""
    days = {"first_day": home.first_day, "last_day": home.last_day}
    return {
        "read": home.read,
        "stored": home.stored,
        "duplicates": home.duplicates,
        "skipped": [{"code": code, "n": n} for code, n in sorted(home.skipped.items())],
        "kinds": dict(home.kinds),
        "days": home.days,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "preview": home.preview,
        "examples": [{"id": name, "code": code} for name, code in home.examples],
    }


def _readable(listed: list[Any], tally: _Tally) -> Iterator[tuple[str, Entry]]:
    """The entries that are whole and of a kind we know; the others are set aside."""
    for sent in listed:
        name = str(sent.get("id", ""))[:64] if isinstance(sent, dict) else ""
        try:
            entry = ENTRY.validate_json(json.dumps(sent), strict=True, extra="forbid")
        except (ValidationError, ValueError):
            tally.set_aside(name, "not_readable")
            continue
        if entry.fault():
            tally.set_aside(name, "not_readable")
        elif entry.kind not in KINDS:
            tally.set_aside(name, "unknown_kind")
        else:
            yield name, entry


def _keep(ctx: Context, person: str, entry: Entry, name: str, tally: _Tally) -> None:
    before = outbox.version_of(ctx, person)
    try:
        code = KINDS[entry.kind](ctx, person, entry)
    except UnderEighteen:
        raise
    except UnspiralError as error:
        code = error.code
    if code:
        tally.set_aside(name, code)
    elif outbox.version_of(ctx, person) > before:
        tally.stored += 1
    else:
        tally.duplicates += 1


def _checkin(ctx: Context, person: str, entry: Entry) -> str:
    done = outbox.take_checkin(ctx, person, entry)
    if done is None:
        return "please_tick_new"
    if done.applied is None:
        return done.problems[0].code
    return "clash" if done.applied.outcome == "clash" else ""


def _screen(ctx: Context, person: str, entry: Entry) -> str:
    outbox.take_screen(ctx, person, entry)
    return ""


def _session(ctx: Context, person: str, entry: Entry) -> str:
    return "clash" if outbox.take_session(ctx, person, entry).outcome == "clash" else ""


def _worry(ctx: Context, person: str, entry: Entry) -> str:
    return "clash" if outbox.take_worry(ctx, person, entry) == "clash" else ""


# What became of one entry of each kind: "" when it is kept, else why it is not.
KINDS: Mapping[str, Callable[[Context, str, Entry], str]] = {
    "checkin": _checkin,
    "screen": _screen,
    "session": _session,
    "worry": _worry,
}
