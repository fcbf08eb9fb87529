"""`unspiral doctor`: what stands in a data folder, and whether it is sound."""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from unspiral.cli.folder import data_option, json_option, settings_for
from unspiral.settings import Settings

if TYPE_CHECKING:
    from unspiral.store.base import Store


@click.command(name="doctor")
@data_option
@click.option("--deep", is_flag=True, help="Also rebuild every fact from its operation.")
@json_option
def command(data: Path | None, deep: bool, as_json: bool) -> None:
    """Look a data folder over while nothing runs on it. Nothing is repaired."""
    result = examine(settings_for(data), deep)
    click.echo(json.dumps(result) if as_json else in_words(result))
    if not result["sound"]:
        click.get_current_context().exit(1)


def examine(settings: Settings, deep: bool) -> dict[str, Any]:
    """All findings as plain data. Raises FolderInUse when a program runs on the folder."""
    content = of_content()
    result: dict[str, Any] = {
        "program": {"version": version("unspiral"), "python": platform.python_version()},
        "folder": str(settings.data),
        "content": content,
        "kernel": kernel(),
        **of_database(settings, deep),
    }
    deeply = result.get("deep", {"sound": True})["sound"]
    return {**result, "sound": bool(deeply) and not content["errors"]}


def of_content() -> dict[str, Any]:
    """Hash of the content in use, and how much of it has a problem."""
    from unspiral.services.content import examined

    catalogue, problems = examined()
    errors = sum(problem.severity == "error" for problem in problems)
    return {"hash": catalogue.hash, "problems": len(problems), "errors": errors}


def kernel() -> str:
    """Which kernel of the learner runs on this machine, and how to get the quicker one."""
    import scipy

    from unspiral.dynamics import kernels

    if kernels.NAME == "compiled":
        return f"compiled, up to {kernels.width(8)} chains side by side"
    quicker = "a C compiler at set-up makes it quicker, with the same answers"
    return f"plain (SciPy {scipy.__version__}); {quicker}"


def of_database(settings: Settings, deep: bool) -> dict[str, Any]:
    """Durability, schema, counts and, if asked, the deep check. No database: nothing is made."""
    from unspiral.bootstrap import database_file, open_store
    from unspiral.store.schema import head

    if not settings.database and not database_file(settings).exists():
        return {"database": None, "lock": "free", "counts": {"people": 0}}
    store = open_store(settings)
    try:
        found = {
            "database": dict(store.facts_of_durability()),
            "schema": head(),
            "lock": "held by doctor, was free",
            "counts": counts(store),
        }
        return {**found, "deep": dict(store.deep_check())} if deep else found
    finally:
        store.close()


def counts(store: "Store") -> dict[str, int]:
    """How many of each, over everyone here."""
    people = store.people()
    total = {"people": len(people), "operations": 0, "answers": 0, "readings": 0, "events": 0}
    for person in people:
        with store.read(person) as tx:
            total["operations"] += len(tx.operation_ids())
            total["answers"] += len(tx.answers())
            total["readings"] += len(tx.readings())
            total["events"] += len(tx.events())
    return total


def in_words(result: Mapping[str, Any]) -> str:
    """One line per finding."""
    lines = []
    for name, found in result.items():
        if isinstance(found, Mapping):
            found = ", ".join(f"{key} {value}" for key, value in found.items())
        lines.append(f"{name:>9}  {'none yet' if found is None else found}")
    return "\n".join(lines)
