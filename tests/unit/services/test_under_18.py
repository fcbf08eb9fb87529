"""B37: of somebody under 18 only the birth year is kept, whichever road a write takes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.asgi import Client
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.errors import Refused
from unspiral.records.facts import Answer, Event, Reading
from unspiral.services import checkins, imports, plans, screening, sessions
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write

House = tuple[Context, str]
NOW = datetime.now(UTC)
DAY = NOW.date()


@pytest.fixture
def child(tmp_path: Path, catalogue: Catalogue) -> House:
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    screening.record_screen(ctx, person, "birth_year", {"birth_year": NOW.year - 15})
    return ctx, person


def kept(house: House) -> dict[str, object]:
    with house[0].store.read(house[1]) as tx:
        assert not tx.readings() and not tx.events() and not tx.notes()
        return {name: answer.value for name, answer in tx.answers().items()}


def draft() -> checkins.Draft:
    return checkins.Draft(day=DAY, values={"pain": "4"}, note="", confirmed=False)


SERVICES: dict[str, Callable[[Context, str], Any]] = {
    "answer": lambda c, p: write(
        c, p, "setup", Origin(), answers=(Answer("country", "IE", NOW, DAY),)
    ),
    "reading": lambda c, p: write(
        c, p, "checkin", Origin(), readings=(Reading("pain", 4, NOW, NOW, DAY),)
    ),
    "event": lambda c, p: write(
        c, p, "act", Origin(), events=(Event("bad_day", "day", "", NOW, DAY),)
    ),
    "note": lambda c, p: write(c, p, "checkin", Origin(), note="words"),
    "check-in": lambda c, p: checkins.record(c, p, draft()),
    "danger": lambda c, p: screening.record_screen(c, p, "danger", ("none",)),
    "rough day": lambda c, p: plans.bad_day(c, p, Origin()),
    "tap": lambda c, p: plans.act(c, p, "done", "walking", "full", Origin()),
    "session": lambda c, p: sessions.finish(c, p, "walking", "full", "", False, Origin()),
    "mistake": lambda c, p: screening.end_flag(c, p, "rf1", "mistake"),
    "dark thoughts": lambda c, p: screening.dark_thoughts(c, p, "help_tap"),
}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_refuses(name: str, child: House) -> None:
    with pytest.raises(Refused):
        SERVICES[name](*child)
    assert kept(child) == {"birth_year": NOW.year - 15}


PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "set-up": ("/begin/country", {"country": "IE"}),
    "danger": ("/danger/danger", {"tick": "none"}),
    "check-in": ("/checkin", {"half": "morning", "pain_morning": "4"}),
    "today": ("/today", {"technique": "walking", "act": "done:full"}),
    "rough day": ("/rough-day", {}),
    "session": ("/session/walking/end", {"how": "full"}),
    "country": ("/me/country", {"country": "IE"}),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_form_refuses(name: str, child: House) -> None:
    path, fields = PAGES[name]
    answer = signed_in(*child).post(path, {"op_id": str(uuid4()), "zone": "UTC", **fields})
    assert answer.status == 403
    assert "adult" in answer.text
    assert kept(child) == {"birth_year": NOW.year - 15}


def test_the_outbox_is_told_and_nothing_is_kept(child: House) -> None:
    client: Client = signed_in(*child)
    entry = {
        "id": str(uuid4()), "kind": "checkin", "at": NOW.isoformat(), "zone": "UTC",
        "local_date": DAY.isoformat(), "base_version": None,
        "fields": {"half": ["morning"], "pain_morning": ["4"]},
    }  # fmt: skip
    (told,) = client.post_json("/sync", {"operations": [entry]}).json()["results"]
    assert (told["outcome"], told["code"]) == ("problem", "under_18")
    assert kept(child) == {"birth_year": NOW.year - 15}


def test_an_import_is_refused(child: House) -> None:
    file = BytesIO(b"date,pain\n2026-01-01,4\n2026-01-02,5\n")
    with pytest.raises(Refused):
        imports.bring_in(*child, imports.Request(file, "diary.csv"), confirmed=True)
    assert kept(child) == {"birth_year": NOW.year - 15}


@pytest.mark.parametrize("year", [1980, NOW.year - 16])
def test_the_year_can_be_corrected(year: int, child: House) -> None:
    screening.record_screen(*child, "birth_year", {"birth_year": year})
    assert kept(child) == {"birth_year": year}


def test_eighteen_this_year_is_asked_and_opens_all(child: House) -> None:
    screening.record_screen(*child, "birth_year", {"birth_year": NOW.year - 18})
    with pytest.raises(Refused):
        checkins.record(*child, draft())
    screening.record_screen(*child, "eighteen", {"eighteen": "yes"})
    assert checkins.record(*child, draft()).applied is not None


def test_what_an_adult_told_before_is_not_deleted(tmp_path: Path, catalogue: Catalogue) -> None:
    house = made(tmp_path / "data", catalogue, MovedClock(timedelta()))
    checkins.record(*house, draft())
    screening.record_screen(*house, "birth_year", {"birth_year": NOW.year - 12})
    with house[0].store.read(house[1]) as tx:
        assert [r.value for r in tx.readings()] == [4]
