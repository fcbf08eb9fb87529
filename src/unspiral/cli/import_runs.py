"""Import runs on the command line: the list of them, and taking one back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unspiral.services.context import Context
    from unspiral.services.import_runs import Run


@dataclass(frozen=True, slots=True)
class Told:
    """One result, as data and in words."""

    data: dict[str, Any]
    words: str


def list_runs(ctx: "Context", person: str) -> Told:
    """Every run, the latest first."""
    from unspiral.services.import_runs import runs

    found = runs(ctx, person)
    words = "\n".join(_line(run) for run in found) or "Nothing was brought in yet."
    return Told({"runs": [as_data(run) for run in found]}, words)


def take_back(ctx: "Context", person: str, run: str) -> Told:
    """Take a run back; what stood before it stands again."""
    from unspiral.services.import_runs import undo

    found = undo(ctx, person, run)
    return Told({"undone": as_data(found)}, f"Taken back: {found.stored} from {found.file}.")


def as_data(run: "Run") -> dict[str, Any]:
    """A run as plain JSON data."""
    days = {"first_day": run.first_day, "last_day": run.last_day}
    return {
        "run": run.id,
        "file": run.file,
        "format": run.format,
        "at": run.at.isoformat(),
        "stored": run.stored,
        "duplicates": run.already,
        "replaced": run.replaced,
        "skipped": [{"code": code, "n": n} for code, n in sorted(run.skipped.items())],
        "sources": list(run.sources),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "undone": run.undone.isoformat() if run.undone else None,
    }


def _line(run: "Run") -> str:
    state = "taken back" if run.undone else f"{run.stored} stored"
    return f"{run.at:%Y-%m-%d %H:%M}  {run.id}  {state}  {run.file}"
