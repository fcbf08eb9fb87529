"""The pages over a data folder of a test's own, on a real socket, with a clock the test moves."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import uvicorn
from support.asgi import Client
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Value
from unspiral.services import entry
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write
from unspiral.settings import Settings
from unspiral.store.opening import open_sqlite
from unspiral.web.app import create_app


@dataclass(slots=True)
class MovedClock:
    """The machine's clock, moved by the test. Times only ever go on."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(slots=True)
class Server:
    """A running server: where it is, whose folder it has, and its way in."""

    ctx: Context
    person: str
    address: str
    clock: MovedClock
    running: uvicorn.Server
    thread: Thread

    def launch(self) -> str:
        """A fresh one-use link."""
        return f"{self.address}/launch/{entry.make_launch(self.ctx, self.person)}"

    def today(self) -> date:
        """The person's own day, which is the day before until 04:00."""
        with self.ctx.store.read(self.person) as tx:
            return facts_now(self.ctx, tx).today

    def answer(self, answers: Mapping[str, Value]) -> None:
        """Answers straight through the one door, as given now."""
        now, today = self.ctx.clock(), self.today()
        held = tuple(Answer(name, value, now, today) for name, value in answers.items())
        write(self.ctx, self.person, "setup", Origin(), answers=held)

    def set_up(self, **more: Value) -> None:
        """Somebody whose screens are all clear, in Ireland, set up just now."""
        clear = clear_answers(self.ctx.catalogue)
        self.answer({**clear, "country": "IE", "zone": "Europe/Dublin", **more})

    def stop(self) -> None:
        """The computer is off: nothing answers at the address any more."""
        self.running.should_exit = True
        self.thread.join(10)


@contextmanager
def serving(data: Path, catalogue: Catalogue) -> Iterator[Server]:
    """A server on a free port of this machine, stopped at the end."""
    clock = MovedClock()
    ctx, person = made(data, catalogue, clock)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(ctx), log_config=None, access_log=False)
    running = uvicorn.Server(config)
    thread = Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    address = f"http://localhost:{listening.getsockname()[1]}"
    server = Server(ctx, person, address, clock, running, thread)
    try:
        yield server
    finally:
        server.stop()
        ctx.store.close()


def made(data: Path, catalogue: Catalogue, clock: MovedClock) -> tuple[Context, str]:
    """A context over a new data folder with one person, as `bootstrap` makes it."""
    data.mkdir(parents=True, exist_ok=True)
    store = open_sqlite(data / "unspiral.db")
    ctx = Context(store, catalogue, clock, Settings(data))
    store.add_person("a" * 32, clock())
    return ctx, "a" * 32


def signed_in(ctx: Context, person: str) -> Client:
    """An in-process client that came in by the launch link."""
    client = Client(create_app(ctx))
    client.get(f"/launch/{entry.make_launch(ctx, person)}", {"sec-fetch-site": "none"})
    return client
