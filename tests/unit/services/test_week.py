"""The week as it stands for a person: what was noted, what is usual, and which help comes first."""

from datetime import timedelta

import pytest
from support.people import Person
from support.screening import clear_answers
from support.weeks import event, note, readings

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Reading
from unspiral.services import insights
from unspiral.services.week import WeekNow, look_back


def told(catalogue: Catalogue, *what: Reading | Event, **answers: str) -> WeekNow:
    person = Person(catalogue, {**clear_answers(catalogue), **answers})
    note(person.ctx, person.id, *what)
    return look_back(person.ctx, person.id)


def test_nothing_noted_is_a_week_too(catalogue: Catalogue) -> None:
    now = told(catalogue)
    assert now.review.items == () and now.usual == () and now.help == ""
    assert now.diary_days == 0 and now.fresh


def test_a_day_and_its_events_stand_in_the_week(catalogue: Catalogue) -> None:
    today = Person(catalogue).today
    now = told(catalogue, *readings(today, 1), event("done", "walking", "full", today))
    assert now.review.this.days == 1 and now.review.this.sessions.done == 1
    assert now.diary_days == 1


def test_tomorrow_is_not_part_of_the_week(catalogue: Catalogue) -> None:
    tomorrow = Person(catalogue).today + timedelta(days=1)
    now = told(catalogue, *readings(tomorrow, 1), event("done", "walking", "full", tomorrow))
    assert now.review.this.days == 0 and now.review.this.sessions.done == 0


def test_the_usual_range_comes_from_what_was_worked_out_last(catalogue: Catalogue) -> None:
    person = Person(catalogue, clear_answers(catalogue))
    note(person.ctx, person.id, *readings(person.today, 20))
    assert not look_back(person.ctx, person.id).fresh
    insights.refresh(person.ctx, person.id)
    now = look_back(person.ctx, person.id)
    assert now.fresh and now.diary_days == 20
    assert {"pain", "sleep_quality"} <= {one.variable for one in now.usual}


@pytest.mark.parametrize(
    ("question", "help_"), [("rf1_saddle", "danger"), ("rf16_skin", "danger"), ("rf7_sweats", "")]
)
def test_an_open_danger_sign_brings_help_first(
    catalogue: Catalogue, question: str, help_: str
) -> None:
    assert told(catalogue, **{question: "yes"}).help == help_


def test_dark_thoughts_bring_somebody_to_talk_to(catalogue: Catalogue) -> None:
    person = Person(catalogue, clear_answers(catalogue))
    person.happened(event("dark_thoughts", "dark_thoughts", "help_tap", person.today))
    assert look_back(person.ctx, person.id).help == "talk"
