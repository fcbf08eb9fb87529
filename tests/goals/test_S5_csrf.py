"""S5: every write x 8 forgeries, none accepted; looking at a page changes nothing."""

from urllib.parse import urlencode

import pytest
from support.people import Person
from support.routes import reads, writes
from support.screening import clear_answers
from support.server import signed_in

FORM = "application/x-www-form-urlencoded"
KINDS = {"form": FORM, "json": "application/json"}
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture
def person(catalogue):
    return Person(catalogue, clear_answers(catalogue))


def _forgeries(own, token, other):
    """Headers of eight writes that did not come from our own page of this session."""
    good = {"origin": own, "sec-fetch-site": "same-origin", "x-form-token": token}
    without = {"origin": "", "sec-fetch-site": ""}
    return {
        "another origin": good | {"origin": ELSEWHERE},
        "an origin of another port": good | {"origin": "http://localhost:1"},
        "a null origin": good | {"origin": "null"},
        "fetch metadata of another site": good | {"sec-fetch-site": "cross-site"},
        "fetch metadata of a sister site": good | {"sec-fetch-site": "same-site"},
        "neither origin nor metadata": good | without,
        "no token": good | {"x-form-token": ""},
        "the token of another session": good | {"x-form-token": other},
    }


def test_no_forged_write_is_accepted(person):
    victim, other = signed_in(person.ctx, person.id), signed_in(person.ctx, person.id)
    own, token, wrong = victim.origin, victim.form_token(), other.form_token()
    before, tried = _state(person), 0
    for call in writes():
        for name, headers in _forgeries(own, token, wrong).items():
            made = _send(victim, call, headers)
            assert made.status == 403, (call.path, name, made.status)
            assert "typed-canary" not in made.text or "token" in name
            tried += 1
    assert _state(person) == before
    print(f"\nS5: {len(writes())} writes x 8 forgeries = {tried} tried, 0 accepted")


def test_the_same_write_unforged_is_not_refused(person):
    client = signed_in(person.ctx, person.id)
    good = {
        "origin": client.origin,
        "sec-fetch-site": "same-origin",
        "x-form-token": client.form_token(),
    }
    statuses = {call.path: _send(client, call, good).status for call in writes()}
    assert 403 not in statuses.values(), statuses


def test_looking_changes_nothing(person):
    client = signed_in(person.ctx, person.id)
    before = _state(person)
    for call in reads():
        client.get(call.path)
    assert _state(person) == before
    print(f"\nS5: {len(reads())} reads, 0 changes")


def _send(client, call, headers):
    body = urlencode({"worry": "typed-canary"}).encode()
    if call.route.takes == "json":
        body = b'{"operations": []}'
    given = {name: value for name, value in headers.items() if value}
    kind = {"content-type": KINDS[call.route.takes], "accept": "text/html"}
    return client.send(call.method, call.path, {**given, **kind}, body)


def _state(person):
    with person.ctx.store.read(person.id) as tx:
        answers, readings, events = dict(tx.answers()), tx.readings(), tx.events()
        return tx.version(), tx.operation_ids(), answers, readings, events, tx.notes()
