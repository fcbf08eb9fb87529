"""`unspiral content check`: read every content file and list all that is wrong with them."""

import json
from dataclasses import asdict
from typing import Any

import click

BAD_CONTENT = 2


@click.group(name="content")
def command() -> None:
    """Check the content files, or record what is released."""


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


def _values(values: dict[str, Any]) -> str:
    return ", ".join(f"{key}={value}" for key, value in values.items())
