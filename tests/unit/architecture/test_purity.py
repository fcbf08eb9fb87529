"""Core rooms take values and return values: no files, clock, chance, database or framework."""

import ast

import pytest
from support.source import CORE, called, imported, modules

SHELL = """
    os io sys logging random secrets time tempfile shutil subprocess socket threading asyncio
    pathlib sqlite3 sqlcipher3 sqlalchemy alembic psycopg starlette uvicorn jinja2 click
    urllib http requests
"""
BANNED_MODULES = frozenset(SHELL.split())
BANNED_CALLS = frozenset({"open", "print", "input", "exec", "eval", "__import__"})
BANNED_ENDINGS = (
    ".now",
    ".utcnow",
    ".today",
    ".read_text",
    ".write_text",
    ".default_rng",
    "random.seed",
)
# Content is read once, at start, by this one module.
MAY_READ = "catalogue/load.py"
CORE_MODULES = dict(modules(*CORE))


def faults(module: ast.Module) -> list[str]:
    """What a module of the core does that only the shell may do."""
    imports = [name for name in imported(module) if name.split(".")[0] in BANNED_MODULES]
    calls = [
        name for name, _ in called(module) if name in BANNED_CALLS or name.endswith(BANNED_ENDINGS)
    ]
    return imports + calls


@pytest.mark.parametrize("name", CORE_MODULES)
def test_core_is_pure(name: str) -> None:
    allowed = {"pathlib", "path.read_text"} if name == MAY_READ else set()
    assert set(faults(CORE_MODULES[name])) <= allowed


@pytest.mark.parametrize(
    "line",
    ["import os", "from random import random", "open('x')", "datetime.now(UTC)", "date.today()",
     "import sqlalchemy.sql", "np.random.default_rng()", "Path('x').read_text()"],
)  # fmt: skip
def test_impure_lines_are_seen(line: str) -> None:
    assert faults(ast.parse(line))
