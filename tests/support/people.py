"""One person over a store in memory, with a clock the test moves."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from support.scratch import SETTINGS
from support.screening import NOW

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Example
from unspiral.records.facts import Answer, Event, Value
from unspiral.records.triage import Decision
from unspiral.services import screening
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write
from unspiral.store.opening import open_memory


class Person:
    """Writes by the one door, asks the gate, and lets time pass. Each look is a second later."""

    id = "p"

    def __init__(
        self, catalogue: Catalogue, answers: Mapping[str, Value] | None = None, at: datetime = NOW
    ) -> None:
        self.now = at
        self.catalogue = catalogue
        store = open_memory()
        store.add_person(self.id, at)
        self.ctx = Context(store, catalogue, self.clock, SETTINGS)
        if answers:
            self.answer(answers)

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    @property
    def today(self) -> date:
        return self.now.date()

    def answer(self, answers: Mapping[str, Value], at: datetime | None = None) -> None:
        """Answers straight through the one door, as any verb may carry them."""
        at = at or self.clock()
        held = tuple(Answer(name, value, at, at.date()) for name, value in answers.items())
        write(self.ctx, self.id, "screen", Origin(at=at), answers=held)

    def happened(self, *events: Event) -> None:
        """Events straight through the one door."""
        write(self.ctx, self.id, "act", Origin(), events=events)

    def screen(self, name: str, chosen: screening.Chosen, origin: Origin | None = None) -> Decision:
        """One screen as a page hands it over."""
        return screening.record_screen(self.ctx, self.id, name, chosen, origin)

    def end(self, flag: str, how: str, seen_on: date | None = None, sure: bool = False) -> Decision:
        """One of the endings."""
        return screening.end_flag(self.ctx, self.id, flag, how, seen_on, sure)

    def decide(self) -> Decision:
        """The gate's word now."""
        return screening.decide(self.ctx, self.id)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def events(self, kind: str) -> tuple[Event, ...]:
        """What was kept of one kind."""
        with self.ctx.store.read(self.id) as tx:
            return tx.events(kinds=(kind,))


def told(catalogue: Catalogue, levels: tuple[str, ...]) -> Iterator[tuple[str, Example]]:
    """Every example that gives one of these levels, with its flag's id."""
    for flag in catalogue.redflags.values():
        for example in flag.examples:
            if example.expect["level"] in levels:
                yield flag.id, example
