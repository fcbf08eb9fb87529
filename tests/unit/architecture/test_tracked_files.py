"""What a stranger clones: no package host, no path of one machine, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from support.source import ROOT, tracked

# Written in pieces, so that this file does not hold what it looks for.
HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js.", "deb." + "debian", "git" + "+http")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+|Us" + r"ers)/")
LOCK_LIKE = re.compile(r"(\.lock|lock\.(json|toml|yaml)|requirements.*\.txt|pyproject\.toml)$")
FILES = {path.relative_to(ROOT).as_posix(): path for path in tracked()}


def text(path: Path) -> str:
    return path.read_text("utf-8", errors="ignore")


def test_no_file_names_a_package_host() -> None:
    naming = [name for name, path in FILES.items() if any(h in text(path) for h in HOSTS)]
    assert naming == []


def test_no_file_names_a_path_of_one_machine() -> None:
    naming = {n: m.group() for n, p in FILES.items() if (m := MACHINE_PATHS.search(text(p)))}
    assert naming == {}


def test_pins_hold_no_address() -> None:
    locks = [name for name in FILES if LOCK_LIKE.search(name)]
    assert "pyproject.toml" in locks
    assert [name for name in locks if ":" + "//" in text(FILES[name])] == []


def test_every_run_time_package_is_pinned() -> None:
    project = text(FILES["pyproject.toml"])
    needs = project.split("dependencies = [", 1)[1].split("]\n", 1)[0]
    pins = project.split("\nconstraint-dependencies = [", 1)[1]
    for name in re.findall(r'"([\w-]+)', needs):
        assert f'"{name}==' in pins


@pytest.mark.parametrize("line", ["see /ro" + "ot/x", "/wo" + "rk/main/x", "'/ho" + "me/ann/x'"])
def test_machine_paths_are_seen(line: str) -> None:
    assert MACHINE_PATHS.search(line)
