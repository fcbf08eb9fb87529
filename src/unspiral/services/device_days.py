"""Days made of what devices told, kept as derived rows so that no page reads a million pieces."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from unspiral.diary.devices import days_of
from unspiral.records.facts import Reading
from unspiral.services.context import Context
from unspiral.store.base import Transaction
from unspiral.store.codec import reading_payload
from unspiral.store.intervals import DEVICE_DAYS

ONE_DAY = timedelta(days=1)
STATE = "device_days_state"


def refresh(ctx: Context, person: str, touched: Iterable[date]) -> None:
    """Make the months of `touched` days anew: a piece over midnight reaches into the next day."""
    months = sorted({_month(day + n * ONE_DAY) for day in touched for n in (-1, 0, 1)})
    made = {}
    for month in months:
        with ctx.store.read(person) as tx:
            made[month] = _month_rows(tx, month)
    with ctx.store.write(person) as tx:
        for month, rows in made.items():
            if rows:
                tx.put_derived(DEVICE_DAYS, month, {"days": rows}, ctx.clock())
            else:
                tx.drop_derived(DEVICE_DAYS, (month,))
        tx.put_derived(STATE, "", {"runs": _runs(tx)}, ctx.clock())


def ensure(ctx: Context, person: str) -> bool:
    """Make all of it anew when the last import or undo has not been worked out; True when it was.

    A process that was ended between storing a file and making its days leaves this to be done.
    """
    with ctx.store.read(person) as tx:
        state = tx.get_derived(STATE, "") or {}
        if state.get("runs", []) == _runs(tx):
            return False
    rebuild(ctx, person)
    return True


def rebuild(ctx: Context, person: str) -> int:
    """Make all of it anew, whatever stands; how many months there are."""
    with ctx.store.read(person) as tx:
        days = tx.interval_days()
        stale = [date.fromisoformat(f"{key}-15") for key in tx.derived(DEVICE_DAYS)]
    refresh(ctx, person, (*days, *stale))
    return len({_month(day) for day in days})


def _month_rows(tx: Transaction, month: str) -> list[Any]:
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - ONE_DAY
    pieces = tx.intervals(first - ONE_DAY, last + ONE_DAY)
    return [_row(one) for one in days_of(pieces, _kinds(tx)) if first <= one.local_date <= last]


def _row(one: Reading) -> list[Any]:
    told = reading_payload(one)
    return [told[name] for name in ("local_date", "variable", "value", "start", "end", "zone")]


def _kinds(tx: Transaction) -> dict[str, str]:
    """Which source is a watch, a phone or an app, as the files told it."""
    found: dict[str, str] = {}
    for event in tx.events(kinds=("imported",)):
        found.update(json.loads(event.value).get("devices", {}))
    return found


def _runs(tx: Transaction) -> list[list[str]]:
    """What days depend on: every run, and every one that was taken back."""
    return [[one.kind, one.subject] for one in tx.events(kinds=("imported", "import_undone"))]


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"
