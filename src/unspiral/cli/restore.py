"""`unspiral restore`: a backup in the place of a data folder's records."""

import json
from pathlib import Path
from typing import Any

import click

from unspiral.cli.folder import PlainFile, data_option, json_option, settings_for
from unspiral.errors import BadInput

EXISTING = PlainFile()


@click.command(name="restore")
@click.argument("file", type=EXISTING)
@data_option
@json_option
def command(file: Path, data: Path | None, as_json: bool) -> None:
    """Put the backup FILE in the place of a folder's records, when it is whole.

    What stood there is kept for 7 days.
    """
    result = put_back(file.expanduser().absolute(), data)
    click.echo(json.dumps(result) if as_json else in_words(result))


def put_back(file: Path, data: Path | None) -> dict[str, Any]:
    """Restore under the folder's lock. Raises NotABackup, FolderInUse; nothing is changed then."""
    from unspiral.bootstrap import database_file
    from unspiral.clock import system_clock
    from unspiral.store.lock import FolderLock
    from unspiral.store.restore import KEPT_DAYS, restore

    settings = settings_for(data)
    if settings.database:
        raise BadInput(
            "A restore works on a data folder, not on a PostgreSQL database.",
            "Nothing was changed.",
            "Use PostgreSQL's own tools.",
        )
    made_here = not settings.data.exists()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FolderLock(settings.data):
            done = restore(file, database_file(settings), system_clock())
    except BaseException:
        if made_here:
            _unmake(settings.data)
        raise
    return {
        "folder": str(settings.data),
        "operations": done.operations,
        "people": done.people,
        "schema_before": done.schema_before,
        "verified": True,
        "kept": done.kept,
        "kept_days": KEPT_DAYS if done.kept else 0,
    }


def in_words(result: dict[str, Any]) -> str:
    """The same result in plain words."""
    lines = [f"The backup stands in {result['folder']}: {result['operations']} writes, checked."]
    if result["kept"]:
        lines.append(f"What stood there is kept for {result['kept_days']} days: {result['kept']}")
    lines.append("Start Unspiral and open its new link. Phones have to be let in again.")
    return "\n".join(lines)


def _unmake(folder: Path) -> None:
    """A refused restore leaves no new folder behind."""
    (folder / "lock").unlink(missing_ok=True)
    try:
        folder.rmdir()
    except OSError:
        return
