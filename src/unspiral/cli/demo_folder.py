"""The folder of a demo: told from a real one, made whole or made again, and opened.

`demo.json` stands in it before the first record does, so that a making that was cut off is known
again; the mark in the records themselves (`services/demo_mark.py`) is what shows the banner. A
folder without the note is somebody's own and is left alone, whatever is in it. Nor does a demo go
inside a diary's folder: somebody who deletes the one should not lose the other.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspiral.errors import BadInput, StoreUnavailable
from unspiral.settings import Settings, default_data

if TYPE_CHECKING:
    from unspiral.services.context import Context

NOTE = "demo.json"
ABOUT = "This folder holds a demo of Unspiral, nobody's own diary. It may be deleted."
KEPT = "Nothing was changed."
Asked = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the folder is to hold: `asked` for by name, `whole` with what is usual, made by `make`.

    A demo that is there already fits when it was made from everything in `asked`.
    """

    asked: Asked
    whole: Asked
    make: "Callable[[Context, str], Context]"


@contextmanager
def opened_demo(settings: Settings, wanted: Wanted, again: bool) -> "Iterator[tuple[Context, str]]":
    """The demo folder, open, with what is wanted in it, and the demo's person.

    Raises BadInput when the folder is not a demo's, or holds another demo and not `again`.
    """
    from unspiral.bootstrap import opened

    note = read_note(settings.data)
    refuse_real(settings, note)
    if note is None:
        write_note(settings.data, {"ready": False})
    with opened(settings) as (ctx, person):
        if ctx.demo is None and count(ctx, person):
            raise not_a_demo(settings.data)
        if ctx.demo and note and note.get("ready") and not again:
            refuse_another(wanted.asked, note, settings.data)
            click.echo(f"Opening the demo in {settings.data}. --again makes it anew.", err=True)
        else:
            ctx, person = made_anew(ctx, person, wanted)
        yield ctx, person


def made_anew(ctx: "Context", person: str, wanted: Wanted) -> "tuple[Context, str]":
    """Make what is wanted in the open folder of a demo; what it held before is erased."""
    from unspiral.clock import system_clock

    click.echo(f"Making the demo in {ctx.settings.data}.", err=True)
    write_note(ctx.settings.data, {"ready": False})
    if count(ctx, person):
        ctx.store.erase(person, system_clock())
        person = secrets.token_hex(16)
        ctx.store.add_person(person, system_clock())
    ctx = wanted.make(replace(ctx, clock=system_clock, demo=None), person)
    write_note(ctx.settings.data, {"ready": True, "asked": dict(wanted.whole)})
    return ctx, person


def refuse_real(settings: Settings, note: Mapping[str, Any] | None) -> None:
    """Raise BadInput for every place but an empty folder and one with the note.

    One's own place, a place inside a diary's folder, and records without the note are refused,
    and so is anything else that a reader of the note might delete with the demo.
    """
    from unspiral.bootstrap import database_file

    folder, own = settings.data.resolve(), default_data().resolve()
    if own in (folder, *folder.parents):
        raise refused(f"{settings.data} is the place of your own diary. A demo is never put there.")
    if note is None and os.path.exists(database_file(settings)):
        raise not_a_demo(settings.data)
    for above in folder.parents:
        if os.path.exists(database_file(replace(settings, data=above))):  # False where unreadable
            raise refused(f"{settings.data} lies inside {above}, which holds a diary.")
    if note is None and holds_more(folder):
        raise refused(f"{settings.data} is not empty. A demo needs a folder of its own.")


def holds_more(folder: Path) -> bool:
    """Whether more is in a folder than what stays when the program ends while it notes."""
    try:
        return any(not name.startswith(f".{NOTE}.") for name in os.listdir(folder))
    except OSError:  # none is there, or it cannot be looked into: making it will tell
        return False


def refuse_another(asked: Asked, note: Mapping[str, Any], folder: Path) -> None:
    """Raise BadInput when the demo that is there was made from something else."""
    held = note.get("asked", {})
    if any(held.get(name) != value for name, value in asked.items()):
        raise BadInput(
            f"{folder} holds another demo.",
            KEPT,
            "Add --again to make it anew, or name another folder with --data.",
        )


def not_a_demo(folder: Path) -> BadInput:
    return refused(f"{folder} holds a diary that is not a demo. A demo is never put into it.")


def refused(why: str) -> BadInput:
    return BadInput(why, KEPT, "Leave --data out, or name another folder.")


def count(ctx: "Context", person: str) -> int:
    """How many operations a person has."""
    with ctx.store.read(person) as tx:
        return tx.version()


def read_note(folder: Path) -> Mapping[str, Any] | None:
    """What the note says: None when there is none, nothing when it cannot be read."""
    try:
        found = json.loads((folder / NOTE).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_note(folder: Path, told: Mapping[str, Any]) -> None:
    """Write the note, in a folder that is made when absent. Raises StoreUnavailable."""
    from unspiral.bootstrap import write_private

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(folder / NOTE, json.dumps({"about": ABOUT, **told}, indent=1) + "\n")
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {folder} cannot be used.",
            kept=KEPT,
            next_step="Choose another folder with --data.",
        ) from error
