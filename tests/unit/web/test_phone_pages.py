"""Pairing a phone, page by page: the computer's side, the phone's side, and the end of it."""

import re
from html import unescape

import pytest
from support.asgi import Client
from support.people import Person
from support.phones import ADDRESS, FINGERPRINT, PORT, door_of, paired, phone_at
from support.scratch import SETTINGS
from support.screening import clear_answers
from support.server import signed_in

from unspiral.services import entry, pairing
from unspiral.web.app import create_app
from unspiral.web.views.pair import in_lines

TYPED = re.compile(r'<p class="code-typed num"><code>([0-9A-Z-]+)</code>')


@pytest.fixture
def person(catalogue):
    return Person(catalogue, clear_answers(catalogue))


@pytest.fixture
def home(person):
    return door_of(person.ctx)


@pytest.fixture
def computer(person, home):
    """The owner's browser at localhost, of a program that has the way in for phones open."""
    client = Client(create_app(person.ctx, home))
    client.get(f"/launch/{entry.make_launch(person.ctx, person.id)}", {"sec-fetch-site": "none"})
    return client


def test_without_the_way_in_the_page_says_how_to_open_it(person):
    owner = signed_in(person.ctx, person.id)
    page = unescape(owner.get("/phone").text)
    assert f"./start phone --data {SETTINGS.data}" in page
    assert "Show a code" not in page
    assert owner.post("/phone/code").status == 404


def test_a_code_from_the_page_lets_a_phone_in_once(person, home, computer):
    page = computer.post("/phone/code").text
    code = TYPED.search(page)[1]
    assert '<svg class="qr"' in page
    phone = phone_at(person.ctx, home)
    assert "Pair this phone" in phone.get(f"/pair/{code}").text
    assert phone.post("/pair", {"code": code, "name": "Mo’s phone"}).status == 303
    assert "Mo’s phone" in unescape(phone.get("/phone").text)
    assert phone.get("/today").status == 200
    other = phone_at(person.ctx, home)
    assert [other.get(f"/pair/{code}").status, other.post("/pair", {"code": code}).status] == [
        410,
        410,
    ]
    assert other.cookies == {}
    assert "Mo’s phone" in unescape(computer.get("/phone").text)


def test_looking_at_the_page_makes_no_code(home, computer):
    code = home.codes.make()
    for _ in range(2):
        assert TYPED.search(computer.get("/phone").text) is None
    assert home.codes.fits(code, "a")


def test_only_somebody_at_the_terminal_gets_a_code(person, home, computer):
    person.wait(minutes=11)
    code = home.codes.make()
    page = computer.get("/phone").text
    assert "press Enter" in page
    assert "Show a code" not in page
    made = computer.post("/phone/code")
    assert (made.status, TYPED.search(made.text)) == (403, None)
    assert home.codes.fits(code, "a")


def test_looking_ahead_does_not_use_a_code_up(person, home):
    code = home.codes.make()
    phone = phone_at(person.ctx, home)
    assert phone.send("HEAD", f"/pair/{code}", {}).status == 200
    assert phone.get(f"/pair/{code}").status == 200
    assert phone.post("/pair", {"code": code}).status == 303


@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000", "a" * 5000, "%00", "../..", "\x7f"])
def test_a_wrong_code_is_a_neutral_page_with_help(person, home, code):
    home.codes.make()
    phone = phone_at(person.ctx, home)
    made = phone.post("/pair", {"code": code, "name": "Kept name"})
    assert made.status in (410, 422)
    assert 'href="/help-now"' in made.text
    assert phone.cookies == {}
    for word in ("pain", "sleep", "stress", "mood", "diary"):
        assert word not in re.sub(r"<[^>]*>", "", made.text).lower()
    if made.status == 410:
        assert 'value="Kept name"' in made.text


def test_a_code_too_old_opens_nothing(person, home):
    code = home.codes.make()
    person.wait(minutes=11)
    phone = phone_at(person.ctx, home)
    assert phone.get(f"/pair/{code}").status == 410
    assert phone.post("/pair", {"code": code}).status == 410


def test_too_many_wrong_codes_are_refused_with_help(person, home):
    code = home.codes.make()
    phone = phone_at(person.ctx, home)
    statuses = [phone.post("/pair", {"code": "wrong"}).status for _ in range(11)]
    assert statuses == [410] * 10 + [429]
    made = phone.post("/pair", {"code": code})
    assert (made.status, 'href="/help-now"' in made.text) == (429, True)
    person.wait(minutes=11)
    assert phone.post("/pair", {"code": home.codes.make()}).status == 303


def test_the_certificate_is_a_file_to_install(person, home):
    made = phone_at(person.ctx, home).get("/phone/authority.crt")
    assert (made.status, made.body) == (200, b"a certificate")
    assert made.header("content-type") == "application/x-x509-ca-cert"
    assert made.header("content-disposition").startswith("inline; filename=")


def test_the_fingerprint_stands_whole_on_both_sides(person, home, computer):
    whole = FINGERPRINT.replace(":", " ")
    assert " ".join(in_lines(FINGERPRINT)) == whole
    for page in (computer.get("/phone"), phone_at(person.ctx, home).get("/phone/trust")):
        shown = re.sub(r"<[^>]*>", "", page.text.partition('class="fingerprint"')[2])
        assert whole in " ".join(shown.split())


def test_the_phone_is_told_where_it_comes_in(person, home):
    assert f"https://{ADDRESS}:{PORT}" in paired(person, home).get("/phone").text


def test_what_waits_on_a_phone_leads_to_pairing(person, home):
    page = paired(person, home).get("/me").text
    assert "Pair this phone again; they then go by themselves." in page
    assert "Open the link from your terminal; they" not in page


def test_the_name_of_a_phone_is_shown_as_text(person, home, computer):
    paired(person, home, "<script>x</script>")
    page = computer.get("/phone").text
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


def test_the_log_holds_no_name_and_no_code(person, home, computer, capsys):
    code = home.codes.make()
    phone = phone_at(person.ctx, home)
    phone.post("/pair", {"code": code, "name": "canary-name"})
    phone.post("/phone/leave")
    said = capsys.readouterr().out
    assert '"event": "phone_paired", "count": 1' in said
    assert '"event": "phone_removed", "count": 0' in said
    held = [word for word in (code, pairing.plain(code), "canary-name") if word in said]
    assert held == []
