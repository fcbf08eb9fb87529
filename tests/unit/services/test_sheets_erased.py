"""One sheet erased for good: gone from the files, the rest provably whole, and it stays gone."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.services import export, export_home, sheets
from unspiral.services.context import Context
from unspiral.services.operations import Origin
from unspiral.services.sheets import NoSuchSheet

ONE, TWO, THREE = (f"{n}1111111-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
FIRST, LATER, OTHER = "zqx-first-qxz", "zqx-later-qxz", "zqx-other-qxz"


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> Iterator[tuple[Context, str]]:
    """A folder with a sheet in two versions, and another one."""
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    keep(ctx, person, ONE, FIRST)
    keep(ctx, person, TWO, LATER, ONE)
    keep(ctx, person, THREE, OTHER)
    yield ctx, person
    ctx.store.close()


def keep(ctx: Context, person: str, op: str, thought: str, entry: str = "") -> str:
    sheet = ctx.catalogue.worksheets["thought-record"]
    done = ("thought-record",)
    words = {"thought": thought}
    return sheets.save(ctx, person, sheet, words, Origin(op), entry, done).outcome


def held(ctx: Context, person: str) -> list[str]:
    with ctx.store.read(person) as tx:
        return [entry.id for entry in sheets.read(tx)]


def in_the_files(ctx: Context) -> list[str]:
    content = b"".join(p.read_bytes() for p in ctx.settings.data.iterdir() if p.is_file())
    return [word for word in (FIRST, LATER, OTHER) if word.encode() in content]


def test_nothing_of_it_is_left_and_nothing_brings_it_back(house: tuple[Context, str]) -> None:
    ctx, person = house
    before = io.BytesIO()
    export.to_stream(ctx, person, before)
    assert in_the_files(ctx) == [FIRST, LATER, OTHER]
    sheets.erase(ctx, person, ONE)
    assert (held(ctx, person), in_the_files(ctx)) == ([THREE], [OTHER])
    assert ctx.store.deep_check()["problems"] == []
    assert keep(ctx, person, ONE, FIRST) == "replayed"  # a late device
    told = export_home.bring_back(ctx, person, before, confirmed=True)
    assert (told.stored, told.clashes, told.already) == (0, 0, 3)
    assert in_the_files(ctx) == [OTHER]
    with ctx.store.read(person) as tx:
        assert len(tx.events(kinds=("done",))) == 2  # that it was used stays
    with pytest.raises(NoSuchSheet):
        sheets.erase(ctx, person, ONE)


def test_an_export_of_what_is_left_comes_back_whole(
    house: tuple[Context, str], tmp_path: Path, catalogue: Catalogue
) -> None:
    ctx, person = house
    sheets.erase(ctx, person, ONE)
    after = io.BytesIO()
    export.to_stream(ctx, person, after)
    assert FIRST.encode() not in after.getvalue()
    new, other = made(tmp_path / "new", catalogue, MovedClock())
    assert export_home.bring_back(new, other, after, confirmed=True).stored == 3
    assert held(new, other) == [THREE] and new.store.deep_check()["sound"]
    new.store.close()


def test_the_page_offers_it_beside_taking_it_back(house: tuple[Context, str]) -> None:
    ctx, person = house
    client = signed_in(ctx, person)
    taken = client.post("/thoughts/remove", {"entry": ONE, "removed": "yes"})
    page = client.get(taken.header("location"))
    assert "Bring it back" in page.text and "Erase it for good" in page.text
    gone = client.post("/thoughts/erase", {"entry": ONE})
    assert gone.status == 303 and FIRST not in gone.header("location")
    assert "It is erased." in client.get(gone.header("location")).text
    assert client.post("/thoughts/erase", {"entry": ONE}).status == 404
    assert held(ctx, person) == [THREE]
