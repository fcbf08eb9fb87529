"""R7: whatever is handed to a restore, live data are the old or the new ones, never between."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from support.operations import NOON, append, checkin, imported, values

from unspiral.cli.restore import put_back
from unspiral.errors import FolderInUse
from unspiral.store import tombstones
from unspiral.store.opening import open_sqlite
from unspiral.store.restore import KEPT_DAYS, NotABackup, restore, sweep
from unspiral.store.schema import head

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
MUTATIONS = 200 if LONG else 10
SEED = 20261122
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
STEPS = ("copied", "verified", "folded", "kept", "cleared", "swapped")
Make = Callable[[Path, Path], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `backup.db` (ann, pain 4) and `live.db` (ann, pain 9), both closed."""
    folder = tmp_path_factory.mktemp("made")
    for name, pain in (("old", 4), ("live", 9)):
        store = open_sqlite(folder / name / "unspiral.db")
        store.add_person("ann", NOON)
        append(store, checkin("a", pain=pain, note=f"of {name}"), imported("i", 1, 2))
        if name == "old":
            store.backup(str(folder / "backup.db"))
        store.close()
    return folder


@pytest.fixture
def live(made: Path, tmp_path: Path) -> Path:
    """A data file of this test's own."""
    target = tmp_path / "data" / "unspiral.db"
    target.parent.mkdir()
    shutil.copy(made / "live" / "unspiral.db", target)
    return target


def pain(live: Path) -> float:
    store = open_sqlite(live)
    try:
        assert store.deep_check()["problems"] == []
        return values(store)["pain"]
    finally:
        store.close()


def state(folder: Path) -> dict[str, str]:
    """Every file by the hash of its bytes."""
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


def changed(statement: str) -> Make:
    """A copy with one statement run on it."""

    def make(backup: Path, target: Path) -> None:
        shutil.copy(backup, target)
        with sqlite3.connect(target) as raw:
            raw.executescript(statement)
        raw.close()

    return make


def bytes_of(made_of: Callable[[bytes], bytes]) -> Make:
    """A file made of the backup's bytes."""
    return lambda backup, target: void(target.write_bytes(made_of(backup.read_bytes())))


def void(_: object) -> None:
    return None


def other_program(_: Path, target: Path) -> None:
    with sqlite3.connect(target) as raw:
        raw.execute("CREATE TABLE cookies (id)")
    raw.close()


def in_use(backup: Path, target: Path) -> None:
    shutil.copy(backup, target)
    target.with_name(target.name + "-wal").write_bytes(b"x" * 100)


# name -> (how it is made, the problem that is told)
KINDS: dict[str, tuple[Make, str]] = {
    "empty": (bytes_of(lambda _: b""), "empty"),
    "locked with a key": (bytes_of(lambda b: random.Random(SEED).randbytes(len(b))), "foreign"),
    "text": (bytes_of(lambda _: b"date,pain\n2026-11-01,4\n"), "foreign"),
    "a zip": (bytes_of(lambda _: b"PK\x03\x04 and so on"), "export"),
    "cut in half": (bytes_of(lambda b: b[: len(b) // 2]), "damaged"),
    "cut to its head": (bytes_of(lambda b: b[:100]), "damaged"),
    "a newer schema": (changed("UPDATE schema_version SET version_num = '9999'"), "newer"),
    "of another program": (other_program, "foreign"),
    "no rows of a version": (changed("DELETE FROM schema_version"), "empty"),
    "a fact that was changed": (changed("UPDATE reading SET value = 3"), "damaged"),
    "an operation that was changed": (changed("UPDATE operation SET payload = '{}'"), "damaged"),
    "an operation missing": (changed("DELETE FROM note; "), "damaged"),
    "a table more": (changed("CREATE TABLE more (id)"), "foreign"),
    "a trigger": (
        changed("CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM reading; END"),
        "foreign",
    ),
    "without a key": (changed("DROP INDEX reading_diary"), "foreign"),
    "a key more": (changed("CREATE UNIQUE INDEX one ON event (kind)"), "foreign"),
    "a key of the same name": (
        changed("DROP INDEX reading_diary; CREATE INDEX reading_diary ON reading (person)"),
        "foreign",
    ),
    "a limit more": (
        changed(
            "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, "
            "'version INTEGER NOT NULL', 'version INTEGER NOT NULL CHECK (version < 9)')"
            " WHERE name = 'event'"
        ),
        "foreign",
    ),
    "in use": (in_use, "in_use"),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_no_whole_backup_changes_nothing(
    name: str, made: Path, live: Path, tmp_path: Path
) -> None:
    make, problem = KINDS[name]
    source = tmp_path / "source.db"
    make(made / "backup.db", source)
    before, given = state(live.parent), source.read_bytes()
    with pytest.raises(NotABackup) as refused:
        restore(source, live, NOW)
    assert refused.value.values["problem"] == problem
    assert refused.value.kept and refused.value.next_step
    assert (state(live.parent), source.read_bytes()) == (before, given)


def test_bytes_changed_at_random_leave_the_old_data_or_a_sound_whole(
    made: Path, live: Path, tmp_path: Path
) -> None:
    rng, source = random.Random(SEED), tmp_path / "source.db"
    good, before, refused = (made / "backup.db").read_bytes(), state(live.parent), 0
    for _ in range(MUTATIONS):
        spoiled = bytearray(good)
        for _ in range(rng.choice((1, 3, 200))):
            spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
        source.write_bytes(bytes(spoiled)[: rng.choice((None, rng.randrange(len(good))))])
        try:
            restore(source, live, NOW)
        except NotABackup:
            refused += 1
            assert state(live.parent) == before
            continue
        assert pain(live) == 4  # the change hit a byte that holds nothing
        shutil.rmtree(live.parent)
        live.parent.mkdir()
        shutil.copy(made / "live" / "unspiral.db", live)
    print(f"\nR7: N = {len(KINDS)} kinds, {MUTATIONS} mutated, {refused} refused, 0 changed live")


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("at", STEPS)
def test_a_kill_at_any_step_leaves_the_old_or_the_new(at: str, made: Path, live: Path) -> None:
    def kill(step: str) -> None:
        if step == at:
            raise Killed

    with pytest.raises(Killed):
        restore(made / "backup.db", live, NOW, kill)
    assert pain(live) == (4 if at == "swapped" else 9)
    assert restore(made / "backup.db", live, NOW).operations == 2
    assert pain(live) == 4


def test_a_good_backup_takes_its_place_and_the_old_one_is_kept_for_seven_days(
    made: Path, live: Path
) -> None:
    told = restore(made / "backup.db", live, NOW)
    assert (told.people, told.operations, told.schema_before) == (1, 2, head())
    assert pain(live) == 4
    kept = Path(told.kept)
    assert kept.stat().st_mode & 0o077 == 0 and live.stat().st_mode & 0o077 == 0
    assert sweep(live.parent, NOW + timedelta(days=KEPT_DAYS)) == 0 and kept.exists()
    assert pain(kept) == 9
    assert sweep(live.parent, NOW + timedelta(days=KEPT_DAYS, seconds=1)) == 1
    assert not kept.exists()


def test_it_works_where_the_live_data_are_damaged_and_where_there_are_none(
    made: Path, live: Path
) -> None:
    live.write_bytes(b"SQLite format 3\0" + b"\x01" * 5000)
    live.with_name("unspiral.db-wal").write_bytes(b"stale")
    told = restore(made / "backup.db", live, NOW)
    assert pain(live) == 4 and Path(told.kept).read_bytes().endswith(b"\x01" * 5000)
    live.unlink()
    assert restore(made / "backup.db", live, NOW).kept == ""
    assert pain(live) == 4


def test_it_does_not_bring_an_erased_person_back(made: Path, live: Path) -> None:
    store = open_sqlite(live)
    store.erase("ann", NOON)
    store.close()
    before = state(live.parent)
    with pytest.raises(NotABackup) as refused:
        restore(made / "backup.db", live, NOW)
    assert refused.value.values["problem"] == "erased"
    assert state(live.parent) == before
    live.unlink()  # the mark outlives the records
    tombstones.add(live.parent, "ann", NOON.isoformat())
    with pytest.raises(NotABackup):
        restore(made / "backup.db", live, NOW)


def test_of_several_people_only_the_erased_one_stays_away(live: Path, tmp_path: Path) -> None:
    store = open_sqlite(live)
    store.add_person("bob", NOON)
    append(store, checkin("b", person="bob", pain=2))
    store.backup(str(tmp_path / "both.db"))
    store.erase("ann", NOON)
    store.close()
    assert restore(tmp_path / "both.db", live, NOW).people == 1
    store = open_sqlite(live)
    assert (store.people(), set(store.erased())) == (("bob",), {"ann"})
    assert values(store, "ann") == {} and values(store, "bob") == {"pain": 2}
    store.close()
    assert b"of live" not in live.read_bytes()


def test_a_folder_in_use_is_left_alone(made: Path, live: Path) -> None:
    store = open_sqlite(live)
    with pytest.raises(FolderInUse) as refused:
        put_back(made / "backup.db", live.parent)
    assert refused.value.exit_code == 4
    store.close()


def test_a_refusal_leaves_no_new_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("nothing")
    with pytest.raises(NotABackup):
        put_back(tmp_path / "x", tmp_path / "new")
    assert not (tmp_path / "new").exists()
