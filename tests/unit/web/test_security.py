"""Hosts, origins, tokens, bodies and headers, one request at a time."""

import hashlib
import hmac

import pytest
from support.asgi import Client
from support.people import Person
from support.server import signed_in

from unspiral.services import entry
from unspiral.web.app import create_app
from unspiral.web.security import HEADERS, parse_form

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def person(catalogue):
    return Person(catalogue)


@pytest.fixture
def owner(person):
    return signed_in(person.ctx, person.id)


def test_a_launch_link_works_once(person):
    client = Client(create_app(person.ctx))
    path = f"/launch/{entry.make_launch(person.ctx, person.id)}"
    first, second = client.get(path), client.get(path)
    assert (first.status, first.header("location")) == (303, "/")
    assert second.status == 410
    assert "has been used" in second.text


def test_looking_ahead_does_not_use_the_link_up(person):
    client = Client(create_app(person.ctx))
    path = f"/launch/{entry.make_launch(person.ctx, person.id)}"
    assert client.send("HEAD", path, {}).status == 204
    assert client.get(path).status == 303


def test_the_cookie_is_shut_to_scripts_and_other_sites(person):
    client = Client(create_app(person.ctx))
    answer = client.get(f"/launch/{entry.make_launch(person.ctx, person.id)}")
    name, *rules = answer.header("set-cookie").split("; ")
    assert name.startswith("unspiral=")
    assert set(rules) == {"Path=/", f"Max-Age={180 * 86400}", "HttpOnly", "SameSite=Lax"}


def test_only_the_hash_of_a_session_is_stored(person, owner):
    token = owner.cookies["unspiral"]
    hashed = hashlib.sha256(token.encode()).hexdigest()
    assert person.ctx.store.session_person(hashed, person.now) == person.id
    assert person.ctx.store.session_person(token, person.now) is None


def test_without_a_session_a_page_says_where_the_link_is(person):
    answer = Client(create_app(person.ctx)).get("/me")
    assert answer.status == 401
    assert "open the link from your terminal" in answer.text
    assert 'href="/help-now"' in answer.text


def test_an_ended_session_is_nobody(person, owner):
    assert owner.get("/me").status == 200
    entry.end_session(person.ctx, owner.cookies["unspiral"])
    assert owner.get("/me").status == 401


def test_the_form_token_follows_from_the_session(owner):
    token = owner.get("/form-token").json()["token"]
    key = owner.cookies["unspiral"].encode()
    assert token == hmac.new(key, b"form token, version 1", hashlib.sha256).hexdigest()


def test_a_stale_token_gives_the_typed_text_back(owner):
    owner.token = "0" * 64
    words = "Written with care, and long enough to be shown again in a box."
    answer = owner.post("/awake", {"worry": words})
    assert answer.status == 403
    assert "Please send again" in answer.text
    assert words in answer.text
    assert 'action="/awake"' in answer.text


def test_a_stale_form_sent_again_is_saved(owner, person):
    owner.token = "0" * 64
    page = owner.post("/awake", {"worry": "park me"}).text
    owner.token = page.split('name="form_token" value="')[1].split('"')[0]
    assert owner.post("/awake", {"worry": "park me"}).status == 303
    with person.ctx.store.read(person.id) as tx:
        assert [words for _, words in tx.notes()] == ["park me"]


def test_another_site_gets_nothing_back(owner):
    answer = owner.post("/awake", {"worry": "canary"}, {"origin": "https://other.example"})
    assert answer.status == 403
    assert "canary" not in answer.text


def test_typed_text_survives_an_ended_session(owner, person):
    entry.end_session(person.ctx, owner.cookies["unspiral"])
    owner.token = "0" * 64
    answer = owner.post("/awake", {"worry": "still here"})
    assert answer.status == 401
    assert "still here" in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", "text/html"])
def test_a_body_of_another_kind_is_refused(owner, kind):
    assert owner.post("/awake", {"worry": "x"}, {"content-type": kind}).status == 415


def test_another_charset_is_refused(owner):
    kind = f"{FORM}; charset=utf-16"
    assert owner.post("/awake", {"worry": "x"}, {"content-type": kind}).status == 415


def test_more_than_two_megabytes_are_refused(owner):
    answer = owner.post("/awake", {"worry": "x" * (2 * 1024 * 1024)})
    assert answer.status == 413
    assert "2 MB" in answer.text


def test_a_text_longer_than_its_field_is_refused_with_the_count(owner):
    answer = owner.post("/awake", {"worry": "x" * 501})
    assert answer.status == 413
    assert "501 characters" in answer.text


@pytest.mark.parametrize("body", [b"worry=%00", b"worry=%ff%fe", b"worry=\xff", b"worry=%ed%a0%80"])
def test_bytes_that_are_not_text_are_refused(owner, body):
    headers = {
        "content-type": FORM,
        "origin": owner.origin,
        "x-form-token": owner.form_token(),
        "accept": "text/html",
    }
    assert owner.send("POST", "/awake", headers, body).status == 422


def test_odd_but_valid_text_is_kept_exactly():
    words = "‮right‬ é 🙂 <b>=1+1 {{ 7 }}"
    from urllib.parse import urlencode

    assert parse_form(urlencode({"note": words}).encode()).get("note") == words


def test_every_answer_has_exactly_our_headers(owner):
    for path in ("/me", "/help-now", "/static/app.js", "/nothing-here", "/sw.js"):
        answer = owner.get(path)
        assert {name: answer.header(name) for name in HEADERS} == dict(HEADERS), path


def test_an_error_says_a_number_and_nothing_of_the_inside(owner):
    answer = owner.get("/learn/claim/not-a-claim", {"accept": "application/json"})
    assert answer.header("content-type") == "application/problem+json"
    found = answer.json()
    assert set(found) == {"code", "message", "kept", "next", "field", "request_id"}
    assert (answer.status, found["code"]) == (404, "not_found")


def test_an_unknown_fault_is_a_page_with_help_and_no_text_of_the_fault(owner, monkeypatch, capsys):
    def broken(*_args):
        raise RuntimeError("canary 4711")

    monkeypatch.setattr("unspiral.web.pages.learn.lists.shelves_view", broken)
    answer = owner.get("/learn")
    assert answer.status == 500
    assert "canary" not in answer.text + capsys.readouterr().out
    assert 'href="/help-now"' in answer.text


def test_help_works_while_the_store_does_not(owner, person, monkeypatch):
    from unspiral.errors import StoreUnavailable

    def broken(*_args):
        raise StoreUnavailable("gone")

    monkeypatch.setattr(person.ctx.store, "session_person", broken)
    assert owner.get("/help-now").status == 200
    answer = owner.get("/me")
    assert (answer.status, answer.header("retry-after")) == (503, "10")
