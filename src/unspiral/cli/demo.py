"""`unspiral demo`: a made-up year, or a copy of any diary, to look around in."""

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.demo_folder import Wanted, opened_demo
from unspiral.cli.import_ import EXISTING, in_words, map_shown, read_map
from unspiral.cli.serve import end_on_signal, serve_opened
from unspiral.errors import BadInput
from unspiral.settings import Settings, default_data

if TYPE_CHECKING:
    from unspiral.services.context import Context
    from unspiral.services.imports import Request

# Not the port of one's own diary: a browser keeps what belongs to a page by its address.
PORT = 8421
# Picked by hand: one of this person's links is clear after a year, which is so for about half of
# the people of this world (docs/tutorials/demo.md says it too).
WORLD, SEED = "linear", 3
NOTHING = ("Nothing was made.", "Look it up with --help.")


@click.command(name="demo")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path),
              help="A folder for the demo alone. Without it: one beside your own.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True,
              help="Taken: the next free one is used, and said. 0: any free one.")  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--again", is_flag=True, help="Make it anew. What was entered in it is lost.")
@click.option("--world", help=f"The simulated world of the year. Without it: {WORLD}.")
@click.option("--seed", type=int, help=f"Which made-up person it is. Without it: {SEED}.")
@click.option("--diary", type=EXISTING, help="Open a copy of this diary instead.")
@click.option("--map", "map_file", type=EXISTING, help="Column map of the diary.")
@click.option("--person", "whose", help="Whose rows, when the diary holds many people.")
@click.option("--two-sittings", is_flag=True, help="Nights noted by morning, days by evening.")
def command(
    data: Path | None,
    port: int,
    no_browser: bool,
    again: bool,
    world: str | None,
    seed: int | None,
    diary: Path | None,
    map_file: Path | None,
    whose: str | None,
    two_sittings: bool,
) -> None:
    """Look around in a made-up year, with the truth beside what was found.

    It has a folder of its own, and every page says that it is made up. With --diary a copy of a
    real diary is opened in the same way, as it stood on its last day.
    """
    if diary is None and (map_file or whose or two_sittings):
        raise BadInput("--map, --person and --two-sittings belong to --diary.", *NOTHING)
    if diary is not None and (world is not None or seed is not None):
        raise BadInput("--world and --seed make a year up; --diary opens a real one.", *NOTHING)
    end_on_signal()
    if diary is None:
        wanted, usual = a_year(world, seed), "unspiral-demo"
    else:
        wanted = a_copy(diary, read_map(map_file), whose or "", two_sittings)
        usual = "unspiral-demo-diary"
    folder = (data or default_data().with_name(usual)).expanduser().absolute()
    with opened_demo(Settings(folder, port), wanted, again) as (ctx, person):
        serve_opened(ctx, person, not no_browser, read_now=True)


def a_year(world: str | None, seed: int | None) -> Wanted:
    """A simulated year. A demo made before fits whatever of the two is left out."""
    from unspiral.clock import machine_zone
    from unspiral.services import demo

    chosen, number = world or WORLD, SEED if seed is None else seed
    if chosen not in demo.worlds():
        names = ", ".join(demo.worlds())
        raise BadInput(f"There is no world {chosen!r}. There are: {names}.", *NOTHING)

    def make(ctx: "Context", person: str) -> "Context":
        return demo.make_year(ctx, person, chosen, number, machine_zone())

    asked = {"world": chosen if world else None, "seed": seed}
    named = {name: value for name, value in asked.items() if value is not None}
    return Wanted(named, {"world": chosen, "seed": number}, make)


def a_copy(diary: Path, map_data: Any, whose: str, two_sittings: bool) -> Wanted:
    """A copy of a diary. Raises BadInput, before anything is made, when it cannot be read."""
    from unspiral.bootstrap import read_catalogue
    from unspiral.clock import machine_zone
    from unspiral.importers.choose import MOST_BYTES
    from unspiral.services import demo
    from unspiral.services.imports import Request, as_data, read_file

    with diary.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)  # one more is refused below, as too large

    def request() -> "Request":
        return Request(io.BytesIO(content), diary.name, map_data, whose, two_sittings)

    def make(ctx: "Context", person: str) -> "Context":
        ctx, result = demo.copy_diary(ctx, person, request(), machine_zone())
        click.echo(in_words(as_data(result)), err=True)
        return ctx

    with map_shown(as_json=False):
        read_file(request(), read_catalogue().variables)
    how = json.dumps([map_data, whose, two_sittings], sort_keys=True)
    asked = {"diary": hashlib.sha256(content + how.encode()).hexdigest()}
    return Wanted(asked, asked, make)
