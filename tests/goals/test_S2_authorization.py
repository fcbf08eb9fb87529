"""S2: every route and verb for nobody, the owner and a stranger: each cell as declared."""

from datetime import timedelta

import pytest
from support.asgi import Client
from support.operations import NOON
from support.people import Person
from support.phones import door_of, paired, phone_at
from support.routes import calls, pages, send, writes
from support.screening import clear_answers
from support.server import signed_in

from unspiral.records.facts import Answer
from unspiral.services import entry
from unspiral.services.operations import Origin, write
from unspiral.web.app import create_app

CANARY = "canary-4711"
REFUSED = 401


@pytest.fixture
def people(catalogue):
    """One store with an owner who wrote a canary everywhere, and a stranger who wrote nothing."""
    owner = Person(catalogue, clear_answers(catalogue), at=NOON)
    now = owner.clock()
    answers = tuple(Answer(n, CANARY, now, now.date()) for n in ("goal", "own_1_name", "zone_note"))
    write(owner.ctx, owner.id, "setup", Origin(), answers=answers, note=CANARY)
    owner.ctx.store.add_person("stranger", now)
    return owner


def test_nobody_gets_only_what_is_public(people):
    client, cells = Client(create_app(people.ctx)), 0
    for call in calls():
        made = send(client, call)
        wanted = REFUSED if call.route.access == "person" else {200, 304, 410}
        assert made.status in (wanted if isinstance(wanted, set) else {wanted}), call
        assert CANARY.encode() not in made.body
        cells += 1
    print(f"\nS2: nobody, {cells} cells, 0 mismatches")


def test_the_owner_gets_every_page(people):
    client, cells = signed_in(people.ctx, people.id), 0
    for call in pages():
        made = client.get(call.path)
        assert made.status in (200, 303), (call, made.text[:300])
        cells += 1
    print(f"\nS2: owner, {cells} cells, 0 mismatches")


def test_the_owner_sees_the_canary_somewhere(people):
    client = signed_in(people.ctx, people.id)
    assert any(CANARY in client.get(call.path).text for call in pages())


def test_a_stranger_never_sees_or_changes_what_is_the_owners(people):
    stranger, cells = signed_in(people.ctx, "stranger"), 0
    before = _state(people)
    for call in calls():
        made = send(stranger, call)
        assert made.status < 500, call
        assert CANARY.encode() not in made.body, call
        cells += 1
    assert _state(people) == before
    print(f"\nS2: stranger, {cells} cells, 0 mismatches")


def test_a_session_past_its_days_is_nobody(people):
    client = signed_in(people.ctx, people.id)
    people.now += timedelta(days=181)
    assert client.get("/me").status == REFUSED


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 5000, "\x7f", "unspiral=1"])
def test_no_made_up_cookie_is_anybody(people, cookie):
    client = Client(create_app(people.ctx))
    client.cookies["unspiral"] = cookie
    assert {client.get(call.path).status for call in pages() if call.route.access == "person"} == {
        REFUSED
    }


def test_missing_things_look_alike_for_everybody(people):
    owner, stranger = signed_in(people.ctx, people.id), signed_in(people.ctx, "stranger")
    paths = (
        *("/learn/claim/none", "/learn/technique/none"),
        *("/danger/seen/none", "/session/none", "/none"),
    )
    for path in paths:
        assert {owner.get(path).status, stranger.get(path).status} == {404}, path


def test_nobody_at_the_door_on_the_home_network_gets_only_what_says_nothing(people):
    client, cells = phone_at(people.ctx, door_of(people.ctx)), 0
    for call in calls("phone"):
        made = send(client, call)
        wanted = {REFUSED} if call.route.access == "person" else {200, 304, 410}
        assert made.status in wanted, call
        assert CANARY.encode() not in made.body
        cells += 1
    made_up = client.get(f"/launch/{entry.make_launch(people.ctx, people.id)}")
    assert (made_up.status, client.cookies) == (404, {})
    print(f"\nS2: nobody on the home network, {cells} cells, 0 mismatches")


def test_a_phone_that_was_let_in_is_its_owner_and_gets_no_code_for_others(people):
    client, cells = paired(people, door_of(people.ctx)), 0
    for call in pages("phone"):
        made = client.get(call.path)
        assert made.status in (200, 303, 410), (call, made.text[:300])
        cells += 1
    for path in ("/phone/code", "/phone/remove"):
        assert client.post(path).status == 404
    print(f"\nS2: a phone that was let in, {cells} cells, 0 mismatches")


def _state(people):
    with people.ctx.store.read(people.id) as tx:
        return tx.version(), tx.operation_ids(), dict(tx.answers())


def test_every_write_needs_a_person():
    assert {call.route.access for call in writes()} == {"person"}
    with_a_code = [call.path for call in writes("phone") if call.route.access != "person"]
    assert with_a_code == ["/pair"]
