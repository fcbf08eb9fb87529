"""`unspiral trial`: design a fair test, or work one out. Touches no store."""

import json
from pathlib import Path
from secrets import randbits
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.folder import PlainFile, json_option
from unspiral.errors import BadInput

if TYPE_CHECKING:
    from unspiral.catalogue.types import TrialQuestion
    from unspiral.records.estimate import NotEnough
    from unspiral.records.trial import TrialResult

FILE = PlainFile()
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
@click.option("--day", default="", help="Column of days: numbers or dates.")
@click.option("--arm", default="", help="Column of arms: 1 and 0, or two words.")
@click.option("--on", default="", help="The word in --arm that means with it.")
@click.option("--outcome", multiple=True, help="Column of an outcome; may be repeated.")
@click.option("--done", default="", help="Column of 1 and 0: what was done.")
@click.option("--beside", multiple=True, help="Another item to adjust for, of the day before.")
@click.option("--scheme", type=click.Choice(["blocks", "pairs", "free"]), default=None,
              help="How the arms were drawn. Without it: free.")  # fmt: skip
@click.option("--when", type=click.Choice(["evening", "morning"]), default=None,
              help="morning: it stands in the next day's row. Without it: evening.")  # fmt: skip
@click.option("--better", type=click.Choice(["lower", "higher"]), default=None,
              help="Which way is better.")  # fmt: skip
@click.option("--scale", default="", metavar="LOW,HIGH", help="Lowest and highest answer.")
@click.option("--only", multiple=True, help="Read only rows with COLUMN=VALUE.")
@json_option
def analyse(file: Path, as_json: bool, **given: Any) -> None:
    """Work out FILE: a test taken along (trial/1), or any table of days.

    What no option says is told from names and cells, and said beside the answer. Each test and
    each outcome of a file gets an answer of its own.
    """
    from unspiral.cli import trial_tables
    from unspiral.cli.trial_data import result_data, result_words
    from unspiral.trials.analysis import LEVEL

    if _is_document(file):
        found = _document(file)
        data, words = result_data(found, LEVEL), list(result_words(found))
    else:
        shape, answers = trial_tables.read_table(file, given)
        data = trial_tables.tables_data(shape, answers, LEVEL)
        words = list(trial_tables.tables_words(shape, answers))
    click.echo(json.dumps(data, indent=2) if as_json else "\n".join(words))


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
