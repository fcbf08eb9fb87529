"""The awake page: what is cleared for whom, and what a browser may keep of it."""

import pytest
from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.services.night_voice import LINES, night_voice
from unspiral.web.text import text_in

PAGES = ("/awake", "/awake/up", "/awake/stay")
NEEDS_CLEARANCE = ('class="person', "night-thoughts")


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def client(person: Person) -> Client:
    return signed_in(person.ctx, person.id)


def test_what_is_kept_holds_nothing_that_needs_a_clearance(person: Person) -> None:
    browser = client(person)
    for path in PAGES:
        kept = browser.get(path, {"x-kept": "1"}).text
        assert not any(mark in kept for mark in NEEDS_CLEARANCE), path
        assert 'name="form_token" value=""' in kept or "<form" not in kept, path


def test_pictures_and_the_card_are_there_for_whom_they_are_cleared(person: Person) -> None:
    browser = client(person)
    assert 'class="person' in browser.get("/awake/up").text
    assert "night-thoughts" in browser.get("/awake").text


def test_the_card_rests_while_dark_thoughts_are_open(person: Person) -> None:
    browser = client(person)
    browser.post("/help-now/talk", {"how": "help_tap"})
    assert "night-thoughts" not in browser.get("/awake").text


def test_pregnant_or_not_asked_sees_no_position_flat_on_the_back(catalogue: Catalogue) -> None:
    for answers, positions in (
        (clear_answers(catalogue), 3),
        (clear_answers(catalogue) | {"pregnant": "yes"}, 2),
        ({}, 2),
    ):
        one = Person(catalogue, answers)
        one.screen("danger", ("none",))
        assert client(one).get("/awake/ease").text.count("<figcaption>") == positions


def test_what_made_somebody_worse_is_not_offered_at_night(person: Person) -> None:
    browser = client(person)
    breathing = "/session/belly-breathing"
    page = browser.get("/awake/ease").text
    assert page.count("<figcaption>") == 3 and breathing in page
    browser.post("/today", {"act": "made_worse", "technique": "belly-breathing"})
    browser.post("/today", {"act": "rated:worse", "technique": "rest-pillow-knees"})
    page = browser.get("/awake/ease").text
    assert page.count("<figcaption>") == 2 and breathing not in page


def test_the_voice_asks_nothing_of_the_body_and_ends_without_a_sound() -> None:
    found = night_voice("en", text_in("en"))
    assert found.seconds == sum(gap for gap, _ in LINES)
    assert [words for _, words in found.lines] == [words for _, words in LINES]
    assert not any(char.isdigit() for _, words in LINES for char in words)
    assert found.flac[:4] == b"fLaC"


def test_an_error_at_night_is_dark_too(person: Person) -> None:
    page = client(person).get("/awake/nothing-here")
    assert page.status == 404 and 'data-theme="night"' in page.text


def test_nobody_signed_in_hears_the_voice_too(person: Person) -> None:
    browser = client(person)
    browser.cookies.clear()
    answer = browser.get("/awake/voice.flac")
    assert (answer.status, answer.header("content-type")) == (200, "audio/flac")
    part = browser.get("/awake/voice.flac", {"range": "bytes=0-3"})
    assert (part.status, part.body) == (206, b"fLaC")
