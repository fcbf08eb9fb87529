"""`unspiral checkin`: write one day down from the command line."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from unspiral.cli.folder import data_option, json_option, settings_for
from unspiral.errors import BadInput
from unspiral.records.problem import Problem

# option -> (variable, what the help says)
VALUES = {
    "sleep-quality": ("sleep_quality", "last night, 0 bad to 10 good"),
    "sleep-hours": ("sleep_hours", "hours asleep last night"),
    "night-awake": ("night_awake", "awake in the night: 1 a little, 2 about an hour, 3 hours"),
    "pain-morning": ("pain_morning", "pain on waking, 0 to 10"),
    "pain": ("pain", "pain since waking, on average, 0 to 10"),
    "stress": ("stress", "stress, 0 to 10"),
    "worry": ("anxiety", "worry, 0 to 10"),
    "mood": ("mood", "mood, 0 low to 10 good"),
    "active-minutes": ("activity_minutes", "minutes on the move"),
    "pain-worst": ("pain_worst", "worst pain of the day, 0 to 10"),
    "tiredness": ("tiredness", "tiredness, 0 to 10"),
    "medicines-changed": ("medicines_changed", "1 when a medicine changed, else 0"),
    "extra-painkillers": ("extra_painkillers", "extra painkillers taken, a count"),
    "own-1": ("own_1", "your first own factor, 0 to 10"),
    "own-2": ("own_2", "your second own factor, 0 to 10"),
    "own-3": ("own_3", "your third own factor, 0 to 10"),
}
SENTENCES = {
    "out_of_range": "{where}: {value:g} is outside {low:g} to {high:g}.",
    "check_times": "{where}: this time does not go with the others of the night.",
    "not_a_time": "{where}: a time of day is needed, as in 23:15.",
    "not_a_number": "{where}: a number from {low:g} to {high:g} is needed.",
    "is_this_right": "{where}: {value:g} is unusual. Add --confirm if it is right.",
    "impossible_date": "The day {day} cannot be.",
    "too_long": "The note has {have} characters; {most} is the most.",
    "not_text": "The note holds characters that are no text.",
    "unknown_variable": "{where}: not kept by this program.",
}


def value_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add one option per diary variable."""
    for option, (variable, words) in reversed(VALUES.items()):
        command = click.option(f"--{option}", variable, type=float, help=words)(command)
    return command


@click.command(name="checkin")
@data_option
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day. Today if left.")
@value_options
@click.option("--note", default="", help="A note for the day.")
@click.option("--confirm", is_flag=True, help="Keep unusual values too.")
@json_option
def command(
    data: Path | None, day: Any, note: str, confirm: bool, as_json: bool, **values: float | None
) -> None:
    """Write one day down. What you leave out is left as it was."""
    given = {name: value for name, value in values.items() if value is not None}
    if not given and not note:
        raise BadInput("Nothing to write down.", next_step="Give one value or more: --pain 4")
    result = write_down(data, day.date() if day else None, given, note, confirm)
    click.echo(json.dumps(result) if as_json else in_words(result))


def write_down(
    data: Path | None, day: date | None, values: dict[str, float], note: str, confirm: bool
) -> dict[str, Any]:
    """Keep one day in one operation; what became of it as plain data."""
    from unspiral.bootstrap import opened
    from unspiral.services.checkins import Draft, record
    from unspiral.services.context import today_now

    with opened(settings_for(data)) as (ctx, person):
        if day is None:
            with ctx.store.read(person) as tx:
                day = today_now(ctx, tx)
        recorded = record(ctx, person, Draft(day, values, note, confirm))
    if recorded.applied is None:
        raise BadInput(
            " ".join(sentence(problem) for problem in recorded.problems),
            kept="Nothing was stored.",
            next_step="Give the values again.",
        )
    decision = recorded.decision
    return {
        "status": "saved",
        "date": day.isoformat(),
        "stored": recorded.applied.stored,
        "variables": sorted(values),
        "version": recorded.applied.version,
        "other_versions": [name for _, name in recorded.applied.conflicts],
        "future": recorded.future,
        "level": str(decision.triage.level) if decision else None,
        "told": str(decision.triage.told) if decision else None,
        "to_ask": list(decision.to_ask) if decision else [],
    }


def sentence(problem: Problem) -> str:
    """A problem in words, with the allowed range where there is one."""
    option = next((f"--{o}" for o, (v, _) in VALUES.items() if v == problem.where), problem.where)
    return SENTENCES[problem.code].format(where=option, **problem.values)


def in_words(result: dict[str, Any]) -> str:
    lines = [f"Saved for {result['date']}: {', '.join(result['variables']) or 'a note'}."]
    if result["future"]:
        lines.append("That day lies ahead: it is kept, and not used in plans yet.")
    if result["other_versions"]:
        lines.append("Another version of this day exists. Both are kept.")
    return "\n".join(lines)
