"""Every shipped lesson has its page, from the first line to the last, and stands on its shelf."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from support.asgi import Client
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
