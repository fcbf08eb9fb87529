"""Fixtures every test folder may use: the content once, and a PostgreSQL server when asked for."""

import gc
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from support import postgres_server

from unspiral.catalogue import load as loading
from unspiral.catalogue.load import CONTENT, Catalogue
from unspiral.records.problem import Problem

# As the command itself does (cli/main.py): read when a test first imports numbers.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

# No deadline: the machine is shared, and a slow second is not a fault. A push draws the same
# examples each time, so that it fails for what it changed; the long run draws anew.
LONG = bool(os.environ.get("UNSPIRAL_LONG"))
settings.register_profile("unspiral", deadline=None, print_blob=True, derandomize=not LONG)
settings.load_profile("unspiral")

ROOT = Path(__file__).resolve().parent.parent


def read_once(root: Path = CONTENT) -> tuple[Catalogue, list[Problem]]:
    """What `load` gives, which reads the shipped content once a process: it takes half a second."""
    if root != CONTENT:
        return really_load(root)
    found, problems = _shipped()
    return found, list(problems)


@cache
def _shipped() -> tuple[Catalogue, list[Problem]]:
    return really_load()


@cache
def _examined() -> tuple[Catalogue, list[Problem]]:
    return really_examined()


def examined_once() -> tuple[Catalogue, list[Problem]]:
    """What `examined` gives, once a process: every command that opens a folder asks for it."""
    found, problems = _examined()
    return found, list(problems)


# Before any test is read: most read the content at the top of their file, or run a command.
really_load, loading.load = loading.load, read_once
from unspiral.services import content  # noqa: E402  (it takes the `load` that reads once)

really_examined, content.examined = content.examined, examined_once


def pytest_collection_finish() -> None:
    """What stands by now stays; the collector of garbage need not walk through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """All content as shipped."""
    return loading.load()[0]


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A running PostgreSQL server; `postgres.database()` is the address of a new database."""
    with postgres_server.running() as server:
        print(f"PostgreSQL: {server.said}")
        yield server


@pytest.fixture
def postgres_url(postgres: postgres_server.Server) -> str:
    """Address of an empty database of this test's own."""
    return postgres.database()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the goal tests counted: a figure without its N says nothing."""
    passed = terminalreporter.stats.get("passed", [])
    said = [r.capstdout for r in passed if "tests/goals/" in r.nodeid and r.capstdout]
    if said:
        terminalreporter.section("goals: what was counted")
        lines = [line for one in sorted(said) for line in one.splitlines(keepends=True)]
        counted = (line for line in lines if not line.startswith('{"at"'))  # the program's own log
        terminalreporter.write("".join(counted))
