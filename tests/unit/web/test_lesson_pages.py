"""Every shipped lesson has its page, from the first line to the last, and stands on its shelf."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue


@pytest.fixture
def client(tmp_path: Path, catalogue: Catalogue) -> Iterator[Client]:
    """Somebody who came in for the first time and has answered nothing."""
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    yield signed_in(ctx, person)
    ctx.store.close()


def test_every_lesson_can_be_read_to_its_end(catalogue: Catalogue, client: Client) -> None:
    assert len(catalogue.lessons) >= 43
    for name, lesson in catalogue.lessons.items():
        answer = client.get(f"/learn/lesson/{name}")
        page = unescape(answer.text)
        assert answer.status == 200, name
        texts = [text for part in lesson.sections for text in (part.heading, *part.text)]
        assert [text for text in (lesson.title, lesson.summary, *texts) if text not in page] == []


def test_a_lesson_leads_to_the_danger_screen(client: Client) -> None:
    assert '<a class="more" href="/danger">' in client.get("/learn/lesson/pain-lying-down").text


@pytest.mark.parametrize("shelf", ["loop", "body", "questions", "everyday", "care"])
def test_every_lesson_stands_on_its_shelf(catalogue: Catalogue, client: Client, shelf: str) -> None:
    page = client.get(f"/learn/shelf/{shelf}").text
    there = {name for name in catalogue.lessons if f'"/learn/lesson/{name}"' in page}
    assert there == {name for name, x in catalogue.lessons.items() if x.shelf == shelf}


@pytest.mark.parametrize("sign", ["rf1_saddle", "rf16_skin"])
@pytest.mark.parametrize(
    "path", ["lesson/what-to-do", "claim/does-heat-mend", "pattern/recent-load"]
)
def test_with_a_danger_sign_a_page_says_first_that_moving_and_warmth_wait(
    catalogue: Catalogue, path: str, sign: str
) -> None:
    person = Person(catalogue, clear_answers(catalogue))
    browser, waits = signed_in(person.ctx, person.id), "moving and warmth waits until then."
    assert waits not in browser.get(f"/learn/{path}").text
    person.answer({sign: "yes"})
    page = browser.get(f"/learn/{path}").text
    assert -1 < page.find(waits) < page.find("<h1")
