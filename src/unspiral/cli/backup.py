"""`unspiral backup`: all records of a data folder as one plain file, checked before it is named."""

import json
from pathlib import Path

import click

from unspiral.cli.folder import data_option, json_option, settings_for, with_records

WARNING = "This copy is not encrypted. Whoever has the file can read your diary."


@click.command(name="backup")
@data_option
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@json_option
def command(data: Path | None, out: Path, as_json: bool) -> None:
    """Copy all records to the new file OUT. The copy is not encrypted."""
    result = copy(data, out.expanduser().absolute())
    if as_json:
        click.echo(json.dumps(result))
        return
    click.echo(f"{result['bytes']} bytes in {result['file']}, checked.\n{WARNING}")


def copy(data: Path | None, out: Path) -> dict[str, object]:
    """Make the copy and verify it; never writes over a file that is there."""
    from unspiral.bootstrap import open_store

    store = open_store(with_records(settings_for(data)))
    try:
        store.backup(str(out))
    finally:
        store.close()
    return {
        "file": str(out),
        "bytes": out.stat().st_size,
        "verified": True,
        "encrypted": False,
        "warning": WARNING,
    }
