"""The calendar command: a file calendars take, empty while off, none at a danger sign."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from support.server import MovedClock, made

from unspiral import bootstrap
from unspiral.catalogue.load import Catalogue
from unspiral.cli.main import run
from unspiral.records.facts import Answer
from unspiral.services import holiday, reminders
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def content_read_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command reads all content; here that would be most of the time."""
    monkeypatch.setattr(bootstrap, "read_catalogue", lambda: catalogue)


def said(capsys: Capture, data: Path, out: Path) -> tuple[int, dict[str, Any]]:
    code = run(["calendar", "--data", str(data), "--out", str(out), "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


@contextmanager
def in_use(data: Path, catalogue: Catalogue) -> Iterator[tuple[Context, str]]:
    """The folder, held as long as the block lasts."""
    ctx, person = made(data, catalogue, MovedClock())
    try:
        yield ctx, person
    finally:
        ctx.store.close()


def choose(ctx: Context, person: str) -> None:
    reminders.choose(ctx, person, "19:00", (reminders.CALENDAR,), Origin())


def test_the_file_is_a_calendar_and_the_same_facts_give_the_same_file(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture
) -> None:
    data, out = tmp_path / "data", tmp_path / "page.ics"
    with in_use(data, catalogue) as (ctx, person):
        choose(ctx, person)
        assert said(capsys, data, out)[0] == 4 and not out.exists()
    code, result = said(capsys, data, out)
    assert (code, result["why"], result["file"]) == (0, "", str(out))
    events = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert len(events) == result["reminders"] >= 5
    first = out.read_bytes()
    assert run(["calendar", "--data", str(data), "--out", str(out)]) == 0
    assert "Five days after the last entry at most" in capsys.readouterr().out
    assert out.read_bytes() == first


def test_reminders_that_are_off_leave_the_file_empty_and_say_so(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture
) -> None:
    data, out = tmp_path / "data", tmp_path / "page.ics"
    with in_use(data, catalogue):
        pass
    code, result = said(capsys, data, out)
    assert (code, result["reminders"], result["why"]) == (0, 0, "off")
    assert Calendar.from_ical(out.read_bytes()).walk("VEVENT") == []


def test_a_holiday_leaves_it_empty(catalogue: Catalogue, tmp_path: Path, capsys: Capture) -> None:
    with in_use(tmp_path / "data", catalogue) as (ctx, person):
        choose(ctx, person)
        holiday.start(ctx, person, holiday.OPEN, Origin())
    code, result = said(capsys, tmp_path / "data", tmp_path / "page.ics")
    assert (code, result["reminders"], result["why"]) == (0, 0, "holiday")


def test_at_a_danger_sign_nothing_is_written(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "page.ics"
    with in_use(tmp_path / "data", catalogue) as (ctx, person):
        choose(ctx, person)
        now = ctx.clock()
        sign = Answer("rf1_saddle", "yes", now, now.date())
        write(ctx, person, "screen", Origin(), answers=(sign,))
    code, result = said(capsys, tmp_path / "data", out)
    assert (code, result["error"]["code"]) == (3, "refused_by_gate")
    assert not out.exists()


def test_a_folder_without_records_or_a_place_that_is_none(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture
) -> None:
    data, nowhere = tmp_path / "data", tmp_path / "no" / "page.ics"
    assert said(capsys, tmp_path / "none", tmp_path / "page.ics")[0] == 2
    assert list(tmp_path.iterdir()) == []
    with in_use(data, catalogue):
        pass
    code, result = said(capsys, data, nowhere)
    assert (code, result["error"]["code"]) == (2, "bad_input")
    diary = tmp_path / "diary.csv"
    diary.write_text("date,pain\n")
    assert said(capsys, data, diary)[0] == 2 and diary.read_text() == "date,pain\n"


def test_a_pipe_or_a_device_is_no_calendar_and_is_not_read(
    catalogue: Catalogue, tmp_path: Path, capsys: Capture
) -> None:
    data, pipe = tmp_path / "data", tmp_path / "pipe.ics"
    with in_use(data, catalogue):
        pass
    os.mkfifo(pipe)  # to open it would wait for ever for a writer
    for place in (pipe, Path("/dev/zero")):
        code, told = said(capsys, data, place)
        assert (code, told["error"]["kept"]) == (2, "It was left as it is.")
