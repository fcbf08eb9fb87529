"""All readings of a few people, kept in memory for as long as nothing new is written."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from threading import Lock

from unspiral.records.facts import Reading

MOST_READINGS = 200_000


class History:
    """Readings by person and mark; the least recently read people give way first.

    The mark is the version and when days of devices were made: a hit is never stale.
    """

    def __init__(self, most: int = MOST_READINGS) -> None:
        self._most = most
        self._held: OrderedDict[str, tuple[str | int, tuple[Reading, ...]]] = OrderedDict()
        self._lock = Lock()

    def get(self, person: str, mark: str | int) -> tuple[Reading, ...] | None:
        """The readings at `mark`, or None."""
        with self._lock:
            held = self._held.get(person)
            if held is None or held[0] != mark:
                return None
            self._held.move_to_end(person)
            return held[1]

    def put(self, person: str, mark: str | int, readings: tuple[Reading, ...]) -> None:
        """Keep the readings at `mark` in place of older ones."""
        with self._lock:
            self._held[person] = (mark, readings)
            self._held.move_to_end(person)
            while sum(len(held[1]) for held in self._held.values()) > self._most:
                self._held.popitem(last=False)

    def forget(self, person: str) -> None:
        """Drop one person's readings."""
        with self._lock:
            self._held.pop(person, None)


def within(
    readings: tuple[Reading, ...],
    since: date | None = None,
    until: date | None = None,
    variables: Sequence[str] | None = None,
    source: str | None = None,
) -> tuple[Reading, ...]:
    """Those of `readings`, which are in day order, that lie within all limits given."""
    start = 0 if since is None else bisect_left(readings, since, key=_day)
    end = len(readings) if until is None else bisect_right(readings, until, key=_day)
    return tuple(
        one
        for one in readings[start:end]
        if (variables is None or one.variable in variables)
        and (source is None or one.source == source)
    )


def _day(reading: Reading) -> date:
    return reading.local_date
