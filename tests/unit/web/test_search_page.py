"""The page of the search: what is too long is said, and a sign told at the end is still read."""

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue


@pytest.fixture
def client(catalogue: Catalogue):
    person = Person(catalogue, clear_answers(catalogue))
    return signed_in(person.ctx, person.id)


def test_a_story_with_a_sign_at_its_end_offers_the_danger_screen(client) -> None:
    told = client.post("/learn/search", {"q": "it hurts at work " * 500 + "numb between my legs"})
    assert told.status == 200 and "Check it first." in told.text


def test_more_than_a_text_may_hold_is_refused_and_not_half_read(client) -> None:
    assert client.post("/learn/search", {"q": "x" * 10_000}).status == 200
    assert client.post("/learn/search", {"q": "x" * 10_001}).status == 413


@pytest.mark.parametrize("asked", ["walking", "warm bath", "zzzz", "нога"])
def test_whatever_is_found_the_danger_screen_is_one_step_away(client, asked: str) -> None:
    page = client.post("/learn/search", {"q": asked}).text
    assert 'href="/danger"' in page[page.index('id="found"') :]
