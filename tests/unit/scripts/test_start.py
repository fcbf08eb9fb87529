"""./start: set up once, then hand over; says where it is on standard error only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.source import ROOT

SYSTEM = "/usr/bin:/bin"


class Clone:
    """A small clone with a made-up program, and made-up tools in front of the system's."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "clone"
        self.tools = folder / "tools"
        self.calls = folder / "calls"
        for name in ("start", ".ci/set-up.sh", "pyproject.toml"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)
        self.tools.mkdir()
        (self.root / "src" / "unspiral").mkdir(parents=True)
        self.environment()

    def environment(self) -> None:
        """An environment as uv leaves it behind, its program printing what it was asked."""
        programs = self.root / ".venv" / "bin"
        programs.mkdir(parents=True, exist_ok=True)
        (programs / "python").symlink_to(sys.executable)
        script(programs / "unspiral", f"# {programs}/python\necho program: $*")

    def tool(self, name: str, body: str = "") -> None:
        """A tool on PATH that writes down how it was called."""
        script(self.tools / name, f'echo {name} $* >>"{self.calls}"\n{body}')

    def start(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run ./start with only the made-up and the system's tools."""
        env = {"PATH": f"{self.tools}:{SYSTEM}", "HOME": str(self.root.parent)}
        return subprocess.run(
            [self.root / "start", *words], capture_output=True, text=True, env=env, timeout=60
        )

    @property
    def called(self) -> str:
        """Everything the made-up tools were asked."""
        return self.calls.read_text() if self.calls.exists() else ""


def script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    made = Clone(tmp_path)
    made.tool("uv")
    return made


def test_the_first_start_sets_up_and_the_second_does_not(clone: Clone) -> None:
    assert clone.start("doctor").stdout == "program: doctor\n"
    first = clone.called
    assert "--no-dev" in first
    assert "--inexact --compile-bytecode" in first
    assert clone.start("doctor", "--json").stdout == "program: doctor --json\n"
    assert clone.called == first


def test_without_words_it_serves(clone: Clone) -> None:
    assert clone.start().stdout == "program: serve\n"


def test_words_with_spaces_arrive_whole(clone: Clone) -> None:
    script(clone.root / ".venv/bin/unspiral", f'# {clone.root}/.venv/bin/\nprintf "%s|" "$@"')
    assert clone.start("checkin", "--note", "a b").stdout == "checkin|--note|a b|"


@pytest.mark.parametrize("part", ["pyproject.toml"])
def test_a_changed_pin_sets_up_again(clone: Clone, part: str) -> None:
    clone.start("x")
    before = clone.called
    with (clone.root / part).open("a") as file:
        file.write("# a newer pin\n")
    clone.start("x")
    assert len(clone.called) > len(before)


def test_a_moved_clone_sets_up_again(clone: Clone) -> None:
    clone.start("x")
    before = clone.called
    clone.root = clone.root.rename(clone.root.with_name("moved"))
    clone.start("x")
    assert len(clone.called) > len(before)


def test_a_failed_set_up_says_so_in_one_line_and_starts_nothing(clone: Clone) -> None:
    clone.tool("uv", '[ "$1" = --version ] || { echo "no network" >&2; exit 2; }')
    done = clone.start("doctor", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("unspiral: set-up did not finish")


def without_venv_module(clone: Clone, user: int) -> None:
    """A machine without uv, whose Python has no venv module, seen by `user`."""
    script(clone.tools / "uv", "exit 1")
    real = sys.executable
    refuse = f'case "$*" in *ensurepip*) exit 1;; esac\nexec "{real}" "$@"'
    script(clone.tools / "python3", refuse)
    script(clone.tools / "id", f"echo {user}")
    clone.tool("apt-get", "exit 1")


def test_without_the_venv_module_a_user_gets_one_line(clone: Clone) -> None:
    without_venv_module(clone, 1000)
    done = clone.start("doctor")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "unspiral: Python's venv module is missing. On Debian, as root: apt install python3-venv"
    ]
    assert "apt-get" not in clone.called


def test_without_the_venv_module_root_installs_it(clone: Clone) -> None:
    without_venv_module(clone, 0)
    clone.start("doctor")
    assert "apt-get -q update" in clone.called


def test_an_old_python_is_refused(clone: Clone) -> None:
    script(clone.tools / "uv", "exit 1")
    for name in ("python3", *(f"python3.{n}" for n in range(11, 15))):
        script(clone.tools / name, "exit 1")
    assert "Python 3.11 or newer is needed" in clone.start("doctor").stderr


def test_no_script_holds_an_address() -> None:
    for name in ("start", "test", ".ci/run", ".ci/set-up.sh"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert os.access(ROOT / name, os.X_OK) or name.endswith(".sh")
