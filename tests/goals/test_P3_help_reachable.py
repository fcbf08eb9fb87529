"""P3: help one step away from every page, errors too; each line with its source and state."""

import re
from html import unescape

import pytest
from support.asgi import Client
from support.people import Person
from support.phones import door_of, paired, phone_at
from support.routes import calls, send
from support.screening import clear_answers
from support.server import signed_in

from unspiral.web.app import create_app
from unspiral.web.help_file import html

LINK = re.compile(r'<a [^>]*href="/help-now(?:[?#"])')
NUMBER = re.compile(r"\d")


@pytest.fixture
def person(catalogue):
    return Person(catalogue, clear_answers(catalogue) | {"country": "IE"})


def _pages(person):
    """Every page anybody can meet: each route for owner and nobody, wrong paths, each refusal."""
    home = door_of(person.ctx)
    computer = (signed_in(person.ctx, person.id), Client(create_app(person.ctx, home)))
    phones = (paired(person, home), phone_at(person.ctx, home))
    for client, door in (
        *((one, "computer") for one in computer),
        *((one, "phone") for one in phones),
    ):
        for call in calls(door):
            yield call.path, send(client, call)
            if call.method != "GET":
                yield call.path, client.post(call.path, {}, {"origin": "https://x.example"})
                yield call.path, client.post(call.path, {}, {"content-type": "text/plain"})
        for path in ("/none", "/learn/claim/none", "/danger/none", "/session/none/end"):
            yield path, client.get(path)


def test_help_is_one_step_away_from_every_page(person):
    seen = 0
    for path, made in _pages(person):
        if made.header("content-type").startswith("text/html"):
            assert LINK.search(made.text) or path == "/help-now", (path, made.status)
            seen += 1
    print(f"\nP3: {seen} pages, all with a link to help")


def test_every_country_shows_its_emergency_number_first(person, catalogue):
    client = Client(create_app(person.ctx))
    for lines in catalogue.crisis_lines.values():
        text = client.get(f"/help-now?country={lines.id}").text
        dialled = re.findall(r'href="tel:([^"]+)"', text)
        first = re.sub(r"\D", "", lines.emergency) or "112"
        assert dialled[0] == first, lines.id
    print(f"\nP3: {len(catalogue.crisis_lines)} countries")


def test_every_line_has_a_source(catalogue):
    lines = [(c, line) for c in catalogue.crisis_lines.values() for line in c.lines]
    assert [line.name for _, line in lines if not line.seen_in] == []
    known = set(catalogue.sources)
    assert {source for _, line in lines for source in line.seen_in} <= known
    print(f"\nP3: {len(lines)} lines, all with a source")


def test_an_unverified_line_is_shown_as_such_below_the_emergency_number(person, catalogue):
    client = Client(create_app(person.ctx))
    for lines in catalogue.crisis_lines.values():
        text = client.get(f"/help-now?country={lines.id}").text
        unverified = [line for line in lines.lines if line.verified_on is None]
        assert text.count("Not yet checked") >= len(unverified), lines.id
        first_line = text.find("Not yet checked")
        assert first_line == -1 or text.find('class="call now"') < first_line


def test_the_file_for_when_nothing_runs_holds_the_same_numbers(catalogue):
    text = html(catalogue)
    for lines in catalogue.crisis_lines.values():
        if NUMBER.search(lines.emergency):
            assert f"tel:{re.sub(r'[^0-9+]', '', lines.emergency)}" in text, lines.id
    assert "<script" not in text
    assert "default-src 'none'; style-src 'sha256-" in unescape(text)
