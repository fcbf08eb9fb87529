"""The projection, without any database."""

from dataclasses import replace
from itertools import permutations

from support.operations import DAY, answered, checkin, happened, imported

from unspiral.store.project import Book, apply, fact_rows


def test_rows_carry_the_operation_its_place_and_the_version() -> None:
    rows = fact_rows(checkin("a", pain=4, mood=5, note="n"), 7)
    assert [(row["operation"], row["idx"], row["version"]) for row in rows.readings] == [
        ("a", 0, 7),
        ("a", 1, 7),
    ]
    assert rows.notes == (
        {"person": "ann", "operation": "a", "version": 7, "local_date": "2026-11-20", "body": "n"},
    )


def test_an_empty_note_is_no_note() -> None:
    assert fact_rows(checkin("a", pain=4), 1).notes == ()


def test_every_order_of_arrival_keeps_every_value() -> None:
    sent = [checkin("a", 0, pain=4), checkin("b", 0, pain=6), checkin("c", 0, pain=8)]
    for order in permutations(sent):
        book = Book()
        changes = [apply(book, op, version) for version, op in enumerate(order, 1)]
        held = book.diary[(DAY.isoformat(), "pain")]
        assert sorted(row["value"] for row in held) == [4, 6, 8]
        assert [row["is_current"] for row in held] == [False, False, True]
        assert [len(change.conflicts) for change in changes] == [0, 1, 1]


def test_an_old_answer_is_kept_but_does_not_count() -> None:
    book = Book()
    apply(book, answered("a", "country", "CH"), 1)
    old = answered("b", "country", "DE", at=answered("a", "x", 1).at.replace(year=2020))
    change = apply(book, old, 2)
    assert (change.answers[0]["is_current"], change.touched_answers) == (False, [])


def test_taking_back_twice_is_taking_back_once() -> None:
    book = Book()
    apply(book, imported("a", 10), 1)
    first = apply(book, happened("b", "import_undone", "a"), 2)
    second = apply(book, happened("c", "import_undone", "a"), 3)
    assert (len(first.touched_readings), len(second.touched_readings)) == (1, 0)


def test_taking_back_the_older_of_two_imports_leaves_the_newer() -> None:
    book = Book()
    older = replace(checkin("a", None, pain=4), kind="import")
    newer = replace(checkin("b", None, pain=6), kind="import")
    apply(book, older, 1)
    apply(book, newer, 2)
    apply(book, happened("c", "import_undone", "a"), 3)
    held = book.diary[(DAY.isoformat(), "pain")]
    assert [(row["value"], row["is_current"], row["undone"]) for row in held] == [
        (4, False, 3),
        (6, True, None),
    ]
