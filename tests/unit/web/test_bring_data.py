"""Bring data in by page: what is in a file is shown first, stored after a yes, and taken back."""

import io
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from threading import Event

import pytest
from openpyxl import Workbook
from support.apple import everyday, export, zipped
from support.asgi import Answer, Client
from support.exports import exported
from support.screening import NOW, clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer as Said
from unspiral.services import import_runs, imports, imports_agreed
from unspiral.services.context import Context
from unspiral.services.import_desk import Desk
from unspiral.services.operations import Origin, write
from unspiral.services.staging import FOLDER, incoming
from unspiral.settings import Settings
from unspiral.store.opening import open_memory
from unspiral.web import upload
from unspiral.web.app import create_app

OURS = b"date,pain,mood\n2026-11-01,4,6\n2026-11-02,5,11\n" + b"".join(
    b"2026-11-0%d,,6\n" % day for day in (3, 4, 5)
)
FOREIGN = b"when,ache,note\n2026-11-01,2,=cmd()\n2026-11-02,3,x\n"


@pytest.fixture
def ctx(catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    store = open_memory()
    store.add_person("p", NOW)
    made = Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    told = {**clear_answers(catalogue), "zone": "Europe/Zurich"}
    said = tuple(Said(name, value, NOW, NOW.date()) for name, value in told.items())
    write(made, "p", "screen", Origin(), answers=said)
    yield made
    store.close()


@pytest.fixture
def client(ctx: Context) -> Client:
    return signed_in(ctx, "p")


def sent(client: Client, content: bytes, name: str = "my diary.csv") -> tuple[str, Answer]:
    """A file sent, read to its end: the address of its page, and the page."""
    answer = client.post_file("/me/import", content, name)
    assert answer.status == 303, answer.text
    where = answer.header("location")
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    assert desk.settle(60)
    return where, client.get(where)


def pressed(client: Client, where: str, **fields: str) -> Answer:
    answer = client.post(where, fields)
    assert answer.status == 303, answer.text
    assert client.app.state.desk.settle(60)  # type: ignore[attr-defined]
    return client.get(answer.header("location"))


def values(ctx: Context) -> list[tuple[str, str, float]]:
    with ctx.store.read("p") as tx:
        return [(r.local_date.isoformat(), r.variable, r.value) for r in tx.readings()]


def test_a_table_is_shown_then_stored_then_taken_back(ctx: Context, client: Client) -> None:
    where, page = sent(client, OURS)
    assert "6 new, 0 already here." in page.text and "Outside the scale" in page.text
    assert values(ctx) == []
    done = pressed(client, where, go="store")
    assert "It is in" in done.text and len(values(ctx)) == 6
    (run,) = import_runs.runs(ctx, "p")
    assert run.file == "my diary.csv" and run.stored == 6
    asked = client.get(f"/me/imports/{run.id}")
    assert "Are you sure?" in asked.text and values(ctx)
    back = pressed(client, f"/me/imports/{run.id}")
    assert "Taken back on" in back.text and values(ctx) == []
    assert client.get(f"/me/imports/{run.id}/aside.csv").status == 404


def test_nothing_stays_behind_but_what_was_stored(ctx: Context, client: Client) -> None:
    where, _ = sent(client, OURS)
    pressed(client, where, go="store")
    folder = ctx.settings.data / FOLDER
    assert list(folder.iterdir()) == []
    _, page = sent(client, OURS)
    assert "0 new, 6 already here." in page.text
    assert {path.suffix for path in folder.iterdir()} == {".upload", ".stage"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    create_app(ctx)  # a start sweeps
    assert list(folder.iterdir()) == []


def test_devices_need_a_yes_of_their_own_and_make_days(ctx: Context, client: Client) -> None:
    where, page = sent(client, zipped(export(everyday())), "export.zip")
    assert "Shall Unspiral keep such data?" in page.text
    assert "What it is for:" in page.text and "is no noted day" in page.text
    assert not imports_agreed.agreed(ctx, "p")
    pressed(client, where, go="store")
    assert imports_agreed.agreed(ctx, "p")
    with ctx.store.read("p") as tx:
        sources = {one.source for one in tx.readings()}
    assert sources == {"devices"}
    assert "You said yes" in client.get("/me/imports").text
    pressed(client, "/me/imports", devices="no")
    assert not imports_agreed.agreed(ctx, "p")


def test_a_map_is_asked_once_and_kept_for_files_of_that_shape(ctx: Context, client: Client) -> None:
    where, page = sent(client, FOREIGN)
    assert "Which column is which?" in page.text
    assert client.post(where, {"go": "map", "date": ""}).status == 422
    wrong = pressed(client, where, go="map", date="when", date_format="d.m.y", variable_1="pain")
    assert "Read like this, nothing could be used." in wrong.text
    chosen = {"go": "map", "date": "when", "variable_1": "pain", "scale_1": "0-5"}
    seen = pressed(client, where, **chosen)
    assert "2 new, 0 already here." in seen.text
    pressed(client, where, go="store")
    assert [one[2] for one in values(ctx)] == [4.0, 6.0]
    _, again = sent(client, FOREIGN + b"2026-11-03,5,y\n")
    assert "1 new, 2 already here." in again.text


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "picture.png", "no file that can be brought in"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "locked.xlsx", "This file"),
        (zipped(export(everyday()))[:400], "export.zip", "This file"),
        (b"date,pain\n2026-11-01,99\n", "d.csv", "Which column is which?"),
    ],
)
def test_what_cannot_be_used_says_so_and_stores_nothing(
    ctx: Context, client: Client, content: bytes, name: str, says: str
) -> None:
    _, page = sent(client, content, name)
    assert says in page.text and values(ctx) == []


def test_a_spreadsheet_is_a_table_too(ctx: Context, client: Client) -> None:
    book, made = Workbook(), io.BytesIO()
    for row in (["date", "pain"], [date(2026, 11, 1), 4], [datetime(2026, 11, 2), 5.5]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(made)
    where, page = sent(client, made.getvalue(), "diary.xlsx")
    assert "2 new, 0 already here." in page.text
    pressed(client, where, go="store")
    assert values(ctx) == [("2026-11-01", "pain", 4.0), ("2026-11-02", "pain", 5.5)]


def test_a_diary_of_the_pocket_goes_its_own_road(ctx: Context, client: Client) -> None:
    answer = client.post_file("/me/import", b'{"format": "x"}', "unspiral-diary.json")
    assert (answer.status, answer.header("location")) == (303, "/me/bring-home")
    assert not list((ctx.settings.data / FOLDER).iterdir())


def test_an_empty_form_asks_for_a_file(client: Client) -> None:
    answer = client.post_file("/me/import", b"", "")
    assert answer.status == 422 and "Please choose a file." in answer.text


def test_what_was_taken_home_is_told_where_it_comes_back(ctx: Context, client: Client) -> None:
    answer = client.post_file("/me/import", exported(ctx, "p"), "my-data.zip")
    assert answer.status == 422 and "what you took home from Unspiral" in answer.text
    assert 'href="/me/data"' in answer.text


def test_a_second_file_waits_for_the_first(client: Client) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    where, _ = sent(client, OURS)
    desk.get("p", where.rpartition("/")[2]).state = "reading"
    answer = client.post_file("/me/import", OURS, "b.csv")
    assert answer.status == 409 and "this one was not taken" in answer.text
    assert f'href="{where}"' in answer.text and "See the file that is being read" in answer.text


def test_what_waited_for_a_stopped_program_is_gone_in_plain_words(
    ctx: Context, client: Client
) -> None:
    where, _ = sent(client, OURS)
    later = signed_in(ctx, "p")
    answer = later.get(where)
    assert answer.status == 410 and "no longer here" in answer.text


def test_nobody_elses_file_and_no_strangers_body(ctx: Context, client: Client) -> None:
    where, _ = sent(client, OURS)
    client.cookies.clear()
    client.token = ""
    assert client.get(where).status == 401
    assert client.post_file("/me/import", OURS, "b.csv").status == 401


def test_too_large_is_refused_before_it_is_read(
    client: Client, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "MOST_BYTES", 100)
    answer = client.post_file("/me/import", OURS * 10, "b.csv")
    assert answer.status == 413 and "200 MB" in answer.text
    assert not list((ctx.settings.data / FOLDER).glob("*.upload"))


def test_the_list_of_set_aside_values_runs_nothing(ctx: Context, client: Client) -> None:
    content = b'day_of,pain,=HYPERLINK("x")\n2026-11-01,4,1\n2026-13-01,5,2\n'
    where, page = sent(client, content, "=evil.csv")
    chosen = {"date": "day_of", "variable_1": "pain", "variable_2": "mood"}
    pressed(client, where, go="map", **chosen)
    pressed(client, where, go="store")
    (run,) = import_runs.runs(ctx, "p")
    table = client.get(f"/me/imports/{run.id}/aside.csv").text
    assert "'=HYPERLINK" in table and "\n=" not in table and ",=" not in table
    assert "=evil.csv" in page.text


def test_a_file_without_a_name_is_not_kept(ctx: Context, client: Client) -> None:
    assert client.post_file("/me/import", OURS, "").status == 422
    assert not list((ctx.settings.data / FOLDER).glob("*"))


@pytest.mark.parametrize("length", ["9" * 5000, "300000000", "-1", "²", "x"])
def test_a_length_that_lies_is_no_fault_of_ours(client: Client, length: str) -> None:
    answer = client.post_file("/me/import", OURS, "a.csv", {"content-length": length})
    assert answer.status == (413 if length[0] in "93" else 303)
    form = client.post("/me/data/keep", {}, {"content-length": length})
    assert form.status == (413 if length[0] in "93" else 303)
    assert client.app.state.desk.settle(60)  # type: ignore[attr-defined]


def test_what_waits_is_forgotten_with_the_one_who_is_erased(ctx: Context, client: Client) -> None:
    where, _ = sent(client, OURS)
    ctx.store.add_person("q", NOW)  # somebody else is in the folder: it is not swept
    assert client.post("/me/data/erase", {"when": "now", "sure": "yes"}).status == 200
    assert not list((ctx.settings.data / FOLDER).glob("*"))
    assert client.app.state.desk.waiting("p") is None  # type: ignore[attr-defined]
    assert client.get(where).status == 401


def test_what_is_still_read_during_an_erase_is_forgotten_when_that_ends(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, erased, look = Desk(ctx, lambda _: None), Event(), imports.look
    ctx.store.add_person("q", NOW)  # somebody else is in the folder: it is not swept

    def slow(*asked: object, **more: object) -> imports.Looked:
        found = look(*asked, **more)  # type: ignore[arg-type]
        assert erased.wait(30)
        return found

    monkeypatch.setattr(imports, "look", slow)
    sent_file = incoming(tmp_path) / "f.upload"
    sent_file.write_bytes(OURS)
    desk.begin("p", sent_file, "diary.csv")
    desk.forget("p")
    erased.set()
    until = time.monotonic() + 30
    while desk.waiting("p") is not None and time.monotonic() < until:
        time.sleep(0.01)
    assert not list(incoming(tmp_path).iterdir()) and desk.waiting("p") is None


def test_a_line_above_the_header_is_passed_over(ctx: Context, client: Client) -> None:
    content = b"some.app.diary,63,11\nwhen,ache,a,b,c,d,e\n2026-11-01,2,,,,,,\n2026-11-02,3,,,,,,\n"
    where, shown = sent(client, content)
    assert "Which column is which?" in shown.text and "A map file can say it" in shown.text
    found = pressed(client, where, go="map", date="when", variable_1="pain")
    assert "What was found" in found.text
    pressed(client, where, go="store")
    with ctx.store.read("p") as tx:
        assert [one.value for one in tx.readings()] == [2, 3]
