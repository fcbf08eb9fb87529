"""Medicines that slow breathing together: every road to a W, from set-up on, and its ways out."""

import pytest
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

LINE = "Do not drink alcohol with it. Speak to the prescriber or a pharmacist this week."
MIX = "medicine_mix"
WITH = ("med_sedative", "med_gabapentinoid", "medicine_mix_alcohol", "medicine_mix_drowsy")
APNOEA = ("apnoea_pauses", "drowsy_driving")


@pytest.fixture
def person(catalogue):
    return Person(catalogue, clear_answers(catalogue))


@pytest.fixture
def client(person):
    return signed_in(person.ctx, person.id)


def told(person):
    return {f.flag: f.level.value for f in person.decide().triage.findings if f.state != "known"}


@pytest.mark.parametrize("other", [*WITH, *APNOEA])
@pytest.mark.parametrize("value", ["yes", "unsure"])
def test_an_opioid_with_each_of_them_is_seen_within_days(person, other, value):
    person.answer({"med_opioid": "yes"})
    assert MIX not in told(person)
    person.answer({other: value})
    assert told(person)[MIX] == "W"


@pytest.mark.parametrize("other", [*WITH, *APNOEA])
def test_without_an_opioid_it_is_nothing_of_this(person, other):
    person.answer({other: "yes"})
    assert MIX not in told(person)


def test_ticking_an_opioid_in_set_up_asks_about_alcohol_and_drowsy_tablets(client, person):
    answer = client.post("/begin/medicines", {"medicines": "opioid"})
    assert answer.header("location") == f"/danger/{MIX}?next=/begin"
    page = client.get(answer.header("location")).text
    assert "alcohol" in page and "allergy" in page
    one = {"medicine_mix_alcohol": "yes", "next": "/begin"}
    assert client.post(f"/danger/{MIX}", one).status == 422, "no question may be left out"
    answer = client.post(f"/danger/{MIX}", {**one, "medicine_mix_drowsy": "no"})
    assert answer.header("location").startswith("/danger/found")
    assert LINE in client.get(answer.header("location")).text
    assert "Never stop suddenly" in client.get("/danger/found").text.replace("\n", " ")


def test_an_opioid_and_neither_closes_nothing(client, person):
    client.post("/begin/medicines", {"medicines": "opioid"})
    no = {"medicine_mix_alcohol": "no", "medicine_mix_drowsy": "no", "next": "/begin"}
    assert "/danger/found" not in client.post(f"/danger/{MIX}", no).header("location")
    assert MIX not in told(person)


def test_two_medicines_ticked_together_are_told_at_once(client):
    answer = client.post("/begin/medicines", [("medicines", "opioid"), ("medicines", "sedative")])
    assert answer.header("location") == "/danger/found?next=/begin"
    page = client.get(answer.header("location")).text
    assert LINE in page and 'href="/begin"' in page


def test_a_mistake_opens_every_answer_that_raised_it(client, person):
    client.post("/begin/medicines", [("medicines", "opioid"), ("medicines", "sedative")])
    person.end(MIX, "mistake")
    no = {"medicine_mix_alcohol": "no", "medicine_mix_drowsy": "no"}
    person.screen(MIX, no)
    decision = person.decide()
    assert "medicines" in decision.to_ask
    assert decision.clearance is None or not decision.clearance.covers("standard")
    person.screen("medicines", ("opioid", "sedative"))
    assert told(person)[MIX] == "W"


def test_a_mistake_with_alcohol_alone_asks_its_own_questions_only(person):
    person.answer({"med_opioid": "yes", "medicine_mix_alcohol": "yes"})
    person.end(MIX, "mistake")
    assert person.decide().to_ask[0] == MIX
    person.screen(MIX, {"medicine_mix_alcohol": "no", "medicine_mix_drowsy": "no"})
    assert MIX not in told(person)
    clearance = person.decide().clearance
    assert clearance is not None and clearance.covers("standard")


def test_a_daily_opioid_or_sedative_never_gets_the_sleep_programme(person):
    for name in ("med_opioid", "med_sedative"):
        one = Person(person.catalogue, clear_answers(person.catalogue) | {name: "yes"})
        clearance = one.decide().clearance
        assert clearance is None or "programme" not in clearance.scopes
