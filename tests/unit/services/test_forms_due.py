"""When questionnaires come round: only when due, never late, and a no lasts until the next time."""

from datetime import timedelta

import pytest
from support.people import Person
from support.screening import clear_answers, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Value
from unspiral.services import forms_due, forms_taken, plans, screening
from unspiral.services.operations import Origin

PEG: dict[str, Value] = {"peg_pain": 6, "peg_enjoyment": 4, "peg_activity": 5}


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue) | PEG | {"mood_forms": "yes"})


def due(person: Person) -> list[str]:
    facts = forms_taken.look(person.ctx, person.id).facts
    return [form.id for form in forms_due.due(person.ctx.catalogue, facts)]


def today(person: Person) -> list[str]:
    """What Today may mention, with the danger questions answered anew."""
    person.answer(clear_answers(person.ctx.catalogue))
    return [form.id for form in forms_due.due_today(person.ctx, person.id)]


def days(person: Person, n: int) -> None:
    person.wait(days=n)


def test_they_come_round_on_the_days_of_the_battery(person: Person) -> None:
    begun, first = person.today, {}
    for _ in range(60):
        for name in due(person):
            first.setdefault(name, (person.today - begun).days)
        days(person, 1)
    assert first == {"phq-4": 1, "peg": 14, "rmdq-24": 56}


def test_taken_they_rest_for_their_time(person: Person) -> None:
    days(person, 20)
    peg = person.ctx.catalogue.questionnaires["peg"]
    forms_taken.record(person.ctx, person.id, peg, PEG, Origin())
    days(person, 13)
    assert "peg" not in due(person)
    days(person, 1)
    assert "peg" in due(person)


def test_a_mood_form_waits_for_its_yes(person: Person) -> None:
    days(person, 3)
    assert due(person) == ["phq-4"]
    forms_taken.agree(person.ctx, person.id, "mood_forms", False, Origin())
    assert due(person) == []


def test_not_now_holds_until_the_next_time_round(person: Person) -> None:
    days(person, 14)
    assert due(person) == ["phq-4", "peg"]
    forms_due.not_now(person.ctx, person.id, Origin())
    days(person, 13)
    assert due(person) == []
    days(person, 1)
    assert due(person) == ["peg"]


def test_not_now_leaves_what_is_not_due_as_it_is(person: Person) -> None:
    days(person, 14)
    forms_due.not_now(person.ctx, person.id, Origin())
    facts = forms_taken.look(person.ctx, person.id).facts
    [rmdq] = [t for t in forms_due.turns(person.ctx.catalogue, facts) if t.form.id == "rmdq-24"]
    assert rmdq.on == person.today + timedelta(days=42) and rmdq.last is None


def test_today_says_nothing_on_a_rough_day_with_a_sign_or_when_help_is_first(
    person: Person,
) -> None:
    days(person, 14)
    assert today(person) == ["phq-4", "peg"]
    plans.bad_day(person.ctx, person.id, Origin())
    assert today(person) == []
    days(person, 1)
    assert today(person) == ["phq-4", "peg"]
    screening.dark_thoughts(person.ctx, person.id, "help_tap")
    assert today(person) == []
    screening.dark_thoughts(person.ctx, person.id, "safe_now")
    assert today(person) == ["phq-4", "peg"]
    for sign in ({"rf16_skin": "yes", "rf16_calf": "no"}, {"rf1_saddle": "yes"}):
        person.answer(sign)
        assert forms_due.due_today(person.ctx, person.id) == ()


def test_nothing_is_due_for_a_child(catalogue: Catalogue) -> None:
    child = Person(catalogue)
    child.answer({"birth_year": child.today.year - 12})
    child.wait(days=100)
    assert forms_due.due_today(child.ctx, child.id) == ()


def test_the_length_counts_every_item(catalogue: Catalogue) -> None:
    forms = catalogue.questionnaires
    assert [forms_due.minutes(forms[name]) for name in ("peg", "phq-8", "rmdq-24")] == [1, 2, 4]
    assert forms_due.minutes(forms["peg"], forms["phq-4"]) == 2
    assert forms_due.minutes() == 0


def test_the_first_day_is_the_first_thing_told(person: Person) -> None:
    early = person.now - timedelta(days=90)
    person.happened(event("rated", "walking", "better", early))
    assert "rmdq-24" in due(person)
