"""Worry time: parked at any hour, gone through by day, and at rest when it made things worse."""

import pytest
from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.services import worries

PROBLEM, WORRY = "/thoughts/sheet/problem-solving", "/thoughts/worry-time"
OP = "3b1f0c62-0000-4000-8000-0000000000aa"


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


@pytest.fixture
def client(person: Person) -> Client:
    return signed_in(person.ctx, person.id)


def main_of(page: str) -> str:
    return page[page.index('id="main"') :]


def test_worries_of_the_night_are_gone_through_line_by_line(client: Client, person: Person) -> None:
    client.post("/awake", {"op_id": OP, "worry": "the rent"})
    client.post(f"{WORRY}/park", {"worry": "my back & <i>work</i>"})
    page = client.get(f"{WORRY}/go").text
    assert "the rent" in page and "my back &amp; &lt;i&gt;work&lt;/i&gt;" in page
    assert client.post(f"{WORRY}/go", {f"w-{OP}": "fly"}).status == 422
    assert client.post(f"{WORRY}/go", {}).header("location") == WORRY
    sent = client.post(f"{WORRY}/go", {f"w-{OP}": "step"})
    assert sent.header("location") == f"{PROBLEM}?worry={OP}"
    assert "the rent</textarea>" in client.get(sent.header("location")).text
    assert "the rent" not in main_of(client.get(WORRY).text)
    assert "the rent" in main_of(client.get(PROBLEM).text), "it waits beside the page on problems"
    client.post(PROBLEM, {"problem": "the rent"})
    assert "From your worries" not in client.get(PROBLEM).text
    assert [e.value for e in person.events("worry")] == ["step"]


@pytest.mark.parametrize(
    ("typed", "status", "kept"),
    [("17:30", 303, "17:30"), ("9.05", 303, "09:05"), ("", 303, ""), ("half five", 422, None),
     ("25:00", 422, None), ("23:30", 422, None)],
)  # fmt: skip
def test_the_worry_time_is_not_near_the_night(
    client: Client, person: Person, typed: str, status: int, kept: str | None
) -> None:
    sent = client.post(f"{WORRY}/time", {"time": typed})
    assert sent.status == status
    if kept is None:
        assert f'value="{typed}"' in sent.text and 'id="time-error"' in sent.text
    stored = [a.value for n, a in _answers(person).items() if n == worries.TIME]
    assert stored == ([] if kept is None else [kept])


def test_somebody_who_sleeps_by_day_may_keep_a_late_hour(client: Client, person: Person) -> None:
    assert 'name="sure"' in client.post(f"{WORRY}/time", {"time": "23:30"}).text
    assert client.post(f"{WORRY}/time", {"time": "23:30", "sure": "yes"}).status == 303
    assert _answers(person)[worries.TIME].value == "23:30"


def _answers(person: Person):  # type: ignore[no-untyped-def]
    with person.ctx.store.read(person.id) as tx:
        return tx.answers()


def test_a_worry_that_is_too_long_stays_in_the_field(client: Client) -> None:
    sent = client.post(f"{WORRY}/park", {"worry": "a" * 501})
    assert sent.status == 422 and "a" * 501 in sent.text
    assert client.post(f"{WORRY}/park", {"worry": "a" * 10_001}).status == 413
    assert client.post(f"{WORRY}/park", {"worry": "  "}).header("location") == WORRY


def test_worry_time_rests_when_it_made_things_worse_and_parking_stays(client: Client) -> None:
    client.post(f"{WORRY}/park", {"worry": "the rent"})
    assert "Go through them now" in client.get(WORRY).text
    client.post("/thoughts/worse", {"technique": "worry-time"})
    page = client.get(WORRY).text
    assert "made you worse, so it rests" in page and "Go through them now" not in page
    assert 'name="worry"' in page and f'href="{WORRY}/go"' in page
