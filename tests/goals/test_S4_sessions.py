"""S4: a session is new at each way in, never a planted one, and dead on the server at its end.

For the two doors there are: the computer's, by the link of the terminal, and the phone's, by a
code. Idle limits belong to accounts on a server, which do not exist yet.
"""

import pytest
from support.asgi import Client
from support.people import Person
from support.phones import door_of, paired, phone_at
from support.server import signed_in

from unspiral.services import entry, pairing
from unspiral.web.app import create_app

COOKIES = {"computer": "unspiral", "phone": "__Host-unspiral"}
DOORS = tuple(COOKIES)


@pytest.fixture
def person(catalogue):
    return Person(catalogue)


@pytest.fixture
def home(person):
    return door_of(person.ctx)


@pytest.fixture
def enter(person, home):
    """Comes in by a door with a browser of its own; `client` comes in once more."""

    def at(door, client=None):
        if door == "phone":
            client = client or phone_at(person.ctx, home)
            client.post("/pair", {"code": home.codes.make(), "name": "Blue phone"})
        else:
            client = client or Client(create_app(person.ctx, home))
            client.get(f"/launch/{entry.make_launch(person.ctx, person.id)}")
        return client

    return at


def _held(client, door):
    return client.cookies[COOKIES[door]]


@pytest.mark.parametrize("door", DOORS)
def test_a_session_is_new_each_time_and_long(enter, door):
    held = [_held(enter(door), door) for _ in range(20)]
    assert len(set(held)) == 20
    assert min(map(len, held)) >= 43  # 256 bits
    print(f"\nS4: {door}: 20 ways in, 20 different sessions")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("planted", ["planted", "a" * 43, ""])
def test_a_planted_session_is_never_taken_over(person, enter, door, planted):
    client = enter(door)
    fresh = type(client)(client.app, client.origin)
    fresh.cookies[COOKIES[door]] = planted
    enter(door, fresh)
    assert _held(fresh, door) != planted
    assert entry.session_person(person.ctx, planted) == ""


def test_a_phone_that_comes_in_again_leaves_no_second_session(person, enter):
    phone = enter("phone")
    before = dict(phone.cookies)
    enter("phone", phone)
    assert phone.cookies != before
    assert len(pairing.phones(person.ctx, person.id)) == 1
    phone.cookies = before
    assert phone.get("/me").status == 401


@pytest.mark.parametrize("door", DOORS)
def test_an_ended_session_is_dead_whatever_the_browser_keeps(person, enter, door):
    client = enter(door)
    assert client.get("/me").status == 200
    entry.end_session(person.ctx, _held(client, door))
    assert client.get("/me").status == 401
    assert client.post("/me/theme", {"theme": "dark"}).status == 401


def test_a_removed_phone_is_nobody_on_its_next_request_and_the_others_stay(person, home, enter):
    computer, phone, other = enter("computer"), enter("phone"), paired(person, home, "Other")
    called = pairing.short(pairing.phones(person.ctx, person.id)[0])
    assert phone.get("/me").status == 200
    assert computer.post("/phone/remove", {"phone": called}).status == 303
    made = phone.get("/me")
    assert (made.status, 'href="/pair"' in made.text) == (401, True)
    assert phone.post("/me/theme", {"theme": "dark"}).status == 401
    assert [one.get("/me").status for one in (other, computer)] == [200, 200]
    listed = computer.get("/phone").text
    assert ("Blue phone" in listed, "Other" in listed) == (False, True)


def test_a_phone_signs_itself_out(person, enter):
    phone = enter("phone")
    held = dict(phone.cookies)
    made = phone.post("/phone/leave")
    assert (made.status, made.header("location")) == (303, "/pair")
    assert "Max-Age=0" in made.header("set-cookie")
    phone.cookies = held
    assert phone.get("/me").status == 401
    assert pairing.phones(person.ctx, person.id) == ()


@pytest.mark.parametrize("door", DOORS)
def test_a_session_ends_after_180_days(person, enter, door):
    client = enter(door)
    person.wait(days=179)
    assert client.get("/me").status == 200
    person.wait(days=2)
    assert client.get("/me").status == 401


@pytest.mark.parametrize("door", DOORS)
def test_erasing_ends_every_session(person, enter, door):
    client = enter(door)
    person.ctx.store.erase(person.id, person.now)
    assert client.get("/me").status == 401


@pytest.mark.parametrize("door", DOORS)
def test_what_opens_one_thing_opens_nothing_else(person, home, enter, door):
    client, code = enter(door), home.codes.make()
    session, link = _held(client, door), entry.make_launch(person.ctx, person.id)
    for wrong in (code, pairing.plain(code), link, entry.token_hash(session), session[:-1]):
        client.cookies[COOKIES[door]] = wrong
        assert client.get("/me").status == 401
    stranger = phone_at(person.ctx, home)
    for wrong in (session, link):
        assert stranger.post("/pair", {"code": wrong}).status == 410
    computer = Client(create_app(person.ctx, home))
    for wrong in (session, code):
        assert computer.get(f"/launch/{wrong}").status == 410
    assert (stranger.cookies, computer.cookies) == ({}, {})


def test_a_cookie_of_one_door_has_no_name_at_the_other(person, home, enter):
    phone, computer = enter("phone"), enter("computer")
    crossed = phone_at(person.ctx, home)
    crossed.cookies["unspiral"] = _held(computer, "computer")
    assert crossed.get("/me").status == 401
    local = signed_in(person.ctx, person.id)
    local.cookies = {"__Host-unspiral": _held(phone, "phone")}
    assert local.get("/me").status == 401


def test_the_cookies_of_a_phone_travel_over_tls_only(person, home):
    phone = phone_at(person.ctx, home)
    made = phone.post("/pair", {"code": home.codes.make()})
    name, *rules = made.header("set-cookie").split("; ")
    assert name.startswith("__Host-unspiral=")
    age = f"Max-Age={180 * 86400}"
    assert set(rules) == {"Path=/", age, "HttpOnly", "SameSite=Lax", "Secure"}
    for path, fields in (("/me/theme", {"theme": "dark"}), ("/me/language", {"language": "en"})):
        assert phone.post(path, fields).header("set-cookie").endswith("; Secure")
