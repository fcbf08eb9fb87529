"""The kept danger page: under a grave sign, or under 18, nothing on the device opens ease."""

from pathlib import Path

import pytest
from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue

PAGE = "/danger/offline"
EASE = ("data-clear", "position-list", "Two minutes", 'name="tick"')


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def kept(person: Person) -> str:
    """The page as the service worker asks for it."""
    client: Client = signed_in(person.ctx, person.id)
    return client.get(PAGE, {"x-kept": "1"}).text


def test_a_clear_person_finds_the_screen_and_ease_behind_it(person: Person) -> None:
    page = kept(person)
    assert all(mark in page for mark in EASE) and "data-stop hidden" in page


def test_a_standing_emergency_leaves_only_help(person: Person) -> None:
    person.screen("rf1", {"rf1_saddle": "yes"})
    page = kept(person)
    assert not any(mark in page for mark in EASE)
    assert "Who to call" in page and "data-stop hidden" not in page and "by mistake" not in page


def test_an_opened_item_that_may_be_an_emergency_leaves_only_help(person: Person) -> None:
    person.screen("danger", ("numb_pee_poo",))
    assert not any(mark in kept(person) for mark in EASE)


def test_under_18_finds_no_ease_and_is_led_to_an_adult(person: Person) -> None:
    person.screen("birth_year", {"birth_year": person.today.year - 12})
    page = kept(person)
    assert not any(mark in page for mark in EASE) and "adult you trust" in page


def test_nobody_signed_in_gets_the_screen(person: Person, tmp_path: Path) -> None:
    client = signed_in(person.ctx, person.id)
    client.cookies.clear()
    assert "data-clear" in client.get(PAGE).text
