"""P1 on what is there to read: at E and D no page tells how to exercise, shows it or starts it."""

import os
import re
from html import unescape

import pytest
from support.people import Person, told
from support.said import said
from support.screening import clear_answers
from support.server import signed_in
from support.states import every_tick

from unspiral.catalogue.load import load
from unspiral.catalogue.types import STARTS
from unspiral.services import assessments

CATALOGUE = load()[0]
CLEAR = clear_answers(CATALOGUE)
TECHNIQUES = list(CATALOGUE.techniques.values())
# The level decides, not the flag: on every change one flag of each level, all of them by LONG.
# The first example of each is answered in full; half-answered ones close more, as they may be E.
CASES: dict[tuple[str, str], dict[str, object]] = {}
for flag, example in told(CATALOGUE, ("E", "D")):
    CASES.setdefault((flag, example.expect["level"]), example.given)
if not os.environ.get("UNSPIRAL_LONG"):
    CASES = {key: CASES[key] for key in (("rf1", "E"), ("rf16", "D"))}
SESSION = re.compile(r'href="/session/([\w-]+)')
FIGURE = re.compile(r'<figure class="figure-frame">')
HOW = re.compile(r'<ol class="how">(.*?)</ol>', re.DOTALL)
WORDS = ("walk", "bridge exercise", "stretch my back", "cant sleep back hurts lying down", "heat")
LOOK = ("/check-up", "/check-up/areas", "/check-up/patterns", "/check-up/strength")
AREAS = tuple(f"/check-up/areas/{name.removeprefix('area_')}" for name in assessments.AREAS)
PARTS = tuple(f"/check-up/ask/{part}" for part in ("body-map", "numb", "pain", "lying"))


def closed(technique, level):
    return level == "E" or technique.scope != "comfort"


def long_steps(technique):
    """Steps that are too long to stand on a page for another reason."""
    return [step for step in technique.how if len(step) > 25]


def client_with(given):
    person = Person(CATALOGUE, {**CLEAR, **every_tick(CATALOGUE), **given})
    return signed_in(person.ctx, person.id)


@pytest.mark.parametrize(("flag", "level"), CASES)
def test_no_technique_page_tells_how_at_e_or_d(flag, level):
    client, count, open_ = client_with(CASES[flag, level]), 0, 0
    for technique in TECHNIQUES:
        page = client.get(f"/learn/technique/{technique.id}")
        assert page.status == 200
        text = unescape(page.text)
        if closed(technique, level):
            assert not HOW.search(text) and not FIGURE.search(text), technique.id
            assert not SESSION.search(text), technique.id
            assert [step for step in long_steps(technique) if step in text] == [], technique.id
            assert technique.tired.text not in text and technique.dose.text not in text
            count += 1
        else:
            assert HOW.search(text), technique.id
            assert bool(SESSION.search(text)) == (technique.offer in STARTS), technique.id
            open_ += 1
        assert text.index("/help-now", text.index('id="main"')) < text.index("<h1")
    assert (open_ > 0) == (level == "D")
    print(f"\nP1: {count} technique pages closed and {open_} open with {flag} at {level}")


@pytest.mark.parametrize(("flag", "level"), CASES)
def test_no_search_shelf_lesson_or_check_up_starts_anything(flag, level):
    client = client_with(CASES[flag, level])
    made = [client.post("/learn/search", {"q": words}) for words in WORDS]
    folders = ("claim", "lesson", "pattern")
    paths = [f"/learn/{f}/{name}" for f in folders for name in getattr(CATALOGUE, f"{f}s")]
    paths += ["/learn", "/learn/shelf/techniques", "/rough-day", "/rough-day/plan"]
    made += [client.get(path) for path in (*paths, *LOOK, *AREAS, *PARTS)]
    for page in made:
        assert page.status in (200, 303)
        assert not SESSION.search(page.text) and not FIGURE.search(page.text)
        text = said(page.text)
        told_how = [t.id for t in TECHNIQUES if closed(t, level) and _steps_in(t, text)]
        assert told_how == []
    print(f"\nP1: {len(made)} pages to read or to look closer with {flag} at {level}")


@pytest.mark.parametrize(("flag", "level"), CASES)
def test_look_closer_leads_to_the_sign_instead(flag, level):
    client = client_with(CASES[flag, level])
    for path in (*LOOK[1:], *AREAS, *PARTS):
        page = client.get(path)
        assert page.status == 303 and page.header("location") == "/danger/found", path


def test_the_same_pages_tell_how_when_all_is_clear():
    client = client_with({})
    for technique in TECHNIQUES:
        text = unescape(client.get(f"/learn/technique/{technique.id}").text)
        assert HOW.search(text), technique.id
        assert bool(SESSION.search(text)) == (technique.offer in STARTS), technique.id


def _steps_in(technique, text):
    """Two steps of one technique together are a way to do it; one may be a common sentence."""
    return sum(step in text for step in long_steps(technique)) >= 2
