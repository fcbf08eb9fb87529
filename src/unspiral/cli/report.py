"""`unspiral report`: the page for a visit as a PDF, from the command line."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from unspiral.cli.folder import data_option, json_option, settings_for
from unspiral.errors import BadInput
from unspiral.records.report import ITEM9, MOOD_ITEMS, MOST_NAME, MOST_WORDS, PARTS, WEEKS, Parts

WARNING = "This file is not encrypted. Whoever has it can read it."
NOTHING = "Nothing was written."


@click.command(name="report")
@data_option
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The new PDF file.",
)
@click.option(
    "--weeks",
    type=click.Choice([str(n) for n in WEEKS]),
    default="12",
    show_default=True,
    help="How many weeks back.",
)
@click.option("--name", default="", help="A name for the page. It is kept nowhere.")
@click.option("--visit", default="", metavar="DAY", help="Day of the visit, as 2026-11-26.")
@click.option("--question", "questions", multiple=True, help="A line to ask; may be repeated.")
@click.option(
    "--parts",
    default=",".join(PARTS),
    metavar="LIST",
    help="Of " + ",".join(PARTS) + ". Danger signs always stand.",
)
@click.option(
    "--private",
    default="",
    metavar="LIST",
    help="Each by name: mood, stress, anxiety, item9, or a questionnaire about mood as phq-8.",
)
@json_option
def command(
    data: Path | None,
    out: Path,
    weeks: str,
    name: str,
    visit: str,
    questions: tuple[str, ...],
    parts: str,
    private: str,
    as_json: bool,
) -> None:
    """Write the page for a visit to the new file OUT: a tagged PDF for A4 paper.

    Nothing about mood is on it unless it is named with --private, and no notes ever.
    """
    named, shown = _listed(private), _listed(parts)
    if unknown := sorted(set(shown) - set(PARTS)):
        raise BadInput(f"There is no part {unknown[0]}.", NOTHING, f"Parts: {', '.join(PARTS)}.")
    chosen = Parts(
        weeks=next(n for n in WEEKS if str(n) == weeks),
        shown=frozenset(shown),
        mood_forms=frozenset(named - set(MOOD_ITEMS) - {ITEM9}),
        items=frozenset(named & set(MOOD_ITEMS)),
        item9=ITEM9 in named,
        name=_short("name", " ".join(name.split()), MOST_NAME),
        visit=_day(visit),
        questions=_short("questions", "\n".join(questions).strip(), MOST_WORDS),
    )
    from unspiral.bootstrap import write_report

    written = write_report(settings_for(data), out.expanduser().absolute(), chosen)
    if as_json:
        click.echo(json.dumps({**asdict(written), "file": str(written.file), "warning": WARNING}))
        return
    click.echo(
        f"Written to {written.file}: {written.bytes} bytes, {written.days_noted} days noted.\n"
        f"Preview: not yet checked by a clinician.\n{WARNING}"
    )


def _short(field: str, typed: str, most: int) -> str:
    if len(typed) > most:
        raise BadInput(f"The {field} may have {most} characters at most.", NOTHING)
    return typed


def _listed(names: str) -> set[str]:
    return {name.strip() for name in names.split(",") if name.strip()}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise BadInput(f"{typed} is no day as 2026-11-26.", NOTHING) from None
