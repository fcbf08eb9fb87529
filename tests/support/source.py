"""The project's own source as syntax trees, for the tests of its structure."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "unspiral"
CORE = (
    *("records", "catalogue", "screening", "assessment", "diary", "planning", "sessions"),
    *("education", "dynamics", "trials", "insights", "drawing", "sharing"),
)


def modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """(path below src/unspiral, tree) of every module, or of those in `rooms`."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not rooms or name.split("/")[0] in rooms:
            yield name, tree(path)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(module: ast.Module) -> Iterator[str]:
    """Every module name that `module` imports, wherever the import stands."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def called(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call as (dotted name as written, node)."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def tracked() -> list[Path]:
    """Every file git knows, or would add: what a stranger gets."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, encoding="utf-8",
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
