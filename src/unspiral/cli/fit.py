"""`unspiral fit FILE.csv`: what one diary can tell, and what it cannot. Touches no store."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.fit_data import as_data
from unspiral.cli.folder import json_option
from unspiral.cli.import_ import file_options, map_shown, read_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unspiral.catalogue.load import Catalogue
    from unspiral.records.facts import Reading
    from unspiral.records.insight import Insights


@click.command(name="fit")
@file_options
@json_option
def command(
    file: Path, map_file: Path | None, whose: str, two_sittings: bool, as_json: bool
) -> None:
    """Read the diary in FILE and say what it can tell. Nothing is stored."""
    from unspiral.clock import diary_day, machine_zone, system_clock

    today = diary_day(system_clock(), machine_zone())
    with map_shown(as_json):
        result = fit_document(file, read_map(map_file), whose, two_sittings, today)
    click.echo(json.dumps(result, indent=2) if as_json else in_words(result))


def fit_document(
    file: Path, map_data: Any, whose: str, two_sittings: bool, today: date
) -> dict[str, Any]:
    """The reading of a diary as plain data, on its last day with an entry up to `today`."""
    from unspiral.bootstrap import read_catalogue
    from unspiral.dynamics import kernels
    from unspiral.services.imports import Request, read_file

    catalogue = read_catalogue()
    with file.open("rb") as stream:
        asked = Request(stream, file.name, map_data, whose, two_sittings)
        readings, columns = read_file(asked, catalogue.variables)
    found = _read(readings, catalogue, two_sittings or columns.two_sittings, today)
    ticks = frozenset(c.variable for c in columns.columns.values() if c and c.ticks)
    labels = {name: item.label for name, item in catalogue.variables.items()}
    return as_data(found, labels, ticks, kernels.NAME)


def _read(
    readings: "Sequence[Reading]", catalogue: "Catalogue", two: bool, today: date
) -> "Insights":
    from unspiral.insights.read import read_diary

    days = [reading.local_date for reading in readings]
    last = max((day for day in days if day <= today), default=today)
    return read_diary(readings, catalogue, last, "two" if two else None)


def in_words(result: Mapping[str, Any]) -> str:
    """The same reading in plain words: the range, tomorrow, links, and what is not said."""
    labels = result["labels"]
    lines = [f"{result['days']} days with entries, up to {result['as_of']}."]
    for one in result["usual"]:
        name, share = labels[one["variable"]], one["level"]
        lines.append(
            f"{name}: usually {one['low']:g} to {one['high']:g} "
            f"({share * 10:.0f} days in 10, from {one['days']} days)."
        )
    for one in result["forecast"]:
        name = labels[one["variable"]]
        lines.append(f"{name} on {one['day']}: likely {one['low']:g} to {one['high']:g}.")
    lines += [_claim_words(link, labels) for link in result["links"] if link["claim"] == "claimed"]
    lines += [_lead_words(lead, labels) for lead in result["leads"]]
    if result["change"]:
        lines.append(_change_words(result["change"], labels))
    silent = [link for link in result["links"] if link["candidate"] and link["claim"] != "claimed"]
    for link in silent:
        why = " ".join(dict.fromkeys(reason["words"] for reason in link["reasons"]))
        lines.append(f"{labels[link['from']]} to {labels[link['to']]}: cannot tell. {why}")
    lines += [f"Not said: {reason['words']}" for reason in result["withheld"]]
    return "\n".join(lines)


def _claim_words(link: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    way = "higher" if link["mean"] > 0 else "lower"
    return (
        f"When {labels[link['from']]} is up by its usual swing, {labels[link['to']]} after it "
        f"tends to be {abs(link['mean']):.1f} {way}, so far (range {link['low']:.1f} to "
        f"{link['high']:.1f}, {link['level'] * 10:.0f} times in 10, from {link['pairs']} pairs). "
        "It went with it; that is not the same as caused by it."
    )


def _lead_words(lead: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    first, second = labels[lead["first"]], labels[lead["second"]]
    return f"{first} tends to come before {second} more than the other way round, so far."


def _change_words(change: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    way = "higher" if change["shift"] > 0 else "lower"
    return (
        f"{labels[change['variable']]} tends to be {abs(change['shift']):.1f} {way} since about "
        f"{change['day']} (range {change['low']:.1f} to {change['high']:.1f}, "
        f"{change['level'] * 10:.0f} times in 10). Why, the diary does not say."
    )
