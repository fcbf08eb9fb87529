"""Readings of a made-up diary for tests of the panel."""

from datetime import UTC, date, datetime, timedelta

from unspiral.records.facts import DIARY, Reading

FIRST = date(2026, 3, 2)


def on(
    variable: str,
    day: int,
    value: float,
    answered: datetime | None = None,
    source: str = DIARY,
    zone: str = "UTC",
    minute: int = 0,
) -> Reading:
    """A reading of the `day`-th diary day."""
    local = FIRST + timedelta(days=day)
    start = datetime(local.year, local.month, local.day, 12, minute, tzinfo=UTC)
    return Reading(variable, value, start, start, local, source, answered, zone)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A clock time, in UTC, on the `day`-th calendar day; hours past 24 are the next day."""
    first = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    return first + timedelta(days=day, hours=hour, minutes=minute)
