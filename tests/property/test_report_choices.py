"""Whatever is chosen: nothing unticked is on the page or in the file, and both say the same."""

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import pdf_reader
from support.loops import with_loop
from support.summaries import CANARY, on, rich, texts_of

from unspiral.catalogue.load import load
from unspiral.records.facts import Event
from unspiral.records.report import MOOD_ITEMS, MOST_WORDS, PARTS, WEEKS, Parts
from unspiral.services import insights, sheets
from unspiral.services import report as service
from unspiral.services.operations import Origin, write
from unspiral.sharing.pdf import pdf
from unspiral.sharing.report_words import document
from unspiral.web.text import text_in

MADE = datetime(2026, 11, 22, tzinfo=UTC)
MANY = 300 if os.environ.get("UNSPIRAL_LONG") else 40
FILES = 40 if os.environ.get("UNSPIRAL_LONG") else 4
MOOD_FORMS = ("phq-4", "gad-7", "phq-9")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# what tells of each thing that is off until it is ticked; the page says these words nowhere else
TELLS = {
    "mood": r"^Mood, 0 to 10",
    "stress": r"^Stress, |more stress|less stress",
    "anxiety": r"^Worry, |more worry|less worry",
    "phq-4": r"PHQ-4,",
    "gad-7": r"GAD-7,",
    "phq-9": r"PHQ-9, 0 to 27",
    "item9": r"question 9",
    "dark": r"dark|harm|suicid|safe for now|crisis|better off",
}


@pytest.fixture(scope="module")
def person():
    """Everything that is private is there: notes, mood, a sheet, a worry, dark thoughts."""
    found = rich(load()[0])
    ctx = found.ctx
    sheet = ctx.catalogue.worksheets["thought-record"]
    words = {prompt.id: f"{CANARY} sheet" for prompt in sheet.prompts}
    sheets.save(ctx, found.id, sheet, words, Origin())
    write(ctx, found.id, "worry", Origin(), note=f"{CANARY} worry")
    at = found.clock()
    found.happened(
        Event("dark_thoughts", "dark_thoughts", "help_tap", at, at.date()),
        Event("safe_now", "dark_thoughts", "", at, at.date()),
    )
    insights.refresh(ctx, found.id, read=lambda *_, **__: with_loop())
    return found


def some(names):
    return st.frozensets(st.sampled_from(names))


CHOICES = st.builds(
    Parts,
    weeks=st.sampled_from(WEEKS),
    shown=some(PARTS),
    mood_forms=some(MOOD_FORMS),
    items=some(MOOD_ITEMS),
    item9=st.booleans(),
    notes=st.just(frozenset()) | some(("0", "1")),
)


def made(person, parts):
    """The page, after the notes chosen by number became those that are there."""
    ids = [id_ for id_, _, _ in service.read(person.ctx, person.id, Parts(weeks=26)).notes]
    notes = frozenset(ids[int(n)] for n in parts.notes)
    now = service.read(person.ctx, person.id, replaced(parts, notes))
    return document(now.report, text_in("en"), person.catalogue, MADE), notes


def replaced(parts, notes):
    return Parts(parts.weeks, parts.shown, parts.mood_forms, parts.items, parts.item9, notes)


@settings(max_examples=MANY)
@given(parts=CHOICES)
def test_nothing_unticked_is_on_the_page(person, parts):
    page, notes = made(person, parts)
    texts = list(texts_of(page))
    ticked = {*parts.items, *parts.mood_forms, *(["item9"] if parts.item9 else [])}
    for name, pattern in TELLS.items():
        if name not in ticked:
            found = [text for text in texts if re.search(pattern, text)]
            assert not found, (name, found)
    planted = sum(CANARY in text for text in texts)
    assert planted <= len(notes)
    if not notes:
        assert planted == 0
    assert f"{CANARY} sheet" not in " ".join(texts) and f"{CANARY} worry" not in " ".join(texts)
    if "forms" not in parts.shown:
        assert not any(text.startswith("PEG") for text in texts)


def test_what_is_ticked_is_there(person):
    every = Parts(
        shown=frozenset(PARTS),
        mood_forms=frozenset(MOOD_FORMS),
        items=frozenset(MOOD_ITEMS),
        item9=True,
        notes=frozenset({"0", "1"}),
    )
    page, notes = made(person, every)
    texts = list(texts_of(page))
    for name in (*MOOD_ITEMS, *MOOD_FORMS, "item9"):
        assert any(re.search(TELLS[name], text) for text in texts), name
    assert sum(CANARY in text for text in texts) == len(notes) == 2


@settings(max_examples=FILES)
@given(parts=CHOICES)
def test_the_file_says_what_the_page_says(person, parts):
    page, _ = made(person, parts)
    read = pdf_reader.read(pdf(page))
    words = " ".join((read.text, *read.alts))
    for text in texts_of(page):
        if text == page.footer:
            assert " ".join(text.split()) in " ".join(read.drawn.split())
            continue
        for number in NUMBER.findall(text):
            assert number in words, (number, text)
    assert CANARY in words if any(CANARY in text for text in texts_of(page)) else True


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script> #let x = 1 $x^2$ =1+1 *bold* @ref",
        "שלום, מה לשאול? 12 \u202e abc",
        "x" * 80,
        "日本語 \U0001f600 \x00 \x07 end",
        "line one\r\nline two\n\n\nline five",
    ],
)
def test_what_is_typed_stays_text(person, typed):
    parts = Parts(name=typed[:80], questions=typed)
    now = service.read(person.ctx, person.id, parts)
    page = document(now.report, text_in("en"), person.catalogue, MADE)
    body = pdf(page)
    read = pdf_reader.read(body)
    assert body == pdf(page)
    words = "".join(read.text.replace("\u200b", "").split())  # a line may break anywhere
    assert ("<script>alert(1)" in words) == ("alert(1)" in typed)
    assert ("#letx=1$x^2$=1+1*bold*@ref" in words) == ("#let" in typed)


def test_the_fullest_page_is_one_side_and_its_pictures(person):
    """Everything ticked, the longest words that may be typed, and more tried than there is room."""
    words = ("May I go on walking? " * 20)[:MOST_WORDS]
    for n, name in enumerate(sorted(person.catalogue.techniques)[:12]):
        day = MADE.date() - timedelta(days=n)
        person.happened(on(day, "done", name, "full"), on(day, "rated", name, "same"))
    parts = Parts(
        mood_forms=frozenset(MOOD_FORMS),
        items=frozenset(MOOD_ITEMS),
        item9=True,
        name="Maximiliana Konstantinopoulou-Featherstonehaugh" + " Long" * 6,
        questions=words,
        visit=MADE.date(),
    )
    now = service.read(person.ctx, person.id, parts)
    page = document(now.report, text_in("en"), person.catalogue, MADE)
    read = pdf_reader.read(pdf(page))
    assert len(read.file.pages) == 2
    assert any("left out for room" in text for text in texts_of(page))
