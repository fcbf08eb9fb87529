"""A demo goes into a folder of its own: never into a real one, made whole, opened again or anew."""

import json
import os
import sqlite3
from pathlib import Path

import pytest
from support.diaries import MAPS, WRITTEN

from unspiral.bootstrap import opened
from unspiral.cli import demo as command
from unspiral.cli.demo_folder import NOTE
from unspiral.cli.main import run
from unspiral.records.facts import Reading
from unspiral.services import demo
from unspiral.services.context import Context, Demo
from unspiral.services.operations import Origin, write
from unspiral.settings import Settings, default_data

Served = list[tuple[Context, str, int]]


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Served:
    """What would be served: the folder's context, its person, and how much is in it.

    A year of 20 days will do here, and nobody's own folder is near.
    """
    found: Served = []

    def look(ctx: Context, person: str, browser: bool, read_now: bool) -> None:
        with ctx.store.read(person) as tx:
            found.append((ctx, person, tx.version()))

    monkeypatch.setattr(command, "serve_opened", look)
    monkeypatch.setattr(command, "end_on_signal", lambda: None)
    monkeypatch.setattr(demo, "DAYS", 20)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return found


def make(folder: Path, *words: str) -> int:
    return run(["demo", "--no-browser", "--port", "0", "--data", str(folder), *words])


def note_down(folder: Path) -> int:
    day = ("--date", "2026-11-20", "--pain", "4", "--note", "zqx")
    return run(["checkin", "--data", str(folder), *day])


def records(folder: Path) -> list[tuple[str, str]]:
    """Every operation in a folder, read past the program."""
    with sqlite3.connect(folder / "unspiral.db") as raw:
        return list(raw.execute("select id, payload from operation order by version"))


def note(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / NOTE).read_text("utf-8"))
    return found


def test_a_year_is_made_and_marked(tmp_path: Path, served: Served) -> None:
    assert make(tmp_path / "d") == 0
    ctx, _, operations = served[0]
    assert ctx.demo is not None and ctx.demo.kind == "made_up" and operations > 50
    assert note(tmp_path / "d")["ready"] is True
    assert (tmp_path / "d").stat().st_mode & 0o077 == 0
    assert (tmp_path / "d" / NOTE).stat().st_mode & 0o077 == 0


def test_without_a_folder_it_lies_beside_ones_own(tmp_path: Path, served: Served) -> None:
    assert run(["demo", "--no-browser"]) == 0
    folder = served[0][0].settings.data
    assert folder.parent == default_data().parent and folder != default_data()
    assert served[0][0].settings.port != Settings(folder).port


def test_the_place_of_ones_own_diary_is_refused_before_it_is_made(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(default_data()) == 2
    assert "place of your own diary" in capsys.readouterr().err
    assert not default_data().exists() and served == []


def test_a_link_to_ones_own_folder_is_refused_too(tmp_path: Path) -> None:
    default_data().mkdir(parents=True)
    (tmp_path / "link").symlink_to(default_data())
    assert make(tmp_path / "link") == 2
    assert list(default_data().iterdir()) == []


@pytest.mark.parametrize("words", [(), ("--again",), ("--seed", "9")])
def test_a_real_diary_is_left_as_it_is(
    words: tuple[str, ...], tmp_path: Path, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    note_down(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert make(tmp_path, *words) == 2
    assert "holds a diary that is not a demo" in capsys.readouterr().err
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert after == before and served == []


@pytest.mark.parametrize("inside", ["d", "deep/er"])
def test_nothing_is_put_inside_ones_own_folder(
    inside: str, tmp_path: Path, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "mine"
    for own in (default_data(), elsewhere):
        own.mkdir(parents=True)
    note_down(elsewhere)
    (tmp_path / "link").symlink_to(elsewhere)
    for own in (default_data(), elsewhere, tmp_path / "link"):
        before = sorted(own.rglob("*"))
        assert make(own / inside) == 2
        assert "diary" in capsys.readouterr().err
        assert sorted(own.rglob("*")) == before and served == []


@pytest.mark.parametrize("name", ["letter.txt", "share/unspiral/help.html", "lock"])
def test_a_folder_with_something_else_in_it_is_refused(
    name: str, tmp_path: Path, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "d" / name
    other.parent.mkdir(parents=True)
    other.write_text("zqx")
    assert make(tmp_path / "d") == make(tmp_path / "d", "--again") == 2
    assert "is not empty" in capsys.readouterr().err
    assert [one for one in (tmp_path / "d").rglob("*") if one.is_file()] == [other]
    assert served == []


def test_an_empty_folder_and_one_left_while_the_note_was_written_will_do(
    tmp_path: Path, served: Served
) -> None:
    for left in ("", f".{NOTE}.4711"):
        folder = tmp_path / f"d{left}"
        folder.mkdir()
        if left:
            (folder / left).write_text("{")
        assert make(folder) == 0
    assert len(served) == 2


def test_a_note_put_beside_a_real_diary_does_not_open_it(tmp_path: Path, served: Served) -> None:
    note_down(tmp_path)
    (tmp_path / NOTE).write_text('{"ready": true, "asked": {}}')
    before = records(tmp_path)
    assert make(tmp_path) == make(tmp_path, "--again") == 2
    assert records(tmp_path) == before and served == []


def test_it_is_opened_again_with_what_was_entered(tmp_path: Path, served: Served) -> None:
    make(tmp_path / "d")
    assert note_down(tmp_path / "d") == 0
    assert (
        make(tmp_path / "d")
        == make(tmp_path / "d", "--seed", str(command.SEED), "--world", "linear")
        == 0
    )
    first, second, third = served
    assert first[1] == second[1] == third[1]
    assert second[2] == third[2] == first[2] + 1


def test_again_makes_it_anew(tmp_path: Path, served: Served) -> None:
    make(tmp_path / "d", "--seed", "2")
    note_down(tmp_path / "d")
    assert make(tmp_path / "d", "--again") == 0
    first, second = served
    assert first[1] != second[1]
    assert note(tmp_path / "d")["asked"] == {"world": "linear", "seed": command.SEED}
    assert "zqx" not in str(records(tmp_path / "d"))


def test_another_demo_is_not_put_over_the_one_that_is_there(
    tmp_path: Path, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "d", "--seed", "2")
    before = records(tmp_path / "d")
    assert make(tmp_path / "d", "--seed", "9") == make(tmp_path / "d", "--world", "drift") == 2
    assert "Add --again" in capsys.readouterr().err
    assert records(tmp_path / "d") == before and len(served) == 1


def test_a_making_that_was_cut_off_is_made_anew(tmp_path: Path, served: Served) -> None:
    folder = tmp_path / "d"
    make(folder)
    for left in ('{"ready": false}', "{", "[]", ""):
        (folder / NOTE).write_text(left)
        assert make(folder) == 0
        assert note(folder)["ready"] is True
    assert len({person for _, person, _ in served}) == 5


def test_a_making_cut_off_before_the_first_record_is_known(tmp_path: Path, served: Served) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / NOTE).write_text('{"ready": false}')
    with opened(Settings(folder)):
        pass
    assert make(folder) == 0 and served[0][2] > 50


def test_a_diary_begun_in_a_folder_left_half_made_is_kept(tmp_path: Path, served: Served) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / NOTE).write_text('{"ready": false}')
    note_down(folder)
    before = records(folder)
    assert make(folder) == 2
    assert records(folder) == before


def test_a_folder_in_use_exits_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path / "d")
    with opened(Settings(tmp_path / "d")):
        assert make(tmp_path / "d") == make(tmp_path / "d", "--again") == 4
    assert "running on this folder" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert make(tmp_path / "file" / "d") == 1
    assert "cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--world", "flat"), "There are: linear"),
        (("--world", "benchmark"), "There is no world"),
        (("--seed", "one"), "not a valid integer"),
        (("--map", str(MAPS / "odd.json")), "belong to --diary"),
        (("--person", "p01"), "belong to --diary"),
        (("--diary", str(WRITTEN / "ours.csv"), "--seed", "1"), "--diary opens a real one"),
        (("--diary", "nowhere.csv"), "does not exist"),
    ],
)
def test_wrong_words_exit_2_and_make_nothing(
    words: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(tmp_path / "d", *words) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


def test_a_diary_without_our_columns_prints_a_map_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diary = str(WRITTEN / "semicolon_latin1.csv")
    assert make(tmp_path / "d", "--diary", diary) == 2
    assert json.loads(capsys.readouterr().out)["schema"] == "map/1"
    assert not (tmp_path / "d").exists()


def test_a_diary_of_many_asks_whose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = ("--diary", str(WRITTEN / "many_people.csv"), "--map", str(MAPS / "many_people.json"))
    assert make(tmp_path / "d", *many) == 2
    assert "Choose one with --person" in capsys.readouterr().err


def test_no_more_of_a_file_is_read_than_fits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large = tmp_path / "large.csv"
    large.touch()
    os.truncate(large, 60_000_000)
    assert make(tmp_path / "d", "--diary", str(large)) == 2
    assert "larger than 50 MB" in capsys.readouterr().err
    assert make(tmp_path / "d", "--diary", "/dev/zero") == 2
    assert "a pipe or a device" in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


def test_a_copy_lies_in_its_folder_and_the_file_is_left_alone(
    tmp_path: Path, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    diary = tmp_path / "mine.csv"
    diary.write_bytes((WRITTEN / "ours.csv").read_bytes())
    assert make(tmp_path / "d", "--diary", str(diary)) == 0
    assert "Stored" in capsys.readouterr().err
    assert diary.read_bytes() == (WRITTEN / "ours.csv").read_bytes()
    assert served[0][0].demo is not None and served[0][0].demo.kind == "copy"
    assert make(tmp_path / "d") == make(tmp_path / "d", "--diary", str(diary)) == 0
    diary.write_text("date,pain\n2026-01-01,4\n")
    assert make(tmp_path / "d", "--diary", str(diary)) == 2


def test_a_database_of_the_environment_is_never_used(
    tmp_path: Path, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNSPIRAL_DATABASE", "postgresql://nobody@127.0.0.1:1/none")
    assert make(tmp_path / "d") == 0
    assert served[0][0].settings.database == ""


def test_what_is_served_later_keeps_the_mark(tmp_path: Path) -> None:
    make(tmp_path / "d")
    with opened(Settings(tmp_path / "d")) as (ctx, person):
        now = ctx.clock()
        pain = Reading("pain", 4, now, now, now.date())
        write(ctx, person, "checkin", Origin(), readings=(pain,))
    with opened(Settings(tmp_path / "d")) as (ctx, _):
        assert isinstance(ctx.demo, Demo)
