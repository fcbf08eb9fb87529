"""A server that is killed while four clients write to it, and the account of what became of it."""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from sqlalchemy import select

from unspiral.store.codec import decode
from unspiral.store.sql import SqlStore
from unspiral.store.tables import operation

SERVE = """
import sys
from pathlib import Path
from unspiral.cli.serve import serve
from unspiral.settings import Settings
serve(Settings(data=Path(sys.argv[1]), port=0, database=sys.argv[2]), browser=False)
"""
CLIENTS = 4
BATCH = 5
OUTCOMES = ("stable", "lost", "duplicated", "unknown_present", "unknown_absent")


@dataclass(frozen=True, slots=True)
class Entry:
    """One check-in as a device keeps it. Its note is its own id, so that a copy is seen."""

    id: str
    at: datetime
    day: date
    pain: int
    stress: int

    def fields(self) -> dict[str, str]:
        return {
            "half": "evening",
            "pain": str(self.pain),
            "stress": str(self.stress),
            "note": self.id,
        }

    def hidden(self) -> dict[str, str]:
        return {"op_id": self.id, "local_date": self.day.isoformat(), "zone": "Europe/Zurich"}

    def as_operation(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "checkin",
            "at": self.at.isoformat(),
            "zone": "Europe/Zurich",
            "local_date": self.day.isoformat(),
            "base_version": None,
            "fields": {name: [value] for name, value in self.fields().items()},
        }


def entries(seed: str) -> "Entries":
    return Entries(random.Random(seed))


class Entries:
    """An endless supply of different check-ins of the last days."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._now = datetime.now(UTC) - timedelta(minutes=1)

    def next(self) -> Entry:
        made = UUID(int=self._rng.getrandbits(128), version=4)
        day = self._now.date() - timedelta(days=self._rng.randrange(1, 12))
        return Entry(str(made), self._now, day, self._rng.randrange(11), self._rng.randrange(11))


@dataclass(slots=True)
class Account:
    """What was sent, what was acknowledged, and how often each kill ended in what."""

    sent: dict[str, Entry] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    def unknown(self) -> list[Entry]:
        return [entry for known, entry in self.sent.items() if known not in self.acknowledged]

    def compare(self, store: SqlStore) -> None:
        """Add this moment's five outcomes; check files, hashes and facts."""
        found = stored(store)
        self.outcomes.clear()
        for known, entry in self.sent.items():
            self.outcomes[outcome(known in self.acknowledged, entry, found.get(known, []))] += 1
        check = store.deep_check()
        self.faults += [f"{one['code']} {one['where']}" for one in check["problems"]]

    def line(self) -> str:
        told = ", ".join(f"{name} {self.outcomes[name]}" for name in OUTCOMES)
        return f"{told}, half-written {len(self.faults)}"


def outcome(acknowledged: bool, entry: Entry, found: list[dict[str, float]]) -> str:
    """One of the five words for one entry."""
    if len(found) > 1:
        return "duplicated"
    whole = found == [{"pain": entry.pain, "stress": entry.stress}]
    if acknowledged:
        return "stable" if whole else "lost"
    return "unknown_present" if whole else "unknown_absent"


def stored(store: SqlStore) -> dict[str, list[dict[str, float]]]:
    """The values of every stored check-in, by note: two under one note are a duplicate."""
    found: dict[str, list[dict[str, float]]] = {}
    with store.database.reading() as connection:
        for payload in connection.execute(select(operation.c.payload)).scalars():
            said = decode(payload)
            if said.note:
                pairs = {reading.variable: reading.value for reading in said.readings}
                found.setdefault(said.note, []).append(pairs)
    return found


class Service:
    """`unspiral serve` in a process of its own."""

    def __init__(self, folder: Path, database: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(folder), database],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        words = self.process.stdout.readline().split()
        assert words, "the server did not start"
        self.link = urlsplit(words[-1].decode())
        self._wait()

    @property
    def port(self) -> int:
        assert self.link.port is not None
        return self.link.port

    def _wait(self) -> None:
        """Until it answers."""
        for _ in range(500):
            with suppress(OSError, HTTPException):
                connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", "/help-now", headers=self.headers(""))
                connection.getresponse().read()
                return
            time.sleep(0.02)
        raise AssertionError("the server does not answer")

    def headers(self, cookie: str, **more: str) -> dict[str, str]:
        own = f"http://localhost:{self.port}"
        site = {"Host": f"localhost:{self.port}", "Origin": own, "Sec-Fetch-Site": "same-origin"}
        return {**site, "Cookie": cookie, **more}

    def sign_in(self) -> "Session":
        """Use the launch link."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", self.link.path, headers={"Host": f"localhost:{self.port}"})
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
        connection.request("GET", "/form-token", headers=self.headers(cookie))
        token = json.loads(connection.getresponse().read())["token"]
        return Session(cookie, token)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that stays signed in over restarts."""

    cookie: str
    token: str


class Device:
    """One client: it counts an entry as acknowledged only when the answer says so."""

    def __init__(self, service: Service, session: Session, account: Account) -> None:
        self.service, self.session, self.account = service, session, account
        self.connection = HTTPConnection("127.0.0.1", service.port, timeout=20)

    def _post(self, path: str, kind: str, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": kind, "X-Form-Token": self.session.token}
        sent = self.service.headers(self.session.cookie, **headers)
        self.connection.request("POST", path, body, sent)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def send_form(self, entry: Entry) -> None:
        """As the page does: 303 after saving."""
        self.account.sent[entry.id] = entry
        fields = {"form_token": self.session.token, **entry.hidden(), **entry.fields()}
        body = urlencode(fields).encode()
        status, _ = self._post("/checkin", "application/x-www-form-urlencoded", body)
        assert status == 303, f"form answered {status}"
        self.account.acknowledged.add(entry.id)

    def send_batch(self, some: Sequence[Entry]) -> None:
        """As the outbox does: each entry has its own result."""
        self.account.sent.update({entry.id: entry for entry in some})
        body = json.dumps({"operations": [entry.as_operation() for entry in some]}).encode()
        status, answer = self._post("/sync", "application/json", body)
        assert status == 200, f"sync answered {status}"
        results = json.loads(answer)["results"]
        assert {one["outcome"] for one in results} <= {"applied", "replayed"}, results
        self.account.acknowledged.update(one["id"] for one in results)

    def run(self, number: int, stop: Event, supply: Entries) -> None:
        """Write until the server is gone: two clients by form, two by outbox."""
        with suppress(OSError, HTTPException):
            while not stop.is_set():
                if number % 2:
                    self.send_batch([supply.next() for _ in range(BATCH)])
                else:
                    self.send_form(supply.next())


def resend(service: Service, session: Session, account: Account) -> None:
    """What an outbox does at the next chance: send all that was never acknowledged."""
    device, unknown = Device(service, session, account), account.unknown()
    for n in range(0, len(unknown), 50):
        device.send_batch(unknown[n : n + 50])


def kill_once(service: Service, session: Session, account: Account, wait: float) -> None:
    """Write from four clients for `wait` seconds, then kill the server."""
    stop = Event()
    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [
            pool.submit(
                Device(service, session, account).run, n, stop, entries(f"{account.kills}/{n}")
            )
            for n in range(CLIENTS)
        ]
        time.sleep(wait)
        service.kill()
        stop.set()
        for one in running:
            one.result()
    account.kills += 1
