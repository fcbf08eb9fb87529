"""`unspiral erase`: everything of a data folder's person, after 7 days or now."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.folder import data_option, json_option, settings_for, with_records

if TYPE_CHECKING:
    from unspiral.services.context import Context

ELSEWHERE = (
    "Backups and exports that you made lie where you put them: delete them yourself. What lies in "
    "the folder and is not of Unspiral was left. No program can say what the disk itself still "
    "holds of deleted files, or what your own backups of this computer keep."
)


@click.command(name="erase")
@data_option
@click.option("--now", "at_once", is_flag=True, help="Without the 7 days to take it back.")
@click.option("--take-back", is_flag=True, help="Leave everything as it is after all.")
@click.option("--yes", is_flag=True, help="Do it. Without this nothing happens.")
@json_option
def command(data: Path | None, at_once: bool, take_back: bool, yes: bool, as_json: bool) -> None:
    """Erase all records, sessions and kept files of a data folder's person.

    Without --now it happens in 7 days, at a start of Unspiral, and can be taken back until then.
    """
    from unspiral.bootstrap import opened

    with opened(with_records(settings_for(data))) as (ctx, person):
        result = asked(ctx, person, at_once, take_back, yes)
    click.echo(json.dumps(result) if as_json else in_words(result))


def asked(ctx: "Context", person: str, at_once: bool, take_back: bool, yes: bool) -> dict[str, Any]:
    """Do what was asked for; the result as plain data. Without `yes` nothing is done."""
    from unspiral.services import erase

    with ctx.store.read(person) as tx:
        held = {"folder": str(ctx.settings.data), "writes": tx.version()}
    if take_back:
        return {**held, "done": "taken_back" if erase.take_back(ctx, person) else "none_waited"}
    if not yes:
        return {**held, "done": "nothing", "at_once": at_once}
    if at_once:
        done = erase.carry_out(ctx, person)
        return {**held, "done": "erased", "left": list(done.left), "elsewhere": ELSEWHERE}
    due = erase.ask(ctx, person)
    return {**held, "done": "waits", "due": due.day.isoformat()}


def in_words(result: dict[str, Any]) -> str:
    """The same result in plain words."""
    done, folder = result["done"], result["folder"]
    again = f"./start erase --data {shlex.quote(folder)} --take-back"
    if done == "erased":
        left = f"\nLeft in {folder}: {', '.join(result['left'])}" if result["left"] else ""
        return f"Erased: all {result['writes']} writes.{left}\n{ELSEWHERE}"
    if done == "waits":
        return (
            f"Everything in {folder} is erased at the first start from {result['due']} on.\n"
            f"Until then you can take it back: {again}, or on the page My data."
        )
    if done == "taken_back":
        return "Taken back. Nothing is erased."
    if done == "none_waited":
        return "No erase was waiting. Nothing was changed."
    return (
        f"This would erase all {result['writes']} writes in {folder}. "
        "Nothing was done. Add --yes to do it."
    )
