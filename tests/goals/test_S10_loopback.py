"""S10: spoofed hosts and origins, rebinding, and a way in without the link: none accepted."""

import pytest
from support.asgi import Client
from support.people import Person
from support.phones import ADDRESS, PORT, door_of, paired, phone_at
from support.server import signed_in

from unspiral.web.app import create_app

HOSTS = (
    "evil.example",
    "evil.example:8321",
    "localhost.evil.example",
    "localhost.evil.example:8321",
    "evil.localhost",
    "localhost.",
    "localhost.:8321",
    "localhost:8321.evil.example",
    "localhost:8321@evil.example",
    "evil.example#localhost:8321",
    "127.0.0.1.nip.io",
    "127.0.0.1.evil.example:8321",
    "127.0.0.2:8321",
    "127.1:8321",
    "0.0.0.0:8321",
    "0:8321",
    "2130706433:8321",
    "0x7f000001:8321",
    "[::]:8321",
    "[::ffff:127.0.0.1]:8321",
    "::1",
    "192.168.1.4:8321",
    "localhost:",
    "localhost:99999999",
    "localhost:8321 ",
    " localhost:8321",
    "localhost:8321,evil.example",
    "",
)
ORIGINS = (
    "http://evil.example",
    "https://localhost:8321",
    "http://localhost",
    "http://localhost:8322",
    "http://127.0.0.1:8321",
    "http://localhost:8321.evil.example",
    "http://localhost:8321@evil.example",
    "http://evil.example/http://localhost:8321",
    "null",
    "file://",
    "http://[::1]:8321",
    "localhost:8321",
    "http://localhost:8321/",
)
# The door on the home network goes by one name and port; localhost is not one of its names.
HOME_HOSTS = (
    *HOSTS,
    *("localhost", "localhost:8321", "127.0.0.1:8321", "[::1]:8321"),
    *(ADDRESS, f"{ADDRESS}:{PORT + 1}", f"{ADDRESS}:", f"{ADDRESS}.:{PORT}", f"{ADDRESS}:0{PORT}"),
    *(f"{ADDRESS}.nip.io:{PORT}", f"x@{ADDRESS}:{PORT}", f"{ADDRESS}:{PORT}@evil.example"),
    *("192.168.1.21:8321", "192.168.276:8321", "3232235796:8321", "unspiral.local:8321"),
)
HOME_ORIGINS = (
    *ORIGINS,
    *(f"http://{ADDRESS}:{PORT}", f"https://{ADDRESS}", f"https://{ADDRESS}:{PORT + 1}"),
    *("http://localhost:8321", f"https://{ADDRESS}:{PORT}.evil.example"),
    *(f"https://{ADDRESS}:{PORT}@evil.example", f"https://{ADDRESS}:{PORT}/"),
)


@pytest.fixture
def person(catalogue):
    return Person(catalogue)


def test_no_spoofed_host_is_answered(person):
    owner = signed_in(person.ctx, person.id)
    for host in HOSTS:
        for path in ("/me", "/help-now", "/static/app.js", "/launch/x"):
            made = owner.send("GET", path, {"host": host})
            assert (made.status, host in made.text) == (421, host == ""), (host, path)
    print(f"\nS10: {len(HOSTS)} hosts x 4 paths, 0 answered")


def test_two_hosts_or_none_are_refused(person):
    import asyncio

    from support.asgi import LOOP, _call

    app = create_app(person.ctx)
    for pairs in ([], [(b"host", b"localhost"), (b"host", b"evil.example")]):
        calling = _call(app, "GET", "/help-now", pairs, b"")
        made = asyncio.run_coroutine_threadsafe(calling, LOOP).result()
        assert made.status == 421


def test_our_own_names_are_answered(person):
    client = Client(create_app(person.ctx))
    for host in ("localhost", "localhost:8321", "127.0.0.1:9", "[::1]:8321", "LOCALHOST:8321"):
        assert client.send("GET", "/help-now", {"host": host}).status == 200


def test_no_write_from_a_spoofed_origin_is_accepted(person):
    owner = signed_in(person.ctx, person.id)
    for origin in ORIGINS:
        made = owner.post("/me/theme", {"theme": "dark"}, {"origin": origin})
        assert made.status == 403, origin
    print(f"\nS10: {len(ORIGINS)} origins, 0 accepted; {len(HOSTS) + len(ORIGINS)} values in all")
    assert len(HOSTS) + len(ORIGINS) >= 40


def test_another_page_cannot_read_ours_in_the_background(person):
    owner = signed_in(person.ctx, person.id)
    for site in ("cross-site", "same-site"):
        hidden = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
        followed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
        assert owner.get("/me", hidden).status == 403
        assert owner.get("/me", followed).status == 200


@pytest.mark.parametrize("token", ["x", "a" * 43, "%2e%2e", "a" * 4000, "..%2f.."])
def test_no_made_up_launch_link_opens_anything(person, token):
    client = Client(create_app(person.ctx))
    made = client.get(f"/launch/{token}")
    assert made.status in (404, 410)
    assert client.cookies == {}


def test_no_spoofed_host_is_answered_on_the_home_network(person):
    phone = paired(person, door_of(person.ctx))
    for host in HOME_HOSTS:
        for path in ("/me", "/help-now", "/static/app.js", "/pair", "/phone/authority.crt"):
            made = phone.send("GET", path, {"host": host})
            assert made.status == 421, (host, path)
    print(f"\nS10: {len(HOME_HOSTS)} hosts x 5 paths on the home network, 0 answered")


def test_the_home_address_is_no_name_of_localhost(person):
    home = door_of(person.ctx)
    computer = Client(create_app(person.ctx, home))
    assert computer.send("GET", "/help-now", {"host": home.host}).status == 421
    assert phone_at(person.ctx, home).get("/help-now").status == 200


def test_no_write_from_a_spoofed_origin_is_accepted_on_the_home_network(person):
    home = door_of(person.ctx)
    phone, stranger = paired(person, home), phone_at(person.ctx, home)
    code = home.codes.make()
    for origin in HOME_ORIGINS:
        made = phone.post("/me/theme", {"theme": "dark"}, {"origin": origin})
        assert made.status == 403, origin
        assert stranger.post("/pair", {"code": code}, {"origin": origin}).status == 403, origin
    assert stranger.cookies == {}
    print(f"\nS10: {len(HOME_ORIGINS)} origins x 2 writes on the home network, 0 accepted")


def test_another_page_cannot_read_a_phone_s_in_the_background(person):
    phone = paired(person, door_of(person.ctx))
    for site in ("cross-site", "same-site"):
        hidden = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
        assert phone.get("/me", hidden).status == 403


@pytest.mark.parametrize("code", ["x", "a" * 12, "%2e%2e", "a" * 4000, "..%2f..", "0" * 12, "--"])
def test_no_made_up_code_opens_anything(person, code):
    home = door_of(person.ctx)
    phone = phone_at(person.ctx, home)
    for there_is_one in (False, True):
        if there_is_one:
            home.codes.make()
        assert phone.get(f"/pair/{code}").status in (404, 410)
        assert phone.post("/pair", {"code": code}).status == 410
    assert phone.cookies == {}
