"""B11 to B14: replay, clash, edit on an old version, edit of something taken back or erased."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from support.operations import DAY, NOON, answered, append, checkin, happened, imported, values
from support.stores import store

from unspiral.errors import PersonGone
from unspiral.records.facts import Operation
from unspiral.store.base import Applied
from unspiral.store.sql import SqlStore

__all__ = ["store"]

KINDS: tuple[Operation, ...] = (
    checkin("op", 0, pain=4, stress=5, note="n"),
    replace(checkin("op", None, pain=4), kind="import"),
    imported("op", 10, 20, 30),
    answered("op", "goal", "garden"),
    happened("op", "rated", "heat", "better"),
)
# Every way to say something else under the same id.
CHANGES = {
    "kind": {"kind": "other"},
    "note": {"note": "other"},
    "day": {"local_date": DAY.replace(day=1)},
    "answers": {"answers": answered("x", "goal", "shed").answers},
    "readings": {"readings": checkin("x", pain=9).readings},
    "events": {"events": happened("x", "done", "walk", "full").events},
}


def state(store: SqlStore) -> object:
    with store.read("ann") as tx:
        listed = tx.reading_versions(DAY, "pain")
        facts = (tx.version(), tx.answers(), tx.readings(), tx.events(), tx.notes())
        return (*facts, tx.operation_ids(), listed)


def test_B11_a_replay_gets_the_first_result_and_is_stored_once(store: SqlStore) -> None:
    for n, kind in enumerate(KINDS):
        operation = replace(kind, id=f"op{n}")
        (first,) = append(store, operation)
        before = state(store)
        again = append(store, operation, replace(operation, at=NOON.replace(hour=23)))
        assert again == [replace(first, outcome="replayed")] * 2
        assert state(store) == before
    print(f"B11: N={2 * len(KINDS)} replays, stored twice 0")


def test_B12_other_content_under_the_same_id_is_a_clash(store: SqlStore) -> None:
    told: Counter[str] = Counter()
    for (n, kind), change in product(enumerate(KINDS), CHANGES.values()):
        first = replace(kind, id=f"op{n}")
        other = replace(first, **change)  # type: ignore[arg-type]
        append(store, first)
        before = state(store)
        told.update(result.outcome for result in append(store, other))
        assert state(store) == before
    assert told == {"clash": len(KINDS) * len(CHANGES)}
    print(f"B12: N={told.total()} clashes, stored 0")


@pytest.mark.parametrize("pain", range(1, 11))
def test_B13_an_edit_on_an_old_version_keeps_both(store: SqlStore, pain: int) -> None:
    _, told = append(store, checkin("a", 0, pain=0), checkin("b", 0, pain=pain))
    with store.read("ann") as tx:
        listed = [(one.reading.value, one.current) for one in tx.reading_versions(DAY, "pain")]
    assert told == Applied("applied", 2, 1, conflicts=((DAY, "pain"),))
    assert listed == [(0, False), (pain, True)]
    print("B13: N=1 of 10 values, dropped 0")


def test_B14_an_edit_of_something_taken_back_is_a_version_of_its_own(store: SqlStore) -> None:
    file = replace(checkin("a", None, pain=7, stress=7), kind="import")
    append(store, file, happened("b", "import_undone", "a"))
    assert values(store) == {}
    (told,) = append(store, checkin("c", 1, pain=7, stress=2))
    assert set(told.conflicts) == {(DAY, "pain"), (DAY, "stress")}
    assert values(store) == {"pain": 7, "stress": 2}
    print("B14: N=2 edits of taken-back readings, dropped 0, told 2")


def test_B14_a_write_of_an_erased_person_is_gone(store: SqlStore) -> None:
    append(store, *(replace(kind, id=f"op{n}") for n, kind in enumerate(KINDS)))
    store.erase("ann", NOON)
    for kind in KINDS:
        with pytest.raises(PersonGone) as told:
            append(store, kind)
        assert told.value.status == 410
    with store.read("ann") as tx:
        assert (tx.operation_ids(), tx.readings()) == ((), ())
    print(f"B14: N={len(KINDS)} late writes of an erased person, stored 0")
