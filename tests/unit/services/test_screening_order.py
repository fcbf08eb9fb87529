"""What is told last stands, whatever the clocks say, whatever waited, and whatever was left out."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.services import screening
from unspiral.services.operations import Origin

NUMB = {"rf1_saddle": "yes"}


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def seen(person: Person) -> None:
    """A sign that was raised, looked at, and ended an hour later."""
    person.screen("rf1", NUMB)
    person.wait(hours=1)
    person.end("rf1", "seen", person.today, True)
    assert person.decide().triage.told.value == "S"


@pytest.mark.parametrize("back", [timedelta(minutes=30), timedelta(days=400)])
def test_a_sign_told_after_its_ending_stands_when_the_clock_was_set_back(
    person: Person, back: timedelta
) -> None:
    seen(person)
    person.now -= back
    assert person.screen("rf1", NUMB).triage.told.value == "E"
    person.now += back + timedelta(hours=1)
    found = person.decide()
    assert found.triage.told.value == "E" and found.clearance is None


def test_a_known_sign_that_changed_stands_when_the_clock_was_set_back(person: Person) -> None:
    seen(person)
    person.now -= timedelta(hours=3)
    screening.confirm_known(person.ctx, person.id, "rf1", "yes")
    person.wait(hours=6)
    assert person.decide().triage.told.value == "E"


@pytest.mark.parametrize("screen, line", [("danger", "numb_pee_poo"), ("new_or_worse", "numb")])
@pytest.mark.parametrize("at", [datetime(1999, 1, 1, tzinfo=UTC), None])
def test_a_tick_that_waited_on_a_device_is_not_hidden_by_a_newer_none(
    person: Person, screen: str, line: str, at: datetime | None
) -> None:
    person.wait(hours=2)
    person.screen("danger", ("none",))
    waited = at or person.now - timedelta(hours=1)
    sent = Origin(str(uuid4()), "UTC", waited.date(), None, waited)
    found = person.screen(screen, (line,), sent)
    assert "rf1" in found.to_ask and found.clearance is None


def test_a_none_that_waited_on_a_device_never_closes_a_newer_tick(person: Person) -> None:
    person.wait(hours=2)
    person.screen("danger", ("numb_pee_poo",))
    earlier = person.now - timedelta(hours=1)
    sent = Origin(str(uuid4()), "UTC", earlier.date(), None, earlier)
    assert "rf1" in person.screen("danger", ("none",), sent).to_ask


def test_a_tick_with_the_clock_set_back_is_still_there_when_it_is_right(person: Person) -> None:
    person.screen("danger", ("none",))
    person.now -= timedelta(hours=1)
    person.screen("new_or_worse", ("numb",))
    person.wait(hours=2)
    assert "rf1" in person.decide().to_ask and person.decide().clearance is None


@pytest.mark.parametrize("told", ["yes", "unsure"])
def test_a_sign_beside_a_question_left_out_is_kept_and_asked_on(person: Person, told: str) -> None:
    with pytest.raises(BadInput):
        person.screen("rf2", {"rf2_pee": told})
    found = person.decide()
    assert found.clearance is None and "rf2" in found.to_ask
    assert found.triage.told.value == "E"


def test_an_item_sent_empty_or_all_no_but_one_stores_nothing(person: Person) -> None:
    for given in ({}, {"rf2_pee": "no"}, {"rf2_pee": "yes", "rf1_saddle": "no"}):
        with pytest.raises(BadInput):
            person.screen("rf2", given)
    assert person.decide().clearance is not None
