"""`unspiral calendar`: the reminders to come as one calendar file, with neutral words only."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unspiral.cli.folder import data_option, json_option, settings_for
from unspiral.errors import BadInput, Refused

if TYPE_CHECKING:
    from unspiral.services.reminders import Reminders

CALENDAR = b"BEGIN:VCALENDAR"  # only such a file is written over
SAID = {
    "off": "Reminders to a calendar are off, so the file holds none. They are chosen on the page.",
    "holiday": "A tracking holiday is on. Reminders rest until it ends.",
    "quiet": "Five went by without an answer, so none come until there is an entry again.",
    "": "Five days after the last entry at most: then make the file anew.",
}


@click.command(name="calendar")
@data_option
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@json_option
def command(data: Path | None, out: Path, as_json: bool) -> None:
    """Write the reminders to come to OUT, a file every calendar program takes (RFC 5545).

    A calendar of this name is written anew, so that it can be made again and again.
    """
    result = write(data, out.expanduser().absolute())
    if as_json:
        click.echo(json.dumps(result))
        return
    click.echo(f"{result['reminders']} reminders in {result['file']}. {SAID[str(result['why'])]}")


def write(data: Path | None, out: Path) -> dict[str, object]:
    """Make the file; what stands in it, and why there is none where there is none.

    Raises BadInput for a folder without records or a place that cannot be written, Refused while
    a danger sign is open: then nothing is written.
    """
    from unspiral.bootstrap import database_file, opened
    from unspiral.services import reminders
    from unspiral.services.calendar_file import calendar_bytes

    settings = settings_for(data)
    if not settings.database and not database_file(settings).exists():
        raise BadInput("There are no records in this folder.", "Nothing was written.")
    with opened(settings) as (ctx, person):
        now = reminders.read(ctx, person)
    if now.rests == "danger":
        raise Refused(
            "A danger sign is open, so no reminder comes.",
            "Nothing was written. The diary and the help page stay open.",
            "Open the page: it says what to do now.",
        )
    chosen = reminders.CALENDAR in now.since
    coming = now.coming if chosen else ()
    try:
        if out.exists() and not _is_calendar(out):
            raise BadInput(f"This file is no calendar: {out}.", "It was left as it is.")
        out.write_bytes(calendar_bytes(coming, reminders.owner(person), now.set_on))
    except OSError as error:
        raise BadInput(f"This place cannot be written: {out}.", "Nothing was changed.") from error
    return {
        "file": str(out),
        "reminders": len(coming),
        "first": coming[0].at.isoformat() if coming else None,
        "last": coming[-1].at.isoformat() if coming else None,
        "why": _why(now, chosen=chosen),
    }


def _is_calendar(file: Path) -> bool:
    """Whether this is a calendar file. A device or a pipe is not even opened: it may never end."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(CALENDAR)) == CALENDAR


def _why(now: "Reminders", *, chosen: bool) -> str:
    return now.rests if chosen else "off"
