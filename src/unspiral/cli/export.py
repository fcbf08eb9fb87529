"""`unspiral export`: all of one's data as one zip of open files, and the import of such a file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from unspiral.cli.folder import data_option, json_option, settings_for, with_records

if TYPE_CHECKING:
    from unspiral.services.context import Context

WARNING = "This file is not encrypted. Whoever has it can read your diary."
NO_PAGE = "The 60-second page as PDF could not be made this time."


@click.command(name="export")
@data_option
@click.option("--out", type=click.Path(path_type=Path), help="The new file, or a folder for it.")
@json_option
def command(data: Path | None, out: Path | None, as_json: bool) -> None:
    """Take everything home: one zip of open files with a guide. Never writes over a file."""
    result = take_home(data, out or Path())
    if as_json:
        click.echo(json.dumps(result))
        return
    held = f"{result['operations']} writes, {result['readings']} values"
    click.echo(f"{result['bytes']} bytes in {result['file']}: {held}.\n{WARNING}")
    if not result["page"]:
        click.echo(NO_PAGE)


def take_home(data: Path | None, out: Path) -> dict[str, Any]:
    """Write the export; `out` may be a folder, which then gets a file of the usual name."""
    from unspiral.bootstrap import opened, report_pdf
    from unspiral.services.context import today_now
    from unspiral.services.export import to_file
    from unspiral.services.export_form import file_name

    with opened(with_records(settings_for(data))) as (ctx, person):
        with ctx.store.read(person) as tx:
            today = today_now(ctx, tx)
        target = out.expanduser().absolute()
        target = target / file_name(today) if target.is_dir() else target
        held = to_file(ctx, person, target, report_pdf)
    return {
        "file": str(target),
        "bytes": target.stat().st_size,
        "operations": held.operations,
        "readings": held.readings,
        "answers": held.answers,
        "events": held.events,
        "notes": held.notes,
        "page": held.page,
        "encrypted": False,
        "warning": WARNING,
    }


def is_export(stream: BinaryIO) -> bool:
    """Whether a file is an export of ours; it is left at its start."""
    from unspiral.services.export_home import is_export as looks_like

    return stream.seekable() and looks_like(stream)


def export_home(
    ctx: "Context", person: str, stream: BinaryIO, confirmed: bool, as_json: bool
) -> str:
    """Bring an export back, or say what it holds, as text to print."""
    from unspiral.services.export_home import as_data, bring_back

    result = as_data(bring_back(ctx, person, stream, confirmed))
    return json.dumps(result) if as_json else in_words(result)


def in_words(result: dict[str, Any]) -> str:
    """The same result in plain words."""
    span = f", saved from {result['first_day']} to {result['last_day']}"
    lines = [f"Read {result['read']} entries{span if result['days'] else ''}."]
    if result["preview"]:
        lines.append(f"New: {result['stored']}. Already here: {result['already']}.")
        lines.append("This is a preview. Nothing was stored. Add --yes to store it.")
    else:
        lines.append(f"Stored {result['stored']}. Already here: {result['already']}.")
    if result["clashes"]:
        lines.append(
            f"Left out {result['clashes']}: something else stands here under the same number."
        )
        lines += [f"  {name}" for name in result["clashing"]]
    return "\n".join(lines)
