"""Erase means erase: after 7 days in which it can be taken back, or now; then every trace goes.

What waits is a small file beside the records and no record itself, so it travels in no copy, no
export and no backup. It goes last, so an erase that was cut off is carried out at the next start.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from unspiral.clock import diary_day
from unspiral.services import entry
from unspiral.services.context import Context, zone_of
from unspiral.store import tombstones
from unspiral.store.codec import instant_text
from unspiral.store.copies import keep_json

WAITING = "erase-waiting.json"
DAYS = 7
# All that Unspiral itself puts beside the records of a person. Nothing else is ever deleted.
FILES = ("launch-url", "proof-code", "demo.json", "restore.part*", "export-*.part", "incoming/*")
COPIES = ("before-restore-*", "before-migration-*")
OURS = frozenset({"unspiral.db", "unspiral.db-wal", "unspiral.db-shm", "lock", "help.html"})
FOLDERS = frozenset({"tls", "incoming"})  # the machine's own certificates; files that wait, emptied


@dataclass(frozen=True, slots=True)
class Waiting:
    """An erase that was asked for: when, the moment it is due, and that day for the person."""

    asked: datetime
    due: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Erased:
    """When, and the names of what is left in the folder that Unspiral did not make."""

    at: datetime
    left: tuple[str, ...]


def ask(ctx: Context, person: str) -> Waiting:
    """Have everything erased in 7 days. Asked again, the first day stands."""
    found = waiting(ctx, person)
    if found is not None:
        return found
    now = ctx.clock()
    due = now + timedelta(days=DAYS)
    with ctx.store.read(person) as tx:
        made = Waiting(now, due, diary_day(due, zone_of(tx)))
    _keep(ctx.settings.data, {**_read(ctx.settings.data), person: made})
    return made


def take_back(ctx: Context, person: str) -> bool:
    """Leave everything as it is; whether an erase was waiting."""
    held = dict(_read(ctx.settings.data))
    found = held.pop(person, None)
    if found is not None:
        _keep(ctx.settings.data, held)
    return found is not None


def waiting(ctx: Context, person: str) -> Waiting | None:
    """The erase that waits for this person, or None."""
    return _read(ctx.settings.data).get(person)


def carry_out(ctx: Context, person: str) -> Erased:
    """Erase everything of one person now. Done again after a fault, it goes on where it ended.

    Rows, what was worked out, sessions and phones go, and the files are swept of them; then what
    Unspiral keeps beside them goes. StoreUnavailable when the files could not be swept.
    """
    folder, now = ctx.settings.data, ctx.clock()
    if folder.is_dir():
        _keep(folder, {**_read(folder), person: Waiting(now, now, now.date())})
        tombstones.add(folder, person, instant_text(now))
    ctx.store.erase(person, now)
    ctx.unsaved_signs.pop(person, None)
    if not ctx.store.people():  # copies and notes of a folder are of all who are in it
        _delete(folder, (*FILES, *COPIES))
    take_back(ctx, person)
    return Erased(now, left_in(folder))


def carry_out_due(ctx: Context) -> int:
    """Carry out what is due by now, at a start or while running; how many people it was."""
    now, done = ctx.clock(), 0
    known = {*ctx.store.people(), *ctx.store.erased()}
    for person, found in _read(ctx.settings.data).items():
        if found.due <= now and person in known:
            carry_out(ctx, person)
            done += 1
    return done


def owner_is_gone(ctx: Context, owner: str) -> bool:
    """Whether a device that waited holds entries of somebody who was erased here (B14)."""
    return bool(owner) and any(owner_name(person) == owner for person in ctx.store.erased())


def owner_name(person: str) -> str:
    """What a device calls the owner of its entries: a hash that says nothing about them."""
    return entry.token_hash("owner " + person)[:16]


def left_in(folder: Path) -> tuple[str, ...]:
    """Names in the folder that Unspiral did not make: the person's own, which nobody deletes."""
    if not folder.is_dir():
        return ()
    own = OURS | FOLDERS | {tombstones.NAME, WAITING}
    return tuple(sorted(path.name for path in folder.iterdir() if path.name not in own))


def _read(folder: Path) -> Mapping[str, Waiting]:
    try:
        found = json.loads((folder / WAITING).read_text("utf-8"))
        return {
            str(name): Waiting(
                _instant(row["asked"]),
                _instant(row["due"]),
                date.fromisoformat(row["day"]),
            )
            for name, row in found.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _instant(text: str) -> datetime:
    """A moment with its zone. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment without its zone")
    return found


def _keep(folder: Path, held: Mapping[str, Waiting]) -> None:
    if not held:
        (folder / WAITING).unlink(missing_ok=True)
        return
    rows = {
        name: {
            "asked": instant_text(one.asked),
            "due": instant_text(one.due),
            "day": one.day.isoformat(),
        }
        for name, one in held.items()
    }
    keep_json(folder / WAITING, rows)


def _delete(folder: Path, patterns: tuple[str, ...]) -> None:
    for pattern in patterns:
        for path in folder.glob(pattern):
            if path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)
