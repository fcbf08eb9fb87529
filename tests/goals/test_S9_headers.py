"""S9: the header table of the decisions, on every answer, exactly; no personal page is stored."""

import re

import pytest
from support.asgi import Client
from support.people import Person
from support.phones import door_of, paired, phone_at
from support.routes import calls, send
from support.server import signed_in

from unspiral.web.app import create_app

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
REST = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# HSTS: docs/adr/0024-a-phone-on-the-home-network.md says why there is none.
NEVER = (
    *("server", "x-powered-by", "access-control-allow-origin", "etag"),
    "strict-transport-security",
)
# A block of data is not run and is no matter of the policy.
SCRIPT = r'<script(?![^>]*\s(?:src=|type="application/json"))'
INLINE = re.compile(rf'\sstyle="|\son[a-z]+="|{SCRIPT}|="\s*javascript:', re.IGNORECASE)


@pytest.fixture
def person(catalogue):
    return Person(catalogue)


def _answers(person):
    home = door_of(person.ctx)
    doors = (
        ("computer", (signed_in(person.ctx, person.id), Client(create_app(person.ctx, home)))),
        ("phone", (paired(person, home), phone_at(person.ctx, home))),
    )
    for door, client in ((door, one) for door, clients in doors for one in clients):
        for call in calls(door):
            made = send(client, call)
            yield call, made
        for path in ("/none", "/learn/claim/none", "/static/none.css"):
            yield None, client.get(path)


def test_every_answer_carries_the_table_and_nothing_more(person):
    seen = 0
    for call, made in _answers(person):
        policy = made.header("content-security-policy")
        found = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert found == CSP, call
        assert {name: made.header(name) for name in REST} == REST, call
        assert [n for n, _ in made.headers if n in NEVER and n != "etag"] == [], call
        seen += 1
    print(f"\nS9: {seen} answers, 0 with another header")


def test_nothing_personal_is_stored(person):
    seen = 0
    for door, owner in (
        ("computer", signed_in(person.ctx, person.id)),
        ("phone", paired(person, door_of(person.ctx))),
    ):
        for call in (call for call in calls(door) if call.route.access != "public"):
            made = send(owner, call)
            assert made.header("cache-control") == "no-store", call
            assert made.header("etag") == "", call
            seen += 1
    print(f"\nS9: {seen} personal answers, all no-store")


def test_no_page_has_anything_the_policy_would_stop(person):
    seen = 0
    for call, made in _answers(person):
        if made.header("content-type").startswith("text/html"):
            assert INLINE.findall(made.text) == [], call
            seen += 1
    print(f"\nS9: {seen} pages, 0 inline styles or scripts")


def test_a_file_asked_for_with_its_hash_is_kept_for_ever_and_only_then(person):
    client = Client(create_app(person.ctx))
    page = client.get("/offline").text
    named = re.findall(r'"(/static/[^"]+\?v=[0-9a-f]+)"', page)
    assert named
    assert {client.get(path).header("cache-control") for path in named} == {
        "public, max-age=31536000, immutable"
    }
    assert client.get("/static/css/tokens.css?v=old").header("cache-control") == "no-cache"
