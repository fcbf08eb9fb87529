"""Operations in, facts out: what a store does with each kind of write."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.operations import (
    DAY,
    NOON,
    answered,
    append,
    checkin,
    happened,
    imported,
    values,
)

from unspiral.errors import BadInput
from unspiral.records.facts import SHEET, Answer, Event, Operation
from unspiral.store.base import Applied, Written
from unspiral.store.sql import SqlStore


def test_a_checkin_comes_back_as_it_went_in(store: SqlStore) -> None:
    said = checkin("a", pain=4, stress=5.5)
    assert append(store, said) == [Applied("applied", 1, stored=2)]
    with store.read("ann") as tx:
        assert tx.readings() == said.readings
        assert (tx.version(), tx.operation_ids()) == (1, ("a",))


def test_both_halves_of_a_day_merge(store: SqlStore) -> None:
    append(store, checkin("a", 0, sleep_hours=6.5), checkin("b", 1, pain=4))
    assert values(store) == {"sleep_hours": 6.5, "pain": 4}


def test_a_later_value_supersedes_without_conflict(store: SqlStore) -> None:
    _, second = append(store, checkin("a", 0, pain=4), checkin("b", 1, pain=6))
    assert (second.conflicts, values(store)) == ((), {"pain": 6})


def test_one_operation_may_say_a_fact_twice(store: SqlStore) -> None:
    twice = checkin("a", 0, pain=4)
    other = replace(twice.readings[0], value=5.0)
    (result,) = append(store, replace(twice, readings=(*twice.readings, other)))
    assert (result.conflicts, values(store)) == ((), {"pain": 5})


def test_the_latest_answer_counts_whatever_the_order(store: SqlStore) -> None:
    late, early = NOON + timedelta(hours=2), NOON
    append(store, answered("a", "country", "CH", late), answered("b", "country", "DE", early))
    with store.read("ann") as tx:
        assert tx.answers()["country"].value == "CH"
    append(store, answered("c", "country", "FR", late))
    with store.read("ann") as tx:
        assert tx.answers()["country"].value == "FR"


@pytest.mark.parametrize("value", ["yes", "", "ü 🙂 =1+1 <b>", 7, 6.5, True, False])
def test_an_answer_keeps_its_type(store: SqlStore, value: str | int | float | bool) -> None:
    append(store, answered("a", "goal", value))
    with store.read("ann") as tx:
        answer = tx.answers()["goal"]
    assert answer == Answer("goal", value, NOON, NOON.date(), "item", 1)
    assert type(answer.value) is type(value)


def test_events_are_kept_in_order(store: SqlStore) -> None:
    append(store, happened("a", "rated", "heat", "better"), happened("b", "done", "walk", "full"))
    append(store, happened("c", "rated", "heat", "worse", day=DAY + timedelta(1)))
    with store.read("ann") as tx:
        assert [event.value for event in tx.events()] == ["better", "full", "worse"]
        assert [event.value for event in tx.events(kinds=("rated",))] == ["better", "worse"]
        assert tx.events(since=DAY + timedelta(1)) == (
            Event("rated", "heat", "worse", NOON, DAY + timedelta(1)),
        )


def test_notes_come_with_their_day(store: SqlStore) -> None:
    append(store, checkin("a", pain=4, note="long drive"), checkin("b", pain=4))
    with store.read("ann") as tx:
        assert tx.notes() == ((DAY, "long drive"),)
        assert tx.notes(since=DAY + timedelta(1)) == ()


def test_written_sheets_are_no_notes_and_are_read_by_kind(store: SqlStore) -> None:
    day = checkin("a", pain=4, note="long drive")
    sheet = replace(checkin("b", note="{}"), kind=SHEET)
    parked = replace(checkin("c", note="the rent"), kind="worry")
    others = replace(sheet, person="bob", note="bob's")
    append(store, day, sheet, parked, others)
    with store.read("ann") as tx:
        assert [words for _, words in tx.notes()] == ["long drive", "the rent"]
        assert tx.written((SHEET,)) == (Written("b", SHEET, NOON, DAY, "{}", 2),)
        assert [one.body for one in tx.written((SHEET, "worry"))] == ["{}", "the rent"]
        assert tx.written(()) == ()


def test_an_import_counts_what_is_already_here(store: SqlStore) -> None:
    first, again = append(store, imported("a", 10, 20), imported("b", 10, 20, 30))
    assert (first.stored, first.duplicates) == (2, 0)
    assert (again.stored, again.duplicates) == (1, 2)
    with store.read("ann") as tx:
        assert [reading.value for reading in tx.readings(source="watch")] == [10, 20, 30]


def test_an_import_with_a_row_twice_stores_it_once(store: SqlStore) -> None:
    one = imported("a", 10)
    (result,) = append(store, replace(one, readings=one.readings * 2))
    assert (result.stored, result.duplicates) == (1, 1)


def test_a_diary_file_again_brings_nothing_new(store: SqlStore) -> None:
    file = replace(checkin("a", None, pain=4, stress=5), kind="import")
    _, again = append(store, file, replace(file, id="b"))
    assert (again.stored, again.duplicates) == (0, 2)


def test_an_imported_diary_never_hides_a_typed_value(store: SqlStore) -> None:
    file = replace(checkin("b", None, pain=7, at=NOON + timedelta(hours=9)), kind="import")
    _, result = append(store, checkin("a", 0, pain=4), file)
    assert result.conflicts == ((DAY, "pain"),)


def test_an_import_can_be_taken_back_and_brought_in_again(store: SqlStore) -> None:
    append(store, imported("a", 10, 20), happened("b", "import_undone", "a"))
    assert values(store) == {}
    (again,) = append(store, imported("c", 10, 20))
    assert (again.stored, again.conflicts) == (2, ())
    assert store.deep_check()["problems"] == []


def test_taking_an_import_back_shows_what_stood_before(store: SqlStore) -> None:
    file = replace(checkin("b", None, pain=7, stress=3), kind="import")
    append(store, checkin("a", 0, pain=4), file, happened("c", "import_undone", "b"))
    assert values(store) == {"pain": 4}
    with store.read("ann") as tx:
        assert [one.reading.value for one in tx.reading_versions(DAY, "pain")] == [4]
    assert store.deep_check()["problems"] == []


@pytest.mark.parametrize("held", [False, True])
def test_readings_can_be_narrowed_in_the_file_and_in_memory(store: SqlStore, held: bool) -> None:
    tomorrow = DAY + timedelta(1)
    append(store, checkin("a", pain=4, mood=5), checkin("b", day=tomorrow, pain=6))
    append(store, imported("c", 100))
    with store.read("ann") as tx:
        assert not held or len(tx.readings()) == 4  # from here on they are held in memory
        assert [one.value for one in tx.readings(since=tomorrow)] == [6]
        assert [one.value for one in tx.readings(since=DAY, until=tomorrow)] == [5, 4, 100, 6]
        assert [one.value for one in tx.readings(until=DAY, source="diary")] == [5, 4]
        assert [one.value for one in tx.readings(variables=("pain",))] == [4, 6]
        assert [one.value for one in tx.readings(variables=())] == []


@pytest.mark.parametrize("said", ["a\0b", "\ud800"])
def test_text_that_cannot_be_kept_is_refused(store: SqlStore, said: str) -> None:
    with pytest.raises(BadInput):
        append(store, answered("a", "goal", said))
    with store.read("ann") as tx:
        assert (tx.version(), tx.operation_ids()) == (0, ())


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(store: SqlStore, value: float) -> None:
    with pytest.raises(BadInput):
        append(store, checkin("a", pain=value))


def test_a_moment_without_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(BadInput):
        append(store, checkin("a", at=NOON.replace(tzinfo=None), pain=4))


def test_an_operation_of_someone_else_is_refused(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="another person"), store.write("ann") as tx:
        tx.append(checkin("a", person="bob", pain=4))


def test_an_operation_may_be_empty(store: SqlStore) -> None:
    assert append(store, Operation("a", "ann", "act", NOON, "UTC", DAY)) == [Applied("applied", 1)]
