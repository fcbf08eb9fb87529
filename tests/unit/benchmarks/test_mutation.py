"""The mutation check changes one thing at a time, and tells what tests notice and what not."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from _mutants import mutants

MUTATION = Path(__file__).resolve().parents[3] / "benchmarks" / "mutation.py"


def changes(source: str) -> list[str]:
    """The changed sources, one line each, without the part that stayed."""
    return [ast.unparse(m.tree) for m in mutants(source, "m.py")]


@pytest.mark.parametrize("source,wanted", [
    ("a < b", ["a <= b", "a >= b"]),
    ("a == b", ["a != b"]),
    ("a < b <= c", ["a <= b <= c", "a >= b <= c", "a < b < c", "a < b > c"]),
    ("a in b", ["a not in b"]),
    ("a is b", ["a is not b"]),
    ("a + b", ["a - b"]),
    ("a and b", ["a or b"]),
    ("not a", ["a"]),
    ("-a", ["a"]),
    ("x = 3", ["x = 4"]),
    ("x = True", ["x = False"]),
    ("x = 'word'", ["x = 'word!'"]),
    ("x = None", []),
    ("a += b", ["a -= b"]),
    ("x = a if b else c", ["x = a if not b else c"]),
    ("def f():\n    return a", ["def f():\n    return None"]),
    ("def f():\n    return None", []),
    ("if a:\n    b", ["if not a:\n    b"]),
    ("if a == b:\n    c", ["if a != b:\n    c"]),
    ("if not a:\n    b", ["if a:\n    b"]),
])  # fmt: skip
def test_each_change(source: str, wanted: list[str]) -> None:
    assert changes(source) == wanted


@pytest.mark.parametrize("source", [
    '"""A docstring."""', "def f(a: 'int') -> 'str':\n    '''Text.'''\n    pass",
    "@dataclass(frozen=True)\nclass A:\n    a: int", "X = Literal['a', 'b']",
    "import a", "if TYPE_CHECKING:\n    x = 3", "class A(B['c']):\n    pass",
])  # fmt: skip
def test_what_does_not_run_is_left_alone(source: str) -> None:
    assert changes(source) == []


def test_a_mutant_tells_where_and_what() -> None:
    (told, *_) = mutants("def f(a):\n    return a > 1\n", "m.py")
    assert str(told) == "m.py:2  return a > 1  ->  return None"


def lay_out(folder: Path, tests: str) -> None:
    room, unit = folder / "src/unspiral/toy", folder / "tests/unit/toy"
    room.mkdir(parents=True)
    unit.mkdir(parents=True)
    (folder / "src/unspiral/__init__.py").touch()
    (room / "__init__.py").touch()
    (room / "grown.py").write_text("def is_grown(age):\n    return age >= 18\n")
    (unit / "test_grown.py").write_text(f"from unspiral.toy.grown import is_grown\n\n{tests}")


def measured(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(MUTATION), "toy", "--root", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_sharp_tests_notice_everything(tmp_path: Path) -> None:
    lay_out(tmp_path, "def test_it():\n    assert is_grown(18) and not is_grown(17)\n"
                      "    assert is_grown(19)\n")  # fmt: skip
    done = measured(tmp_path)
    assert done.stdout == "toy: 4 of 4 noticed, 100.0 % (target 95 %: met; 4 mutants in all)\n"
    assert done.returncode == 0


def test_blunt_tests_are_told_what_they_miss(tmp_path: Path) -> None:
    lay_out(tmp_path, "def test_it():\n    assert is_grown(40) and not is_grown(3)\n")
    done = measured(tmp_path)
    assert "not noticed: src/unspiral/toy/grown.py:2  age >= 18  ->  age > 18\n" in done.stdout
    assert "toy: 2 of 4 noticed, 50.0 %" in done.stdout and done.returncode == 1


def test_tests_that_fail_unchanged_measure_nothing(tmp_path: Path) -> None:
    lay_out(tmp_path, "def test_it():\n    assert is_grown(3)\n")
    done = measured(tmp_path)
    assert done.returncode == 2 and "fail unchanged" in done.stderr
