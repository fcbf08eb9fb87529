"""The course: what is open at which level, where the person is, and what is enough."""

from datetime import date, timedelta

import pytest
from support.people import Person
from support.screening import clear_answers
from support.states import somebody

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event
from unspiral.services import sheets, thoughts
from unspiral.services.operations import Origin
from unspiral.services.sheets import Entry
from unspiral.services.thoughts import COURSE, Look

SHEETS = ("stressor-log", "thought-record", "problem-solving", "kind-self-talk", "joyful-activity")


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def look(person: Person) -> Look:
    return thoughts.look(person.ctx, person.id)


def shut(person: Person, technique: str) -> str:
    return thoughts.shut(look(person), person.catalogue.techniques[technique])


def keep(person: Person, sheet: str, **words: str) -> None:
    item = person.catalogue.worksheets[sheet]
    done = thoughts.counts_as(person.catalogue, item, words)
    sheets.save(person.ctx, person.id, item, words, Origin(), done=done)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("clear", ""),
        ("routine", ""),
        ("opioid", ""),
        ("new", "ask"),
        ("emergency", "emergency"),
        ("same_day", "same_day"),
        ("within_days", "held"),
        ("dark_thoughts", "dark"),
    ],
)
def test_each_level_closes_what_the_table_says(catalogue: Catalogue, state: str, why: str) -> None:
    person, _ = somebody(catalogue, state)
    assert {shut(person, name) for name in SHEETS} == {why}
    parking = "emergency" if state == "emergency" else "ask" if state == "new" else ""
    assert shut(person, "park-a-worry") == parking


def test_a_fault_or_a_sign_that_is_not_on_disk_closes_all(person: Person) -> None:
    person.ctx.unsaved_signs[person.id] = {"sign"}
    assert {shut(person, name) for name in (*SHEETS, "park-a-worry")} == {"emergency"}


def test_while_something_waits_for_a_check_what_was_begun_goes_on(catalogue: Catalogue) -> None:
    person, _ = somebody(catalogue, "within_days")
    keep(person, "stressor-log", what="a meeting")
    person.wait(days=1)
    person.answer(clear_answers(catalogue) | {"rf15_worse": "yes"})
    assert shut(person, "stressor-log") == ""
    assert shut(person, "problem-solving") == "held"


def test_on_the_dark_path_the_record_gives_way_even_when_it_was_begun(person: Person) -> None:
    keep(person, "thought-record", thought="x")
    keep(person, "stressor-log", what="x")
    person.wait(days=1)
    at = person.clock()
    person.happened(Event("dark_thoughts", "dark_thoughts", "help_tap", at, at.date()))
    assert shut(person, "thought-record") == shut(person, "worry-time") == "dark"
    assert shut(person, "stressor-log") == ""  # careful, and begun before
    at = person.clock()
    person.happened(Event("safe_now", "dark_thoughts", "", at, at.date()))
    assert shut(person, "thought-record") == ""


def test_the_steps_lead_to_lessons_techniques_and_sheets_that_exist(catalogue: Catalogue) -> None:
    assert len(COURSE) == 8
    for step in COURSE:
        assert catalogue.lessons[step.lesson].shelf == "thoughts"
        assert not step.technique or step.technique in catalogue.techniques
        assert not step.sheet or step.sheet in catalogue.worksheets
    on_shelf = {name for name, item in catalogue.lessons.items() if item.shelf == "thoughts"}
    assert on_shelf == {step.lesson for step in COURSE}


def test_how_often_a_step_was_used(person: Person) -> None:
    by = {step.technique: step for step in COURSE}
    keep(person, "joyful-activity", rung_1="a song")
    assert thoughts.times_used(look(person), by["joyful-activity"]) == (0, None)
    keep(person, "joyful-day", did="a song", **{"with": "people,outdoors"})
    assert thoughts.times_used(look(person), by["joyful-activity"]) == (1, person.today)
    done = [event.subject for event in person.events("done")]
    assert done == ["joyful-activity", "social-contact"]


def test_enough_is_by_days_and_sheets_taken_away_do_not_count(person: Person) -> None:
    record = person.catalogue.worksheets["thought-record"]
    for n in range(3):
        assert not thoughts.enough(look(person), record)
        keep(person, "thought-record", thought=str(n))
    assert thoughts.enough(look(person), record)
    newest = look(person).of("thought-record")[0]
    sheets.remove(person.ctx, person.id, newest.id, True, Origin())
    assert not thoughts.enough(look(person), record)
    sheets.remove(person.ctx, person.id, newest.id, False, Origin())
    person.wait(days=7)
    assert not thoughts.enough(look(person), record)


def line(day: date) -> Entry:
    return Entry(str(day), "stressor-log", {"what": "x"}, day)


def test_with_comfort_alone_cleared_the_missing_questions_are_asked(catalogue: Catalogue) -> None:
    person = Person(catalogue)
    person.screen("danger", ("none",))
    assert {shut(person, name) for name in SHEETS} == {"ask"}
    assert shut(person, "park-a-worry") == ""


@pytest.mark.parametrize(("told", "closed"), [(None, False), ("no", False), ("yes", True)])
def test_after_times_of_mania_one_small_thing_a_day_is_enough(
    person: Person, told: str | None, closed: bool
) -> None:
    if told:
        person.answer({"sleep_mania": told})
    small, line = (person.catalogue.worksheets[name] for name in ("joyful-day", "stressor-log"))
    assert not thoughts.no_more_today(look(person), small)
    keep(person, "joyful-day", did="a song")
    keep(person, "stressor-log", what="x")
    assert thoughts.no_more_today(look(person), small) is closed
    assert not thoughts.no_more_today(look(person), line)


def test_a_round_of_the_log_is_two_weeks_from_its_first_line() -> None:
    first = date(2026, 3, 1)
    days = [first, first, first + timedelta(days=13)]
    found = thoughts.log_round([line(day) for day in days], first + timedelta(days=13))
    assert found is not None and (found.first, found.lines, found.over) == (first, 2, False)
    over = thoughts.log_round([line(day) for day in days], first + timedelta(days=14))
    assert over is not None and over.over
    again = [line(day) for day in (*days, first + timedelta(days=40))]
    new = thoughts.log_round(again, first + timedelta(days=41))
    assert new is not None and (new.first, new.lines) == (first + timedelta(days=40), 1)
    assert thoughts.log_round([], first) is None


def test_a_problem_is_looked_at_again_after_its_day(person: Person) -> None:
    keep(person, "problem-solving", problem="washing", day=str(person.today + timedelta(days=1)))
    assert thoughts.to_look_at(look(person)) == ()
    person.wait(days=1)
    (entry,) = thoughts.to_look_at(look(person))
    sheet = person.catalogue.worksheets["problem-solving"]
    words = {**entry.words, "went": "helped"}
    sheets.save(person.ctx, person.id, sheet, words, Origin(), entry.id)
    assert thoughts.to_look_at(look(person)) == ()


def test_the_kind_line_stands_where_it_is_wanted_and_the_newest_counts(person: Person) -> None:
    assert thoughts.own_line(person.ctx, person.id, "rough") == ""
    keep(person, "kind-self-talk", line="one step", show="rough")
    assert thoughts.own_line(person.ctx, person.id, "rough") == "one step"
    assert thoughts.own_line(person.ctx, person.id, "awake") == ""
    assert thoughts.own_line(person.ctx, "", "rough") == ""
    keep(person, "kind-self-talk", line="no more of it")
    assert thoughts.own_line(person.ctx, person.id, "rough") == ""


def test_what_made_it_worse_rests_until_it_is_written_again(person: Person) -> None:
    keep(person, "stressor-log", what="x")
    assert thoughts.paused(look(person), "stressor-log") is None
    person.wait(days=1)
    at = person.clock()
    person.happened(Event("made_worse", "stressor-log", "", at, at.date()))
    assert thoughts.paused(look(person), "stressor-log") == at.date()
    assert shut(person, "stressor-log") == ""  # rests, but the person may open it
    person.wait(days=1)
    keep(person, "stressor-log", what="y")
    assert thoughts.paused(look(person), "stressor-log") is None
