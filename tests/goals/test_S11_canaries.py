"""S11: marked words sent through every door are found in the records only, never anywhere else."""

import io
import json
import os
import stat
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.asgi import Client
from support.server import MovedClock, made, signed_in

from unspiral import log
from unspiral.catalogue.load import Catalogue
from unspiral.cli.main import run
from unspiral.services import entry
from unspiral.services.context import Context
from unspiral.services.import_desk import Desk
from unspiral.web.app import ROUTES, create_app

EACH = 5
FIELDS = (
    "note", "worry", "goal", "own_1_name", "pain", "sleep_hours", "zone", "op_id", "local_date",
    "tick", "birth_year", "ease", "country", "next", "act", "rated", "theme",
    "thought", "entry", "time", "technique",
)  # fmt: skip


class Planted:
    """Marked words, each used once, and where it went."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def one(self, where: str) -> str:
        """A new word nobody else writes."""
        self.words.append(f"zqx{len(self.words):04d}{where[:12].replace('/', '')}qxz")
        return self.words[-1]

    def in_text(self, text: str) -> list[str]:
        """The planted words that stand in `text`."""
        return [word for word in self.words if word in text]


class Teller:
    """The app behind the log of requests, with all that is printed kept for a look."""

    def __init__(self, ctx: Context) -> None:
        self.out = io.StringIO()
        self.app = log.RequestLog(create_app(ctx), out=self.out)


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> tuple[Context, str]:
    return made(tmp_path / "data", catalogue, MovedClock())


def by_forms(client: Client, planted: Planted) -> list[str]:
    """One marked field after another in every form; the addresses that answers lead to."""
    led = []
    for path in (route.path for route in ROUTES if route.takes == "form"):
        filled = path.replace("{screen}", "goal").replace("{technique}", "walking")
        filled = filled.replace("{flag}", "rf1").replace("{item}", "rf1")
        filled = filled.replace("{sheet}", "thought-record")
        for name in FIELDS:
            sent = {"half": "morning", name: planted.one(name)}
            led.append(client.post(filled, sent).header("location"))
    return led


def by_outbox(client: Client, planted: Planted) -> None:
    now = datetime.now(UTC)
    for kind, name in (("checkin", "note"), ("worry", "worry"), ("screen", "tick"), ("x", "x")):
        for _ in range(EACH):
            own: dict[str, Any] = {
                "id": str(uuid4()), "kind": kind, "at": now.isoformat(), "zone": "UTC",
                "local_date": now.date().isoformat(), "base_version": None,
                "fields": {"half": ["morning"], name: [planted.one(name)]},
            }  # fmt: skip
            client.post_json("/sync", {"operations": [own, {**own, "id": planted.one("id")}]})
            client.post_json("/sync", planted.one("body"))


def by_visits(client: Client, planted: Planted) -> list[str]:
    """Words for a visit, names on the page, and digits; the addresses and headers that come."""
    led = []
    for path in ("/report", "/report/choose", "/report.pdf"):
        for name in ("questions", "name", "visit", "part", "private"):
            answer = client.post(path, {"sent": "yes", name: planted.one(name)})
            led.append(str(answer.headers))
    for path in ("/me/data/proof", "/me/data/erase"):
        for name in ("digits", "when"):
            led.append(str(client.post(path, {name: planted.one(name)}).headers))
    return led


def by_files(client: Client, planted: Planted) -> list[str]:
    """Files with a marked name and marked cells, through every answer; where they lead."""
    led = []
    desk: Desk = client.app.app.state.desk  # type: ignore[attr-defined]
    for head in ("date,pain\n2026-11-01,4\n2026-11-02,", "when,ache\n2026-11-01,", "<x>", "PK"):
        content = (head + planted.one("cell") + "\n").encode()
        answer = client.post_file("/me/import", content, planted.one("file") + ".csv")
        led.append(where := answer.header("location"))
        assert desk.settle(60)
        for go in ("columns", "map", "store", "drop"):
            if where:
                client.post(where, {"go": go, "note": planted.one("note")})
                assert desk.settle(60)
        client.get(where or "/me/import")
    return led


def by_addresses(client: Client, planted: Planted) -> None:
    for route in ROUTES:
        path = route.path.split("{")[0] + (planted.one("path") if "{" in route.path else "")
        client.get(f"{path}?day={planted.one('query')}&next=/{planted.one('next')}")


def test_nothing_a_person_sends_is_logged_or_put_into_an_address(
    house: tuple[Context, str],
) -> None:
    ctx, person = house
    teller, planted, printed = Teller(ctx), Planted(), io.StringIO()
    client = signed_in(ctx, person)
    client.app = teller.app
    with redirect_stdout(printed), redirect_stderr(printed):
        led = by_forms(client, planted) + by_visits(client, planted) + by_files(client, planted)
        by_outbox(client, planted)
        by_addresses(client, planted)
    said = teller.out.getvalue() + printed.getvalue()
    assert teller.out.getvalue().count('"event": "request"') > len(planted.words) / 2
    assert planted.in_text(said) == []
    own_way = [w for w in planted.in_text(" ".join(led)) if "next" not in w]  # a path it asked for
    assert own_way == [], led
    assert client.cookies["unspiral"] not in said and client.form_token() not in said
    print(f"\nS11: N = {len(planted.words)} planted words, 0 in logs, addresses and errors")


def test_names_and_modes_of_the_files_tell_nothing(house: tuple[Context, str]) -> None:
    ctx, person = house
    planted, folder = Planted(), ctx.settings.data
    client = signed_in(ctx, person)
    for _ in range(EACH):
        client.post("/checkin", {"half": "evening", "note": planted.one("note"), "pain": "4"})
    link = entry.make_launch(ctx, person)
    names = " ".join(str(path) for path in folder.rglob("*"))
    assert planted.in_text(names) == []
    stored = b"".join(p.read_bytes() for p in folder.rglob("unspiral.db*"))
    assert planted.words[0].encode() in stored  # the search itself finds what is there
    assert link.encode() not in stored and client.cookies["unspiral"].encode() not in stored
    open_to_others = [p.name for p in folder.iterdir() if stat.S_IMODE(p.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_commands_say_no_marked_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted, said = Planted(), io.StringIO()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    folder = str(tmp_path / "data")
    rows = [f"2026-11-{n:02d},{planted.one('cell')},4" for n in range(1, 20)]
    diary = tmp_path / "diary.csv"
    diary.write_text("date,pain,stress\n" + "\n".join(rows) + "\n")
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"schema": "case/1", "answers": {"goal": planted.one("goal")}}))
    with redirect_stdout(said), redirect_stderr(said):
        run(["import", str(diary), "--data", folder, "--yes", "--json"])
        run(["import", str(diary), "--data", folder, "--yes"])
        run(["fit", str(diary), "--json"])
        run(["triage", str(case), "--json"])
        run(["doctor", "--data", folder, "--json"])
        run(["backup", "--data", folder, "--out", str(tmp_path / "copy.db"), "--json"])
        run(["export", "--data", folder, "--out", str(tmp_path / "home.zip"), "--json"])
        run(["import", str(tmp_path / "home.zip"), "--data", str(tmp_path / "new"), "--yes"])
        run(["restore", str(tmp_path / "copy.db"), "--data", folder])
        run(["restore", str(diary), "--data", folder])
        run(["erase", "--data", folder, "--now", "--yes", "--json"])
    assert '"stored": 19' in said.getvalue()
    assert planted.in_text(said.getvalue()) == []
    assert os.listdir(scratch) == []
    print(f"S11: N = {len(planted.words)} planted cells, 0 said by commands or left in temp files")
