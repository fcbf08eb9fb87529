"""Parked worries: they wait, get a verdict at worry time, and nothing is lost on the way."""

from datetime import timedelta

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.services import worries
from unspiral.services.context import facts_now
from unspiral.services.operations import Origin, write
from unspiral.services.worries import Parked

A, B = "aaaaaaaa-0000-4000-8000-00000000000a", "bbbbbbbb-0000-4000-8000-00000000000b"


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    someone = Person(catalogue, clear_answers(catalogue))
    for op, words in ((A, "the rent"), (B, "my back")):
        write(someone.ctx, someone.id, "worry", Origin(op), note=words)
    return someone


def held(person: Person) -> tuple[Parked, ...]:
    with person.ctx.store.read(person.id) as tx:
        return worries.read(tx)


def settle(person: Person, **verdicts: str) -> bool:
    ids = {"a": A, "b": B, "x": "no-such"}
    said = {ids[name]: value for name, value in verdicts.items()}
    return worries.settle(person.ctx, person.id, said, Origin()) is not None


def test_parked_in_the_night_waits_for_the_day(person: Person) -> None:
    assert [(worry.id, worry.words) for worry in worries.waiting(held(person))] == [
        (A, "the rent"),
        (B, "my back"),
    ]


def test_let_go_and_a_step_leave_the_list_and_keep_waits_on(person: Person) -> None:
    settle(person, a="keep", b="let_go")
    (kept,) = worries.waiting(held(person))
    assert (kept.id, kept.settled) == (A, person.today)
    settle(person, a="step")
    assert worries.waiting(held(person)) == ()
    assert [w.words for w in worries.wanting_a_step(held(person), person.today)] == ["the rent"]
    later = person.today + timedelta(days=worries.STEP_DAYS)
    assert worries.wanting_a_step(held(person), later) == ()


def test_going_through_counts_once_as_worry_time_and_nothing_said_is_nothing(
    person: Person,
) -> None:
    assert not settle(person) and not settle(person, x="let_go") and not settle(person, a="fly")
    assert person.events("done") == ()
    assert settle(person, a="keep", b="keep", x="keep")
    assert [event.subject for event in person.events("done")] == ["worry-time"]
    assert {event.subject for event in person.events("worry")} == {A, B}


def test_the_time_is_kept_and_can_be_taken_back(person: Person) -> None:
    def now() -> str:
        with person.ctx.store.read(person.id) as tx:
            return worries.time_of(facts_now(person.ctx, tx))

    assert now() == ""
    worries.keep_time(person.ctx, person.id, "17:30", Origin())
    assert now() == "17:30"
    worries.keep_time(person.ctx, person.id, "", Origin())
    assert now() == ""
