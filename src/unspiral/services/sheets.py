"""Written sheets: every version is the note of one write; the newest stands, older ones stay.

The words are in notes alone. Answers, readings and events, of which decisions, the learner and
claims are made, hold none of them (docs/adr/0027-written-words.md).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from unspiral.catalogue.types import Worksheet
from unspiral.errors import BadInput
from unspiral.records.facts import SHEET, Event
from unspiral.services.context import Context, today_now
from unspiral.services.operations import Origin, write
from unspiral.store.base import Applied, Transaction, Written

Words = Mapping[str, str]


class NoSuchSheet(BadInput):
    """No sheet of this id: never written, or somebody else's."""

    code = "not_found"
    status = 404


@dataclass(frozen=True, slots=True)
class Entry:
    """One sheet as it stands. `id` is the id of the write that began it.

    `words` by prompt id, exactly as typed. `day` it was begun for; `changed` the day of its newest
    version, None while there is one. `earlier` holds older words, newest first. `removed`: taken
    away by the person. `came_back`: written again on a device after it was taken away on another.
    """

    id: str
    sheet: str
    words: Words
    day: date
    changed: date | None = None
    earlier: tuple[Words, ...] = ()
    removed: bool = False
    came_back: bool = False


def read(tx: Transaction) -> tuple[Entry, ...]:
    """Every sheet of this person, in the order they were begun; those taken away, too."""
    return entries(tx.written((SHEET,)))


def entries(written: Iterable[Written]) -> tuple[Entry, ...]:
    """The sheets that these notes make, oldest first. What is no sheet is left out."""
    found: dict[str, Entry] = {}
    for note in sorted(written, key=lambda one: one.version):
        said = _said(note.body)
        entry = str(said.get("entry") or note.operation)
        known = found.get(entry)
        if isinstance(said.get("words"), dict):
            found[entry] = _written(known, entry, said, note.local_date)
        elif known is not None and isinstance(said.get("removed"), bool):
            found[entry] = replace(known, removed=said["removed"], came_back=False)
    return tuple(found.values())


def standing(found: Iterable[Entry], sheet: str) -> tuple[Entry, ...]:
    """Those of one sheet that were not taken away, newest day first."""
    own = [entry for entry in found if entry.sheet == sheet and not entry.removed]
    newest = sorted(enumerate(own), key=lambda pair: (pair[1].day, pair[0]), reverse=True)
    return tuple(entry for _, entry in newest)


def find(found: Iterable[Entry], entry: str) -> Entry:
    """The sheet of this id. Raises `NoSuchSheet`."""
    for one in found:
        if one.id == entry:
            return one
    raise NoSuchSheet("There is no such sheet.", "Nothing was changed.", "Go back to the list.")


def save(
    ctx: Context,
    person: str,
    sheet: Worksheet,
    words: Words,
    origin: Origin,
    entry: str = "",
    done: tuple[str, ...] = (),
) -> Applied:
    """Keep a new sheet, or new words of `entry`.

    The same words again are written, too, so that this write can never come late and count.
    `done`: techniques that a new sheet counts as done. When it returns "applied", the commit has
    been flushed. A replay changes nothing. Raises `NoSuchSheet`.
    """
    with ctx.store.read(person) as tx:
        today = today_now(ctx, tx)
        if entry:
            find(read(tx), entry)
    said: dict[str, Any] = {"sheet": sheet.id, "item_version": sheet.version, "words": dict(words)}
    if entry:
        said["entry"] = entry
    at, day = origin.at or ctx.clock(), origin.local_date or today
    events = tuple(Event("done", name, "full", at, day) for name in done) if not entry else ()
    return write(ctx, person, SHEET, origin, events=events, note=_body(said))


def remove(ctx: Context, person: str, entry: str, removed: bool, origin: Origin) -> Applied:
    """Take a sheet out of sight, or bring it back. Its words stay on the disk until `erase`.

    Raises `NoSuchSheet`. A replay changes nothing.
    """
    with ctx.store.read(person) as tx:
        find(read(tx), entry)
    return write(ctx, person, SHEET, origin, note=_body({"entry": entry, "removed": removed}))


def erase(ctx: Context, person: str, entry: str) -> None:
    """Take all words of a sheet, older versions too, out of the records and their files for good.

    That it was used stays. Raises `NoSuchSheet`, also when it was erased before.
    """
    with ctx.store.write(person) as tx:
        find(read(tx), entry)
        own = (one for one in tx.written((SHEET,)) if entry in (one.operation, _entry_of(one)))
        tx.forget_words([one.operation for one in own])
    ctx.store.scrub()


def _entry_of(written: Written) -> str:
    return str(_said(written.body).get("entry", ""))


def _written(known: Entry | None, entry: str, said: Mapping[str, Any], day: date) -> Entry:
    words = {str(name): str(value) for name, value in said["words"].items()}
    if known is None:
        return Entry(entry, str(said.get("sheet", "")), words, day)
    if words == known.words and not known.removed:
        return known
    return replace(
        known,
        words=words,
        changed=day,
        earlier=(known.words, *known.earlier),
        removed=False,
        came_back=known.removed,
    )


def _body(said: Mapping[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _said(body: str) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
