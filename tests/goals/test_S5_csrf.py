"""S5: every write x 8 forgeries, none accepted; looking at a page changes nothing."""

from urllib.parse import urlencode

import pytest
from support.people import Person
from support.phones import door_of, paired, phone_at
from support.routes import reads, writes
from support.screening import clear_answers
from support.server import signed_in

from unspiral.services import pairing

FORM = "application/x-www-form-urlencoded"
FILE = "multipart/form-data; boundary=mark"
KINDS = {"form": FORM, "json": "application/json", "file": FILE}
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


def test_no_forged_write_is_accepted_from_a_phone(person):
    home = door_of(person.ctx)
    victim, other = paired(person, home), paired(person, home)
    own, token, wrong = victim.origin, victim.form_token(), other.form_token()
    calls = [call for call in writes("phone") if call.route.access == "person"]
    before, tried = _state(person), 0
    for call in calls:
        for name, headers in _forgeries(own, token, wrong).items():
            made = _send(victim, call, headers)
            assert made.status == 403, (call.path, name, made.status)
            tried += 1
    assert _state(person) == before
    assert len(pairing.phones(person.ctx, person.id)) == 2
    print(f"\nS5: {len(calls)} writes of a phone x 8 forgeries = {tried} tried, 0 accepted")


def test_no_other_site_can_use_a_code(person):
    home = door_of(person.ctx)
    phone, code = phone_at(person.ctx, home), home.codes.make()
    forged = {n: h for n, h in _forgeries(phone.origin, "", "").items() if "token" not in n}
    for name, headers in forged.items():
        given = {key: value for key, value in headers.items() if value}
        made = phone.send("POST", "/pair", {**given, "content-type": FORM}, f"code={code}".encode())
        assert (made.status, phone.cookies) == (403, {}), name
    assert home.codes.fits(code, "a")
    print(f"\nS5: a right code x {len(forged)} forgeries, 0 accepted")


def test_looking_from_a_phone_changes_nothing(person):
    home = door_of(person.ctx)
    client = paired(person, home)
    code = home.codes.make()
    before = _state(person), pairing.phones(person.ctx, person.id)
    for call in reads("phone"):
        client.get(call.path)
    assert (_state(person), pairing.phones(person.ctx, person.id)) == before
    assert home.codes.fits(code, "a")


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
    if call.route.takes == "file":
        named = b'Content-Disposition: form-data; name="worry"'
        body = b"--mark\r\n" + named + b"\r\n\r\ntyped-canary\r\n--mark--\r\n"
    given = {name: value for name, value in headers.items() if value}
    kind = {"content-type": KINDS[call.route.takes], "accept": "text/html"}
    return client.send(call.method, call.path, {**given, **kind}, body)


def _state(person):
    with person.ctx.store.read(person.id) as tx:
        answers, readings, events = dict(tx.answers()), tx.readings(), tx.events()
        return tx.version(), tx.operation_ids(), answers, readings, events, tx.notes()
