"""The command table, and faults turned into sentences, exit codes or one JSON document."""

import json
import subprocess
import sys

import click
import pytest

from unspiral import errors
from unspiral.cli import main
from unspiral.cli.main import COMMANDS, run

# What a page of its own needs, and no other: each is loaded where it is first used.
OF_SOME_PAGES = {"numpy", "scipy", "soundfile", "icalendar", "segno", "cryptography"}
HEAVY = OF_SOME_PAGES | {"sqlalchemy", "starlette", "pydantic", "jinja2", "alembic"}


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let `unspiral doctor` meet `error`."""

    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    def command(as_json: bool) -> None:
        raise error

    monkeypatch.setattr(main.LazyGroup, "get_command", lambda *_: command)


def test_help_lists_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from unspiral.cli.main import run; run(['--help']); print(list(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    page, _, modules = said.rpartition("[")
    assert all(f"\n  {name} " in page for name in COMMANDS)
    assert not HEAVY & {name.strip(" '\n]") for name in modules.split(",")}


@pytest.mark.parametrize(
    ("loading", "allowed"),
    [
        ("import unspiral.web.pages.help_now, unspiral.web.pages.home", set()),
        ("from unspiral.web.app import ROUTES, resolve; [resolve(r) for r in ROUTES]", {"numpy"}),
    ],
)
def test_the_app_starts_without_what_only_some_pages_need(loading: str, allowed: set[str]) -> None:
    code = f"{loading}; import sys; print(list(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    modules = {name.strip(" '\n[]") for name in said.split(",")}
    assert "starlette" in modules
    assert OF_SOME_PAGES & modules <= allowed


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.BadInput("x"), 2),
        (errors.Refused("x"), 3),
        (errors.FolderInUse("x"), 4),
        (errors.StoreFull("x"), 1),
        (click.UsageError("x"), 2),
        (ValueError("x"), 1),
    ],
)
def test_faults_have_exit_codes(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    raising(monkeypatch, error)
    assert run(["doctor"]) == code


def test_a_fault_says_what_is_kept_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, errors.BadInput("Not a date.", "Nothing was stored.", "Give a date."))
    run(["doctor"])
    assert capsys.readouterr() == ("", "Not a date.\nNothing was stored.\nGive a date.\n")


def test_with_json_a_fault_is_one_document_on_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, errors.BadInput("No.", "Nothing.", "Try.", columns=["a", "b"]))
    run(["doctor", "--json"])
    out, err = capsys.readouterr()
    fault = {"code": "bad_input", "message": "No.", "kept": "Nothing.", "next": "Try."}
    assert json.loads(out) == {"error": {**fault, "columns": ["a", "b"]}}
    assert err == ""


def test_an_unexpected_fault_shows_its_place_and_never_its_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, KeyError("canary-7f3"))
    run(["doctor"])
    out, err = capsys.readouterr()
    assert "KeyError at test_main.py:" in err
    assert "canary" not in out + err
    assert "Traceback" not in out + err


def test_an_unknown_command_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["nosuch", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "bad_input"
