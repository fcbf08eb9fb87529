"""The fixed word list: what it notices, what it leaves alone, and that nothing of it is kept."""

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.services import talk

NOTE = "Need to talk to someone now?"
HIDDEN = "<div hidden>"
DARK = "I want to die, nothing helps"
CALM = "I can't go out today and the garden must wait, my knee is dead tired"
OP = "3b1f0c62-0000-4000-8000-0000000000f2"


@pytest.fixture
def person(catalogue):
    return Person(catalogue, clear_answers(catalogue))


@pytest.fixture
def client(person):
    return signed_in(person.ctx, person.id)


def note_of(page):
    """The note on a page: shown, hidden, or not there."""
    if 'class="talk-note"' not in page:
        return "none"
    start = page.index('class="talk-note"')
    return "hidden" if HIDDEN in page[start : page.index(NOTE, start)] else "shown"


def test_every_phrase_of_the_list_is_noticed(catalogue):
    listed = talk.phrases(catalogue)
    assert len(listed) > 10
    for phrase in listed:
        assert talk.told_in(catalogue, f"At night I {phrase.upper()}, she said."), phrase


@pytest.mark.parametrize(
    "words",
    [
        "I don’t want to live",
        "no reason to live",
        "hurting myself",
        "there: suicide.",
        "SUICIDAL",
        "can't go on like this",
        "Kíll\nmyself",
        "no good reason left to live",
    ],
)
def test_everyday_forms_are_noticed(catalogue, words):
    assert talk.told_in(catalogue, words)


@pytest.mark.parametrize(
    "words",
    [
        *("", CALM, "the end. All my neighbours came", "skill", "to die for"),
        *("I want to diet", "I want to watch the film Die Hard", "end all of it"),
    ],
)
def test_other_words_are_left_alone(catalogue, words):
    assert not talk.told_in(catalogue, words)


@pytest.mark.parametrize(
    ("path", "fields", "after"),
    [
        ("/awake", {"worry": DARK}, "/awake?parked"),
        ("/rough-day/plan", {"flare_who": DARK}, "/rough-day/plan?saved"),
        ("/begin/goal", {"goal": DARK}, "/begin/goal_minutes"),
        ("/checkin", {"half": "evening", "pain": "4", "note": DARK}, None),
        ("/checkin", {"half": "evening", "pain": "4", "own_1_name": DARK[:13]}, None),
    ],
)
def test_without_script_the_note_stands_on_the_page_after_saving(client, path, fields, after):
    blank = client.get(path)
    assert note_of(blank.text) == "hidden"
    answer = client.post(path, {**fields, "op_id": OP})
    assert answer.status == 303, "the list never stands in the way of saving"
    assert "talk" not in answer.header("location")
    assert note_of(client.get(after or answer.header("location")).text) == "shown"


def test_a_goal_changed_later_shows_the_note_and_leads_on_to_today(catalogue, person, client):
    steps = [s for s in catalogue.screens.values() if s.step]
    person.answer({f"{s.id}_skipped": "yes" for s in steps})
    answer = client.post("/begin/goal", {"goal": DARK, "op_id": OP})
    assert answer.header("location") == "/begin/goal_minutes"
    assert note_of(client.get("/begin/goal_minutes").text) == "shown"
    answer = client.post("/begin/goal_minutes", {"goal_minutes": "10"})
    assert answer.header("location") == "/today"
    assert client.post("/begin/goal", {"goal": CALM}).header("location") == "/today"


@pytest.mark.parametrize("path", ["/awake", "/rough-day/plan", "/begin/goal", "/checkin"])
def test_beside_other_words_the_note_stays_hidden(client, path):
    fields = {"worry": CALM, "flare_who": CALM, "goal": CALM, "note": CALM, "half": "evening"}
    answer = client.post(path, {**fields, "pain": "4", "op_id": OP})
    assert note_of(client.get(answer.header("location")).text) in ("hidden", "none")
    assert note_of(client.get(path).text) == "hidden"


def test_nothing_of_a_match_is_stored_or_logged(catalogue, caplog):
    def kept(words):
        one = Person(catalogue, clear_answers(catalogue))
        with caplog.at_level(0):
            signed_in(one.ctx, one.id).post("/awake", {"worry": words, "op_id": OP})
        with one.ctx.store.read(one.id) as tx:
            return set(tx.answers()), tx.events(), len(tx.notes()), len(tx.operation_ids())

    assert kept(DARK) == kept(CALM)
    assert "die" not in caplog.text and "talk" not in caplog.text


def test_what_opens_from_the_night_page_stays_dark(client):
    assert 'href="/help-now/talk?from=awake"' in client.get("/awake").text
    assert 'data-theme="night"' in client.get("/help-now/talk?from=awake").text
