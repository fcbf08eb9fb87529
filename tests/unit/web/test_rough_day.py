"""A rough day and the person's own page for a flare: kept, shown, printed, never closed."""

import re
from datetime import timedelta

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.records.facts import Event
from unspiral.services import flare_plan

PLAN = "/rough-day/plan"
OP = "3b1f0c62-0000-4000-8000-0000000000f1"
WORDS = {
    "flare_signs": "short nights, <b>stiff</b> mornings",
    "flare_eases": "warm bath 10 min",
    "flare_smallest": "2 minutes of walking in the hall",
    "flare_who": "my sister",
    "flare_leave": "the garden",
}


@pytest.fixture
def person(catalogue):
    return Person(catalogue, clear_answers(catalogue))


@pytest.fixture
def client(person):
    return signed_in(person.ctx, person.id)


def rated(person, technique, value, times):
    now = person.clock()
    for n in range(times):
        at = now - timedelta(days=n + 1)
        person.happened(Event("rated", technique, value, at, at.date()))


def test_what_was_written_is_kept_and_shown_on_a_rough_day(client, person):
    answer = client.post(PLAN, {**WORDS, "op_id": OP})
    assert (answer.status, answer.header("location")) == (303, f"{PLAN}?saved")
    assert "is-saved" in client.get(f"{PLAN}?saved").text
    page = client.get("/rough-day").text
    assert "2 minutes of walking in the hall" in page and "data-print" in page
    assert "&lt;b&gt;stiff&lt;/b&gt;" in page and "<b>stiff" not in page
    assert dict(flare_plan.read(person.ctx, person.id).words) == WORDS


def test_nothing_is_called_saved_before_it_is(client):
    page = client.get(f"{PLAN}?saved").text
    assert "is-saved" not in page and "Nothing saved yet" in page


def test_the_same_form_sent_twice_is_kept_once_and_other_words_are_asked_about(client, person):
    assert client.post(PLAN, {**WORDS, "op_id": OP}).status == 303
    with person.ctx.store.read(person.id) as tx:
        first = tx.operation_ids()
    assert client.post(PLAN, {**WORDS, "op_id": OP}).status == 303
    with person.ctx.store.read(person.id) as tx:
        assert tx.operation_ids() == first
    other = client.post(PLAN, {**WORDS, "flare_who": "my brother", "op_id": OP})
    assert other.status == 409 and "my brother" in other.text
    assert flare_plan.read(person.ctx, person.id).words["flare_who"] == "my sister"


def test_a_line_can_be_emptied(client, person):
    client.post(PLAN, {**WORDS, "op_id": OP})
    client.post(PLAN, {**WORDS, "flare_leave": ""})
    assert "flare_leave" not in flare_plan.read(person.ctx, person.id).words


def test_a_text_that_is_too_long_stays_in_the_form_with_its_neighbours(client, person):
    long = "a" * 10_001
    answer = client.post(PLAN, {**WORDS, "flare_signs": long})
    assert answer.status == 413
    assert long in answer.text and "my sister" in answer.text
    assert re.search(r"10.?001 characters", answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert not flare_plan.read(person.ctx, person.id).words
    assert client.post(PLAN, {**WORDS, "flare_signs": "a" * 10_000}).status == 303


def test_odd_text_is_kept_exactly(client, person):
    odd = "  =1+1 \u202eabc\u202c 🙂\n\nline  "
    client.post(PLAN, {**WORDS, "flare_who": odd})
    assert flare_plan.read(person.ctx, person.id).words["flare_who"] == odd


def test_only_own_ratings_are_counted_and_only_what_was_better(client, person):
    assert "You felt better after it" not in client.get(PLAN).text
    rated(person, "belly-breathing", "better", 2)
    rated(person, "walking", "same", 3)
    rated(person, "heat-chair", "better", 1)
    rated(person, "heat-chair", "worse", 1)
    page = client.get(PLAN).text
    assert page.count("You felt better after it") == 1
    assert "You felt better after it 2 times." in page
    client.post(PLAN, {**WORDS, "add": "belly-breathing"})
    title = person.catalogue.techniques["belly-breathing"].title
    words = flare_plan.read(person.ctx, person.id).words["flare_eases"]
    assert words == f"warm bath 10 min\n{title}"
    assert "You felt better after it" not in client.get(PLAN).text


def test_a_tick_that_is_not_offered_keeps_what_was_typed(client, person):
    answer = client.post(PLAN, {**WORDS, "add": "walking"})
    assert answer.status == 422 and "my sister" in answer.text
    assert not flare_plan.read(person.ctx, person.id).words


@pytest.mark.parametrize(
    ("sign", "open_scopes"), [({"rf1_saddle": "yes"}, set()), ({"rf16_skin": "yes"}, {"comfort"})]
)
def test_a_danger_sign_puts_help_first_and_closes_nothing_that_was_written(
    client, person, catalogue, sign, open_scopes
):
    client.post(PLAN, {**WORDS, "op_id": OP})
    for name in ("walking", "belly-breathing"):
        rated(person, name, "better", 1)
    assert {e.technique for e in flare_plan.read(person.ctx, person.id).eased} == {
        "walking",
        "belly-breathing",
    }
    person.answer(sign)
    for path in ("/rough-day", PLAN):
        page = client.get(path).text
        main = page[page.index('<main id="main"') :]
        assert main.index("/help-now") < main.index("<h1")
        assert "2 minutes of walking in the hall" in main
        assert not re.search(r'href="/session/', main)
    assert "short forms" not in client.get("/rough-day").text
    found = flare_plan.read(person.ctx, person.id)
    assert {catalogue.techniques[e.technique].scope for e in found.eased} <= open_scopes
    assert ("two minutes of comfort" in client.get("/rough-day").text) == bool(open_scopes)
    assert client.post(PLAN, {**WORDS, "flare_who": "the nurse"}).status == 303


def test_while_the_gate_cannot_decide_help_comes_first_and_nothing_is_offered(client, person):
    client.post(PLAN, {**WORDS, "op_id": OP})
    rated(person, "belly-breathing", "better", 1)
    person.ctx.unsaved_signs[person.id] = {"rf1"}
    page = client.get("/rough-day").text
    assert "First, one thing to get checked." in page and "two minutes of comfort" not in page
    assert "2 minutes of walking in the hall" in page
    assert flare_plan.read(person.ctx, person.id).eased == ()


def test_with_an_opioid_the_page_says_not_to_drink(client, person):
    line = "Do not drink alcohol with it."
    assert line not in client.get("/rough-day").text
    person.answer({"med_opioid": "yes"})
    assert line in client.get("/rough-day").text


def test_in_pregnancy_the_page_says_when_to_call_maternity(client, person):
    line = "call maternity now if you bleed"
    assert line not in client.get("/rough-day").text
    person.answer({"pregnant": "yes"})
    assert line in client.get("/rough-day").text
    assert "Call maternity now" in client.get("/help-now").text


def test_the_page_and_the_technique_lead_to_each_other(client):
    assert 'href="/learn/technique/flare-plan"' in client.get(PLAN).text
    assert f'href="{PLAN}"' in client.get("/learn/technique/flare-plan").text
    assert f'href="{PLAN}"' in client.get("/rough-day").text


def test_after_the_comfort_of_a_rough_day_the_page_is_one_tap_away(client, person):
    assert 'href="/rough-day#plan"' not in client.get("/ease/after?did=belly-breathing").text
    client.post("/rough-day", {"op_id": OP})
    assert 'href="/rough-day#plan"' in client.get("/ease/after?did=belly-breathing").text
    assert 'href="/rough-day#plan"' in client.get("/today").text


def test_under_18_nothing_of_it_is_kept(client, person):
    year = person.today.year - 15
    person.answer({"birth_year": year})
    assert client.get(PLAN).status == 303
    assert client.post(PLAN, WORDS).status == 403


def test_a_line_ticked_twice_is_added_once():
    assert flare_plan.with_added("bath", ["rest", "rest", "bath"]) == "bath\nrest"
