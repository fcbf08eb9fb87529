"""P11: nothing implies that someone is watching, and where a person might think so it is denied."""

import re

import pytest
from support.said import code_texts, said, script_texts, template_texts
from support.states import STATES, said_pages

from unspiral.catalogue import wording
from unspiral.catalogue.check import items_of
from unspiral.catalogue.types import KINDS

# What would be a promise: somebody reads, is told, keeps watch, or comes by themselves.
PROMISE = re.compile(
    r"\b(?:we|our team|someone|somebody|a (?:nurse|doctor|clinician|person|human)|your "
    r"(?:doctor|clinician|care team|physio)) (?:will|is|are)(?: be)? "
    r"(?:watch|monitor|review|read|see|check|call|contact|notif|inform|alert|told|reach)\w*"
    r"|\balerts? (?:was |were |is |are |has been |have been )?sent\b"
    r"|\b(?:we|unspiral) (?:watch|monitor|alert|notif|call)\w*\b"
    r"|\b(?:has|have) been (?:alerted|notified|informed)\b"
    r"|\b(?:monitored|watched|supervised) by\b|\bwe(?: are|['’]re) (?:here|watching|with you)\b",
    re.IGNORECASE,
)
DENIAL = re.compile(r"\bno ?(?:body|one) (?:is|reads|sees|was|will|has)\b[^.]*", re.IGNORECASE)
# Pages on which somebody writes or tells something grave, and must read that nobody is watching.
DENIES = ("/help-now", "/awake", "/checkin", "/rough-day/plan", "/begin/goal")


def promises(text):
    """Promises in a text; a sentence that denies them is taken out first."""
    return [found.group() for line in text.split("\n") for found in PROMISE.finditer(line)]


@pytest.mark.parametrize("state", STATES)
def test_no_page_promises_that_somebody_watches(catalogue, state):
    bad, denied, count = {}, set(), 0
    for path, html in said_pages(catalogue, state):
        text = said(html)
        if found := promises(DENIAL.sub("", text)):
            bad[path] = found
        if DENIAL.search(text):
            denied.add(path)
        count += 1
    print(f"\nP11: {count} pages in state {state}, {len(denied)} say that nobody is watching")
    assert bad == {}
    if state == "clear":
        assert set(DENIES) <= denied
    assert count > 30


def test_nothing_shipped_promises_it():
    listed = [*script_texts(), *template_texts(), *code_texts("web", "services", "insights")]
    bad = [(file, found) for file, text in listed for found in promises(DENIAL.sub("", text))]
    print(f"\nP11: {len(listed)} texts of scripts, templates and code")
    assert bad == []


def test_no_content_promises_it(catalogue):
    listed = [
        (f"{folder}/{name}", text)
        for folder in KINDS
        for name, item in items_of(catalogue, folder).items()
        for _, text in wording.texts(folder, item)
    ]
    bad = [(where, found) for where, text in listed for found in promises(DENIAL.sub("", text))]
    print(f"\nP11: {len(listed)} texts of content")
    assert bad == []


@pytest.mark.parametrize(
    "words",
    [
        "A nurse will call you.",
        "We monitor your mood.",
        "An alert was sent.",
        "We are here for you.",
        "Your doctor has been alerted.",
        "Someone is watching over this.",
    ],
)
def test_a_planted_promise_is_found(words):
    assert promises(words)


@pytest.mark.parametrize(
    "words", ["Nobody is watching this app. A call reaches people.", "See a doctor this week."]
)
def test_what_is_true_is_left(words):
    assert not promises(DENIAL.sub("", words))
