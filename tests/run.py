"""What `./test` runs: the static checks, the test folders, and one closing line."""

import ctypes
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OUTPUT = ROOT / "tests" / "output"
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy", "--strict"),
    "imports": ("lint-imports", "--no-cache"),
    "content": ("unspiral", "content", "check"),
}
# The slow ones first, so that the workers end at about the same time.
FOLDERS = ("goals", "e2e", "property", "contract", "docs", "unit")
NEED_BROWSER = frozenset({"contract", "goals", "e2e"})
PAGES = (
    "support.content_page",
    "support.coverage_page",
    "support.reading_grades_page",
    "support.variables_page",
    "support.questionnaires_page",
    "support.library_page",
    "support.export_page",
    "support.trials_page",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
USAGE = f"""Usage: ./test [PART…]         parts: {" ".join((*CHECKS, *FOLDERS))}
       ./test FOLDER WORD…    a part of a folder, as in ./test unit diary
       ./test bench [NAME…] [WORD…]   benchmarks; other words are handed to them
       ./test pages           writes the generated pages of docs/reference anew
       ./test messages        writes the catalogues of words anew, and compiles them
       ./test release         everything, in long sizes, and what only a release must pass"""


class Misused(Exception):
    """The words after ./test name nothing that can be run."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one run covers: checks by name, and paths under tests/."""

    checks: tuple[str, ...]
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )


def main(words: Sequence[str]) -> int:
    started = time.monotonic()
    try:
        if words and words[0] == "bench":
            return bench(words[1:])
        if words and words[0] == "pages":
            return write_pages(PAGES)
        if words and words[0] == "messages":
            return write_pages(("support.messages",))
        wanted = read(words)
    except Misused as error:
        print(f"{error}\n{USAGE}", file=sys.stderr)
        return 2
    if any(folder_of(path) in NEED_BROWSER for path in wanted.paths):
        need_browser()
    count = run_checks(wanted.checks) + run_tests(wanted.paths, words)
    print(f"\nAll of it took {time.monotonic() - started:.0f} s.")
    print(f"{count.passed} passed, {count.failed} failed, {count.skipped} skipped")
    return 1 if count.failed or not count.passed else 0


def read(words: Sequence[str]) -> Wanted:
    """Words to checks and paths. A word that is no part narrows the folder before it."""
    if not words:
        return Wanted(tuple(CHECKS), folders())
    if words[0] == "release":
        os.environ["UNSPIRAL_LONG"] = "1"
        return Wanted(tuple(CHECKS), (*folders(), ROOT / "tests/release/checks.py"))
    checks: list[str] = []
    paths: dict[Path, list[Path]] = {}
    folder = None
    for word in words:
        if word in CHECKS:
            checks.append(word)
        elif word in FOLDERS:
            folder = ROOT / "tests" / word
            paths[folder] = []
        elif folder is not None:
            paths[folder].extend(narrowed(folder, word))
        else:
            raise Misused(f"There is no part called {word!r}.")
    return Wanted(tuple(checks), tuple(p for f, some in paths.items() for p in some or [f]))


def folders() -> tuple[Path, ...]:
    """The test folders that hold a test."""
    found = (ROOT / "tests" / name for name in FOLDERS)
    return tuple(path for path in found if any(path.rglob("test_*.py")))


def narrowed(folder: Path, word: str) -> list[Path]:
    """The sub-folder called `word`, else the test files with `word` in their name."""
    if (folder / word).is_dir():
        return [folder / word]
    files = sorted(p for p in folder.rglob("test_*.py") if word.lower() in p.stem.lower())
    if not files:
        raise Misused(f"tests/{folder.name} holds nothing called {word!r}.")
    return files


def folder_of(path: Path) -> str:
    return path.relative_to(ROOT / "tests").parts[0]


def run_checks(names: Sequence[str]) -> Count:
    """Run checks side by side; print each with its time, and what it said when it failed."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run_check, names))
    for name, (code, seconds, said) in zip(names, results, strict=True):
        print(f"{'ok  ' if code == 0 else 'FAIL'} {name} ({seconds:.1f} s)")
        if code:
            print(said)
    good = sum(code == 0 for code, _, _ in results)
    return Count(good, len(results) - good)


def run_check(name: str) -> tuple[int, float, str]:
    tool, *rest = CHECKS[name]
    started = time.monotonic()
    done = subprocess.run(
        [BIN / tool, *rest],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, time.monotonic() - started, done.stdout


def run_tests(paths: Sequence[Path], words: Sequence[str]) -> Count:
    """One pytest run over `paths`, on four workers unless it is a small part."""
    if not paths:
        return Count()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    report = OUTPUT / "results.xml"
    report.unlink(missing_ok=True)
    # Four workers on two processors: browser tests wait more than they work.
    workers = () if any(path.suffix for path in paths) else ("-n", "4", "--dist", "loadfile")
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "--durations=10"]
    # Sets come in one order on a push (see tests/conftest.py), in a drawn one in the long run.
    order = {} if os.environ.get("UNSPIRAL_LONG") else {"PYTHONHASHSEED": "0"}
    env = {**os.environ, **order}
    subprocess.run([*command, *workers, *map(str, paths)], cwd=ROOT, env=env)
    return counted(report)


def counted(report: Path) -> Count:
    """The counts of a pytest report; no report means that pytest itself fell over."""
    if not report.exists():
        return Count(failed=1)
    suite = next(ET.parse(report).getroot().iter("testsuite"))
    number = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    return Count(number["tests"] - failed - number["skipped"], failed, number["skipped"])


def need_browser() -> None:
    """Chromium and what drives it, from the system's packages when we may install them."""
    missing = [package for package, there in PACKAGES.items() if not there()]
    if not missing:
        return
    needed = [package for package in missing if package not in WISHED]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        how = f"On Debian, as root: apt install {' '.join(missing)}"
        if needed:
            sys.exit(f"The browser tests need more than is here. {how}")
        print(f"Some tests will be skipped, or slower. {how}")
        return
    print(f"Installing {', '.join(missing)} for the tests, once.", flush=True)
    installed("update", check=True)
    if needed:
        installed("install", "--no-install-recommends", *needed, check=True)
    for package in sorted(WISHED.intersection(missing)):  # an older Debian may not have it
        installed("install", "--no-install-recommends", package, check=False)


def installed(*words: str, check: bool) -> None:
    """One call of apt-get, quietly; what it says of a fault is shown."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qy", *words], check=check, stdout=subprocess.DEVNULL, env=quiet)


def has_library(name: str) -> bool:
    """Whether the system can load a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


# Debian package -> whether what it brings is here. Playwright's driver needs libatomic.
PACKAGES: dict[str, Callable[[], bool]] = {
    "chromium": lambda: any(shutil.which(name) for name in BROWSERS),
    "libatomic1": lambda: has_library("libatomic.so.1"),
    "chromium-headless-shell": lambda: bool(shutil.which("chromium-headless-shell")),
    "strace": lambda: bool(shutil.which("strace")),
}
WISHED = {"chromium-headless-shell", "strace"}


def write_pages(made: Sequence[str]) -> int:
    """Make what is generated from what it describes, by the modules named."""
    for page in made:
        subprocess.run([sys.executable, "-m", page], cwd=ROOT / "tests", check=True)
    return 0


def bench(words: Sequence[str]) -> int:
    """Run benchmarks by name, or all; words after the names go to each script as they are.

    Each prints its own figures and holds its own budget.
    """
    there = {path.stem: path for path in sorted((ROOT / "benchmarks").glob("[a-z]*.py"))}
    names = tuple(takewhile(there.__contains__, words))
    if words and not names:
        listed = ", ".join(there) or "none yet"
        raise Misused(f"No benchmark called {words[0]!r}. There are: {listed}.")
    codes = [
        subprocess.run([sys.executable, there[name], *words[len(names) :]], cwd=ROOT).returncode
        for name in names or there
    ]
    return max(map(abs, codes), default=0)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
