"""German as a draft: marked on every page, and never in place of danger, help or exercise words."""

import re
from html.parser import HTMLParser

import pytest
from support.people import Person
from support.routes import pages
from support.screening import clear_answers
from support.server import signed_in

from unspiral.services import library
from unspiral.web import language_status, text
from unspiral.web.text import Marked, filled, marked, named, original, text_in
from unspiral.web.views.help_now import OVERDOSE, SIGNS, UNSAFE, WAITING

PLACE = re.compile(r"\{[a-z_]+\}")


class Spans(HTMLParser):
    """Each text of a page with the language it stands in, and every value of an attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.said: list[tuple[str, str]] = []
        self.values: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.values.extend(value or "" for _, value in attrs)
        if tag not in {"meta", "link", "input", "br", "img", "hr", "path", "circle"}:
            self.open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag):
        if any(tag == name for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if data.strip():
            lang = next((lang for _, lang in reversed(self.open) if lang), "")
            self.said.append((data.strip(), lang))

    def languages_of(self, words: str) -> set[str]:
        return {lang for said, lang in self.said if words in said}


@pytest.fixture(params=["new", "clear", "emergency"])
def client(request, catalogue):
    """Somebody new, somebody all clear, somebody with an emergency sign; all read German."""
    answers = {} if request.param == "new" else clear_answers(catalogue) | {"country": "DE"}
    if request.param == "emergency":
        answers |= {"rf1_saddle": "yes"}
    person = Person(catalogue, answers)
    found = signed_in(person.ctx, person.id)
    found.cookies["language"] = "de"
    return found


def test_every_page_says_that_it_is_a_draft_and_fills_its_places(client):
    wrong = {}
    for call in pages():
        made = client.get(call.path)
        if made.status != 200:
            continue
        read = Spans(made.text)
        faults = [said for said, _ in read.said if PLACE.search(said)]
        faults += [value for value in read.values if "<span" in value or text.SOURCE in value]
        if read.languages_of("Entwurf:") != {"de"}:
            faults.append("no draft line")
        held = language_status.is_held_path(call.path)
        if f'<html lang="{"en" if held else "de"}"' not in made.text:
            faults.append("wrong language")
        if faults:
            wrong[call.path] = faults[:3]
    assert wrong == {}


def test_the_help_page_stays_as_it_was_written(client):
    read = Spans(client.get("/help-now").text)
    for _level, _flags, words in SIGNS:
        assert read.languages_of(words) == {"en"}
    for words in (*OVERDOSE, *WAITING, *UNSAFE):
        assert read.languages_of(words) == {"en"}


def test_steps_and_cautions_stand_in_english_on_a_german_page(client, catalogue):
    read = Spans(client.get("/learn/technique/walking").text)
    item = catalogue.techniques["walking"]
    assert read.languages_of("Ein Gang, der unter dem beginnt") == {"de"}
    words = (*item.how, *(use.text for use in item.cautions), *item.skip_if)
    found = {frozenset(read.languages_of(text)) for text in words}
    assert found in ({frozenset({"en"})}, {frozenset()})  # none is shown behind a danger sign


def test_a_browser_that_asks_for_german_gets_no_draft(catalogue):
    person = Person(catalogue)
    client = signed_in(person.ctx, person.id)
    page = client.get("/danger", {"accept-language": "de-DE,de;q=0.9"}).text
    assert '<html lang="en"' in page
    assert "Entwurf" not in page


def test_a_reviewed_language_is_used_when_the_browser_asks_for_it(catalogue, monkeypatch):
    monkeypatch.setattr(text, "status", lambda _: language_status.LanguageStatus("Deutsch", False))
    person = Person(catalogue)
    client = signed_in(person.ctx, person.id)
    assert '<html lang="de"' in client.get("/learn", {"accept-language": "de-DE"}).text


def test_choosing_german_on_me_and_going_back(catalogue):
    person = Person(catalogue, clear_answers(catalogue))
    client = signed_in(person.ctx, person.id)
    assert "Deutsch (Entwurf)" in client.get("/me").text
    client.post("/me/language", {"language": "de"})
    assert '<html lang="de"' in client.get("/learn").text
    client.post("/me/language", {"language": "en"})
    assert '<html lang="en"' in client.get("/learn").text


def test_a_language_is_a_draft_until_its_file_names_who_checked_it(tmp_path):
    assert language_status.read(tmp_path).draft
    file = tmp_path / language_status.FILE
    file.write_text("name: X\nstatus: reviewed\nreviewed: null\n", "utf-8")
    assert language_status.read(tmp_path).draft
    file.write_text("name: X\nstatus: reviewed\nreviewed: {by: A, on: 2026-01-01}\n", "utf-8")
    assert not language_status.read(tmp_path).draft
    assert text.status("de").draft
    assert named("de") == "Deutsch (Entwurf)"


def test_marks_become_spans_in_text_and_vanish_elsewhere():
    from markupsafe import escape

    words = escape(original("Stop & rest"))
    page = f'<title>{words}</title><p title="{words}">{words}</p><svg><text>{words}</text></svg>'
    assert marked(page) == (
        '<title>Stop &amp; rest</title><p title="Stop &amp; rest">'
        '<span lang="en">Stop &amp; rest</span></p><svg><text>Stop &amp; rest</text></svg>'
    )


def test_a_text_around_source_words_stays_marked_around_them():
    from markupsafe import escape

    mixed = filled("Heute: {what} <", {"what": original("a & b")})
    assert isinstance(mixed, Marked)
    assert mixed == "Heute: a & b <"
    assert marked(str(escape(mixed))) == 'Heute: <span lang="en">a &amp; b</span> &lt;'


def test_content_that_is_held_is_never_looked_up():
    german = text_in("de")
    for folder in ("redflags", "screens", "questionnaires", "cautions", "stop_rules"):
        assert isinstance(german.content(folder, "x", "ask", "Are you well?"), Marked)
    assert german.content("lessons", "stress-and-pain", "title", "Stress and pain") == (
        "Stress und Schmerz"
    )


def test_german_numbers_days_and_counts():
    t = text_in("de")
    assert [t.number(n) for n in (3.0, 0.5, 10)] == ["3", "0,5", "10"]
    assert t.plural("{n} day", "{n} days", 1) == "1 Tag"
    assert t.plural("{n} day", "{n} days", 4) == "4 Tage"
    assert t.inside("Nacht") == "Nacht"
    assert text_in("en").inside("Night") == "night"


def test_a_held_page_says_so_in_the_language_chosen(client):
    page = client.get("/danger").text
    assert 'class="draft-line" lang="de"' in page


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Schlaf und Schmerz", "sleep-and-pain"),
        ("stress and pain", "stress-and-pain"),
        ("Bettruhe", "bed-rest"),
        ("matratze", "mattress"),
        ("Bauchatmung", "belly-breathing-helps"),
        ("heat pad", "heat-chair"),
    ],
)
def test_search_in_german_finds_german_and_english_words(catalogue, query, first):
    german = text_in("de")
    hits = library.find(catalogue, query, "de", german.content).hits
    assert first in [hit.id for hit in hits[:4]]


def test_a_german_search_always_leads_to_the_danger_screen(client):
    for query in ("Wärme", "qqqq"):
        page = client.post("/learn/search", {"q": query}).text
        assert 'href="/danger"' in page
        assert "Warnwort" in page
    known = client.post("/learn/search", {"q": "taub zwischen den Beinen"}).text
    assert "state-note stop" in known and 'href="/danger"' in known
    said = Spans(client.post("/learn/search", {"q": "numb between the legs"}).text)
    assert said.languages_of("Zeichen prüfen") == {"de"}
