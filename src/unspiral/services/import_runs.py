"""What was brought in, run by run: store a staged file, list the runs, take one back."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from unspiral.clock import diary_day
from unspiral.errors import BadInput
from unspiral.records.facts import Event, Operation
from unspiral.services import device_days
from unspiral.services.context import Context, zone_of
from unspiral.services.operations import Origin, adults_only, write
from unspiral.services.staging import Ready, Stage
from unspiral.store.base import Transaction

ASIDE = "import_aside"
KEPT_DAYS = 30
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


class UnknownRun(BadInput):
    """No such run, or its list is gone."""

    code = "import_unknown"
    status = 404


@dataclass(frozen=True, slots=True)
class Run:
    """One file that was brought in. `undone`: when it was taken back, else None."""

    id: str
    file: str
    format: str
    at: datetime
    stored: int
    already: int
    replaced: int
    aside: int
    sources: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    undone: datetime | None = None
    skipped: Mapping[str, int] = field(default_factory=dict)
    listed: bool = False  # its set-aside values can still be had


def store(ctx: Context, person: str, stage: Stage) -> Ready:
    """Bring a staged file in, all of it under one commit. Raises as `adults_only` does.

    The same stage twice stores it once. What came in between from another file is looked at again.
    """
    plan = _current(ctx, person, stage)
    if plan.parts:
        with ctx.store.write(person) as tx:
            if any(one.subject == stage.name for one in tx.events(kinds=("imported",))):
                return plan
            if tx.imported_since(plan.version):
                plan = _ready(ctx, tx, stage)
            _may(ctx, tx, stage)
            tx.append_run(stage.parts(person))
            _keep_aside(ctx, tx, stage)
        device_days.refresh(ctx, person, stage.days())
    device_days.ensure(ctx, person)
    forget_old(ctx, person)
    return plan


def _current(ctx: Context, person: str, stage: Stage) -> Ready:
    plan = stage.ready()
    with ctx.store.read(person) as tx:
        stale = plan is None or tx.imported_since(plan.version)
        return _ready(ctx, tx, stage) if plan is None or stale else plan


def _ready(ctx: Context, tx: Transaction, stage: Stage) -> Ready:
    return stage.make_ready(tx, stage.get("about"), ctx.clock())


def _may(ctx: Context, tx: Transaction, stage: Stage) -> None:
    head: Operation = stage.head(0, tx.person, (stage.event(),))
    adults_only(tx, head, diary_day(ctx.clock(), zone_of(tx)))


def _keep_aside(ctx: Context, tx: Transaction, stage: Stage) -> None:
    if rows := stage.asides():
        tx.put_derived(ASIDE, stage.name, {"rows": rows}, ctx.clock())


def runs(ctx: Context, person: str) -> tuple[Run, ...]:
    """All runs, the latest first."""
    with ctx.store.read(person) as tx:
        events = tx.events(kinds=("imported", "import_undone"))
        kept = {key: made for key, (made, _) in tx.derived(ASIDE).items()}
    undone = {one.subject: one.at for one in events if one.kind == "import_undone"}
    since = ctx.clock() - timedelta(days=KEPT_DAYS)
    found = [
        _run(one, undone.get(one.subject), kept.get(one.subject, since) > since)
        for one in events
        if one.kind == "imported"
    ]
    return tuple(reversed(found))


def _run(event: Event, undone: datetime | None, listed: bool) -> Run:
    said: dict[str, Any] = json.loads(event.value)
    days = [date.fromisoformat(day) if day else None for day in said.get("days", (None, None))]
    return Run(
        id=event.subject,
        file=said["file"],
        format=said["format"],
        at=event.at,
        stored=said["stored"],
        already=said["already"],
        replaced=said["replaced"],
        aside=sum(said.get("skipped", {}).values()),
        sources=tuple(said.get("sources", ())),
        first_day=days[0],
        last_day=days[1],
        undone=undone,
        skipped=said.get("skipped", {}),
        listed=listed,
    )


def one_run(ctx: Context, person: str, run: str) -> Run:
    """The run called `run`. Raises `BadInput` when there is none."""
    found = next((one for one in runs(ctx, person) if one.id == run), None)
    if found is None:
        raise UnknownRun("There is no such import.", "Nothing was changed.")
    return found


def undo(ctx: Context, person: str, run: str, origin: Origin | None = None) -> Run:
    """Take a run back: what stood before it stands again. Twice is the same as once."""
    found = one_run(ctx, person, run)
    with ctx.store.read(person) as tx:
        days = tx.interval_days(run)
    if found.undone is None:
        event = Event("import_undone", run, "", ctx.clock(), _today(ctx, person))
        write(ctx, person, "act", origin or Origin(), events=(event,))
    with ctx.store.write(person) as tx:
        tx.drop_derived(ASIDE, (run,))
    device_days.refresh(ctx, person, days)
    return one_run(ctx, person, run)


def forget_old(ctx: Context, person: str) -> None:
    """Drop lists of set-aside values that are older than 30 days."""
    since = ctx.clock() - timedelta(days=KEPT_DAYS)
    with ctx.store.read(person) as tx:
        old = [key for key, (made, _) in tx.derived(ASIDE).items() if made <= since]
    if old:
        with ctx.store.write(person) as tx:
            tx.drop_derived(ASIDE, old)


def aside_csv(ctx: Context, person: str, run: str, words: Mapping[str, str]) -> str:
    """Values of a run that were set aside: where and why, as CSV that no spreadsheet runs.

    `words` says each reason. Raises `BadInput` when the list is gone.
    """
    with ctx.store.read(person) as tx:
        held = tx.derived(ASIDE).get(run)
    since = ctx.clock() - timedelta(days=KEPT_DAYS)
    if held is None or held[0] <= since:
        raise UnknownRun(
            "This list is gone. It is kept for 30 days.", "What was stored is untouched."
        )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("place", "what", "code", "reason"))
    for code, place, what in held[1]["rows"]:
        writer.writerow([inert(cell) for cell in (place, what, code, words.get(code, code))])
    return out.getvalue()


def inert(cell: str) -> str:
    """A cell that a spreadsheet shows and never runs."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _today(ctx: Context, person: str) -> date:
    with ctx.store.read(person) as tx:
        return diary_day(ctx.clock(), zone_of(tx))
