"""The first door over HTTP: the danger screen first, one tap to comfort, closed in an emergency."""

import re
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest
from support.asgi import Client
from support.screening import clear_answers
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Value
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write

House = tuple[Context, str, Client]


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> House:
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    return ctx, person, signed_in(ctx, person)


def tell(house: House, answers: dict[str, Value]) -> None:
    now = house[0].clock()
    held = tuple(Answer(name, value, now, now.date()) for name, value in answers.items())
    write(house[0], house[1], "setup", Origin(), answers=held)


def clear(house: House) -> None:
    tell(house, clear_answers(house[0].catalogue))


def where(house: House, place: str) -> str:
    return house[2].post("/ease/where", {"where": place}).header("location")


@pytest.mark.parametrize("path", ["/ease", "/ease/where"])
def test_the_danger_screen_comes_first(house: House, path: str) -> None:
    place = house[2].get(path).header("location")
    first = house[2].get(place).header("location") if place.startswith("/danger/next") else place
    assert unquote(first).startswith(
        "/danger/danger?next=/danger/next?for=comfort&next=/ease/where"
    )


@pytest.mark.parametrize("place", ["lying", "sitting", "standing", "none", "", "elsewhere"])
def test_every_answer_starts_two_minutes(house: House, place: str) -> None:
    clear(house)
    asked = place if place in ("lying", "sitting", "standing") else "any"
    assert re.fullmatch(rf"/session/[a-z-]+\?ease={asked}", where(house, place))


def test_an_emergency_closes_it(house: House) -> None:
    clear(house)
    tell(house, {"rf2_pee": "yes", "rf1_saddle": "yes"})
    assert where(house, "lying") == "/danger/found"
    assert house[2].get("/ease/where").header("location") == "/danger/found"


def test_without_the_danger_screen_a_post_opens_nothing(house: House) -> None:
    assert where(house, "lying").startswith("/danger/next?for=comfort")


def test_when_all_made_it_worse_that_is_said(house: House) -> None:
    clear(house)
    for _ in range(20):
        place = where(house, "standing")
        if not place:
            break
        name = place.removeprefix("/session/").partition("?")[0]
        house[2].post(f"/session/{name}/end", {"rated": "worse", "how": "full"})
    answer = house[2].post("/ease/where", {"where": "standing"})
    assert answer.status == 200
    assert "All that fits here made it worse before" in answer.text


def test_the_end_leads_to_thanks_and_back(house: House) -> None:
    clear(house)
    sent = {"rated": "same", "how": "full", "ease": "sitting", "op_id": str(uuid4())}
    after = house[2].post("/session/belly-breathing/end", sent).header("location")
    page = house[2].get(after).text
    assert "Next time another one comes first." in page
    assert "/session/belly-breathing?ease=sitting" in page
    assert "Anything new?" in page


@pytest.mark.parametrize("query", ["", "?did=nothing", "?did=walking&rated=odd&where=%2F%2Fx"])
def test_any_address_of_the_thanks_is_harmless(house: House, query: str) -> None:
    clear(house)
    answer = house[2].get(f"/ease/after{query}")
    assert answer.status == 200 and "//x" not in answer.text


def test_the_same_rough_day_form_twice_is_one_rough_day(house: House) -> None:
    clear(house)
    fields = {"op_id": str(uuid4()), "zone": "UTC"}
    told = [house[2].post("/rough-day", fields).header("location") for _ in range(2)]
    assert told == ["/ease", "/ease"]
    with house[0].store.read(house[1]) as tx:
        assert [event.kind for event in tx.events(kinds=("bad_day",))] == ["bad_day"]
    assert house[2].get("/ease/where").header("location").startswith("/danger/next")
    assert "Saved for today" in house[2].get("/rough-day").text
