"""The three stores that must keep the same promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.operations import NOON

from unspiral.store.opening import open_memory, open_postgres, open_sqlite
from unspiral.store.sql import SqlStore

KINDS = ("memory", "file", "postgres")


def open_kind(kind: str, request: pytest.FixtureRequest, folder: Path) -> SqlStore:
    """A new store of one kind; PostgreSQL is started only when it is asked for."""
    if kind == "memory":
        return open_memory()
    if kind == "file":
        return open_sqlite(folder / "data" / "unspiral.db")
    return open_postgres(request.getfixturevalue("postgres_url"), folder)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A store with two people, ann and bob, and nothing of theirs yet."""
    opened = open_kind(request.param, request, tmp_path)
    opened.add_person("ann", NOON)
    opened.add_person("bob", NOON)
    yield opened
    opened.close()
