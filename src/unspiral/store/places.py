"""Where an operation may meet readings that are there already, as conditions of a query."""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, select

from unspiral.records.facts import DIARY, Operation
from unspiral.store.codec import instant_text
from unspiral.store.project import UNDONE
from unspiral.store.tables import reading


def places(op: Operation) -> list[ColumnElement[bool]]:
    """Conditions that together find each reading `op` may meet."""
    found: list[ColumnElement[bool]] = []
    for source in sorted({one.source for one in op.readings}):
        ours = [one for one in op.readings if one.source == source]
        names = {one.variable for one in ours}
        same = (reading.c.source == source) & reading.c.variable.in_(names)
        if source == DIARY:
            days = [one.local_date.isoformat() for one in ours]
            found.append(same & _within(reading.c.local_date, days))
        else:
            starts = [instant_text(one.start) for one in ours]
            found.append(same & reading.c.is_current & _within(reading.c.start_at, starts))
    undone = [one.subject for one in op.events if one.kind == UNDONE]
    if undone:
        found += [reading.c.operation.in_(undone), _same_days(op.person, undone)]
        found += [_behind(op.person, undone)]
    return found


def _within(column: "Column[str]", values: Sequence[str]) -> ColumnElement[bool]:
    """From the first to the last of `values`. BETWEEN would not parse beside a collation."""
    return (column >= min(values)) & (column <= max(values))


def _same_days(whose: str, operations: Sequence[str]) -> ColumnElement[bool]:
    """Diary rows of any day that one of `operations` wrote a diary row for."""
    other = reading.alias()
    days = select(other.c.local_date).where(
        other.c.person == whose, other.c.operation.in_(operations), other.c.source == DIARY
    )
    return (reading.c.source == DIARY) & reading.c.local_date.in_(days)


def _behind(whose: str, operations: Sequence[str]) -> ColumnElement[bool]:
    """Imported rows that may stand behind one that `operations` wrote: they began with it."""
    other = reading.alias()
    starts = select(other.c.start_at).where(
        other.c.person == whose, other.c.operation.in_(operations), other.c.source != DIARY
    )
    return (reading.c.source != DIARY) & reading.c.start_at.in_(starts)
