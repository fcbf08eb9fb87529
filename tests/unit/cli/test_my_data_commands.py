"""`export`, `restore`, `erase` and the import of an export: results, words and exit codes."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from support.server import MovedClock, made

from unspiral.catalogue.load import Catalogue
from unspiral.cli.main import run
from unspiral.cli.serve import erase_when_due
from unspiral.services import erase

DIARY = "date,pain,stress\n2026-11-01,4,3\n2026-11-02,5,3\n2026-11-03,5,4\n"


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A data folder with three days in it."""
    diary, data = tmp_path / "diary.csv", tmp_path / "data"
    diary.write_text(DIARY)
    assert run(["import", str(diary), "--data", str(data), "--yes"]) == 0
    capsys.readouterr()
    return data


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """Exit code and the JSON of one command."""
    code = run([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_export_and_import_again(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = asked(capsys, "export", "--data", folder, "--out", tmp_path)
    out = Path(told["file"])
    assert (code, told["readings"], told["encrypted"]) == (0, 6, False)
    assert out.name.startswith("my-data-") and stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.stat().st_size == told["bytes"]
    code, told = asked(capsys, "import", out, "--data", tmp_path / "new")
    assert (code, told["preview"], told["stored"], told["already"]) == (0, True, 1, 0)
    code, told = asked(capsys, "import", out, "--data", tmp_path / "new", "--yes")
    assert (code, told["stored"]) == (0, 1)
    code, told = asked(capsys, "import", out, "--data", tmp_path / "new", "--yes")
    assert (told["stored"], told["already"]) == (0, 1)


def test_an_export_is_never_written_over_and_needs_records(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken.zip"
    taken.write_text("precious")
    code, told = asked(capsys, "export", "--data", folder, "--out", taken)
    assert (code, told["error"]["code"], taken.read_text()) == (2, "bad_input", "precious")
    code, _ = asked(capsys, "export", "--data", tmp_path / "none", "--out", tmp_path / "x.zip")
    assert code == 2 and not (tmp_path / "none").exists()


def test_a_changed_export_is_refused_by_name(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "home.zip"
    run(["export", "--data", str(folder), "--out", str(out)])
    capsys.readouterr()
    spoiled = bytearray(out.read_bytes())
    spoiled[200] ^= 0xFF
    out.write_bytes(spoiled)
    code, told = asked(capsys, "import", out, "--data", folder, "--yes")
    assert code == 2 and told["error"]["kept"]


def test_restore_says_what_stands_and_what_is_kept(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    assert run(["backup", "--data", str(folder), "--out", str(copy)]) == 0
    capsys.readouterr()
    code, told = asked(capsys, "restore", copy, "--data", folder)
    assert (code, told["operations"], told["kept_days"]) == (0, 1, 7)
    assert Path(told["kept"]).exists()
    code, told = asked(capsys, "restore", tmp_path / "diary.csv", "--data", folder)
    assert (code, told["error"]["code"], told["error"]["problem"]) == (2, "not_a_backup", "foreign")
    assert run(["restore", str(copy), "--data", str(tmp_path / "other")]) == 0
    assert "The backup stands in" in capsys.readouterr().out


def test_erase_asks_first_waits_and_can_be_taken_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, "erase", "--data", folder, "--now")[1]["done"] == "nothing"
    code, told = asked(capsys, "erase", "--data", folder, "--yes")
    assert (code, told["done"], told["writes"]) == (0, "waits", 1)
    assert run(["erase", "--data", str(folder), "--yes"]) == 0
    assert f"./start erase --data {folder} --take-back" in capsys.readouterr().out
    assert asked(capsys, "erase", "--data", folder, "--take-back")[1]["done"] == "taken_back"
    assert asked(capsys, "erase", "--data", folder, "--take-back")[1]["done"] == "none_waited"


def test_erase_now_leaves_what_is_not_ours_and_names_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "letter.txt").write_text("mine")
    code, told = asked(capsys, "erase", "--data", folder, "--now", "--yes")
    assert (code, told["done"], told["left"]) == (0, "erased", ["letter.txt"])
    code, told = asked(capsys, "doctor", "--data", folder, "--deep")
    assert (told["counts"]["operations"], told["sound"]) == (0, True)


@pytest.mark.parametrize("flags", [["--now"], ["--yes"], ["--take-back"]])
def test_there_is_nothing_to_erase_where_nothing_is(
    flags: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, "erase", "--data", tmp_path / "none", *flags)[0] == 2
    assert not (tmp_path / "none").exists()


def test_a_running_server_erases_when_the_days_are_over(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    erase.ask(ctx, person)
    erase_when_due(ctx, Looks(2), each=0)
    assert ctx.store.people() == (person,)
    assert isinstance(ctx.clock, MovedClock)
    ctx.clock.ahead += timedelta(days=8)
    erase_when_due(ctx, Looks(2), each=0)
    assert ctx.store.people() == ()
    ctx.store.close()


class Looks(Event):
    """Ends after so many looks."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("verb", [("import",), ("restore",), ("trial", "analyse")])
@pytest.mark.parametrize("place", ["pipe", "/dev/zero"])
def test_a_pipe_or_a_device_is_refused_before_it_is_opened(
    verb: tuple[str, ...], place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if place == "pipe":  # to open it would wait for ever for a writer
        os.mkfifo(tmp_path / "pipe")
    data = () if verb[0] == "trial" else ("--data", tmp_path / "data")
    code, told = asked(capsys, *verb, tmp_path / place, *data)
    assert (code, told["error"]["problem"]) == (2, "not_a_file")
    assert not (tmp_path / "data").exists()
