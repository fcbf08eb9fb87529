"""The page My data: proof first, then taking home and erasing; open to everybody."""

import io
import json
import stat
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.asgi import Client
from support.phones import door_of, phone_at
from support.server import MovedClock, made, signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer
from unspiral.services import erase, proof
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write
from unspiral.services.proof_codes import WRONG_BY_CODE, WRONG_IN_ALL

PAGE = b"page.pdf"
House = tuple[Context, str, Client]


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> Iterator[House]:
    """A folder with a note in it, and a browser that came by the link eleven minutes ago."""
    ctx, person = made(tmp_path / "data", catalogue, MovedClock())
    write(ctx, person, "checkin", Origin(), note="a note")
    client = signed_in(ctx, person)
    later(ctx, minutes=11)
    yield ctx, person, client
    ctx.store.close()


def later(ctx: Context, **time: float) -> None:
    assert isinstance(ctx.clock, MovedClock)
    ctx.clock.ahead += timedelta(**time)


def code_of(ctx: Context) -> str:
    return (ctx.settings.data / proof.FILE).read_text().strip()


def wrong(ctx: Context) -> str:
    return f"{(int(code_of(ctx)) + 1) % 1_000_000:06d}"


def prove(ctx: Context, client: Client) -> None:
    client.post("/me/data/code")
    assert client.post("/me/data/proof", {"digits": code_of(ctx)}).status == 303


def test_the_file_is_the_whole_diary_under_a_neutral_name(house: House) -> None:
    ctx, _, client = house
    prove(ctx, client)
    answer = client.post("/me/data/export")
    assert (answer.status, answer.header("content-type")) == (200, "application/zip")
    assert 'filename="my-data-20' in answer.header("content-disposition")
    assert answer.header("cache-control") == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert b"a note" in archive.read("data.json") and "README.txt" in archive.namelist()
        assert archive.read("page.pdf").startswith(b"%PDF") and PAGE in archive.read("README.txt")
    assert not list(ctx.settings.data.glob("export-*"))


def test_an_export_without_its_page_is_an_export_and_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx, _, client = house
    prove(ctx, client)

    def fails(ctx: Context, person: str) -> bytes:
        raise RuntimeError("a note")

    monkeypatch.setattr("unspiral.web.pages.my_data.usual", fails)
    with zipfile.ZipFile(io.BytesIO(client.post("/me/data/export").body)) as archive:
        assert "page.pdf" not in archive.namelist()
        assert b"could not be made this time" in archive.read("README.txt")


@pytest.mark.parametrize("path", ["/me/data/export", "/me/data/erase"])
def test_an_open_browser_alone_is_not_enough(path: str, house: House) -> None:
    ctx, person, client = house
    answer = client.post(path, {"when": "now", "sure": "yes"})
    assert (answer.status, b"a note" in answer.body) == (403, False)
    assert "First show that it is you." in answer.text
    assert ctx.store.people() == (person,) and erase.waiting(ctx, person) is None


def test_the_link_counts_for_ten_minutes(house: House) -> None:
    ctx, person, _ = house
    fresh = signed_in(ctx, person)
    assert fresh.post("/me/data/export").status == 200
    later(ctx, minutes=10, seconds=1)
    assert fresh.post("/me/data/export").status == 403


def test_the_digits_count_for_ten_minutes_for_this_browser_once(house: House) -> None:
    ctx, person, client = house
    prove(ctx, client)
    assert not (ctx.settings.data / proof.FILE).exists()
    assert client.post("/me/data/export").status == 200
    other = signed_in(ctx, person)
    later(ctx, minutes=10, seconds=1)
    assert client.post("/me/data/export").status == other.post("/me/data/export").status == 403


def test_the_code_is_for_the_owners_eyes_and_in_no_answer(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    ctx, _, client = house
    client.post("/me/data/code")
    path = ctx.settings.data / proof.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    page = client.get("/me/data")
    assert code_of(ctx) not in page.text and code_of(ctx) not in capsys.readouterr().out
    assert "The six digits" in page.text


def test_the_terminal_shows_it_where_there_is_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx, _, client = house
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout", terminal)
    client.post("/me/data/code")
    code = code_of(ctx)
    assert f"{code[:3]} {code[3:]}" in terminal.getvalue()


def test_a_phone_that_was_let_in_before_asks_for_digits_as_well(house: House) -> None:
    ctx, _, client = house
    home = door_of(ctx)
    phone = phone_at(ctx, home)
    phone.post("/pair", {"code": home.codes.make(), "name": "Blue phone"})
    later(ctx, minutes=11)
    assert phone.get("/me/data").status == 200
    assert phone.post("/me/data/export").status == 403
    prove(ctx, phone)
    assert phone.post("/me/data/export").status == 200
    assert client.post("/me/data/export").status == 403  # the computer's browser has shown nothing


def test_wrong_digits_are_told_and_end_the_code(house: House) -> None:
    ctx, _, client = house
    client.post("/me/data/code")
    right, bad = code_of(ctx), wrong(ctx)
    for _ in range(WRONG_BY_CODE):
        answer = client.post("/me/data/proof", {"digits": bad})
        assert answer.status == 422 and "These digits do not fit" in answer.text
    assert client.post("/me/data/proof", {"digits": right}).status == 422
    for _ in range(WRONG_IN_ALL // WRONG_BY_CODE - 1):
        client.post("/me/data/code")
        bad = wrong(ctx)
        for _ in range(WRONG_BY_CODE):
            client.post("/me/data/proof", {"digits": bad})
    assert client.post("/me/data/code").status == 429
    assert client.post("/me/data/proof", {"digits": "000000"}).status == 429


@pytest.mark.parametrize("typed", ["", "12", "abc", "١٢٣٤٥٦", "9" * 5000])
def test_odd_digits_are_wrong_digits(typed: str, house: House) -> None:
    _, _, client = house
    assert client.post("/me/data/proof", {"digits": typed}).status == 422
    client.post("/me/data/code")
    assert client.post("/me/data/proof", {"digits": typed}).status == 422


def test_an_old_code_opens_nothing(house: House) -> None:
    ctx, _, client = house
    client.post("/me/data/code")
    later(ctx, minutes=10)
    assert client.post("/me/data/proof", {"digits": code_of(ctx)}).status == 422


def test_erasing_waits_seven_days_is_told_on_every_page_and_can_be_taken_back(
    house: House,
) -> None:
    ctx, person, client = house
    prove(ctx, client)
    assert client.post("/me/data/erase", {"when": "week"}).status == 303
    later(ctx, minutes=11)
    for path in ("/me/data", "/learn", "/me"):
        assert "Everything here is erased on" in client.get(path).text
    assert client.post("/me/data/keep").status == 303  # keeping asks for no proof
    assert "Everything here is erased on" not in client.get("/me").text
    assert ctx.store.people() == (person,)


def test_erasing_now_needs_the_line_ticked_and_empties_the_browser(house: House) -> None:
    ctx, _, client = house
    prove(ctx, client)
    answer = client.post("/me/data/erase", {"when": "now"})
    assert answer.status == 422 and "Please tick the line first" in answer.text
    answer = client.post("/me/data/erase", {"when": "now", "sure": "yes"})
    assert answer.status == 200 and "Everything is erased." in answer.text
    assert answer.header("clear-site-data") == '"cache", "storage"'
    assert "Max-Age=0" in answer.header("set-cookie")
    assert ctx.store.people() == () and client.get("/me/data").status == 401


def test_somebody_under_18_can_take_and_erase_the_year(house: House) -> None:
    ctx, person, client = house
    now = ctx.clock()
    answers = (Answer("birth_year", now.year - 12, now, now.date()),)
    write(ctx, person, "setup", Origin(), answers=answers)
    prove(ctx, client)
    assert client.get("/me/data").status == client.post("/me/data/export").status == 200
    assert client.post("/me/data/erase", {"when": "now", "sure": "yes"}).status == 200


@pytest.mark.parametrize("level", ["rf1_saddle", "rf16_skin"])
def test_no_level_closes_ones_own_data(level: str, house: House) -> None:
    ctx, person, client = house
    now = ctx.clock()
    write(ctx, person, "screen", Origin(), answers=(Answer(level, "yes", now, now.date()),))
    prove(ctx, client)
    assert client.get("/me/data").status == client.post("/me/data/export").status == 200


def test_a_clock_set_back_makes_no_code_last_longer(house: House) -> None:
    ctx, _, client = house
    client.post("/me/data/code")
    code = code_of(ctx)
    later(ctx, days=-2)
    assert client.post("/me/data/proof", {"digits": code}).status == 422
    assert client.post("/me/data/export").status == 403
    later(ctx, days=2)
    assert client.post("/me/data/proof", {"digits": code}).status == 303


@pytest.mark.parametrize("at", ["2020-01-01T00:00:00", "", "x", 5])
def test_a_note_of_an_erase_that_was_changed_erases_nothing(house: House, at: object) -> None:
    ctx, person, client = house
    held = {person: {"asked": at, "due": at, "day": "2020-01-01"}}
    (ctx.settings.data / erase.WAITING).write_text(json.dumps(held))
    assert erase.carry_out_due(ctx) == 0
    assert client.get("/me/data").status == 200
