"""`unspiral simulate`: diaries of made-up people, and beside them the truth they were made from."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.folder import json_option

if TYPE_CHECKING:
    from unspiral.dynamics.simulate import Made

FIRST_DAY = date(2026, 1, 1)
MORNING, EVENING = "07:30", "21:00"


@click.command(name="simulate")
@click.option("--people", type=click.IntRange(1), default=10, show_default=True)
@click.option("--days", type=click.IntRange(1), default=180, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--no-links", is_flag=True, help="Nothing goes with anything: for false-claim tests.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
def command(people: int, days: int, seed: int, no_links: bool, out: Path, as_json: bool) -> None:
    """Write diaries of made-up people to a CSV that `import` and `fit` read as it is.

    The truth behind each person goes to a second file, named like the first with `.truth.json`.
    The same seed always makes the same people.
    """
    made = make_people(people, days, seed, not no_links)
    truth_file = out.with_suffix(".truth.json")
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows_of(made))
    truth_file.write_text(json.dumps(truths_of(made), indent=1), encoding="utf-8")
    said = _said(people, days, seed, not no_links, out, truth_file)
    click.echo(json.dumps(said, indent=2) if as_json else _in_words(said))


def make_people(people: int, days: int, seed: int, linked: bool) -> "dict[str, Made]":
    """Made-up people by name. A person does not depend on how many others there are."""
    from unspiral.bootstrap import read_catalogue
    from unspiral.dynamics.seeds import generator
    from unspiral.dynamics.simulate import World

    catalogue, world = read_catalogue(), World(links=None if linked else {})
    return {
        f"p{number:04d}": world.person(
            catalogue.edges,
            catalogue.populations,
            days,
            FIRST_DAY,
            generator("simulate", str(seed), str(number)),
        )
        for number in range(1, people + 1)
    }


def rows_of(made: "dict[str, Made]") -> Iterator[list[str]]:
    """The header, then one row a day: nights are answered in the morning, the rest at night."""
    from unspiral.dynamics.simulate import ITEMS

    yield ["person", "date", "answered_morning", "answered_evening", *ITEMS]
    for name, diary in made.items():
        for day, answers in zip(diary.days, diary.answers, strict=True):
            cells = ["" if value != value else f"{value:g}" for value in answers]
            morning = f"{day}T{MORNING}" if cells[0] else ""
            evening = f"{day}T{EVENING}" if any(cells[1:]) else ""
            yield [name, day.isoformat(), morning, evening, *cells]


def truths_of(made: "dict[str, Made]") -> dict[str, Any]:
    """What was put in, per person: links in sd per sd, the rest in answer points."""
    from unspiral.dynamics.simulate import ITEMS

    return {
        "items": list(ITEMS),
        "row": "effect",
        "people": {
            name: {
                "links": diary.truth.total.round(4).tolist(),
                "level": diary.truth.level.round(4).tolist(),
                "swing": diary.truth.swing.round(4).tolist(),
                "error": diary.truth.error.round(4).tolist(),
            }
            for name, diary in made.items()
        },
    }


def _said(
    people: int, days: int, seed: int, linked: bool, out: Path, truth_file: Path
) -> dict[str, Any]:
    from unspiral.bootstrap import read_catalogue
    from unspiral.dynamics.simulate import World, basis

    catalogue = read_catalogue()
    return {
        "world": "linear" if linked else "linear_no_links",
        "people": people,
        "days": days,
        "seed": seed,
        "missing_share": World().missing,
        "file": str(out),
        "truth": str(truth_file),
        "numbers": basis(World(), catalogue.edges, catalogue.populations),
    }


def _in_words(said: dict[str, Any]) -> str:
    return (
        f"Made {said['people']} people with {said['days']} days each: {said['file']}\n"
        f"The truth behind them: {said['truth']}\n"
        "Most numbers of this world are elicited, not published; --json lists which."
    )
