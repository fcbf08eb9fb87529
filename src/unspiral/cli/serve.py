"""`unspiral serve`: the pages on this machine, at localhost only."""

import errno
import logging
import os
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import click

from unspiral import log
from unspiral.cli.folder import data_option, settings_for
from unspiral.errors import UnsafeSetting, UnspiralError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

    from unspiral.services.context import Context
    from unspiral.services.pairing import HomeDoor

    # Another way in: opened with our port and a maker of the app that answers there.
    Beside = Callable[[int, Callable[[HomeDoor], ASGIApp]], AbstractContextManager[HomeDoor]]

NOTHING = nullcontext(None)
HOSTS = ("127.0.0.1", "::1", "localhost")
DEFAULT_PORT = 8321
PORTS_TRIED = 100
LAUNCH_FILE = "launch-url"
CLOSING_SECONDS = 5
HOUR_SECONDS = 3600.0


@click.command(name="serve")
@data_option
@click.option("--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True,
              help="Taken: the next free one is used, and said. 0: any free one.")  # fmt: skip
@click.option("--host", default=HOSTS[0], help="This machine only: anything else is refused.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def command(data: Path | None, port: int, host: str, no_browser: bool) -> None:
    """Serve the pages on this machine, print the link to open, and open the browser."""
    refuse_other_hosts(host)
    serve(settings_for(data, port), browser=not no_browser)


def refuse_other_hosts(host: str) -> None:
    """Other machines may only reach a server with accounts and TLS, which this is not."""
    if host not in HOSTS:
        raise UnsafeSetting(
            f"Unspiral does not listen on {host}: other machines could read your diary.",
            "Nothing was started.",
            "Leave --host out; the pages are then at http://localhost.",
        )


def serve(settings: Any, browser: bool) -> None:
    """Run until stopped by Ctrl+C or a TERM signal, then let go of the data folder."""
    from unspiral.bootstrap import opened

    end_on_signal()
    with opened(settings) as (ctx, person):
        serve_opened(ctx, person, browser)


def end_on_signal() -> None:
    """End by a TERM signal as by Ctrl+C; keep other people's logs shut."""
    signal.signal(signal.SIGTERM, _stop)
    logging.disable(logging.CRITICAL)  # libraries may put content into what they log


def serve_opened(
    ctx: "Context",
    person: str,
    browser: bool,
    read_now: bool = False,
    beside: "Beside | None" = None,
) -> None:
    """Serve a folder that is open until stopped. `read_now`: the learner need not be asked.

    `beside` opens another way in for as long as this one is open.
    """
    from unspiral.bootstrap import make_app
    from unspiral.jobs import Jobs

    sockets = listen(ctx.settings.port)
    port = sockets[0].getsockname()[1]
    if port != ctx.settings.port and ctx.settings.port:
        click.echo(f"Port {ctx.settings.port} is taken; this is {port}.")
    jobs, ended = Jobs(ctx), Event()
    Thread(target=erase_when_due, args=(ctx, ended), daemon=True).start()
    started = time.monotonic()
    announce(ctx, person, port, browser)
    other = beside(port, lambda home: make_app(ctx, jobs, home, "phone")) if beside else NOTHING
    try:
        with other as home:
            app = make_app(ctx, jobs, home)
            log.event("started", port=port, content=ctx.catalogue.hash[:12])
            if read_now:
                jobs.request(person)
            server_of(app).run(sockets=sockets)
    except KeyboardInterrupt:
        pass
    finally:
        ended.set()
        jobs.stop()
        log.event("stopped", ms=round((time.monotonic() - started) * 1000))


def erase_when_due(ctx: "Context", ended: Event, each: float = HOUR_SECONDS) -> None:
    """Until the end: carry out an erase whose seven days are over, also where nobody restarts."""
    from unspiral.services.erase import carry_out_due

    while not ended.wait(each):
        try:
            carry_out_due(ctx)
        except Exception as error:  # tried again next time; only the fault's name is told
            log.event("erase_failed", fault=type(error).__name__)


def listen(port: int) -> list[socket.socket]:
    """Listening sockets on 127.0.0.1 and, where there is one, ::1, at the first free port."""
    return first_free(port, _both)


def first_free(port: int, opened: Callable[[int], list[socket.socket]]) -> list[socket.socket]:
    """What `opened` makes at the first free port from `port` on; 0 is any free one."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)) if port else [0]:
        try:
            return opened(candidate)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise UnspiralError(
        f"No free port from {port} on.", next_step="Choose another one: --port 9000"
    )


def _both(port: int) -> list[socket.socket]:
    first = open_socket(socket.AF_INET, "127.0.0.1", port)
    try:
        return [first, open_socket(socket.AF_INET6, "::1", first.getsockname()[1])]
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            first.close()
            raise
        return [first]  # no IPv6 on this machine


def open_socket(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    """A listening socket at exactly this address."""
    # Named TCP, or asyncio leaves Nagle's delay on: 40 ms for each answer on a kept connection.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def announce(ctx: "Context", person: str, port: int, browser: bool) -> None:
    """Say the link and where help stands without the program; open the browser if asked."""
    from unspiral.bootstrap import write_help, write_private
    from unspiral.services.entry import make_launch

    help_file = write_help(ctx)
    link = f"http://localhost:{port}/launch/{make_launch(ctx, person)}"
    write_private(ctx.settings.data / LAUNCH_FILE, link + "\n")
    click.echo(f"Open this link, once: {link}")
    click.echo(f"Help without this program: {help_file}")
    click.echo("Stop with Ctrl+C.")
    if browser and has_screen():
        Thread(target=webbrowser.open, args=(link,), daemon=True).start()


def has_screen() -> bool:
    """False on a machine where opening a browser would take over the terminal."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(named)


def server_of(app: "ASGIApp", **more: Any) -> "uvicorn.Server":
    """A server for one app: our own log, no header that names it, no trust in a proxy's word."""
    import uvicorn

    config = uvicorn.Config(
        log.RequestLog(app, quiet=sys.stdout.isatty()),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=CLOSING_SECONDS,
        **more,
    )
    return uvicorn.Server(config)


def _stop(signum: int, frame: object) -> None:
    raise SystemExit(0)
