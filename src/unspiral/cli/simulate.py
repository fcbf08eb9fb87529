"""`unspiral simulate`: diaries of made-up people, and beside them the truth they were made from."""

import csv
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from unspiral.bootstrap import read_catalogue
from unspiral.catalogue.load import Catalogue
from unspiral.cli.folder import json_option
from unspiral.dynamics.seeds import generator
from unspiral.dynamics.simulate import ITEMS, WORLDS, Made, Use, World, basis, use_of
from unspiral.dynamics.simulate.settings import ON_BAD_DAYS
from unspiral.errors import BadInput

FIRST_DAY = date(2026, 1, 1)
MORNING, EVENING = "07:30", "21:00"
DIGITS = 4
MOST_DAYS, MOST_PEOPLE = 36_525, 100_000  # a hundred years
MOST_POINTS = 10.0  # the whole scale


class Within(click.FloatRange):
    """A number of a range; click lets "nan" through, which no comparison holds back."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


@click.command(name="simulate")
@click.option("--world", "name", type=click.Choice(list(WORLDS)), default="linear",
              show_default=True, help="What is hard about these people.")  # fmt: skip
@click.option("--people", type=click.IntRange(1, MOST_PEOPLE), default=10, show_default=True)
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=180, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--no-links", is_flag=True, help="Nothing goes with anything: for false-claim tests.")
@click.option("--missing", type=Within(0, 0.95), help="Share of answers left out.")
@click.option("--missing-slope", type=Within(0, 5), help="More of them on bad days.")
@click.option("--flares", type=Within(0, 100), help="Bursts of pain in a year.")
@click.option("--technique", help="Id of a technique that is done on some days.")
@click.option("--used-on", type=click.Choice(["any-day", "bad-days"]), default="any-day",
              show_default=True, help="The days on which it is done.")  # fmt: skip
@click.option("--effect", type=Within(-MOST_POINTS, MOST_POINTS),
              help="Its true effect on that evening's pain, in points.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
def command(
    name: str, people: int, days: int, seed: int, out: Path, as_json: bool, **asked: Any
) -> None:
    """Write diaries of made-up people to a CSV that `import` and `fit` read as it is.

    The truth behind each person goes to a second file, named like the first with `.truth.json`.
    The same seed always makes the same people.
    """
    catalogue = read_catalogue()
    world = asked_for(name, catalogue, **asked)
    made = make_people(world, catalogue, people, days, seed)
    truth_file = out.parent / f"{out.stem}.truth.json"
    said = {
        "world": world.name,
        "no_links": world.links == {},
        "people": people,
        "days": days,
        "seed": seed,
        "missing_share": world.missing,
        "file": str(out),
        "truth": str(truth_file),
        "numbers": basis(world, catalogue.edges, catalogue.populations),
    }
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows_of(made))
        truth_file.write_text(json.dumps(truths_of(made, said), indent=1), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{out} cannot be written.", next_step="Choose another place.") from error
    click.echo(json.dumps(said, indent=2) if as_json else _in_words(said))


def asked_for(
    name: str,
    catalogue: Catalogue,
    no_links: bool = False,
    missing: float | None = None,
    missing_slope: float | None = None,
    flares: float | None = None,
    technique: str | None = None,
    used_on: str = "any-day",
    effect: float | None = None,
) -> World:
    """The named world with what was asked for on top. Raises `BadInput`."""
    world = WORLDS[name]
    changes: dict[str, Any] = {
        "links": {} if no_links else None,
        "missing": missing,
        "missing_slope": missing_slope,
        "flares_per_year": flares,
    }
    if technique:
        uses = (*world.uses, _use(technique, catalogue, used_on, effect))
        changes["uses"] = uses
    elif effect is not None:
        raise BadInput("--effect needs --technique.", "Nothing was written.", "Name one.")
    return replace(world, **{key: value for key, value in changes.items() if value is not None})


def _use(technique: str, catalogue: Catalogue, used_on: str, effect: float | None) -> Use:
    indication = ON_BAD_DAYS if used_on == "bad-days" else 0.0
    if technique not in catalogue.techniques:
        names = ", ".join(catalogue.techniques)
        raise BadInput(f"{technique} is no technique.", "Nothing was written.", f"Known: {names}.")
    if effect is not None:
        return Use(name=technique, effects={"pain": effect}, indication=indication)
    try:
        return use_of(catalogue.techniques[technique], indication=indication)
    except ValueError as fault:
        raise BadInput(
            f"No size in points is known for {technique}.",
            "Nothing was written.",
            "Give one with --effect.",
        ) from fault


def make_people(
    world: World, catalogue: Catalogue, people: int, days: int, seed: int
) -> dict[str, Made]:
    """Made-up people by name. A person does not depend on how many others there are."""
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


def rows_of(made: dict[str, Made]) -> Iterator[list[str]]:
    """The header, then one row a day: nights are answered in the morning, the rest at night."""
    names = next(iter(made.values())).input_names
    used = [f"used:{name}" for name in names]
    yield ["person", "date", "answered_morning", "answered_evening", *ITEMS, *used]
    for name, diary in made.items():
        for day, answers, done in zip(diary.days, diary.answers, diary.inputs, strict=True):
            cells = ["" if value != value else f"{value:.10g}" for value in answers]
            morning = f"{day}T{MORNING}" if cells[0] else ""
            evening = f"{day}T{EVENING}" if any(cells[1:]) else ""
            ticks = [f"{on:.0f}" for on in done]
            yield [name, day.isoformat(), morning, evening, *cells, *ticks]


def truths_of(made: dict[str, Made], said: dict[str, Any]) -> dict[str, Any]:
    """What was put in: what `simulate` printed, then person by person (see `Truth`)."""
    return {
        **said,
        "items": list(ITEMS),
        "row": "effect",
        "people": {name: _truth(diary) for name, diary in made.items()},
    }


def _truth(diary: Made) -> dict[str, Any]:
    """Links, carry-over and input effects in sd per sd, the rest in answer points."""
    truth = diary.truth
    arrays = {
        "links": truth.total,
        "same": truth.same,
        "lag": truth.lag,
        "noise": truth.noise,
        "level": truth.level,
        "swing": truth.swing,
        "error": truth.error,
    }
    if diary.input_names:
        arrays["input_effects"] = truth.inputs
    if diary.drift.any():
        arrays["drift_sd"] = diary.drift
    flared = [day.isoformat() for day, on in zip(diary.days, diary.flares, strict=True) if on]
    return {
        **{name: array.round(DIGITS).tolist() for name, array in arrays.items()},
        "bend": list(truth.bend),
        "used": {name: sorted(d.isoformat() for d in on) for name, on in diary.used().items()},
        "flares": flared,
    }


def _in_words(said: dict[str, Any]) -> str:
    return (
        f"Made {said['people']} people with {said['days']} days each: {said['file']}\n"
        f"The truth behind them: {said['truth']}\n"
        "Most numbers of this world are elicited, not published; --json lists which."
    )
