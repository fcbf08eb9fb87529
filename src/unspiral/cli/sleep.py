"""`unspiral sleep`: what a file of nights adds up to, and what the sleep programme makes of it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from unspiral.catalogue.load import Catalogue
    from unspiral.records.facts import Facts
    from unspiral.records.problem import Problem
    from unspiral.records.sleep import NightMetrics, Programme, SleepGate
    from unspiral.services.night_file import NightRow

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NUMBERS = ("sol", "waso", "tst", "tib", "se", "nap")


@click.group(name="sleep")
def command() -> None:
    """Work out nights of a sleep diary, and the sleep programme for a case."""


@command.command(name="metrics")
@click.argument("file", type=FILE)
@click.option("--zone", default="UTC", show_default=True, help="Zone of the clock, IANA name.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def metrics_command(file: Path, zone: str, as_json: bool) -> None:
    """Minutes asleep and in bed, and efficiency, of each night in FILE (CSV)."""
    from unspiral.services.night_file import read_nights

    result = metrics_document(read_nights(file, zone), zone)
    click.echo(json.dumps(result, indent=2) if as_json else "\n".join(_nights_in_words(result)))


@command.command(name="window")
@click.argument("file", type=FILE)
@click.option("--case", "case_file", type=FILE, required=True, help="CASE.json (schema case/1).")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="As if it was opened that day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def window_command(file: Path, case_file: Path, start: datetime | None, as_json: bool) -> None:
    """What the gate offers CASE, and each weekly decision over the nights in FILE (CSV)."""
    from unspiral.catalogue.load import load
    from unspiral.services.case import read_case
    from unspiral.services.night_file import read_nights

    catalogue, _ = load()
    facts = read_case(case_file, catalogue)
    zone = str(getattr(facts.now.tzinfo, "key", "UTC"))
    opened = start.date() if start else None
    result = window_document(facts, read_nights(file, zone), opened, catalogue)
    click.echo(json.dumps(result, indent=2) if as_json else "\n".join(_window_in_words(result)))


def metrics_document(rows: "Sequence[NightRow]", zone: str) -> dict[str, Any]:
    """Every row answered: its numbers, what to ask about it, or why it cannot be read."""
    from unspiral.diary.sleep import metrics, nights, valid

    found = {n.day: metrics(n) for n in nights(r for row in rows for r in row.readings)}
    counted = [said for said in found.values() if valid(said)]
    return {
        "zone": zone,
        "rows": len(rows),
        "valid": len(counted),
        "mean": {name: _mean(counted, name) for name in NUMBERS},
        "nights": [_night(row, found) for row in rows],
    }


def window_document(
    facts: "Facts", rows: "Sequence[NightRow]", start: date | None, catalogue: "Catalogue"
) -> dict[str, Any]:
    """The gate's word and the programme, with `rows` as nights of the case's own diary."""
    from unspiral.planning.sleep_window import gate, programme
    from unspiral.records.facts import Event
    from unspiral.screening.gate import assess

    readings = tuple(r for row in rows for r in row.readings if r.local_date <= facts.today)
    facts = replace(facts, history=(*facts.history, *readings))
    decision = assess(facts, catalogue)
    found = gate(facts, decision, catalogue)
    if start is not None and found.offers != "none":
        at = datetime.combine(start, facts.now.time(), facts.now.tzinfo)
        opened = Event("sleep_programme", found.offers, "started", at, start)
        facts = replace(facts, events=(*facts.events, opened))
    told = programme(facts, assess(facts, catalogue), catalogue)
    later = sum(row.day is not None and row.day > facts.today for row in rows)
    return {
        "status": "withheld" if found.offers == "none" else "offered",
        "level": decision.triage.level.value,
        "gate": _gate(found),
        "programme": _programme(told),
        "later_than_today": later,
        "set_aside": [_set_aside(row) for row in rows if row.problems],
    }


def _mean(counted: "Sequence[NightMetrics]", name: str) -> float | None:
    values = [value for said in counted if (value := getattr(said, name)) is not None]
    return round(sum(values) / len(values), 1) if values else None


def _night(row: "NightRow", found: "dict[date, NightMetrics]") -> dict[str, Any]:
    if row.day is None or row.problems:
        return {**_set_aside(row), "status": "set_aside"}
    said = found[row.day]
    numbers = {name: _rounded(getattr(said, name)) for name in NUMBERS}
    whole = "counted" if said.se is not None else "not_whole"
    status = "is_this_right" if said.problems else whole
    head = {"row": row.row, "date": row.day.isoformat(), "status": status}
    return {**head, **numbers, "problems": [_problem(p) for p in said.problems]}


def _set_aside(row: "NightRow") -> dict[str, Any]:
    day = row.day.isoformat() if row.day else None
    return {"row": row.row, "date": day, "problems": [_problem(p) for p in row.problems]}


def _problem(problem: "Problem") -> dict[str, Any]:
    return {"code": problem.code, "where": problem.where, **problem.values}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _gate(found: "SleepGate") -> dict[str, Any]:
    kinds = ("neither", "compression_only", "waits")
    reasons = {kind: [asdict(reason) for reason in getattr(found, kind)] for kind in kinds}
    return {"offers": found.offers, **reasons, "unanswered": list(found.unanswered)}


def _programme(told: "Programme") -> dict[str, Any]:
    """The programme as JSON data; days and times as text, and no week twice."""
    data = asdict(told)
    del data["decision"]
    plain = json.loads(json.dumps(data, default=lambda value: value.isoformat()))
    assert isinstance(plain, dict)
    return plain


def _nights_in_words(result: dict[str, Any]) -> Iterator[str]:
    for night in result["nights"]:
        day = night["date"] or f"row {night['row']}"
        if night["status"] in ("set_aside", "is_this_right"):
            why = ", ".join(_told_problem(p) for p in night["problems"])
            ask = "is this right?" if night["status"] == "is_this_right" else "set aside:"
            yield f"{day}  {ask} {why}"
        else:
            parts = (f"{name} {_or_dash(night[name])}" for name in NUMBERS)
            yield f"{day}  {'  '.join(parts)}"
    yield f"{result['valid']} of {result['rows']} nights count. Minutes; se in percent."


def _told_problem(problem: dict[str, Any]) -> str:
    return f"{problem['where']} {problem.get('why', problem['code'])}"


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def _window_in_words(result: dict[str, Any]) -> Iterator[str]:
    gate, told = result["gate"], result["programme"]
    yield f"Level {result['level']}. The gate offers: {gate['offers']}."
    for reason in (*gate["neither"], *gate["compression_only"], *gate["waits"]):
        yield f"  {_told_reason(reason)}"
    if gate["unanswered"]:
        yield f"  To ask: {', '.join(gate['unanswered'])}"
    yield f"Programme: {told['kind'] or 'none'}, {told['state']}."
    for week in told["weeks"]:
        why = ", ".join(_told_reason(reason) for reason in week["reasons"])
        yield (
            f"  week {week['number']}, {week['on']}: {week['valid_nights']} nights, "
            f"{week['before_min']} to {week['after_min']} minutes in bed ({why})"
        )
    for reason in told["reasons"]:
        yield f"  {_told_reason(reason)}"
    if told["window_min"]:
        hours = f"{told['bed'][:5]} to {told['rise'][:5]}"
        yield f"Tonight: {told['window_min']} minutes in bed, {hours}."
    for row in result["set_aside"]:
        yield f"Row {row['row']} set aside: {', '.join(_told_problem(p) for p in row['problems'])}"


def _told_reason(reason: dict[str, Any]) -> str:
    return " ".join(part for part in (reason["code"], reason["content_id"]) if part)
