"""Two devices, one fact: nothing typed is ever lost, and the person is told."""

from dataclasses import replace
from datetime import timedelta

from support.operations import DAY, NOON, append, checkin, happened, values

from unspiral.store.base import Applied
from unspiral.store.sql import SqlStore

PAIN = ((DAY, "pain"),)


def versions(store: SqlStore) -> list[tuple[float, bool, bool]]:
    """(value, current, conflict) of today's pain, oldest first."""
    with store.read("ann") as tx:
        return [
            (one.reading.value, one.current, one.conflict)
            for one in tx.reading_versions(DAY, "pain")
        ]


def test_an_edit_on_an_old_version_keeps_both(store: SqlStore) -> None:
    _, result = append(store, checkin("a", 0, pain=4), checkin("b", 0, pain=6))
    assert result == Applied("applied", 2, stored=1, conflicts=PAIN)
    assert versions(store) == [(4, False, False), (6, True, True)]
    assert values(store) == {"pain": 6}


def test_only_facts_written_since_then_are_in_conflict(store: SqlStore) -> None:
    append(store, checkin("a", 0, pain=4), checkin("b", 1, stress=5))
    (result,) = append(store, checkin("c", 1, pain=6, stress=7))
    assert result.conflicts == ((DAY, "stress"),)


def test_the_same_value_is_no_conflict(store: SqlStore) -> None:
    _, result = append(store, checkin("a", 0, pain=4), checkin("b", 0, pain=4))
    assert result.conflicts == ()


def test_the_same_value_from_a_third_device_leaves_the_conflict_open(store: SqlStore) -> None:
    append(store, checkin("a", 0, pain=4), checkin("b", 0, pain=6), checkin("c", 0, pain=6))
    assert versions(store)[-1] == (6, True, True)


def test_someone_who_saw_both_settles_it(store: SqlStore) -> None:
    append(store, checkin("a", 0, pain=4), checkin("b", 0, pain=6), checkin("c", 2, pain=4))
    assert versions(store) == [(4, False, False), (6, False, True), (4, True, False)]


def test_without_a_base_a_later_answer_supersedes(store: SqlStore) -> None:
    later = checkin("b", None, pain=6, at=NOON + timedelta(hours=1))
    _, result = append(store, checkin("a", 0, pain=4), later)
    assert (result.conflicts, values(store)) == ((), {"pain": 6})


def test_without_a_base_an_earlier_answer_is_a_conflict(store: SqlStore) -> None:
    earlier = checkin("b", None, pain=6, at=NOON - timedelta(hours=1))
    _, result = append(store, checkin("a", 0, pain=4), earlier)
    assert result.conflicts == PAIN


def test_a_replay_tells_the_first_result_even_much_later(store: SqlStore) -> None:
    second = checkin("b", 0, pain=6)
    first_result = append(store, checkin("a", 0, pain=4), second)[1]
    append(store, checkin("c", 2, pain=5))
    (again,) = append(store, second)
    assert again == replace(first_result, outcome="replayed")
    assert values(store) == {"pain": 5}


def test_a_form_sent_twice_is_a_replay_though_the_clock_went_on(store: SqlStore) -> None:
    later = checkin("a", 0, pain=4, at=NOON + timedelta(seconds=3))
    _, again = append(store, checkin("a", 0, pain=4), replace(later, zone="UTC", base_version=7))
    assert again.outcome == "replayed"


def test_the_same_id_with_other_content_is_a_clash(store: SqlStore) -> None:
    others = (
        checkin("a", 0, pain=5),
        checkin("a", 0, stress=4),
        checkin("a", 0, pain=4, note="more"),
        checkin("a", 0, pain=4, day=DAY + timedelta(1)),
        replace(checkin("a", 0, pain=4), kind="import"),
    )
    append(store, checkin("a", 0, pain=4))
    assert append(store, *others) == [Applied("clash", 1)] * len(others)
    assert (versions(store), values(store)) == ([(4, True, False)], {"pain": 4})


def test_two_people_may_use_the_same_operation_id(store: SqlStore) -> None:
    results = append(store, checkin("a", pain=4), checkin("a", person="bob", pain=9))
    assert [result.outcome for result in results] == ["applied", "applied"]
    assert (values(store), values(store, "bob")) == ({"pain": 4}, {"pain": 9})


def test_an_edit_of_something_taken_back_is_kept_and_told(store: SqlStore) -> None:
    file = replace(checkin("a", None, pain=7), kind="import")
    append(store, file, happened("b", "import_undone", "a"))
    (result,) = append(store, checkin("c", 1, pain=3))
    assert (result.conflicts, versions(store)) == (PAIN, [(3, True, True)])
