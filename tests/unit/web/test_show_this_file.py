"""Show this as PDF: the page's words at every E, D and W, for whoever may see the page."""

import os
import re
from html import unescape

import pytest
from support.asgi import Client
from support.demos import PERSON, a_year
from support.pdf_reader import read
from support.people import Person, told
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue, load
from unspiral.records.facts import Answer
from unspiral.services import demo
from unspiral.services.operations import Origin, write
from unspiral.web.app import create_app

CATALOGUE = load()[0]
PATH = "/show-this.pdf"
SENTENCE = re.compile(r'<h2 id="card-[^"]*">(.*?)</h2>')
PREVIEW = "Preview: not yet checked by a clinician."


def of(person: Person) -> Client:
    return signed_in(person.ctx, person.id)


def test_it_holds_the_words_of_the_page_at_every_level_that_has_a_card() -> None:
    cases = list(told(CATALOGUE, ("E", "D", "W")))
    if not os.environ.get("UNSPIRAL_LONG"):  # one way to each level of each sign
        cases = list({(flag, one.expect["level"]): (flag, one) for flag, one in cases}.values())
    for flag, example in cases:
        person = Person(CATALOGUE, clear_answers(CATALOGUE))
        person.answer(dict(example.given))
        client = of(person)
        page, answer = client.get("/show-this").text, client.get(PATH)
        assert answer.status == 200, flag
        found = read(answer.body)
        sentences = [unescape(one) for one in SENTENCE.findall(page)]
        assert sentences and found.all("H1") == sentences, flag
        assert len(found.file.pages) == len(sentences), "a sheet of paper for each card"
        assert found.text.count("Take along: this card") == len(sentences)
        if example.expect["level"] == "E":
            assert "Go or call now." in found.text and "Call 112" in found.text
        assert found.text.count(PREVIEW) == found.text.count("Self-reported.") == len(sentences)
        assert found.text.endswith("A clear screen does not mean that nothing is wrong.")
    print(f"Show this as PDF: N = {len(cases)} signs at E, D and W")


@pytest.fixture
def ill(catalogue: Catalogue) -> Person:
    person = Person(catalogue, clear_answers(catalogue))
    person.answer({"rf1_saddle": "yes"})
    return person


def test_it_is_a_file_to_keep_that_nothing_keeps_by_itself(ill: Person) -> None:
    answer = of(ill).get(PATH)
    assert answer.header("content-type") == "application/pdf"
    assert answer.header("cache-control") == "no-store"
    assert answer.header("content-disposition") == 'attachment; filename="card.pdf"'
    assert answer.header("content-security-policy").startswith("default-src 'none'")
    assert of(ill).get(PATH).body == answer.body
    assert 'href="/show-this.pdf"' in of(ill).get("/show-this").text


def test_nobody_else_gets_it(ill: Person) -> None:
    assert Client(create_app(ill.ctx)).get(PATH).status == 401


def test_without_a_sign_no_paper_looks_like_an_all_clear(catalogue: Catalogue) -> None:
    client = of(Person(catalogue, clear_answers(catalogue)))
    answer = client.get(PATH)
    assert (answer.status, answer.header("location")) == (303, "/show-this")
    assert PATH not in client.get("/show-this").text


def test_in_a_draft_language_the_card_stays_in_english_and_says_so(ill: Person) -> None:
    client = of(ill)
    client.cookies["language"] = "de"
    found = read(client.get(PATH).body)
    assert found.file.Root.Lang == "en" and "Please check for" in found.text
    assert "Entwurf" in found.drawn


def test_the_line_of_a_demo_stands_on_every_sheet(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "DAYS", 10)
    ctx = a_year(catalogue)
    at = ctx.clock()
    signs = {"rf1_saddle": "yes", "rf8_risk": "yes"}
    answers = tuple(Answer(name, value, at, at.date()) for name, value in signs.items())
    write(ctx, PERSON, "screen", Origin(at=at), answers=answers)
    found = read(signed_in(ctx, PERSON).get(PATH).body)
    assert found.drawn.count("Made-up diary.") == len(found.file.pages) == 2
