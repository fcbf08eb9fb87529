"""P5: no banned claim, no diagnosis of the reader. P11: nothing implies that someone is watching.

Both read everything that is shown or made; every page of each state is opened once for the two.
"""

import os
import re
from dataclasses import replace
from random import Random

import pytest
from support.loops import latest, link, months, unclear, weeks, with_loop
from support.said import code_texts, said, said_in, script_texts, template_texts
from support.screening import clear
from support.states import STATES, said_pages
from support.summaries import rich, texts_of

from unspiral.catalogue import banned, wording
from unspiral.catalogue.check import items_of
from unspiral.catalogue.types import KINDS
from unspiral.records.insight import Insights
from unspiral.records.report import MOOD_ITEMS, Parts
from unspiral.screening import gate
from unspiral.services import report
from unspiral.sharing.report import Sources, compose
from unspiral.sharing.report_words import document
from unspiral.web.text import text_in
from unspiral.web.views.loop import loop_view

MADE = 10_000 if os.environ.get("UNSPIRAL_LONG") else 100
# Condition names stand in Learn, where nothing is about the reader, and in what is asked of a
# doctor: the card to show, its sentence on the page for a visit, and the danger pages ("Show this",
# the reviewed exception to P5).
NAMED = re.compile(r"^/(?:learn|show-this|report|danger|help-now)(?:/|$)")
# Names of patterns that are everyday words as well, and stand in questions.
EVERYDAY = frozenset({"strain", "sprain", "widespread pain"})
CHANCE = re.compile(r"\d\s*%|per ?cent\b|\d in \d|out of 100|\blikely\b|\bprobab|\bchance\b", re.I)

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
DENIES = (
    *("/help-now", "/awake", "/checkin", "/rough-day/plan", "/begin/goal", "/goals"),
    *("/thoughts/worry-time", "/thoughts/sheet/thought-record"),
)


def names(catalogue):
    """The condition names of all patterns, as one pattern to look for."""
    found = {n for p in catalogue.patterns.values() for n in p.names} - EVERYDAY
    assert len(found) > 10
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(found))) + r")\b", re.I)


def wrong_in(text):
    return [found for line in text.split("\n") for found in banned.find(line)]


def promises(text):
    """Promises in a text; a sentence that denies them is taken out first."""
    return [found.group() for line in text.split("\n") for found in PROMISE.finditer(line)]


@pytest.fixture(scope="module", params=STATES)
def shown(catalogue, request):
    """The state, and what every page says in it, by path."""
    return request.param, {path: said(html) for path, html in said_pages(catalogue, request.param)}


def test_no_page_says_a_banned_word_or_names_a_condition_as_a_result(catalogue, shown):
    (state, pages), listed, bad = shown, names(catalogue), {}
    for path, text in pages.items():
        found = wrong_in(text)
        if not NAMED.match(path):
            found += [("condition", name) for name in listed.findall(text)]
        if path.startswith("/check-up"):
            found += [("chance", each) for each in CHANCE.findall(text)]
        if found:
            bad[path] = found
    words = sum(len(text.split()) for text in pages.values())
    print(f"\nP5: {len(pages)} pages, {words} words in state {state}")
    assert len(pages) > 30 and words > 3000
    assert bad == {}


def test_no_page_promises_that_somebody_watches(shown):
    state, pages = shown
    found = {path: promises(DENIAL.sub("", text)) for path, text in pages.items()}
    denied = {path for path, text in pages.items() if DENIAL.search(text)}
    print(f"\nP11: {len(pages)} pages in state {state}, {len(denied)} say that nobody is watching")
    assert {path: words for path, words in found.items() if words} == {}
    assert len(pages) > 30
    if state == "clear":
        assert set(DENIES) <= denied


def test_what_is_shipped_holds_no_banned_word():
    listed = {
        "scripts": list(script_texts()),
        "templates": list(template_texts()),
        "code": list(
            code_texts("web", "insights", "screening", "services", "planning", "drawing", "sharing")
        ),
    }
    bad = [(file, found) for texts in listed.values() for file, t in texts for found in wrong_in(t)]
    print("\nP5: " + ", ".join(f"{len(texts)} texts of {name}" for name, texts in listed.items()))
    assert all(len(texts) > 20 for texts in listed.values())
    assert bad == []


def made_up(rng: Random) -> Insights:
    """What a diary may come to: any links, any of them clear, with or without a loop or change."""
    found = rng.choice((weeks, unclear, months, with_loop))()
    verdicts = []
    for each in found.verdicts:
        mean = round(rng.uniform(-2, 2), 2)
        half = rng.uniform(0.05, 1)
        at = each.link
        size = link(at.from_, at.to, mean, mean - half, mean + half)
        claimed = "claimed" if each.candidate and rng.random() < 0.3 else "cannot_tell"
        reasons = () if claimed == "claimed" else each.reasons or unclear().verdicts[0].reasons
        verdicts.append(replace(each, link=size, claim=claimed, reasons=reasons))
    return replace(found, n_days=rng.randrange(60, 400), verdicts=tuple(verdicts))


def test_made_up_insights_name_no_condition_and_promise_nothing(catalogue):
    rng, t, listed = Random("P5"), text_in("en"), names(catalogue)
    clearance = gate.assess(clear(catalogue), catalogue).clearance
    bad, texts, claimed = [], 0, 0
    for _ in range(MADE):
        found = made_up(rng)
        claimed += any(v.claim == "claimed" for v in found.verdicts)
        for text in said_in(loop_view(latest(found), clearance, catalogue, t)):
            texts += 1
            bad += [(text, each) for each in (*wrong_in(text), *listed.findall(text))]
    print(f"\nP5: {MADE} made-up insights, {claimed} with a claim, {texts} texts")
    assert claimed > MADE / 4
    assert bad == []


def test_the_page_for_a_visit_names_nothing_as_present_and_promises_nothing(catalogue):
    t, listed, parts = text_in("en"), names(catalogue), Parts(items=frozenset(MOOD_ITEMS))
    facts, rng, bad, texts = clear(catalogue), Random("P5"), [], 0
    made = 1_000 if os.environ.get("UNSPIRAL_LONG") else 30
    for _ in range(made):
        sources = Sources(facts, gate.assess(facts, catalogue), insights=made_up(rng))
        page = document(compose(sources, parts, catalogue), t, catalogue, facts.now)
        for text in texts_of(page):
            texts += 1
            found = (*wrong_in(text), *listed.findall(text), *promises(DENIAL.sub("", text)))
            bad += [(text, each) for each in found]
    person = rich(catalogue)
    with_all = report.read(person.ctx, person.id, Parts(mood_forms=frozenset({"phq-9", "gad-7"})))
    for text in texts_of(document(with_all.report, t, catalogue, facts.now)):
        bad += [(text, e) for e in (*wrong_in(text), *listed.findall(text), *promises(text))]
    print(f"\nP5, P11: {made} made-up pages for a visit and a rich one, {texts} texts")
    assert texts > 10 * made
    assert bad == []


def test_a_planted_word_is_found_and_a_quoted_one_is_left(catalogue):
    page = "<p>This will <b>fix</b> your back.</p><blockquote><p>It cures.</p></blockquote>"
    assert [word for _, word in wrong_in(said(page))] == ["fix"]
    assert wrong_in(said('<button aria-label="Cure it">x</button>')) != []
    assert wrong_in(said("<p>You have sciatica.</p>")) != []
    assert names(catalogue).findall("a sign of Spinal stenosis") == ["Spinal stenosis"]
    assert CHANCE.search("80 % of people") and CHANCE.search("3 in 10")


def test_nothing_shipped_promises_it():
    rooms = ("web", "services", "insights", "sharing")
    listed = [*script_texts(), *template_texts(), *code_texts(*rooms)]
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
