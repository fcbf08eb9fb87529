"""`unspiral phone`: the pages on the home network too, over TLS, for phones that were let in."""

import os
import select
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import click

from unspiral import log
from unspiral.cli.certificates import FOLDER, Certificates, provide
from unspiral.cli.folder import data_option, settings_for
from unspiral.cli.home_network import Place, chosen, still_here
from unspiral.cli.serve import (
    DEFAULT_PORT,
    end_on_signal,
    first_free,
    open_socket,
    serve_opened,
    server_of,
)
from unspiral.drawing import qr
from unspiral.errors import StoreUnavailable
from unspiral.services.pairing import Codes, HomeDoor

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from unspiral.cli.serve import Beside
    from unspiral.services.context import Context

LAST = "address"  # in DIR/tls: where phones found this machine the last time
LOOK_SECONDS = 30.0
MOST_AT_ONCE = 64  # a browser opens six at most
RENEW_LOOKS = 2880  # a look at the certificate each day
Say = Callable[[str], None]


@click.command(name="phone")
@data_option
@click.option("--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True,
              help="For both ways in. Taken: the next free one is used, and said.")  # fmt: skip
@click.option("--address", help="Of this computer on the home network, or its .local name.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def command(data: Path | None, port: int, address: str | None, no_browser: bool) -> None:
    """Serve the pages on this machine and, over TLS, to your own phone on the home network."""
    place = chosen(address)
    settings = settings_for(data, port)
    from unspiral.bootstrap import opened

    end_on_signal()
    with opened(settings) as (ctx, person):
        serve_opened(ctx, person, not no_browser, beside=way_in(ctx, place))


def way_in(ctx: "Context", place: Place, say: Say = click.echo) -> "Beside":
    """What `serve_opened` keeps open beside localhost: the door on the home network.

    It is called with the port of the pages at localhost and a maker of the app that answers.
    Raises UnspiralError where the certificates cannot be used.
    """
    certificates = provide(ctx.settings.data, place.name, ctx.clock())

    @contextmanager
    def open_door(port: int, make: Callable[[HomeDoor], "ASGIApp"]) -> Iterator[HomeDoor]:
        listening = first_free(
            port, lambda free: [FewAtOnce(open_socket(socket.AF_INET, place.address, free))]
        )
        home = HomeDoor(
            place.name,
            listening[0].getsockname()[1],
            certificates.authority,
            certificates.fingerprint,
            Codes(ctx.clock),
        )
        if port and home.port != port:
            say(f"Port {port} is taken for phones; this is {home.port}.")
        locked = tls(certificates)
        ended = Event()
        keeper = Thread(target=keep, args=(ctx, place, home, locked, ended, say), daemon=True)
        with serving(make(home), listening, locked):
            tell(ctx, place, home, certificates, say)
            keeper.start()
            try:
                yield home
            finally:
                ended.set()

    return open_door


class FewAtOnce(socket.socket):
    """A listening socket with at most `MOST_AT_ONCE` connections; one more is closed at once.

    Whoever is on the same network may open connections, also one who was never let in. Each takes
    a file handle and some memory of the whole program, and the computer's own pages need theirs.
    """

    def __init__(self, listening: socket.socket) -> None:
        kind = (listening.family, listening.type, listening.proto)
        super().__init__(*kind, fileno=listening.detach())
        self._taken: list[socket.socket] = []

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection. Raises ConnectionAbortedError for one too many."""
        made, caller = super().accept()
        self._taken = [one for one in self._taken if one.fileno() != -1]
        if len(self._taken) >= MOST_AT_ONCE:
            made.close()
            raise ConnectionAbortedError
        self._taken.append(made)
        return made, caller


def tls(certificates: Certificates) -> ssl.SSLContext:
    """TLS 1.2 at least, with the certificate of this door."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(certificates.chain, certificates.key)
    return made


@contextmanager
def serving(
    app: "ASGIApp", listening: list[socket.socket], locked: ssl.SSLContext
) -> Iterator[None]:
    """A second server in a thread: it ends with the first, which alone hears the signals."""
    server = server_of(app, ssl_context_factory=lambda *_: locked)
    thread = Thread(target=server.run, kwargs={"sockets": listening}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def tell(
    ctx: "Context", place: Place, home: HomeDoor, certificates: Certificates, say: Say
) -> None:
    """Say where phones come in, what they have to trust, and what has changed."""
    if place.others:
        say(f"This computer also has {', '.join(place.others)}. Name one with --address to use it.")
    before = last_address(ctx.settings.data, home.address)
    if before and before != home.address:
        say(
            f"The address for phones has changed: {before} is now {home.address}.\n"
            "Phones come in with a new code. What they had not sent yet stays with their old\n"
            "icon: open it and tap “Save to a file”. Then, at the new address, open Me and\n"
            "“Bring a diary home”, and choose that file."
        )
    if certificates.made and before:
        say("The certificate is a new one: every phone has to trust it again.")
    say(f"Phones on your home network: {home.address}")
    say(f"Fingerprint to compare (SHA-256): {certificates.fingerprint}")
    say(
        "Only on a network you trust. Nothing comes? The firewall may stop it: "
        f"allow TCP port {home.port} from your home network."
    )
    say_code(home, say)


def say_code(home: HomeDoor, say: Say) -> None:
    """A fresh code: as a picture where the terminal can show one, and as words."""
    code = home.codes.make()
    if sys.stdout.isatty() and can_draw(sys.stdout.encoding):
        say(qr.as_text(home.link(code)))
    say(f"On the phone, once and within 10 minutes: {home.link(code)}")
    if at_terminal():
        say("For a new code, press Enter here.")


def at_terminal() -> bool:
    """Whether somebody can press a key here."""
    return sys.stdin is not None and sys.stdin.isatty()


def in_front() -> bool:
    """Whether what is typed is meant for us. In the background, reading it would stop us."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except OSError:  # a terminal that only we read from
        return True


def can_draw(encoding: str) -> bool:
    """Whether this terminal's letters hold the blocks the picture is made of."""
    try:
        "▀▄█".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def last_address(data: Path, now: str) -> str:
    """Where phones found this machine the last time, and from now on `now`."""
    from unspiral.bootstrap import write_private

    noted = data / FOLDER / LAST
    try:
        before = noted.read_text("utf-8").strip() if noted.exists() else ""
        write_private(noted, now + "\n")
    except (OSError, ValueError) as error:
        raise StoreUnavailable(
            f"{noted} cannot be read or written.", "Nothing was changed.", "Move it away."
        ) from error
    return before


def keep(
    ctx: "Context",
    place: Place,
    home: HomeDoor,
    locked: ssl.SSLContext,
    ended: Event,
    say: Say,
    wait: Callable[[Event], bool] | None = None,
) -> None:
    """Until the end: a new code for Enter, a word when the address is gone, fresh certificates."""
    here, looks = True, 0
    while not ended.is_set():
        if (wait or pressed)(ended):
            say_code(home, say)
            continue
        looks += 1
        was, here = here, still_here(place.address)
        if was and not here:
            say(
                f"This computer does not have the address {place.address} any more. Stop with "
                "Ctrl+C and start again: it takes the new one and shows a new code."
            )
        if looks % RENEW_LOOKS == 0:
            renew(ctx, place, locked)


def renew(ctx: "Context", place: Place, locked: ssl.SSLContext) -> None:
    """Take a new certificate before the old one ends; connections from now on get it."""
    try:
        found = provide(ctx.settings.data, place.name, ctx.clock(), running=True)
        locked.load_cert_chain(found.chain, found.key)
    except Exception as error:  # the old one serves on; only the fault's name is told
        log.event("renewal_failed", fault=type(error).__name__)


def pressed(ended: Event) -> bool:
    """Wait up to half a minute; True as soon as somebody pressed Enter at the terminal."""
    if not at_terminal() or sys.platform == "win32":
        ended.wait(LOOK_SECONDS)
        return False
    for _ in range(round(LOOK_SECONDS)):
        if ended.is_set():
            return False
        ready, _, _ = select.select([sys.stdin.fileno()], [], [], 1.0)
        if ready and in_front():
            if os.read(sys.stdin.fileno(), 1024):
                return True
            ended.wait(LOOK_SECONDS)  # an end of input is ready again at once
            return False
        if ready:
            ended.wait(1.0)
    return False
