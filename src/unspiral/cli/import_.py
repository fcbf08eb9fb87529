"""`unspiral import`: bring a diary file in, after saying what would be stored."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from unspiral.cli.folder import PlainFile, data_option, json_option, settings_for
from unspiral.errors import BadInput

if TYPE_CHECKING:
    from unspiral.services.context import Context
    from unspiral.services.imports import Progress

LONGEST_MAP = 1_000_000
EXISTING = PlainFile()
MEGABYTE = 1_000_000
EVERY_SECONDS = 0.5
FILE = click.argument("file", type=EXISTING)
OPTIONS = (
    click.option(
        "--map",
        "map_file",
        type=EXISTING,
        help="Column map (docs/reference/column-map.md). Not needed for a file in our own ids.",
    ),
    click.option("--person", "whose", default="", help="Whose rows, when it holds many people."),
    click.option("--two-sittings", is_flag=True, help="Nights noted by morning, days by evening."),
)


def map_options(command: Callable[..., None]) -> Callable[..., None]:
    """How to read the diary file of a command."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def file_options(command: Callable[..., None]) -> Callable[..., None]:
    """The diary file of a command, and how to read it."""
    return FILE(map_options(command))


@click.command(name="import")
@click.argument("file", type=EXISTING, required=False)
@map_options
@data_option
@click.option("--yes", is_flag=True, help="Store it. Without this nothing is stored.")
@click.option("--list", "listed", is_flag=True, help="Say what was brought in before.")
@click.option("--undo", default="", metavar="RUN", help="Take back what one run brought in.")
@json_option
def command(
    file: Path | None,
    map_file: Path | None,
    whose: str,
    two_sittings: bool,
    data: Path | None,
    yes: bool,
    listed: bool,
    undo: str,
    as_json: bool,
) -> None:
    """Bring FILE into a data folder: a table (CSV, XLSX), an Apple Health export, what `export`
    wrote, or a pocket diary.

    Nothing is doubled: the same file again stores nothing new.
    """
    from unspiral.bootstrap import opened

    if (file is not None) + listed + bool(undo) != 1:
        raise BadInput("Name a file, or say --list or --undo RUN.", "Nothing was stored.")
    with opened(settings_for(data)) as (ctx, person):
        if file is None:
            from unspiral.cli.import_runs import list_runs, take_back

            told = take_back(ctx, person, undo) if undo else list_runs(ctx, person)
            click.echo(json.dumps(told.data) if as_json else told.words)
            return
        click.echo(_bring(ctx, person, file, _How(map_file, whose, two_sittings), yes, as_json))


@dataclass(frozen=True, slots=True)
class _How:
    """How a table is read: its map, whose rows, and in how many sittings it was written."""

    map_file: Path | None
    whose: str
    two_sittings: bool


def _bring(
    ctx: "Context", person: str, file: Path, how: _How, confirmed: bool, as_json: bool
) -> str:
    from unspiral.cli.export import export_home, is_export
    from unspiral.cli.pocket_home import is_pocket, pocket_home
    from unspiral.services import imports_agreed
    from unspiral.services.imports import Request, as_data, confirm, look
    from unspiral.services.operations import Origin
    from unspiral.services.staging import sweep

    sweep(ctx.settings.data)
    with file.open("rb") as stream:
        if is_pocket(stream) and how.map_file is None:
            return pocket_home(ctx, person, stream, confirmed, as_json)
        if is_export(stream) and how.map_file is None:
            return export_home(ctx, person, stream, confirmed, as_json)
        columns = read_map(how.map_file)
        asked = Request(stream, file.name, columns, how.whose, how.two_sittings, file)
        with map_shown(as_json):
            looked = look(ctx, person, asked, progress_to_stderr())
        try:
            found = confirm(ctx, person, looked) if confirmed else looked.result
            devices = confirmed and imports_agreed.of_devices(found)
            if devices and not imports_agreed.agreed(ctx, person):
                imports_agreed.answer(ctx, person, True, Origin())  # --yes says it, with its date
        finally:
            looked.stage.close()
    result = as_data(found)
    return json.dumps(result) if as_json else in_words(result)


def progress_to_stderr() -> "Progress":
    """Says how far a long reading is, on stderr, at most twice a second."""
    last = time.monotonic()

    def say(position: int, size: int) -> None:
        nonlocal last
        if position < MEGABYTE or time.monotonic() - last < EVERY_SECONDS:
            return
        last = time.monotonic()
        of = f" of {size // MEGABYTE} MB" if size else " MB"
        click.echo(f"Read {position // MEGABYTE}{of}.", err=True)

    return say


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
        if result["format"] == "apple_health":
            lines.append("With --yes you also agree that data of watches and phones are kept.")
    else:
        lines.append(f"Stored {result['stored']}. Already there: {result['duplicates']}.")
    for skipped in result["skipped"]:
        if skipped["code"] == "not_confirmed":  # nothing is wrong with these
            lines.append(f"{skipped['n']} can be stored.")
            continue
        lines.append(
            f"Set aside {skipped['n']}: {SKIP_CODES.get(skipped['code'], skipped['code'])}."
        )
    for example in result["examples"]:
        lines.append(f"  {_where(example)}: {SKIP_CODES[example['code']]}")
    if result["run"]:
        lines.append(
            f"To take it back: ./start import --undo {result['run']}, with the same --data."
        )
    return "\n".join([*lines, *(NOTES[note] for note in result["notes"] if note in NOTES)])


def _where(example: dict[str, Any]) -> str:
    if "row" in example:
        return f"row {example['row']}, {example['column']}"
    return f"byte {example.get('byte', '?')}, {example.get('type', '?')}"


NOTES = {
    "read_as_latin_1": "The file is not UTF-8 and was read as Latin-1. Please check its letters.",
    "most_out_of_range": "Most values lie outside their scale. Please check the scales of the map.",
    "other_value_replaced": "Some values differ from an earlier file. The newer ones count now.",
}


def _limited(stream: BinaryIO) -> bytes:
    content = stream.read(LONGEST_MAP + 1)
    if len(content) > LONGEST_MAP:
        raise ValueError("longer than any map")
    return content
