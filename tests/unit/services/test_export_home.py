"""An export brought back: merged by operation, or refused before anything is changed."""

import io
import json
import random
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.exports import exported, files, forged, home, packed, with_data
from support.operations import NOON, answered, append, checkin, happened, imported, values

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.importers.export_file import NotAnExport
from unspiral.records.facts import Operation
from unspiral.services.context import Context, Demo
from unspiral.services.demo_mark import MARK
from unspiral.services.export_home import as_data, bring_back, is_export
from unspiral.services.operations import UnderEighteen

LIFE = (
    checkin("a", 0, pain=4, note="long drive"),
    checkin("b", 0, pain=6),
    answered("c", "goal", "garden"),
    happened("d", "rated", "heat", "better"),
    imported("e", 10, 20, 30),
    happened("f", "import_undone", "e"),
)


@pytest.fixture
def export(catalogue: Catalogue) -> bytes:
    ctx = home(catalogue, "ann")
    append(ctx.store, *LIFE)
    made = exported(ctx)
    ctx.store.close()
    return made


@pytest.fixture
def here(catalogue: Catalogue) -> Context:
    """Somebody's folder with an entry in it."""
    ctx = home(catalogue, "zoe")
    append(ctx.store, checkin("own", 0, person="zoe", pain=2))
    return ctx


def bring(ctx: Context, content: bytes, confirmed: bool = True, person: str = "zoe") -> dict:
    return as_data(bring_back(ctx, person, io.BytesIO(content), confirmed))


def everything(ctx: Context, person: str = "zoe") -> object:
    with ctx.store.read(person) as tx:
        return (tx.version(), tx.answers(), tx.readings(), tx.events(), tx.notes())


def test_a_preview_says_what_would_come_and_stores_nothing(here: Context, export: bytes) -> None:
    before = everything(here)
    told = bring(here, export, confirmed=False)
    assert (told["read"], told["stored"], told["already"], told["preview"]) == (6, 6, 0, True)
    assert (told["days"], told["first_day"]) == (1, "2026-11-20")
    assert everything(here) == before


def test_what_is_missing_is_added_and_twice_is_once(here: Context, export: bytes) -> None:
    told = bring(here, export)
    assert (told["stored"], told["already"], told["clashes"]) == (6, 0, 0)
    held = everything(here)
    again = bring(here, export)
    assert (again["stored"], again["already"]) == (0, 6)
    assert everything(here) == held and here.store.deep_check()["sound"]


def test_an_operation_with_other_words_under_its_id_is_told_and_left_out(
    here: Context, export: bytes
) -> None:
    append(here.store, checkin("b", person="zoe", pain=9))
    told = bring(here, export)
    assert (told["clashes"], told["clashing"], told["stored"]) == (1, ["b"], 5)


def test_what_was_seen_elsewhere_is_not_taken_as_seen_here(
    here: Context, catalogue: Catalogue
) -> None:
    """The base version counts writes of another folder: a later one must not hide what is here."""
    other = home(catalogue, "ann")
    append(other.store, *(answered(f"x{n}", "goal", n) for n in range(5)))
    early = NOON.replace(hour=6)
    append(other.store, checkin("seen", 5, at=early, pain=8))
    bring(here, exported(other))
    assert values(here.store, "zoe") == {"pain": 8}
    with here.store.read("zoe") as tx:
        versions = tx.reading_versions(LIFE[0].local_date, "pain")
    assert [(one.reading.value, one.conflict) for one in versions] == [(2, False), (8, True)]
    other.store.close()


def test_a_longer_diary_follows_a_shorter_copy_of_itself(catalogue: Catalogue) -> None:
    first, second = home(catalogue, "ann"), home(catalogue, "zoe")
    append(first.store, *LIFE[:3])
    bring(second, exported(first))
    append(first.store, *LIFE[3:])
    told = bring(second, exported(first))
    assert (told["stored"], told["already"]) == (3, 3)
    data = [json.loads(line.lstrip(",")) for line in lines_of(exported(second, "zoe"))]
    assert [one["said"]["base_version"] for one in data] == [0, 0, None, None, None, None]
    first.store.close()


def lines_of(export: bytes) -> list[str]:
    return files(export)["data.json"].decode().splitlines()[1:-1]


def line_changed(n: int, old: str, new: str) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        assert old in lines[n], (old, lines[n])
        return [*lines[:n], lines[n].replace(old, new), *lines[n + 1 :]]

    return change


def replaced(export: bytes, old: bytes, new: bytes) -> bytes:
    """The first `old` of data.json made `new`, the hashes left as they were."""
    return with_data(export, lambda data: data.replace(old, new, 1))


# name -> (how it is made from a good one, the problem that is told)
HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut": (lambda e: e[: len(e) // 2], "not_whole"),
    "cut at the end": (lambda e: e[:-30], "not_whole"),
    "data cut": (lambda e: with_data(e, lambda d: d[: len(d) // 2]), "not_whole"),
    "last line missing": (
        lambda e: with_data(e, lambda d: d[: d.rindex(b"\n],") + 1]),
        "not_whole",
    ),
    "an operation missing": (lambda e: forged(e, lambda ls: [*ls[:3], *ls[4:]]), "changed"),
    "an operation twice": (lambda e: forged(e, lambda ls: [*ls, ls[-1]]), "changed"),
    "an operation twice, counted": (
        lambda e: forged(e, lambda ls: [*ls, ls[-1].replace('"version":6', '"version":7')]),
        "changed",
    ),
    "a line that is not of its hash": (
        lambda e: forged(e, line_changed(2, "6.0", "7.0"), lines_too=False),
        "changed",
    ),
    "a word changed": (lambda e: replaced(e, b"garden", b"gardem"), "changed"),
    "something after the end": (lambda e: with_data(e, lambda d: d + b"x"), "changed"),
    "newer schema": (lambda e: forged(e, line_changed(0, '"0', '"9')), "newer"),
    "newer form": (lambda e: forged(e, line_changed(0, "export/1", "export/2")), "other_version"),
    "an unknown field": (lambda e: forged(e, line_changed(1, '"kind"', '"sort"')), "changed"),
    "a number as text": (lambda e: forged(e, line_changed(1, "4.0", '"4"')), "changed"),
    "an unknown zone": (lambda e: forged(e, line_changed(1, "Europe/Zurich", "Mars")), "changed"),
    "an impossible day": (
        lambda e: forged(e, line_changed(1, "2026-11-20", "2026-02-31")),
        "changed",
    ),
    "a moment without zone": (lambda e: forged(e, line_changed(1, "+00:00", "")), "changed"),
    "a key twice": (
        lambda e: replaced(e, b'"stored":1', b'"stored":1,"stored":1'),
        "changed",
    ),
    "not a number": (lambda e: replaced(e, b"4.0", b"NaN"), "changed"),
    "deep": (lambda e: replaced(e, b"[]", b"[" * 9000 + b"]" * 9000), "changed"),
    "another person's path": (
        lambda e: packed({**files(e), "../../etc/passwd": b"x"}),
        "foreign",
    ),
    "an absolute path": (lambda e: packed({**files(e), "/etc/passwd": b"x"}), "foreign"),
    "another archive": (lambda _: packed({"export.xml": b"<HealthData/>"}), "foreign"),
    "a bomb": (lambda e: packed({"data.json": b" " * 50_000_000}), "too_big"),
    "other JSON": (lambda _: packed({"data.json": b'{"a": 1}\n'}), "changed"),
    "empty": (lambda _: packed({"data.json": b""}), "not_whole"),
    "no zip": (lambda _: b"date,pain\n", "not_whole"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_not_as_we_write_it_changes_nothing(
    name: str, here: Context, export: bytes
) -> None:
    make, problem = HOSTILE[name]
    before = everything(here)
    for confirmed in (False, True):
        with pytest.raises(NotAnExport) as refused:
            bring(here, make(export), confirmed)
        assert refused.value.values["problem"] == problem
        assert refused.value.kept == "Nothing was changed." and refused.value.next_step
    assert everything(here) == before


def test_a_result_that_does_not_follow_is_refused(catalogue: Catalogue, export: bytes) -> None:
    empty = home(catalogue, "zoe")
    with pytest.raises(NotAnExport):
        bring(empty, forged(export, line_changed(5, '"stored":3', '"stored":2')))
    assert everything(empty) == everything(home(catalogue, "zoe"))


def test_a_list_of_contents_that_points_before_the_file_is_refused(
    here: Context, export: bytes
) -> None:
    (place,) = struct.unpack("<I", export[-6:-2])  # of the list; the file's own place follows it
    wrong = export[:-6] + struct.pack("<I", place + 2**20) + export[-2:]
    with pytest.raises(NotAnExport) as told:
        bring(here, wrong)
    assert told.value.values["problem"] == "not_whole"


def test_bytes_changed_at_random_store_all_or_nothing(here: Context, export: bytes) -> None:
    rng, before, refused = random.Random(22), everything(here), 0
    for _ in range(60):
        spoiled = bytearray(export)
        for _ in range(rng.choice((1, 2, 50))):
            spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
        try:
            bring(here, bytes(spoiled), confirmed=False)
        except BadInput:
            refused += 1
    assert refused > 30 and everything(here) == before


def test_a_password_is_named(here: Context, export: bytes) -> None:
    locked = bytearray(export)
    for at in (6, export.index(b"PK\x01\x02") + 8):  # the flag, in both places that hold it
        locked[at] |= 1
    with pytest.raises(NotAnExport) as refused:
        bring(here, bytes(locked))
    assert refused.value.values["problem"] == "locked"


def test_only_an_export_looks_like_one(export: bytes) -> None:
    looks = {content: is_export(io.BytesIO(content)) for content in (
        export, b"", b"date,pain\n", packed({"export.xml": b"x"}), packed({"data.json": b"{}"}),
    )}  # fmt: skip
    assert list(looks.values()) == [True, False, False, False, False]


def told_year(year: int, person: str) -> Operation:
    return answered("year", "birth_year", year, datetime(2026, 11, 1, tzinfo=UTC), person)


def test_under_18_nothing_but_the_year_is_kept(catalogue: Catalogue, export: bytes) -> None:
    child = home(catalogue, "zoe")
    append(child.store, told_year(2015, "zoe"))
    before = everything(child)
    with pytest.raises(UnderEighteen):
        bring(child, export)
    assert everything(child) == before
    other, empty = home(catalogue, "ann"), home(catalogue, "zoe")
    append(other.store, told_year(2015, "ann"), *LIFE)
    with pytest.raises(UnderEighteen):
        bring(empty, exported(other))
    with empty.store.read("zoe") as tx:
        assert tx.version() == 0


def test_a_demo_and_a_diary_are_never_mixed(
    here: Context, catalogue: Catalogue, export: bytes
) -> None:
    demo = home(catalogue, "ann")
    append(demo.store, answered("mark", MARK, "made_up"), *LIFE)
    with pytest.raises(BadInput) as refused:
        bring(here, exported(demo))
    assert refused.value.values["problem"] == "demo"
    with pytest.raises(BadInput):
        bring(replace(demo, demo=Demo("made_up")), export, person="ann")
    empty = home(catalogue, "zoe")
    assert bring(empty, exported(demo))["stored"] == 7
