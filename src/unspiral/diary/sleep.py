"""Nights from a sleep diary's readings, and what each adds up to."""

from collections.abc import Iterable

from unspiral.records.facts import Reading
from unspiral.records.sleep import Night, NightMetrics


def nights(readings: Iterable[Reading], zone: str = "") -> tuple[Night, ...]:
    """The nights noted, oldest first. `zone` "" takes the zone each night was noted in."""
    return ()


def metrics(night: Night) -> NightMetrics:
    """Minutes and sleep efficiency of one night."""
    return NightMetrics(night.day, None, None, None, None, None, None)


def valid(found: NightMetrics) -> bool:
    """True when a night may count towards the programme."""
    return not found.problems and None not in (found.tst, found.tib, found.se)
