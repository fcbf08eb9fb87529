"""`unspiral fit FILE.csv`: what one diary can tell, and what it cannot. Touches no store."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.folder import json_option
from unspiral.cli.import_ import file_options, map_shown, read_map
from unspiral.records.problem import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unspiral.catalogue.load import Catalogue
    from unspiral.records.facts import Reading
    from unspiral.records.insight import Insights, LinkVerdict


@click.command(name="fit")
@file_options
@json_option
def command(
    file: Path, map_file: Path | None, whose: str, two_sittings: bool, as_json: bool
) -> None:
    """Read the diary in FILE and say what it can tell. Nothing is stored."""
    with map_shown(as_json):
        result = fit_document(file, read_map(map_file), whose, two_sittings)
    click.echo(json.dumps(result, indent=2) if as_json else in_words(result))


def fit_document(file: Path, map_data: Any, whose: str, two_sittings: bool) -> dict[str, Any]:
    """The reading of a diary as plain data; "today" is the diary's last day."""
    from unspiral.bootstrap import read_catalogue
    from unspiral.services.imports import Request, read_file

    catalogue = read_catalogue()
    with file.open("rb") as stream:
        asked = Request(stream, file.name, map_data, whose, two_sittings)
        readings, columns = read_file(asked, catalogue.variables)
    found = _read(readings, catalogue, two_sittings or columns.two_sittings)
    ticks = frozenset(c.variable for c in columns.columns.values() if c and c.ticks)
    labels = {name: item.label for name, item in catalogue.variables.items()}
    return as_data(found, labels, ticks)


def _read(readings: "Sequence[Reading]", catalogue: "Catalogue", two: bool) -> "Insights":
    from unspiral.insights.read import read_diary

    last = max(reading.local_date for reading in readings)
    return read_diary(readings, catalogue, last, "two" if two else None)


def as_data(
    found: "Insights", labels: Mapping[str, str], ticks: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Insights as the JSON of `fit`: docs/reference/diary-csv.md names every field.

    `ticks` are variables noted as 0 or 1: they have no size, so no range of theirs is shown.
    """
    return {
        "status": found.status,
        "days": found.n_days,
        "as_of": found.as_of.isoformat(),
        "sittings": found.sittings,
        "links": [_link(verdict, labels) for verdict in found.verdicts],
        "loops": [
            {"nodes": list(loop.nodes), "gain": loop.gain, "low": loop.low, "high": loop.high,
             "level": loop.level}
            for loop in found.loops
        ],
        "leads": [{"first": one.first, "second": one.second, "p": one.p} for one in found.leads],
        "forecast": [
            {"variable": one.variable, "day": one.day.isoformat(), "mean": one.mean,
             "low": one.low, "high": one.high, "level": one.level}
            for one in found.forecasts
        ],
        "usual": [
            {"variable": one.variable, "low": one.low, "high": one.high, "level": one.level,
             "days": one.n_days}
            for one in found.usual
            if one.variable not in ticks
        ],
        "withheld": [
            *(_reason(Reason("ticks_have_no_size", name), labels) for name in sorted(ticks)),
            *(_reason(one, labels) for one in found.withheld if one.content_id not in ticks),
        ],
        "next_look": dict(found.next_look) if found.next_look else None,
        "fingerprint": found.fingerprint,
        "labels": {name: labels[name] for name in _named(found)},
    }  # fmt: skip


def _named(found: "Insights") -> list[str]:
    """Every variable the document speaks of."""
    links = [name for one in found.verdicts for name in (one.link.from_, one.link.to)]
    ranges = [one.variable for one in found.usual]
    return sorted({*links, *ranges, *(one.variable for one in found.forecasts)})


def _link(verdict: "LinkVerdict", labels: Mapping[str, str]) -> dict[str, Any]:
    link = verdict.link
    return {
        "from": link.from_,
        "to": link.to,
        "mean": link.mean,
        "low": link.low,
        "high": link.high,
        "level": link.level,
        "unit": link.unit,
        "pairs": link.pairs,
        "claim": verdict.claim,
        "candidate": verdict.candidate,
        "reasons": [_reason(reason, labels, link.from_, link.to) for reason in verdict.reasons],
    }


def _reason(
    reason: Reason, labels: Mapping[str, str], cause: str = "", effect: str = ""
) -> dict[str, Any]:
    from unspiral.insights.words import REASONS, UNKNOWN, shown_values

    item = reason.content_id or ""
    names = {"item": labels.get(item, item), "cause": labels.get(cause, cause)}
    shown = {"have": "", "needed": "", **shown_values(reason.code, reason.values)}
    words = REASONS.get(reason.code, UNKNOWN)
    return {
        "code": reason.code,
        "about": reason.content_id,
        **reason.values,
        "words": words.format(**names, effect=labels.get(effect, effect), **shown),
    }


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
