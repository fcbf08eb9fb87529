"""P5 over patterns: whatever people answer, no diagnosis, no chance and no condition is named."""

import re
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from support.screening import answer, clear, clear_answers, random_facts

from unspiral.assessment.patterns import read
from unspiral.catalogue import banned
from unspiral.catalogue.load import load
from unspiral.cli.patterns import patterns_document
from unspiral.records.facts import Facts
from unspiral.screening.answers import effective
from unspiral.screening.gate import assess
from unspiral.services.assessments import Look
from unspiral.web.text import text_in
from unspiral.web.views.check_up_patterns import patterns_view

CATALOGUE = load()[0]
SCREENS = ("body_map", "body_numb", "pain_like", "pain_lying")
ASKED = sorted({name for s in SCREENS for name in CATALOGUE.screens[s].none_sets})
ASKED += [question.id for question in CATALOGUE.redflags["rf13"].questions]
VALUES = ("yes", "yes", "no", "no", "unsure", None)
WORDS = re.compile(
    r"%|\bper ?cent|possib|consistent|diagnos|likel|probab|suggest|\bchance|\brisk|\bodds\b|"
    r"\byou(?:'ve| have| may have| might have)\b",
    re.IGNORECASE,
)
CLEAR = clear_answers(CATALOGUE)
NAMES = sorted({name.lower() for p in CATALOGUE.patterns.values() for name in p.names})


def drawn(seed: int) -> Facts:
    """Half of the people are clear of danger signs, so that patterns are read at all."""
    rng = Random(seed)
    facts = clear(CATALOGUE) if rng.random() < 0.5 else random_facts(rng, CATALOGUE)
    told = {name: rng.choice(VALUES) for name in ASKED}
    more = {name: answer(name, value) for name, value in told.items() if value is not None}
    return replace(facts, answers={**facts.answers, **more})


def texts(value: object) -> list[str]:
    """Every string inside plain data or views."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in texts(inner)]
    fields = getattr(value, "__dataclass_fields__", {})
    return [text for name in fields for text in texts(getattr(value, name))]


def shown(facts: Facts) -> list[str]:
    """All that the command prints and all that the page shows of one person."""
    decision = assess(facts, CATALOGUE)
    result = read(decision, effective(facts, CATALOGUE), CATALOGUE)
    view = patterns_view(text_in("en"), CATALOGUE, Look(facts, decision, result))
    letters = {name for letter in view.letters for name in (letter.card, letter.written)}
    # the letter asks a doctor for a check: the reviewed exception, and it names nothing as present
    own = [line for line in texts(view) if line not in letters]
    return [*texts(patterns_document(facts, CATALOGUE)), *own]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32).map(drawn))
def test_nothing_shown_is_a_diagnosis_or_a_chance(facts: Facts) -> None:
    for line in shown(facts):
        assert not WORDS.search(line), line
        assert banned.find(line) == [], line
        assert [name for name in NAMES if re.search(rf"\b{name}\b", line.lower())] == [], line


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32).map(drawn), st.sampled_from(ASKED))
def test_one_more_tick_never_lowers_a_count(facts: Facts, name: str) -> None:
    values = {**effective(facts, CATALOGUE), **CLEAR}
    before = read(assess(clear(CATALOGUE), CATALOGUE), {**values, name: "no"}, CATALOGUE)
    after = read(assess(clear(CATALOGUE), CATALOGUE), {**values, name: "yes"}, CATALOGUE)
    pairs = list(zip(before.readings, after.readings, strict=True))
    assert pairs and all(a.ticked <= b.ticked <= b.of for a, b in pairs)


def test_the_drawn_people_reach_every_sentence() -> None:
    found = [
        read(assess(facts, CATALOGUE), effective(facts, CATALOGUE), CATALOGUE)
        for facts in (drawn(seed) for seed in range(200))
    ]
    said = {result.said for result in found if not result.withheld}
    letters = {one.letter for result in found for one in result.letters}
    assert {"two_or_more", "one"} <= said and {"take_it", "not_asked"} <= letters
    assert sum(bool(result.withheld) for result in found) >= 20


def test_a_wrong_sentence_is_seen() -> None:
    assert WORDS.search("Possible sciatica, 70 % likely") and "sciatica" in NAMES
