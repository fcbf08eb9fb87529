"""Import runs: all or nothing, a newer file in front, taken back as a whole; as the facts say."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from support.operations import DAY, NOON, ZONE, append, checkin, happened, imported

from unspiral.records.facts import Reading
from unspiral.services.staging import Ready, Stage
from unspiral.store.base import Applied, Part, Store
from unspiral.store.check import rebuild
from unspiral.store.sql import SqlStore

WATCH, PHONE = "apple:Watch", "apple:Phone"


def hours(values: Sequence[float], source: str = WATCH, first: int = 0) -> list[Reading]:
    """One value an hour from noon on."""
    at = [NOON + timedelta(hours=first + n) for n in range(len(values) + 1)]
    return [
        Reading("steps", value, at[n], at[n + 1], at[n].date(), source, None, ZONE)
        for n, value in enumerate(values)
    ]


def run(store: Store, folder: Path, readings: Sequence[Reading]) -> tuple[str, Ready]:
    """Bring readings in as one file; its run and what came of it."""
    stage = Stage(folder)
    stage.add(readings, 1)
    about = {"file": "f", "format": "test", "zone": ZONE, "today": DAY.isoformat()}
    with store.write("ann") as tx:
        plan = stage.make_ready(tx, about, NOON)
        tx.append_run(stage.parts("ann"))
    name = stage.name
    stage.close()
    return name, plan


def counted(store: Store) -> dict[str, list[float]]:
    """Values of intervals that count, by source, in order."""
    found: dict[str, list[float]] = {}
    with store.read("ann") as tx:
        for one in tx.intervals(DAY - timedelta(9), DAY + timedelta(999)):
            found.setdefault(one.source, []).append(one.value)
    return found


def sound(store: SqlStore) -> bool:
    """Whether the facts are what the operations make, now and when made again."""
    assert store.deep_check()["problems"] == []
    with store.database.writing() as connection:
        rebuild(connection, "ann")
    return bool(store.deep_check()["sound"])


def test_a_run_goes_in_by_the_thousand_and_comes_out_as_one(
    store: SqlStore, tmp_path: Path
) -> None:
    name, plan = run(store, tmp_path, hours(range(2500)))  # type: ignore[arg-type]
    assert (plan.new, plan.already, plan.replaced, plan.parts) == (2500, 0, 0, 3)
    with store.read("ann") as tx:
        assert tx.operation_ids() == tuple(f"{name}.{n:05d}" for n in range(3))
        assert tx.readings() == () and len(tx.interval_days()) == 105
        assert [one.subject for one in tx.events(kinds=("imported",))] == [name]
    assert sound(store)
    append(store, happened("u", "import_undone", name))
    assert counted(store) == {} and sound(store)


def test_the_same_again_is_nothing_new(store: SqlStore, tmp_path: Path) -> None:
    run(store, tmp_path, hours([1, 2, 3]))
    _, plan = run(store, tmp_path, hours([2, 3, 4], first=1))
    assert (plan.new, plan.already, plan.replaced) == (1, 2, 0)
    assert counted(store) == {WATCH: [1, 2, 3, 4]} and sound(store)
    _, again = run(store, tmp_path, hours([1, 2, 3, 4]))
    assert (again.parts, again.already) == (0, 4)


def test_a_newer_file_stands_in_front_and_steps_back_when_taken_back(
    store: SqlStore, tmp_path: Path
) -> None:
    first, _ = run(store, tmp_path, hours([1, 2, 3]))
    second, plan = run(store, tmp_path, hours([1, 9, 3, 4]))
    assert (plan.new, plan.already, plan.replaced) == (1, 2, 1)
    third, _ = run(store, tmp_path, hours([1, 8]))
    assert counted(store) == {WATCH: [1, 8, 3, 4]} and sound(store)
    append(store, happened("u2", "import_undone", second))
    assert counted(store) == {WATCH: [1, 8, 3]} and sound(store)
    append(store, happened("u3", "import_undone", third))
    assert counted(store) == {WATCH: [1, 2, 3]} and sound(store)
    append(store, happened("u1", "import_undone", first), happened("u1b", "import_undone", first))
    assert counted(store) == {} and sound(store)


def test_what_was_taken_back_can_come_in_again(store: SqlStore, tmp_path: Path) -> None:
    first, _ = run(store, tmp_path, hours([1, 2]))
    append(store, happened("u", "import_undone", first))
    _, plan = run(store, tmp_path, hours([1, 2]))
    assert plan.new == 2 and counted(store) == {WATCH: [1, 2]} and sound(store)


def test_a_fault_in_the_middle_leaves_nothing(store: SqlStore, tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.add(hours(range(1500)), 1)  # type: ignore[arg-type]
    about = {"file": "f", "format": "test", "zone": ZONE, "today": DAY.isoformat()}
    with pytest.raises(RuntimeError), store.write("ann") as tx:
        stage.make_ready(tx, about, NOON)
        parts = stage.parts("ann")
        tx.append_run([next(parts)])
        raise RuntimeError
    stage.close()
    with store.read("ann") as tx:
        assert (tx.version(), tx.interval_days(), tx.operation_ids()) == (0, (), ())


def test_what_is_saved_while_a_run_is_stored_waits_and_is_kept(
    store: SqlStore, tmp_path: Path
) -> None:
    stage, saved = Stage(tmp_path), list[Applied]()
    stage.add(hours(range(1500)), 1)  # type: ignore[arg-type]
    about = {"file": "f", "format": "test", "zone": ZONE, "today": DAY.isoformat()}
    morning = Thread(target=lambda: saved.extend(append(store, checkin("a", 0, pain=4))))

    def slowly() -> Iterator[Part]:
        for part in stage.parts("ann"):
            yield part
            if morning.ident is None:
                morning.start()
            assert not saved

    with store.write("ann") as tx:
        stage.make_ready(tx, about, NOON)
        tx.append_run(slowly())
    morning.join(30)
    stage.close()
    assert [one.outcome for one in saved] == ["applied"] and sum(
        map(len, counted(store).values())
    ) == 1500
    with store.read("ann") as tx:
        assert [one.value for one in tx.readings(variables=["pain"])] == [4] and tx.version() == 3
    assert sound(store)


def test_the_diary_and_whole_days_stay_in_the_readings(store: SqlStore, tmp_path: Path) -> None:
    append(store, checkin("a", 0, pain=4), imported("b", 10, source="import:csv"))
    run(store, tmp_path, [*hours([1]), *hours([2], PHONE)])
    with store.write("ann") as tx:
        row = [DAY.isoformat(), "steps", 3.0, NOON.isoformat(), NOON.isoformat(), ZONE]
        tx.put_derived("device_days", f"{DAY:%Y-%m}", {"days": [row]}, NOON)
    with store.read("ann") as tx:
        found = {(one.source, one.variable, one.value) for one in tx.readings()}
        assert tx.readings(source="devices")[0].value == 3.0
        assert tx.readings(since=DAY + timedelta(1)) == ()
    assert found == {
        ("diary", "pain", 4),
        ("import:csv", "steps", 10),
        ("devices", "steps", 3.0),
    }


def test_other_people_are_left_alone(store: SqlStore, tmp_path: Path) -> None:
    append(store, imported("x", 5, source=WATCH, person="bob"))
    name, plan = run(store, tmp_path, hours([1, 5]))
    append(store, happened("u", "import_undone", name))
    assert plan.new == 2
    with store.read("bob") as tx:
        assert [one.value for one in tx.intervals(DAY, DAY)] == [5]
