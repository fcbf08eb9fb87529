"""Every word passes through the translator: a made-up language finds those that did not."""

import re
from datetime import date

import pytest
from support.people import Person
from support.routes import pages
from support.screening import clear_answers
from support.server import signed_in

from unspiral.web import text
from unspiral.web.text import PSEUDO, pseudo, text_in

TAG = re.compile(r"<(script|style|template|svg|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTERS = re.compile(r"[^\W\d_]{2,}")
# Names, addresses and what the person typed are not translated.
SAID_AS_IS = re.compile(
    r"Unspiral|English|Deutsch \(Entwurf\)|24/7|/[\w/.-]*|doi \S+|[A-Z][\w'-]+ (et al\. )?\d{4}.*"
)
ATTRIBUTES = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"]*)"')


def bare_words(html):
    """Words of a page in the pseudo-language that never passed through the translator."""
    body = TAG.sub(" ", HEAD.sub(" ", html))
    texts = re.split(r"<[^>]*>", body) + ATTRIBUTES.findall(body)
    for _ in range(4):  # a text may stand inside a text
        texts = [MARKED.sub(" ", text) for text in texts]
    return [text.strip() for text in texts if LETTERS.search(SAID_AS_IS.sub(" ", text))]


@pytest.fixture(params=["new", "clear", "emergency"])
def client(request, catalogue):
    """Somebody new, somebody all clear, and somebody with an emergency sign."""
    answers = {} if request.param == "new" else clear_answers(catalogue) | {"country": "IE"}
    if request.param == "emergency":
        answers |= {"rf1_saddle": "yes"}
    person = Person(catalogue, answers)
    found = signed_in(person.ctx, person.id)
    found.cookies["language"] = PSEUDO
    return found


def test_no_page_has_bare_words(client):
    bare = {}
    for call in pages():
        made = client.get(call.path)
        found = bare_words(made.text) if made.status == 200 else []
        if found:
            bare[call.route.path] = found[:5]
    assert bare == {}


def test_an_error_page_has_no_bare_words(client):
    assert bare_words(client.get("/none").text) == []


def test_a_bare_word_is_found():
    assert bare_words("<p>⟦Héllo ⟦wórld⟧⟧ <b>bare</b></p>") == ["bare"]
    assert bare_words('<a aria-label="bare"></a>') == ["bare"]


def test_places_survive_the_made_up_language():
    assert pseudo("Call {number}") == "⟦Çáll {number}⟧"
    assert text_in(PSEUDO)("Call {number}", number=112) == "⟦Çáll 112⟧"


def test_a_day_a_length_and_a_number_in_words():
    t = text_in("en")
    assert t.day(date(2026, 5, 14)) == "Thursday 14 May"
    assert t.day(date(2026, 5, 14), with_year=True) == "14 May 2026"
    assert [t.length(s) for s in (20, 60, 90)] == ["20 s", "1 min", "1 min 30 s"]
    assert [t.number(n) for n in (3.0, 3.25, 10, 0.5)] == ["3", "3.2", "10", "0.5"]
    assert t.plural("{n} day", "{n} days", 1) == "1 day"
    assert t.plural("{n} day", "{n} days", 5) == "5 days"


def test_a_catalogue_that_is_there_is_used(tmp_path, monkeypatch):
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo

    german = Catalog("de")
    german.add("Help now", "Hilfe jetzt")
    german.add("Bed rest", "Bettruhe", context="claims/bed-rest/title")
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "unspiral.mo").open("wb") as file:
        write_mo(file, german)
    monkeypatch.setattr(text, "LOCALE", tmp_path)
    text_in.cache_clear()
    t = text_in("de")
    text_in.cache_clear()
    assert t("Help now") == "Hilfe jetzt"
    assert t.content("claims", "bed-rest", "title", "Bed rest") == "Bettruhe"
    assert t("Not there") == "Not there"


def test_the_browsers_wish_counts_only_for_languages_that_are_there(catalogue):
    person = Person(catalogue)
    client = signed_in(person.ctx, person.id)
    page = client.get("/help-now", {"accept-language": "xx-XX,en;q=0.5"}).text
    assert '<html lang="en"' in page
