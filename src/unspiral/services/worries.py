"""Parked worries: written at any hour, gone through at the person's own worry time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from unspiral.records.facts import EVENT_KINDS, Answer, Event, Facts
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write
from unspiral.store.base import Applied, Transaction, Written

KIND = "worry"  # of the write that parks a worry, and of the event that settles it
VERDICTS = EVENT_KINDS[KIND][1]
LET_GO, STEP, KEEP = VERDICTS
TECHNIQUE = "worry-time"
TIME = "worry_time"
MOST = 500  # characters, as on the page for the night
STEP_DAYS = 14  # how long a worry that wants a small step is shown beside the page on problems


@dataclass(frozen=True, slots=True)
class Parked:
    """One worry: the id of the write that parked it, the words, the day, and what became of it.

    `verdict` is "" while nobody went through it; `settled` is the day of the last verdict.
    """

    id: str
    words: str
    day: date
    verdict: str = ""
    settled: date | None = None

    @property
    def waits(self) -> bool:
        """Whether it is still to be gone through."""
        return self.verdict in ("", KEEP)


def read(tx: Transaction) -> tuple[Parked, ...]:
    """Every worry of this person, oldest first."""
    return parked(tx.written((KIND,)), tx.events(kinds=(KIND,)))


def parked(written: Iterable[Written], events: Iterable[Event]) -> tuple[Parked, ...]:
    """Worries with their last verdict."""
    last = {event.subject: event for event in events if event.kind == KIND}
    found = []
    for note in written:
        event = last.get(note.operation)
        verdict, day = (event.value, event.local_date) if event else ("", None)
        found.append(Parked(note.operation, note.body, note.local_date, verdict, day))
    return tuple(found)


def waiting(found: Iterable[Parked]) -> tuple[Parked, ...]:
    """Those still to be gone through, oldest first."""
    return tuple(worry for worry in found if worry.waits)


def wanting_a_step(found: Iterable[Parked], today: date) -> tuple[Parked, ...]:
    """Those of the last two weeks for which the person wanted to do something small."""
    first = today - timedelta(days=STEP_DAYS)
    return tuple(w for w in found if w.verdict == STEP and w.settled and w.settled > first)


def settle(
    ctx: Context, person: str, verdicts: Mapping[str, str], origin: Origin
) -> Applied | None:
    """Keep what became of each worry, and that worry time was held; None when nothing was said.

    `verdicts`: id of a worry to let_go, step or keep. Worries of nobody and unknown words are left
    out. A replay changes nothing.
    """
    with ctx.store.read(person) as tx:
        known = {worry.id for worry in read(tx)}
        today = facts_now(ctx, tx).today
    at, day = origin.at or ctx.clock(), origin.local_date or today
    said = {name: value for name, value in verdicts.items() if name in known and value in VERDICTS}
    if not said:
        return None
    events = [Event(KIND, name, value, at, day) for name, value in said.items()]
    held = Event("done", TECHNIQUE, "full", at, day)
    return write(ctx, person, "act", origin, events=(*events, held))


def time_of(facts: Facts) -> str:
    """The worry time as HH:MM, or "" before one was chosen."""
    return str(facts.value(TIME) or "")


def keep_time(ctx: Context, person: str, time: str, origin: Origin) -> Applied:
    """Keep the daily worry time (HH:MM), or "" for none."""
    with ctx.store.read(person) as tx:
        today = facts_now(ctx, tx).today
    at, day = origin.at or ctx.clock(), origin.local_date or today
    answer = Answer(TIME, time, at, day, TECHNIQUE, 1)
    return write(ctx, person, "setup", origin, answers=(answer,))
