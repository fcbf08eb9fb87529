"""The read history in memory."""

from support.operations import checkin

from unspiral.store.history import History

READINGS = checkin("a", pain=4, mood=5).readings


def test_another_version_is_not_there() -> None:
    history = History()
    history.put("ann", 3, READINGS)
    found = [history.get("ann", version) for version in (2, 3, 4)]
    assert found == [None, READINGS, None]


def test_the_least_recently_read_gives_way() -> None:
    history = History(most=4)
    history.put("ann", 1, READINGS)
    history.put("bob", 1, READINGS)
    history.get("ann", 1)
    history.put("eve", 1, READINGS)
    held = [name for name in ("ann", "bob", "eve") if history.get(name, 1)]
    assert held == ["ann", "eve"]


def test_a_person_larger_than_the_memory_is_not_kept() -> None:
    history = History(most=1)
    history.put("ann", 1, READINGS)
    assert history.get("ann", 1) is None


def test_a_forgotten_person_is_gone() -> None:
    history = History()
    history.put("ann", 1, READINGS)
    history.forget("ann")
    assert history.get("ann", 1) is None
