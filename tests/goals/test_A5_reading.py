"""A5: reading grade at most 8 for each block of 30 words, 6 in the middle; help and signs 6."""

import re
from html import unescape
from statistics import median

import pytest
import textstat
from support.people import Person
from support.phones import door_of, paired
from support.routes import pages
from support.screening import clear_answers
from support.server import signed_in

LONG_BLOCK = 30
BLOCK = re.compile(r"<(p|li|dd|figcaption|blockquote)\b[^>]*>(.*?)</\1>", re.DOTALL)
# Where things come from is cited as published; addresses and commands are not sentences.
NOT_READ = re.compile(r'<ol class="sources">.*?</ol>|<code>.*?</code>|<svg.*?</svg>', re.DOTALL)
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
HELP = (
    *("/help-now", "/help-now/talk", "/danger", "/danger/rf1", "/danger/nerves"),
    *("/danger/found", "/show-this"),
)


@pytest.fixture
def person(catalogue):
    return Person(catalogue, clear_answers(catalogue) | {"country": "IE", "rf1_saddle": "yes"})


@pytest.fixture
def client(person):
    return signed_in(person.ctx, person.id)


def blocks(html):
    """The blocks of running text of a page, as read."""
    body = NOT_READ.sub(" ", MAIN.search(html)[0])
    for found in BLOCK.finditer(body):
        yield " ".join(unescape(re.sub(r"<[^>]*>", " ", found[2])).split())


def _read(client, paths):
    found = {}
    for path in paths:
        made = client.get(path)
        if made.status == 200:
            found |= dict.fromkeys(blocks(made.text), path)
    return found


def _all_paths(catalogue):
    shown = [call.path for call in pages()]
    shown += [f"/learn/claim/{claim}" for claim in catalogue.claims]
    shown += [f"/learn/lesson/{lesson}" for lesson in catalogue.lessons]
    shown += [f"/learn/pattern/{pattern}" for pattern in catalogue.patterns]
    return shown + [f"/learn/technique/{technique}" for technique in catalogue.techniques]


def test_long_blocks_can_be_read_at_grade_eight(person, client, catalogue):
    found = _read(client, _all_paths(catalogue))
    phone = paired(person, door_of(person.ctx))
    found |= _read(phone, [call.path for call in pages("phone") if call.route.door == "phone"])
    grades = {
        text: textstat.flesch_kincaid_grade(text)
        for text in found
        if len(text.split()) >= LONG_BLOCK
    }
    hard = {text: (grade, found[text]) for text, grade in grades.items() if grade > 8}
    middle = median(grades.values())
    print(f"\nA5: {len(grades)} blocks of {LONG_BLOCK} words, {len(hard)} over 8, middle {middle}")
    assert hard == {}
    assert middle <= 6


def test_help_and_danger_signs_can_be_read_at_grade_six(client, catalogue):
    everywhere = [*HELP, *(f"/danger/{flag}" for flag in catalogue.redflags)]
    found = _read(client, everywhere)
    hard = {
        text: textstat.flesch_kincaid_grade(text)
        for text in found
        if len(text.split()) >= LONG_BLOCK and textstat.flesch_kincaid_grade(text) > 6
    }
    whole = textstat.flesch_kincaid_grade(". ".join(text.rstrip(".?!:") for text in found) + ".")
    print(f"\nA5: help and signs: {len(found)} blocks, {len(hard)} over 6, all together {whole}")
    assert hard == {}
    assert whole <= 6
