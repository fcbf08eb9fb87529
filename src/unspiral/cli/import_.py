"""`unspiral import`: bring a diary file in, after saying what would be stored."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from unspiral.cli.folder import data_option, json_option, settings_for
from unspiral.errors import BadInput

LONGEST_MAP = 1_000_000
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
OPTIONS = (
    click.argument("file", type=EXISTING),
    click.option(
        "--map",
        "map_file",
        type=EXISTING,
        help="Column map (docs/reference/column-map.md). Not needed for a file in our own ids.",
    ),
    click.option("--person", "whose", default="", help="Whose rows, when it holds many people."),
    click.option("--two-sittings", is_flag=True, help="Nights noted by morning, days by evening."),
)


def file_options(command: Callable[..., None]) -> Callable[..., None]:
    """The diary file of a command, and how to read it."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command(name="import")
@file_options
@data_option
@click.option("--yes", is_flag=True, help="Store it. Without this nothing is stored.")
@json_option
def command(
    file: Path,
    map_file: Path | None,
    whose: str,
    two_sittings: bool,
    data: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Bring the diary in FILE (delimited text, of a pocket build, or an export) into a data folder.

    Nothing is doubled: the same file again stores nothing new.
    """
    from unspiral.bootstrap import opened
    from unspiral.cli.export import export_home, is_export
    from unspiral.cli.pocket_home import is_pocket, pocket_home
    from unspiral.services.imports import Request, as_data, bring_in

    with file.open("rb") as stream, opened(settings_for(data)) as (ctx, person):
        if is_pocket(stream) and map_file is None:
            click.echo(pocket_home(ctx, person, stream, yes, as_json))
            return
        if is_export(stream) and map_file is None:
            click.echo(export_home(ctx, person, stream, yes, as_json))
            return
        asked = Request(stream, file.name, read_map(map_file), whose, two_sittings)
        with map_shown(as_json):
            result = as_data(bring_in(ctx, person, asked, yes))
    click.echo(json.dumps(result) if as_json else in_words(result))


def read_map(map_file: Path | None) -> Any:
    """The JSON of a map file, not yet checked; None without a file."""
    if map_file is None:
        return None
    try:
        with map_file.open("rb") as stream:
            return json.loads(_limited(stream).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise BadInput(
            f"The map is not JSON{line}.",
            "Nothing was stored.",
            "Correct the map file. docs/reference/column-map.md has examples.",
            problem="map_not_json",
        ) from error


@contextmanager
def map_shown(as_json: bool) -> Iterator[None]:
    """Print the ready-to-edit map of a refused file on stdout, unless --json will carry it."""
    try:
        yield
    except BadInput as error:
        if "map" in error.values and not as_json:
            click.echo(json.dumps(error.values["map"], indent=2, ensure_ascii=False))
        raise


def in_words(result: dict[str, Any]) -> str:
    """The same result in plain words."""
    from unspiral.importers.base import SKIP_CODES

    span = f"{result['days']} days, {result['first_day']} to {result['last_day']}"
    lines = [f"Read {result['read']} values ({span})."]
    if result["preview"]:
        lines.append("This is a preview. Nothing was stored. Add --yes to store it.")
    else:
        lines.append(f"Stored {result['stored']}. Already there: {result['duplicates']}.")
    for skipped in result["skipped"]:
        if skipped["code"] == "not_confirmed":  # nothing is wrong with these
            lines.append(f"{skipped['n']} can be stored.")
            continue
        lines.append(f"Set aside {skipped['n']}: {SKIP_CODES[skipped['code']]}.")
    for example in result["examples"]:
        lines.append(f"  row {example['row']}, {example['column']}: {SKIP_CODES[example['code']]}")
    return "\n".join([*lines, *(NOTES[note] for note in result["notes"])])


NOTES = {
    "read_as_latin_1": "The file is not UTF-8 and was read as Latin-1. Please check its letters.",
    "most_out_of_range": "Most values lie outside their scale. Please check the scales of the map.",
    "other_value_replaced": "Some had another value from an earlier file. The newer one counts now.",
}


def _limited(stream: BinaryIO) -> bytes:
    content = stream.read(LONGEST_MAP + 1)
    if len(content) > LONGEST_MAP:
        raise ValueError("longer than any map")
    return content
