"""The words after ./test, and the counts of its closing line."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from support.source import ROOT


@pytest.fixture(scope="module")
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("unspiral_tests_run", ROOT / "tests/run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def below_tests(paths: tuple[Path, ...]) -> list[str]:
    return [path.relative_to(ROOT / "tests").as_posix() for path in paths]


def test_no_words_mean_everything(run: ModuleType) -> None:
    wanted = run.read([])
    assert wanted.checks == ("format", "lint", "types", "imports", "content")
    assert {"unit", "goals", "docs"} <= set(below_tests(wanted.paths))


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (["unit"], ["unit"]),
        (["unit", "scripts"], ["unit/scripts"]),
        (["goals", "r10"], ["goals/test_R10_refusals.py"]),
        (["unit", "goals"], ["unit", "goals"]),
    ],
)
def test_a_word_that_is_no_part_narrows_the_folder_before_it(
    run: ModuleType, words: list[str], paths: list[str]
) -> None:
    assert below_tests(run.read(words).paths) == paths


@pytest.mark.parametrize("words", [["nosuch"], ["unit", "nosuch"], ["bench", "nosuch"]])
def test_unknown_words_exit_2(run: ModuleType, words: list[str]) -> None:
    assert run.main(words) == 2


def test_words_after_a_benchmark_are_handed_to_it(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "benchmarks").mkdir()
    echo = "import pathlib, sys; pathlib.Path('said').write_text(' '.join(sys.argv[1:])); exit(3)"
    (tmp_path / "benchmarks" / "echo.py").write_text(echo)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    assert run.main(["bench", "echo", "diary.csv", "--items", "pain"]) == 3
    assert (tmp_path / "said").read_text() == "diary.csv --items pain"


REPORT = """<testsuites><testsuite tests="10" failures="1" errors="1" skipped="3"/></testsuites>"""


def test_the_closing_line_counts_what_pytest_reported(run: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "results.xml"
    report.write_text(REPORT)
    assert run.counted(report) == run.Count(passed=5, failed=2, skipped=3)


def test_a_run_that_fell_over_counts_as_failed(run: ModuleType, tmp_path: Path) -> None:
    assert run.counted(tmp_path / "none.xml").failed == 1
