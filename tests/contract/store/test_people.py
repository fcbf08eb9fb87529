"""Whose data: scoping, sessions, and erasing."""

from datetime import datetime, timedelta

import pytest
from support.operations import NOON, answered, append, checkin, happened, values

from unspiral.errors import PersonGone
from unspiral.store.base import Device
from unspiral.store.sql import SqlStore

HOUR = timedelta(hours=1)


def fill(store: SqlStore, person: str) -> None:
    """Something in every table."""
    append(
        store,
        checkin("a", person=person, note=f"of {person}", pain=4),
        answered("b", "goal", f"of {person}", person=person),
        happened("c", "rated", f"of {person}", "better", person=person),
    )
    with store.write(person) as tx:
        tx.put_derived("plan", "today", {"of": person}, NOON)
    store.add_token(f"hash of {person}", person, "session", NOON + HOUR)
    store.add_device(f"phone of {person}", person, f"of {person}", NOON, NOON + HOUR)


def everything(store: SqlStore, person: str) -> str:
    """All one transaction can show, as text."""
    with store.read(person) as tx:
        seen = (tx.readings(), tx.answers(), tx.events(), tx.notes(), tx.operation_ids())
        return repr((*seen, tx.version(), tx.get_derived("plan", "today")))


def test_people_are_listed_as_they_came(store: SqlStore) -> None:
    store.add_person("aaa", NOON + HOUR)
    store.add_person("ann", NOON + HOUR)
    assert store.people() == ("ann", "bob", "aaa")


def test_one_person_never_sees_another(store: SqlStore) -> None:
    before = everything(store, "bob")
    fill(store, "ann")
    assert everything(store, "bob") == before
    assert "of ann" in everything(store, "ann")


def test_nobody_has_nothing(store: SqlStore) -> None:
    assert everything(store, "nobody") == "((), {}, (), (), (), 0, None)"


def test_writing_for_nobody_is_refused(store: SqlStore) -> None:
    with pytest.raises(PersonGone), store.write("nobody"):
        pass


def test_erasing_leaves_the_others_and_nothing_else(store: SqlStore) -> None:
    fill(store, "ann")
    fill(store, "bob")
    before = everything(store, "bob")
    store.erase("ann", NOON)
    assert everything(store, "ann") == everything(store, "nobody")
    assert (everything(store, "bob"), store.people()) == (before, ("bob",))
    assert store.session_person("hash of ann", NOON) is None
    assert store.session_person("phone of ann", NOON) is None
    assert (store.devices("ann", NOON), len(store.devices("bob", NOON))) == ((), 1)


def test_a_late_device_cannot_bring_an_erased_person_back(store: SqlStore) -> None:
    store.erase("ann", NOON)
    with pytest.raises(PersonGone):
        append(store, checkin("a", pain=4))
    with pytest.raises(PersonGone):
        store.add_person("ann", NOON)
    with pytest.raises(PersonGone):
        store.add_token("x", "ann", "session", NOON + HOUR)


def test_a_launch_link_opens_once(store: SqlStore) -> None:
    store.add_token("x", "ann", "launch", NOON + HOUR)
    assert [store.use_launch("x", NOON) for _ in range(2)] == ["ann", None]


@pytest.mark.parametrize("when", [NOON + HOUR, NOON + 2 * HOUR])
def test_an_old_link_opens_nothing(store: SqlStore, when: datetime) -> None:
    store.add_token("x", "ann", "launch", NOON + HOUR)
    store.add_token("y", "ann", "session", NOON + HOUR)
    assert store.use_launch("x", when) is None
    assert store.session_person("y", when) is None


def test_a_session_is_no_launch_link(store: SqlStore) -> None:
    store.add_token("x", "ann", "launch", NOON + HOUR)
    store.add_token("y", "ann", "session", NOON + HOUR)
    assert store.use_launch("y", NOON) is None
    assert store.session_person("x", NOON) is None
    assert store.session_person("y", NOON) == "ann"


def test_a_closed_session_opens_nothing(store: SqlStore) -> None:
    store.add_token("y", "ann", "session", NOON + HOUR)
    store.end_session("y")
    store.end_session("y")
    assert store.session_person("y", NOON) is None


def test_derived_rows_are_replaced(store: SqlStore) -> None:
    with store.write("ann") as tx:
        tx.put_derived("plan", "today", {"items": [1, 2]}, NOON)
        tx.put_derived("plan", "today", {"items": [3]}, NOON)
        tx.put_derived("plan", "other", {}, NOON)
    with store.read("ann") as tx:
        assert tx.get_derived("plan", "today") == {"items": [3]}
        assert (tx.get_derived("plan", "none"), tx.version()) == (None, 0)
    assert values(store) == {}


def test_a_phone_is_a_session_with_a_name(store: SqlStore) -> None:
    store.add_device("x", "ann", "Second", NOON + HOUR, NOON + 3 * HOUR)
    store.add_device("y", "ann", "First", NOON, NOON + 2 * HOUR)
    assert store.devices("ann", NOON) == (
        Device("y", "First", NOON),
        Device("x", "Second", NOON + HOUR),
    )
    assert (store.session_person("x", NOON), store.devices("bob", NOON)) == ("ann", ())
    assert [one.hash for one in store.devices("ann", NOON + 2 * HOUR)] == ["x"]


def test_a_phone_leaves_the_list_with_its_session(store: SqlStore) -> None:
    store.add_device("x", "ann", "Phone", NOON, NOON + HOUR)
    store.add_device("y", "ann", "Old", NOON, NOON + HOUR)
    store.end_session("x")
    assert [one.hash for one in store.devices("ann", NOON)] == ["y"]
    store.use_launch("none", NOON + HOUR)  # what is too old is swept away here
    assert store.devices("ann", NOON) == ()


def test_nobody_has_no_phone(store: SqlStore) -> None:
    store.erase("ann", NOON)
    with pytest.raises(PersonGone):
        store.add_device("x", "ann", "Phone", NOON, NOON + HOUR)


def test_when_a_session_ends_is_known(store: SqlStore) -> None:
    store.add_token("y", "ann", "session", NOON + HOUR)
    store.add_token("x", "ann", "launch", NOON + HOUR)
    assert store.session_until("y") == NOON + HOUR
    assert (store.session_until("x"), store.session_until("none")) == (None, None)
