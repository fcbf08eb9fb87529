"""B11 to B14 as a person meets them: by the form, and by the outbox at /sync."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.asgi import Answer, Client
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event
from unspiral.services import operations
from unspiral.services.context import Context

Answers = tuple[Context, str, Client]


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> Answers:
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    return ctx, person, signed_in(ctx, person)


def today() -> str:
    return (datetime.now(UTC) - timedelta(hours=4)).date().isoformat()


def form(op: str, version: int | None = None, **values: object) -> dict[str, str]:
    own = {"op_id": op, "local_date": today(), "zone": "UTC", "half": "morning"}
    seen = {} if version is None else {"base_version": str(version)}
    return {**own, **seen, **{name: str(value) for name, value in values.items()}}


def entry(op: str, version: int | None = None, **values: object) -> dict[str, Any]:
    fields = {"half": ["morning"], **{name: [str(value)] for name, value in values.items()}}
    at = datetime.now(UTC).isoformat()
    return {
        "id": op, "kind": "checkin", "at": at, "zone": "UTC", "local_date": today(),
        "base_version": version, "fields": fields,
    }  # fmt: skip


def sync(client: Client, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post_json("/sync", {"operations": list(entries)})
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def stored(house: Answers) -> tuple[int, list[tuple[str, float]]]:
    with house[0].store.read(house[1]) as tx:
        readings = [(r.variable, r.value) for r in tx.readings()]
        return len(tx.operation_ids()), readings


def post(client: Client, fields: dict[str, str]) -> Answer:
    return client.post("/checkin", fields)


def test_B11_the_same_form_twice_is_stored_once(house: Answers) -> None:
    op = str(uuid4())
    first, again = (post(house[2], form(op, pain_morning=4)) for _ in range(2))
    assert (first.status, again.status) == (303, 303)
    assert first.header("location") == again.header("location")
    assert stored(house) == (1, [("pain_morning", 4)])
    print("B11 form: N=1 replay, stored twice 0")


def test_B11_the_same_entry_twice_is_stored_once(house: Answers) -> None:
    same = entry(str(uuid4()), pain_morning=4)
    outcomes = [sync(house[2], same)[0], *sync(house[2], same, same)]
    assert [one["outcome"] for one in outcomes] == ["applied", "replayed", "replayed"]
    assert len({one["version"] for one in outcomes}) == 1
    assert stored(house) == (1, [("pain_morning", 4)])
    print("B11 sync: N=2 replays, stored twice 0")


def test_B11_a_form_and_its_entry_are_the_same_operation(house: Answers) -> None:
    op = str(uuid4())
    post(house[2], form(op, pain_morning=4))
    assert sync(house[2], entry(op, pain_morning=4))[0]["outcome"] == "replayed"
    assert stored(house)[0] == 1
    print("B11 form then sync: N=1, stored twice 0")


def test_B12_the_same_form_with_other_content_shows_both(house: Answers) -> None:
    op = str(uuid4())
    post(house[2], form(op, pain_morning=4))
    answer = post(house[2], form(op, pain_morning=7))
    assert answer.status == 409
    assert "sent before with other answers" in answer.text
    assert "kept 4, typed now 7" in answer.text.replace("4.0", "4")
    assert op not in answer.text.replace(f'name="instead_of" value="{op}"', "")
    assert stored(house) == (1, [("pain_morning", 4)])
    print("B12 form: N=1 clash, overwritten 0, both shown")


def test_B12_the_same_entry_with_other_content_stays_in_the_outbox(house: Answers) -> None:
    op = str(uuid4())
    sync(house[2], entry(op, pain_morning=4))
    (told,) = sync(house[2], entry(op, pain_morning=7))
    assert (told["outcome"], told["status"]) == ("clash", 409)
    assert stored(house) == (1, [("pain_morning", 4)])
    print("B12 sync: N=1 clash, overwritten 0")


@pytest.mark.parametrize("road", ["form", "sync"])
def test_B13_an_edit_on_an_old_version_keeps_and_shows_both(house: Answers, road: str) -> None:
    post(house[2], form(str(uuid4()), 0, pain_morning=4))
    if road == "form":
        assert post(house[2], form(str(uuid4()), 0, pain_morning=7)).status == 303
    else:
        (told,) = sync(house[2], entry(str(uuid4()), 0, pain_morning=7))
        assert told["another_version"] == [[today(), "pain_morning"]]
    page = house[2].get("/checkin").text
    assert "Another version of this day" in page
    assert "7 shows, 4 is kept too" in page
    print(f"B13 {road}: N=1, dropped 0, both shown")


def test_B14_an_edit_of_something_taken_back_is_kept(house: Answers) -> None:
    ctx, person, client = house
    op = str(uuid4())
    post(client, form(op, pain_morning=4))
    now = ctx.clock()
    undone = Event("import_undone", op, "", now, now.date())
    operations.write(ctx, person, "act", operations.Origin(), events=(undone,))
    answer = post(client, form(str(uuid4()), 1, pain_morning=7))
    assert answer.status == 303
    assert ("pain_morning", 7) in stored(house)[1]
    print("B14 form: N=1 edit after a take-back, dropped 0")


def test_B14_an_erased_person_gets_nothing_stored(house: Answers) -> None:
    ctx, person, client = house
    token = client.form_token()
    ctx.store.erase(person, ctx.clock())
    client.token = token
    assert post(client, form(str(uuid4()), pain_morning=4)).status in (401, 410)
    answer = client.post_json("/sync", {"operations": [entry(str(uuid4()), pain_morning=4)]})
    assert answer.status in (401, 410)
    print("B14: N=2 late writes of an erased person, stored 0")
