"""Warmth that was started and whose end nobody saw: the skin is asked about at the next opening."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from unspiral.records.facts import Event

LONGEST = timedelta(minutes=20)  # the longest dose of warmth


def pending_skin_check(events: Sequence[Event], now: datetime) -> str | None:
    """The technique whose warmth was started, whose time is over, and whose end is not known.

    None while the warmth may still be on, and once the end or a skin check was noted.
    """
    open_since: dict[str, datetime] = {}
    for event in sorted(events, key=lambda event: event.at):
        if event.kind == "heat_started":
            open_since[event.subject] = event.at
        elif event.kind == "heat_ended":
            open_since.pop(event.subject, None)
    over = [subject for subject, at in open_since.items() if now - at >= LONGEST]
    return over[-1] if over else None
