"""Copies: a new file takes its name only when it is whole and sound, mode 0600."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any

from unspiral.errors import BadInput, StoreFull, StoreUnavailable

NO_ROOM = (ENOSPC, EDQUOT)
OPENS = ("device", "token")  # what opens a session, or names one: never in a copy


@contextmanager
def new_file(target: str) -> Iterator[Path]:
    """A file to fill. On leaving it is flushed and named `target`; on a fault it is removed.

    Raises StoreFull, and BadInput when `target` is there already: a good copy is never overwritten.
    """
    final = Path(target)
    part = final.with_name(final.name + ".part")
    if final.exists():
        raise _taken(final)
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise _taken(part) from error
    except OSError as error:
        raise BadInput(f"Cannot write to {final.parent}.", kept="Nothing was changed.") from error
    try:
        yield part
        flush(part)
        os.rename(part, final)
        flush(final.parent)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise StoreFull(
            "The disk is full.",
            "Nothing was changed; no copy was kept.",
            "Make room, or choose another place for the new file.",
        ) from error
    finally:
        for beside in ("", "-journal", "-wal", "-shm"):  # SQLite's, when it could not end
            part.with_name(part.name + beside).unlink(missing_ok=True)


def keep_json(path: Path, data: Any) -> None:
    """Write a small note of our own in one step that is flushed, mode 0600."""
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def file_faults(raw: Any) -> tuple[str, ...]:
    """Faults SQLite finds in an open file; empty when sound."""
    found = [row[0] for row in raw.execute("PRAGMA integrity_check") if row[0] != "ok"]
    if found:
        return tuple(found)
    return tuple(f"loose row in {row[0]}" for row in raw.execute("PRAGMA foreign_key_check"))


def seal(raw: Any) -> None:
    """Make a copy a single sound file that opens no session; StoreUnavailable when damaged."""
    raw.execute("PRAGMA journal_mode=DELETE")
    raw.execute("PRAGMA secure_delete=ON")
    for table in OPENS:
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            raw.execute(f"DELETE FROM {table}")
    faults = file_faults(raw)
    if faults:
        raise StoreUnavailable(
            "The copy is damaged.", kept="Nothing was changed; no copy was kept.", faults=faults
        )


def _taken(path: Path) -> BadInput:
    return BadInput(
        f"{path} is already there.", kept="It was left as it is.", next_step="Choose another name."
    )


def flush(path: Path) -> None:
    """Push a file's or a folder's content to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
