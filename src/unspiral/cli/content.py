"""`unspiral content`: check the content files, search them, record what is released."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

BAD_CONTENT = 2
DANGER = (
    "Is this about you, now, and new or worse? It may need care today. If you are not sure, call"
    " your emergency number."
)
TALK = "Need to talk to someone now? `unspiral serve` has numbers by country, under Need help now."
NOTHING = "Nothing found. Try one or two plain words, like sleep, heat, leg or worry."


@click.group(name="content")
def command() -> None:
    """Search the library, check the content files, or record what is released."""


@command.command(name="check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def check_content(as_json: bool) -> int:
    """List every problem of the content files. Exit code 0 when there is none, else 2."""
    result = checked()
    click.echo(json.dumps(result, indent=2, ensure_ascii=False) if as_json else _in_words(result))
    return BAD_CONTENT if result["problems"] else 0


@command.command(name="record")
def record_content() -> None:
    """Write the ids and versions of a release to the ledger, so that none is ever reused."""
    from unspiral.services.content import record_release

    record_release()
    click.echo("Recorded.")


@command.command(name="coverage")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def coverage_content(as_json: bool) -> None:
    """How much of what the founding articles describe works or is answered; open rows and why."""
    from unspiral.services.content import covered

    result = covered()
    click.echo(json.dumps(result, indent=2, ensure_ascii=False) if as_json else _coverage(result))


@command.command(name="search")
@click.argument("query")
@click.option("--most", default=20, show_default=True, type=click.IntRange(1, 200))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def search_content(query: str, most: int, as_json: bool) -> None:
    """Search the library with everyday words; danger words name the danger signs to check."""
    result = found(query, most)
    click.echo(json.dumps(result, indent=2, ensure_ascii=False) if as_json else _found(result))


def found(query: str, most: int) -> dict[str, Any]:
    """Items best first, and the red flags whose words stand in the query."""
    from unspiral.catalogue.load import load
    from unspiral.services.library import find

    catalogue = load()[0]
    here = find(catalogue, query, "en", lambda _folder, _item, _field, text: text)
    return {
        "query": query,
        "danger": [{"id": name, "title": catalogue.redflags[name].title} for name in here.danger],
        "talk": here.talk,
        "results": [
            {"kind": hit.folder, "id": hit.id, "title": hit.title, "score": round(hit.score, 2)}
            for hit in here.hits[:most]
        ],
    }


@command.command(name="sheet")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="HTML file to write. A file of that name is written over.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def sheet(out: Path, as_json: bool) -> None:
    """Put every figure and picture on one page, to be looked over and signed on paper.

    One file without scripts: it opens in any browser, prints, and needs no network.
    """
    from unspiral.services.content import write_sheet

    told = write_sheet(out)
    words = f"{told['figures']} figures and {told['pictures']} pictures: {told['out']}"
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else words)


def checked() -> dict[str, Any]:
    """Items by kind, all problems, and the hash of the compiled content."""
    from unspiral.catalogue.check import counts
    from unspiral.services.content import examined

    catalogue, problems = examined()
    return {
        "items": counts(catalogue),
        "problems": [asdict(problem) for problem in problems],
        "hash": catalogue.hash,
    }


def _in_words(result: dict[str, Any]) -> str:
    lines = [f"{p['where']}: {p['code']} {_values(p['values'])}" for p in result["problems"]]
    total = sum(result["items"].values())
    return "\n".join([*lines, f"{total} items, {len(lines)} problems. {result['hash'][:12]}"])


def _coverage(result: dict[str, Any]) -> str:
    waiting = [
        f"{row['row']}  {row['why']} (waits for {row['waits_for']})" for row in result["open"]
    ]
    return "\n".join([f"{result['covered']} of {result['rows']} rows covered.", *waiting])


def _found(result: dict[str, Any]) -> str:
    lines = [f"{hit['kind']}/{hit['id']}  {hit['title']}" for hit in result["results"]]
    if result["danger"]:
        signs = ", ".join(f"{sign['title']} ({sign['id']})" for sign in result["danger"])
        lines.insert(0, f"{DANGER} Signs meant: {signs}.")
    if result["talk"]:
        lines.insert(0, TALK)
    return "\n".join(lines) or NOTHING


def _values(values: dict[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in values.items())
