"""Are the tests awake? `./test bench mutation ROOM… [--sample N]` breaks a room in many small ways.

Each mutant runs in a process of its own against the unit tests of its room, then the property
tests that use it. What no test notices is printed: a gap in the tests, or a change that means the
same. Works on a copy of the tree, so that nobody's edits get in.
"""

import argparse
import importlib.abc
import importlib.machinery
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType

from _mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
LEAST_PERCENT = 95.0
COPIED = ("src", "tests", "benchmarks", "docs", "pyproject.toml")
# Rooms whose code runs while the content is read: for these it is read anew each time.
BEFORE_CONTENT = frozenset({"records", "catalogue"})
LEAST_SECONDS = 20.0  # a mutant that never ends is stopped, and counts as noticed
PATIENCE = 8  # times what the tests take unchanged
OPTIONS = ("-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider")
Stages = tuple[tuple[str, ...], ...]


def main(words: Sequence[str]) -> int:
    """0: enough is noticed; 1: too little; 2: nothing could be measured."""
    asked = _parser().parse_args(words)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        tree = _copied(asked.root, Path(folder))
        os.chdir(tree)
        sys.path[:0] = [str(tree / "src"), str(tree / "tests")]
        return max(_room(tree, room, asked) for room in asked.rooms)


def _room(tree: Path, room: str, asked: argparse.Namespace) -> int:
    stages = _tests_of(tree, room)
    if not stages:
        print(f"{room}: there is no such room with tests", file=sys.stderr)
        return 2
    if room not in BEFORE_CONTENT:
        _read_content_once(tree)
    started = time.monotonic()
    if _run(None, stages, None):
        print(f"{room}: its tests fail unchanged", file=sys.stderr)
        return 2
    limit = max(LEAST_SECONDS, PATIENCE * (time.monotonic() - started))
    made = _made(tree, room, asked.module)
    drawn = sorted(random.Random(asked.seed).sample(range(len(made)), min(asked.sample, len(made))))
    killed = 0
    for mutant in (made[n] for n in drawn):
        if _run(mutant, (*_own_tests(tree, room, mutant), *stages), limit):
            killed += 1
        else:
            print(f"  not noticed: {mutant}".replace(f"{tree}/", ""))
    return _say(room, killed, len(drawn), len(made))


def _say(room: str, killed: int, tried: int, made: int) -> int:
    percent = 100 * killed / tried if tried else 0.0
    verdict = "met" if percent >= LEAST_PERCENT else "missed"
    print(
        f"{room}: {killed} of {tried} noticed, {percent:.1f} % (target {LEAST_PERCENT:.0f} %: "
        f"{verdict}; {made} mutants in all)"
    )
    return int(percent < LEAST_PERCENT)


def _made(tree: Path, room: str, only: Sequence[str]) -> list[Mutant]:
    """Every mutant of the room's modules, or of those named."""
    files = sorted((tree / "src/unspiral" / room).rglob("*.py"))
    chosen = [path for path in files if not only or path.stem in only]
    return [m for path in chosen for m in mutants(path.read_text("utf-8"), str(path))]


def _tests_of(tree: Path, room: str) -> Stages:
    """The room's unit tests, and after them the property tests that name it."""
    unit = tree / "tests/unit" / room
    if not unit.is_dir() or not (tree / "src/unspiral" / room).is_dir():
        return ()
    uses = re.compile(rf"\bunspiral\.{room}\b")
    found = sorted((tree / "tests/property").glob("test_*.py"))
    rest = tuple(str(path) for path in found if uses.search(path.read_text("utf-8")))
    return ((str(unit),), rest) if rest else ((str(unit),),)


def _own_tests(tree: Path, room: str, mutant: Mutant) -> Stages:
    """The test files named after the changed module: they are tried first."""
    own = sorted((tree / "tests/unit" / room).glob(f"test_{Path(mutant.module).stem}.py"))
    return tuple((str(path),) for path in own)


def _run(mutant: Mutant | None, stages: Stages, limit: float | None) -> bool:
    """Whether some test fails, in a child process that holds the changed module."""
    child = os.fork()
    if not child:
        _in_child(mutant, stages)
    return _failed(child, limit)


def _failed(child: int, limit: float | None) -> bool:
    deadline = None if limit is None else time.monotonic() + limit
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status != 0
        if deadline is not None and time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return True
        time.sleep(0.02)


def _in_child(mutant: Mutant | None, stages: Stages) -> None:
    """Run the tests and leave: 0 when all pass."""
    code = 1
    try:
        with open(os.devnull, "w", encoding="utf-8") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        if mutant is not None:
            sys.meta_path.insert(0, Finder(mutant))
        import pytest

        _seek_no_smallest_example()
        code = 0
        for paths in stages:
            code = code or int(pytest.main([*OPTIONS, *paths]))
    finally:
        os._exit(code)


def _seek_no_smallest_example() -> None:
    """Property tests stop at the first example that fails: it need not be the smallest."""
    from hypothesis import Phase, settings

    quick = {"phases": (Phase.explicit, Phase.generate), "report_multiple_bugs": False}
    settings.register_profile("mutation", **quick, database=None, derandomize=True)  # type: ignore[arg-type]
    settings.load_profile("mutation")  # the profile of tests/conftest.py goes on from it


class Finder(importlib.abc.MetaPathFinder):
    """Finds every module as usual, but hands out the changed one in its place."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin != self.mutant.module:
            return None
        spec.loader = Loader(name, spec.origin, self.mutant)
        return spec


class Loader(importlib.machinery.SourceFileLoader):
    """Loads the mutant's tree instead of the file."""

    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.mutant.tree, self.mutant.module, "exec")


def _read_content_once(tree: Path) -> None:
    """Read the content before the first child, so that each need not: no mutant can change it."""
    if not (tree / "src/unspiral/catalogue/load.py").exists():
        return
    from unspiral.catalogue import load

    read: Callable[..., object] = cache(load.load)
    read()
    load.load = read  # type: ignore[assignment]


def _copied(root: Path, folder: Path) -> Path:
    """A copy of the project's code and tests, with what stands beside it in reach."""
    tree = folder / "project"
    tree.mkdir()
    leave = shutil.ignore_patterns("__pycache__", "output", "*.pyc", ".hypothesis")
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=leave)
        elif source.exists():
            shutil.copy2(source, tree / name)
    if (root.parent / "shared").is_dir():
        (folder / "shared").symlink_to(root.parent / "shared")
    return tree


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./test bench mutation", description=__doc__)
    parser.add_argument("rooms", nargs="+", metavar="ROOM", help="rooms below src/unspiral")
    parser.add_argument("--sample", type=int, default=10**9, help="so many mutants, at random")
    parser.add_argument("--module", action="append", default=[], help="only this module")
    parser.add_argument("--seed", default="mutation", help="which sample")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
