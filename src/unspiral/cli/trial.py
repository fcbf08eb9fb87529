"""`unspiral trial`: design a fair test, or work one out. Touches no store."""

import json
from collections.abc import Mapping
from pathlib import Path
from secrets import randbits
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.folder import json_option
from unspiral.errors import BadInput

if TYPE_CHECKING:
    from unspiral.catalogue.types import TrialQuestion
    from unspiral.records.estimate import NotEnough
    from unspiral.records.trial import TrialResult
    from unspiral.trials.library import Layout

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SEED_BITS = 61
LARGEST_BYTES = 5_000_000
KEPT = "Nothing was stored."


@click.group(name="trial")
def command() -> None:
    """Fair tests of one person: a schedule drawn by chance, and what came of it."""


@command.command(name="design")
@click.argument("question")
@click.option("--days", type=int, default=56, show_default=True, help="28 to 84.")
@click.option("--seed", type=int, help="Draws the schedule; without it, one nobody chose.")
@json_option
def design(question: str, days: int, seed: int | None, as_json: bool) -> None:
    """Draw and seal a schedule for QUESTION (an id), and say what to expect. Nothing is stored."""
    from unspiral.cli.trial_data import design_data, power_words
    from unspiral.dynamics import seeds
    from unspiral.trials import Expected, make, power_of

    asked = _question(question)
    made = make(
        asked.id, asked.technique, asked.outcome, scheme=asked.scheme, better=asked.better,
        when=asked.when, days=days, seed=randbits(SEED_BITS) if seed is None else seed,
    )  # fmt: skip
    rng = seeds.generator("trial power", made.scheme, str(made.days))
    power = power_of(made.scheme, made.days, Expected(), rng)
    data = design_data(made, days, power)
    if as_json:
        click.echo(json.dumps(data, indent=2))
        return
    size = 6 if made.scheme == "pairs" else 4
    blocks = [data["arms"][at : at + size] for at in range(0, made.days, size)]
    click.echo(asked.ask)
    click.echo(f"{made.days} days. A: with it. B: without it. {asked.keep}")
    click.echo(" ".join(blocks))
    click.echo(f"Seed {made.seed}. Seal {made.seal}")
    click.echo("\n".join(power_words(power)))
    click.echo("Nothing was started. To start one, use the app: it asks about danger signs first.")


@command.command(name="analyse")
@click.argument("file", type=FILE)
@click.option("--day", default="day", show_default=True, help="Column of days: numbers or dates.")
@click.option("--arm", default="arm", show_default=True, help="Column of arms: 1 and 0, or words.")
@click.option("--on", default="", help="The word in --arm that means with it.")
@click.option("--outcome", default="outcome", show_default=True, help="Column of the outcome.")
@click.option("--done", default=None, help="Column of 1 and 0: what was done.")
@click.option("--beside", multiple=True, help="Another item to adjust for, of the day before.")
@click.option("--scheme", type=click.Choice(["blocks", "pairs", "free"]), default="free",
              show_default=True, help="How the arms were drawn.")  # fmt: skip
@click.option("--when", type=click.Choice(["evening", "morning"]), default="evening",
              show_default=True, help="morning: it stands in the next day's row.")  # fmt: skip
@click.option("--better", type=click.Choice(["lower", "higher"]), default="lower",
              show_default=True, help="Which way is better.")  # fmt: skip
@click.option("--scale", default="0,10", show_default=True, help="Lowest and highest answer.")
@click.option("--only", multiple=True, help="Read only rows with COLUMN=VALUE.")
@json_option
def analyse(file: Path, as_json: bool, **given: Any) -> None:
    """Work out FILE: a test taken along (trial/1), or any table of one person's days."""
    from unspiral.cli.trial_data import result_data, result_words
    from unspiral.trials.analysis import LEVEL

    found = _document(file) if _is_document(file) else _table(file, given)
    data = result_data(found, LEVEL)
    click.echo(json.dumps(data, indent=2) if as_json else "\n".join(result_words(found)))


def _question(name: str) -> "TrialQuestion":
    """Raises `BadInput` with the closed list."""
    from unspiral.catalogue.load import load

    there = load()[0].trial_questions
    if name not in there:
        raise BadInput(
            f"There is no question called {name}. The list is closed: {', '.join(there)}.",
            "Nothing was drawn.",
            "Take one of these.",
            questions=list(there),
        )
    return there[name]


def _is_document(file: Path) -> bool:
    if file.stat().st_size > LARGEST_BYTES:
        raise BadInput(f"{file.name} is too large for one test.", KEPT)
    with file.open("rb") as stream:
        return stream.read(200).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _document(file: Path) -> "TrialResult | NotEnough":
    from unspiral.trials import analyse, read

    try:
        held = read(file.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{file.name} is no text in UTF-8.", KEPT) from error
    return analyse(held.trial, held.unit)


def _table(file: Path, given: Mapping[str, Any]) -> "TrialResult | NotEnough":
    from unspiral.cli import trial_data as cells
    from unspiral.trials import analyse_table

    layout = _layout(given)
    done = [layout.done] if layout.done else []
    wanted = [layout.day, layout.arm, layout.outcome, *done, *layout.beside]
    with file.open("rb") as stream:
        found = cells.read_columns(stream, wanted, dict(_pair(one) for one in given["only"]))
    values = {
        name: cells.numbers(found[name], name) for name in (layout.outcome, *done, *layout.beside)
    }
    table: dict[str, Any] = {
        **values,
        layout.day: cells.days(found[layout.day], layout.day),
        layout.arm: cells.arms(found[layout.arm], layout.arm, given["on"]),
    }
    return analyse_table(table, layout)


def _layout(given: Mapping[str, Any]) -> "Layout":
    from unspiral.trials import Layout

    names = ("day", "arm", "outcome", "done", "beside", "scheme", "when", "better")
    return Layout(**{name: given[name] for name in names}, scale=_scale(given["scale"]))


def _scale(text: str) -> tuple[float, float]:
    try:
        low, high = map(float, text.split(","))
    except ValueError:
        raise BadInput("--scale takes two numbers, like 0,10 or 0,100.", KEPT) from None
    if not -1e9 <= low < high <= 1e9:
        raise BadInput("--scale takes the low end first, then the high end.", KEPT)
    return low, high


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise BadInput("--only takes COLUMN=VALUE.", KEPT)
    return name.strip(), value.strip()
