"""Demo folders for tests: made in memory, with a clock that stands still."""

import io
from datetime import UTC, datetime

from support.scratch import SETTINGS

from unspiral.catalogue.load import Catalogue
from unspiral.services import demo
from unspiral.services.context import Context
from unspiral.services.imports import Request
from unspiral.store.opening import open_memory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONE = "Europe/Dublin"
PERSON = "p"
DIARY = b"date,pain,mood\n2019-03-01,4,6\n2019-03-02,5,5\n2019-03-04,3,7\n"


def empty(catalogue: Catalogue, now: datetime = NOW) -> Context:
    """Somebody's folder before its first entry."""
    store = open_memory()
    store.add_person(PERSON, now)
    return Context(store, catalogue, lambda: now, SETTINGS)


def a_year(
    catalogue: Catalogue, seed: int = 1, world: str = "linear", now: datetime = NOW
) -> Context:
    """A made-up year that ends at `now`."""
    return demo.make_year(empty(catalogue, now), PERSON, world, seed, ZONE)


def a_copy(catalogue: Catalogue, content: bytes = DIARY, now: datetime = NOW) -> Context:
    """A copy of a small diary that ended long ago."""
    request = Request(io.BytesIO(content), "old diary.csv")
    return demo.copy_diary(empty(catalogue, now), PERSON, request, ZONE)[0]
