"""V3: after an erase nothing of a person stands in any raw file, and nobody else notices."""

import json
import os
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from support.operations import NOON, answered, append, checkin, happened
from support.server import MovedClock, made, signed_in
from support.stores import open_kind

from unspiral import bootstrap
from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Operation
from unspiral.services import erase
from unspiral.services.context import Context
from unspiral.services.export import to_file
from unspiral.settings import Settings
from unspiral.store import tombstones
from unspiral.store.sql import SqlStore
from unspiral.store.tables import metadata
from unspiral.web.security import OWNER_HEADER

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
PLANTED = 1000 if LONG else 150
OWN_COPY = "my own copy.db"
BESIDE = (
    "launch-url",
    "proof-code",
    "before-restore-20261101T000000Z.db",
    "before-migration-from-0001-abc.db",
    "restore.part",
    "restore.part-wal",
    "incoming/a.stage",
)


def words(n: int) -> str:
    return f"zqx{n:05d}qxz"


def planted(person: str) -> Iterator[Operation]:
    """Marked words in every kind of fact."""
    for n in range(0, PLANTED, 3):
        yield checkin(f"n{n}", note=words(n), person=person, pain=n % 11)
        yield answered(f"a{n}", f"own_{n}", words(n + 1), person=person)
        yield happened(f"e{n}", "goal_ended", "reached", words(n + 2), person=person)


def raw(folder: Path) -> bytes:
    """The bytes of every file of the folder, its own copy left aside."""
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != OWN_COPY)


def found_in(content: bytes) -> int:
    return sum(words(n).encode() in content for n in range(PLANTED))


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> Iterator[tuple[Context, str]]:
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    with ctx.store.write(person) as tx:
        for operation in planted(person):
            tx.append(operation)
        tx.put_derived("insights", "x", {"told": words(0)}, NOON)
    yield ctx, person
    ctx.store.close()


def leave_files(ctx: Context) -> None:
    """All that lies beside the records after a busy year, each with a planted word."""
    folder = ctx.settings.data
    (folder / "incoming").mkdir()
    for name in BESIDE:
        (folder / name).write_text(words(1))
    (folder / "help.html").write_text("help")
    (folder / OWN_COPY).write_text(words(2))


def test_nothing_planted_is_left_in_any_file(house: tuple[Context, str]) -> None:
    ctx, person = house
    leave_files(ctx)
    folder = ctx.settings.data
    before = found_in(raw(folder))
    done = erase.carry_out(ctx, person)
    after = found_in(raw(folder))
    assert (before, after, done.left) == (PLANTED, 0, (OWN_COPY,))
    kept = {path.name for path in folder.iterdir()}
    assert kept <= {"unspiral.db", "unspiral.db-wal", "unspiral.db-shm", "lock", "help.html",
                    "erased.json", "incoming", OWN_COPY}  # fmt: skip
    told = json.loads((folder / "erased.json").read_text())
    assert [set(one) for one in told] == [{"id", "erased"}]
    print(f"\nV3: N = {PLANTED} planted values, {before} found before, {after} after")


@pytest.mark.parametrize("kind", ["file", "postgres"])
def test_other_peoples_rows_are_untouched(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store = open_kind(kind, request, tmp_path)
    for person in ("ann", "bob"):
        store.add_person(person, NOON)
        append(store, *list(planted(person))[:30])
    before = rows(store, "bob")
    store.erase("ann", NOON)
    assert rows(store, "bob") == before and before
    assert {name for name, _ in rows(store, "ann")} == {"person"}
    assert store.deep_check()["sound"]
    store.erase("ann", NOON)  # once more, as after a fault
    store.close()


def rows(store: SqlStore, person: str) -> list[tuple[str, str]]:
    """Every row of one person, in every table."""
    found = []
    with store.database.reading() as connection:
        for table in metadata.sorted_tables:
            own = table.c.id if table.name == "person" else table.c.person
            held = connection.execute(select(table).where(own == person)).all()
            found += [(table.name, repr(tuple(row))) for row in held]
    return sorted(found)


def test_seven_days_in_which_it_can_be_taken_back(house: tuple[Context, str]) -> None:
    ctx, person = house
    clock = ctx.clock
    assert isinstance(clock, MovedClock)
    first = erase.ask(ctx, person)
    clock.ahead += timedelta(days=3)
    assert erase.ask(ctx, person) == first  # asking again does not put it off
    assert erase.take_back(ctx, person) and not erase.take_back(ctx, person)
    clock.ahead += timedelta(days=30)
    assert erase.carry_out_due(ctx) == 0
    erase.ask(ctx, person)
    clock.ahead += timedelta(days=erase.DAYS, seconds=-60)
    assert erase.carry_out_due(ctx) == 0 and ctx.store.people() == (person,)
    clock.ahead += timedelta(seconds=120)
    assert erase.carry_out_due(ctx) == 1 and ctx.store.people() == ()
    assert erase.carry_out_due(ctx) == 0
    assert found_in(raw(ctx.settings.data)) == 0


def test_a_note_about_somebody_who_is_not_here_erases_nobody(house: tuple[Context, str]) -> None:
    ctx, person = house
    clock = ctx.clock
    assert isinstance(clock, MovedClock)
    erase.ask(ctx, person)
    note = ctx.settings.data / erase.WAITING
    held = json.loads(note.read_text("utf-8"))
    note.write_text(json.dumps({"stranger": held[person]}), "utf-8")
    clock.ahead += timedelta(days=erase.DAYS + 1)
    assert erase.carry_out_due(ctx) == 0 and ctx.store.people() == (person,)
    assert not (ctx.settings.data / tombstones.NAME).exists()


def test_one_that_was_cut_off_is_carried_out_at_the_next_start(
    house: tuple[Context, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx, person = house

    def fails(self: SqlStore, person: str, at: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(SqlStore, "erase", fails)
        erase.carry_out(ctx, person)
    ctx.store.close()
    again = bootstrap.open_context(Settings(ctx.settings.data))
    assert person not in again.store.people() and len(again.store.people()) == 1
    again.store.close()
    assert found_in(raw(ctx.settings.data)) == 0


def test_a_waiting_erase_travels_in_no_copy(house: tuple[Context, str], tmp_path: Path) -> None:
    ctx, person = house
    due = erase.ask(ctx, person).due.isoformat()
    ctx.store.backup(str(tmp_path / "copy.db"))
    to_file(ctx, person, tmp_path / "home.zip")
    with zipfile.ZipFile(tmp_path / "home.zip") as archive:
        copies = [archive.read(name) for name in archive.namelist()]
    copies.append((tmp_path / "copy.db").read_bytes())
    assert due.encode() in raw(ctx.settings.data)
    assert [due.encode() in copy for copy in copies] == [False] * len(copies)


def test_a_device_that_comes_late_is_told_410_and_a_stranger_401(
    house: tuple[Context, str],
) -> None:
    ctx, person = house
    late = signed_in(ctx, person)
    owner = late.get("/form-token").json()["owner"]
    erase.carry_out(ctx, person)
    named = {OWNER_HEADER: owner, "accept": "application/json"}
    assert late.get("/form-token", named).status == 410
    assert late.send("POST", "/sync", {
        **named, "content-type": "application/json", "origin": late.origin,
        "sec-fetch-site": "same-origin", "x-form-token": late.token,
    }, b'{"operations": []}').status == 410  # fmt: skip
    assert late.get("/form-token").status == 401
    assert late.get("/form-token", {OWNER_HEADER: "0" * 16}).status == 401
