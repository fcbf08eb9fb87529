"""Today's view: an item's part of the day, steps or minutes, and what is spread over it."""

from dataclasses import replace
from datetime import time

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.plan import Amount, Plan, PlanItem
from unspiral.records.problem import Reason
from unspiral.services import beside, plans
from unspiral.web.text import text_in
from unspiral.web.views.today import TodayView, today_view

T = text_in("en")


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, {**clear_answers(catalogue), "zone": "UTC"})


def seen(person: Person, *items: PlanItem) -> TodayView:
    """The view of a day that holds these items, or the day's own when none are given."""
    day = plans.today(person.ctx, person.id)
    assert isinstance(day.plan, Plan)
    day = replace(day, plan=replace(day.plan, items=items or day.plan.items))
    around = beside.read(person.ctx, person.id, day.decision)
    return today_view(day, person.catalogue, T, around)


def an_item(person: Person, **changes: object) -> PlanItem:
    day = plans.today(person.ctx, person.id)
    assert isinstance(day.plan, Plan)
    return replace(day.plan.items[0], **changes)  # type: ignore[arg-type]


def test_the_part_of_the_day_stands_beside_the_role(person: Person) -> None:
    build = an_item(person, role="build", when="morning")
    night = replace(build, role="night", when="evening")
    plain = replace(build, when="any")
    roles = [item.role for item in seen(person, build, night, plain).items]
    assert roles == ["Build, in the morning", "For the night, in the evening", "Build"]


def test_a_walk_is_told_in_steps_where_it_was_planned_so(person: Person) -> None:
    walk = an_item(person, steps=800, seconds=480)
    assert seen(person, walk).items[0].length == "800 steps, or 8 min if that comes first"
    assert seen(person, replace(walk, steps=0)).items[0].length == "8 min"


def test_a_short_form_says_what_it_is_and_what_its_grade_is_about(person: Person) -> None:
    bath = an_item(
        person, technique="warm-bath", seconds=60, tired_seconds=60,
        reasons=(Reason("short_form", "warm-bath"),),
    )  # fmt: skip
    words = person.catalogue.techniques["warm-bath"].tired.text
    assert seen(person, bath).items[0].why == f"{words} The grade is for the full length."


def test_a_grade_of_a_whole_course_says_that_it_is_not_of_this_alone(person: Person) -> None:
    said = "The grade is for a whole course, not for this alone."
    rise = an_item(person, technique="fixed-rise-time", reasons=())
    squat = replace(rise, technique="sit-to-stand")  # graded on its own first
    assert [item.why for item in seen(person, rise, squat).items] == [said, ""]


def test_what_is_spread_over_the_day_is_one_quiet_row_and_holds_nothing_up(
    person: Person,
) -> None:
    first = an_item(person)
    breaks = replace(
        first, technique="breaks", role="mind", seconds=180, when="day",
        amount=Amount(180, a_day=4),
    )  # fmt: skip
    view = seen(person, first, breaks)
    assert [item.id for item in view.items] == [first.technique]
    assert [(row.item.id, row.often) for row in view.through] == [
        ("breaks", "4 times, 3 min each.")
    ]


def test_a_day_of_nothing_but_breaks_says_so(person: Person) -> None:
    breaks = an_item(person, technique="breaks", when="day", amount=Amount(180, a_day=2))
    view = seen(person, breaks)
    assert (view.items, view.words) == ((), "Nothing at a set time today.")


def test_times_agreed_for_tonight_stand_on_today_also_once_it_is_done(person: Person) -> None:
    day = plans.today(person.ctx, person.id)
    around = beside.read(person.ctx, person.id, day.decision)
    assert isinstance(day.plan, Plan)
    done = replace(day, done=frozenset(item.technique for item in day.plan.items))
    plain = today_view(day, person.catalogue, T, around).beside.courses
    assert [href for _, href, _ in plain] == ["/sleep", "/thoughts"]
    assert today_view(done, person.catalogue, T, around).beside.courses == ()
    runs = replace(around.sleep, state="running", bed=time(0, 30), rise=time(6, 30))
    for each in (day, done):
        shown = today_view(each, person.catalogue, T, replace(around, sleep=runs)).beside.courses
        assert shown[0] == ("For the night", "/sleep", "Tonight: not before 00:30, up at 06:30")


def test_nothing_is_spread_over_a_day_with_a_danger_sign(person: Person) -> None:
    breaks = an_item(person, technique="breaks", when="day")
    person.answer({"rf1_saddle": "yes"})
    day = plans.today(person.ctx, person.id)
    held = replace(day, plan=Plan(day.day, (breaks,)))
    around = beside.read(person.ctx, person.id, held.decision)
    view = today_view(held, person.catalogue, T, around)
    assert (view.state, view.through) == ("resting", ())
