"""How the library may be read: what a danger sign closes, and what stands first."""

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.records.facts import Event
from unspiral.services import library

ALL = frozenset({"comfort", "standard", "programme"})


def reading(catalogue, **more):
    person = Person(catalogue, {**clear_answers(catalogue), **more})
    return library.reading(person.ctx, person.id)


@pytest.mark.parametrize(
    ("answers", "help_", "shut"),
    [
        ({}, "", frozenset()),
        ({"rf1_saddle": "yes"}, "danger", ALL),
        ({"rf16_skin": "yes"}, "danger", ALL - {"comfort"}),
        ({"rf15_worse": "yes"}, "", frozenset()),
        ({"rf15_slow": "yes"}, "", frozenset()),
        ({"rf1_saddle": "yes", "rf16_skin": "yes"}, "danger", ALL),
        ({"phq8_total": 16}, "", frozenset()),
        ({"phq8_total": 21}, "talk", frozenset()),
    ],
)
def test_each_level_closes_what_stands_in_the_safety_page(catalogue, answers, help_, shut):
    found = reading(catalogue, **answers)
    assert (found.help, found.shut) == (help_, shut)


def test_an_unanswered_question_is_not_a_sign_for_somebody_who_only_reads(catalogue):
    person = Person(catalogue)
    assert library.reading(person.ctx, person.id).shut == frozenset()


def test_dark_thoughts_put_help_first_and_close_nothing_to_read(catalogue):
    person = Person(catalogue, clear_answers(catalogue))
    at = person.clock()
    person.happened(Event("dark_thoughts", "dark_thoughts", "help_tap", at, at.date()))
    found = library.reading(person.ctx, person.id)
    assert (found.help, found.shut) == ("talk", frozenset())


def test_a_gate_that_cannot_decide_closes_all_of_it(catalogue):
    person = Person(catalogue, clear_answers(catalogue))
    person.ctx.unsaved_signs[person.id] = {"rf1"}
    found = library.reading(person.ctx, person.id)
    assert (found.help, found.shut) == ("danger", ALL)


@pytest.mark.parametrize("tick", ["between_legs", "weaker"])
def test_a_sign_ticked_and_not_asked_in_full_closes_what_an_emergency_closes(catalogue, tick):
    person = Person(catalogue, clear_answers(catalogue))
    person.screen("body_numb", (tick,))
    assert library.reading(person.ctx, person.id).shut == ALL
