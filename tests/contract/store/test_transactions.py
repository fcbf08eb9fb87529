"""All or nothing, one moment, one writer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from support.operations import DAY, NOON, append, checkin, values

from unspiral.records.facts import Answer
from unspiral.store.sql import SqlStore

ASKED = Answer("goal", "walk", NOON, DAY)


def test_a_fault_in_the_block_undoes_all_of_it(store: SqlStore) -> None:
    with pytest.raises(KeyError), store.write("ann") as tx:
        tx.append(checkin("a", pain=4))
        tx.put_derived("plan", "today", {}, NOON)
        raise KeyError
    with store.read("ann") as tx:
        assert (tx.version(), tx.operation_ids()) == (0, ())
        assert tx.get_derived("plan", "today") is None
    assert values(store) == {}


def test_a_write_sees_its_own_rows(store: SqlStore) -> None:
    with store.write("ann") as tx:
        tx.append(checkin("a", pain=4))
        assert (tx.version(), [one.value for one in tx.readings()]) == (1, [4])
        tx.append(checkin("b", 1, pain=5))
        assert (tx.version(), [one.value for one in tx.readings()]) == (2, [5])


def test_a_write_sees_its_own_rows_where_older_ones_are_held_in_memory(store: SqlStore) -> None:
    append(store, checkin("a", pain=4))
    with store.read("ann") as tx:
        assert len(tx.readings()) == 1
    with store.write("ann") as tx:
        tx.append(replace(checkin("b", 1, pain=5), answers=(ASKED,)))
        assert [one.value for one in tx.readings(variables=("pain",))] == [5]
        assert set(tx.answers()) == {"goal"}
        tx.append(replace(checkin("c", 2, pain=6), answers=(replace(ASKED, variable="zone"),)))
        assert [one.value for one in tx.readings(since=DAY)] == [6]
        assert set(tx.answers()) == {"goal", "zone"}


def test_what_a_failed_write_saw_is_forgotten(store: SqlStore) -> None:
    with pytest.raises(KeyError), store.write("ann") as tx:
        tx.append(checkin("a", pain=4))
        tx.readings()
        raise KeyError
    append(store, checkin("b", pain=9))
    assert values(store) == {"pain": 9}


def test_a_read_cannot_write(store: SqlStore) -> None:
    with store.read("ann") as tx, pytest.raises(RuntimeError, match="write inside a read"):
        tx.append(checkin("a", pain=4))
    with store.read("ann") as tx, pytest.raises(RuntimeError, match="write inside a read"):
        tx.put_derived("plan", "today", {}, NOON)


def test_nothing_else_opens_inside_a_write(store: SqlStore) -> None:
    with store.write("ann"):
        with pytest.raises(RuntimeError, match="use its transaction"), store.read("ann"):
            pass
        with pytest.raises(RuntimeError, match="use its transaction"), store.write("ann"):
            pass
    append(store, checkin("a", pain=4))
    assert values(store) == {"pain": 4}


def test_four_writers_at_once_lose_nothing(store: SqlStore) -> None:
    def write(n: int) -> int:
        return append(store, checkin(f"op{n}", None, pain=n % 11))[0].version

    with ThreadPoolExecutor(4) as pool:
        versions = sorted(pool.map(write, range(40)))
    assert versions == list(range(1, 41))
    with store.read("ann") as tx:
        assert len(tx.operation_ids()) == 40
    assert store.deep_check()["problems"] == []


def test_the_same_operation_from_four_threads_counts_once(store: SqlStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: append(store, checkin("a", pain=4))[0], range(8)))
    assert sorted(result.outcome for result in results) == ["applied"] + ["replayed"] * 7
