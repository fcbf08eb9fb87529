"""What a person's diary says: worked out from all readings, kept as a derived row, read again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.seeds import MODEL_VERSION
from unspiral.records.facts import Reading
from unspiral.records.insight import Insights
from unspiral.records.source import DEVICES
from unspiral.services.context import Context, today_now
from unspiral.store.base import Transaction

KIND, KEY = "insights", "diary"
AT_ONCE_BELOW_DAYS = 14
Used = Mapping[str, frozenset[date]]  # days on which each technique was done
Read = Callable[[tuple[Reading, ...], Catalogue, date, Used], Insights]


@dataclass(frozen=True, slots=True)
class Latest:
    """What stands about one diary. `fresh` False: written since, and being worked out again.

    `first_day` is None before the first entry; `noted` counts days with an entry up to today,
    without those that only a device told of.
    `answers[variable]` holds one value a diary day, in the variable's own unit.
    """

    today: date
    insights: Insights | None
    fresh: bool
    first_day: date | None
    noted: int
    answers: Mapping[str, Mapping[date, float]]


def read_here(
    readings: tuple[Reading, ...], catalogue: Catalogue, today: date, used: Used
) -> Insights:
    """Work it out in this process."""
    from unspiral.insights.read import read_diary

    return read_diary(readings, catalogue, today, used=used)


def refresh(ctx: Context, person: str, read: Read = read_here) -> Insights:
    """Work out a person's insights anew and keep them. `read` may run in another process."""
    with ctx.store.read(person) as tx:
        mark, today, readings = state_mark(ctx, tx), today_now(ctx, tx), _beside(tx.readings())
        used = _used(tx)
    found = read(readings, ctx.catalogue, today, used)
    with ctx.store.write(person) as tx:
        value = {"mark": mark, "insights": to_data(found)}
        tx.put_derived(KIND, KEY, value, ctx.clock())
    return found


def latest(ctx: Context, person: str) -> Latest:
    """The insights kept last. A short diary is worked out at once: it needs no fit."""
    with ctx.store.read(person) as tx:
        today, readings = today_now(ctx, tx), _beside(tx.readings())
        kept = tx.get_derived(KIND, KEY)
        fresh = kept is not None and kept.get("mark") == state_mark(ctx, tx)
    own = {r.local_date for r in readings if r.source != DEVICES}
    days = sorted(day for day in own if day <= today)
    insights = from_data(kept.get("insights")) if kept else None
    if not (fresh and insights) and len(days) < AT_ONCE_BELOW_DAYS:
        insights, fresh = read_here(readings, ctx.catalogue, today, {}), True
    return Latest(
        today=today,
        insights=insights,
        fresh=fresh and insights is not None,
        first_day=days[0] if days else None,
        noted=len(days),
        answers=_by_day(readings, today),
    )


def to_data(insights: Insights) -> dict[str, Any]:
    """Insights as plain JSON data; numbers of the learner's own kinds become plain ones."""
    data: dict[str, Any] = _adapter().dump_python(
        insights, mode="json", fallback=_plain, warnings=False
    )
    return data


def _plain(value: Any) -> Any:
    """A number or truth value of NumPy as Python's own."""
    return value.item()


def from_data(data: Any) -> Insights | None:
    """Insights from plain JSON data; None when an older program wrote another form."""
    try:
        return _adapter().validate_python(data)
    except ValidationError:
        return None


def state_mark(ctx: Context, tx: Transaction) -> str:
    """What insights depend on: the person's facts, content, model, and the day they are read on."""
    return f"{tx.history_mark()}:{ctx.catalogue.hash}:{MODEL_VERSION}:{today_now(ctx, tx)}"


def _beside(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Without days of devices from before the diary: there is nothing they could go with."""
    first = min((r.local_date for r in readings if r.source != DEVICES), default=date.max)
    return tuple(r for r in readings if r.local_date >= first)


def _used(tx: Transaction) -> Used:
    """Techniques by the days on which they were done: the learner adjusts for them, no more."""
    found: dict[str, set[date]] = {}
    for event in tx.events(kinds=("done",)):
        found.setdefault(event.subject, set()).add(event.local_date)
    return {name: frozenset(days) for name, days in found.items()}


def _by_day(readings: tuple[Reading, ...], today: date) -> dict[str, dict[date, float]]:
    """One value a day and variable: the person's own entry, else an imported one."""
    found: dict[str, dict[date, float]] = {}
    for reading in sorted(readings, key=lambda r: (r.source == "diary", r.end)):
        if reading.local_date <= today:
            found.setdefault(reading.variable, {})[reading.local_date] = reading.value
    return found


@cache
def _adapter() -> TypeAdapter[Insights]:
    return TypeAdapter(Insights)
