"""`unspiral phone`: a real TLS door on this machine, what it says, and what it never answers."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from support.server import MovedClock, made

from unspiral.bootstrap import make_app
from unspiral.catalogue.load import Catalogue
from unspiral.cli import phone
from unspiral.cli.certificates import provide
from unspiral.cli.home_network import Place
from unspiral.cli.phone import keep, pressed, say_code, tls, way_in
from unspiral.errors import StoreUnavailable, UnspiralError
from unspiral.services import pairing
from unspiral.services.context import Context
from unspiral.services.pairing import Codes, HomeDoor

NAME = "my-box.local"
PLACE = Place(NAME, "127.0.0.1", ("172.17.0.1",))
LINK = re.compile(r"https://\S+/pair/\S+")


@pytest.fixture
def ctx(tmp_path: Path, catalogue: Catalogue) -> Iterator[Context]:
    found, _ = made(tmp_path / "data", catalogue, MovedClock())
    yield found
    found.store.close()


@contextmanager
def opened(
    ctx: Context, said: list[str], place: Place = PLACE, port: int = 0
) -> Iterator[HomeDoor]:
    """The door as the command opens it, on this machine only."""
    open_door = way_in(ctx, place, said.append)
    with open_door(port, lambda home: make_app(ctx, None, home, "phone")) as home:
        yield home


def trusting(authority: bytes) -> ssl.SSLContext:
    """A phone that trusts this authority and no other."""
    return ssl.create_default_context(cadata=authority)


def ask(
    home: HomeDoor,
    path: str,
    headers: Mapping[str, str] | None = None,
    body: str = "",
    at: tuple[str, int] | None = None,
) -> tuple[int, str]:
    """One request over TLS: its status, and all that came back."""
    given = {"host": home.host, "connection": "close", "sec-fetch-site": "same-origin"}
    if body:
        given |= {"content-type": "application/x-www-form-urlencoded", "origin": home.address}
        given |= {"content-length": str(len(body))}
    lines = [f"{name}: {value}" for name, value in {**given, **(headers or {})}.items()]
    sent = "\r\n".join([f"{'POST' if body else 'GET'} {path} HTTP/1.1", *lines, "", body])
    with (
        socket.create_connection(at or ("127.0.0.1", home.port), timeout=10) as plain,
        trusting(home.certificate).wrap_socket(plain, server_hostname=home.name) as locked,
    ):
        locked.sendall(sent.encode())
        found = b""
        while more := locked.recv(65536):
            found += more
    return int(found.split(b" ", 2)[1]), found.decode()


def test_a_phone_comes_in_over_tls_once_and_leaves_when_removed(ctx: Context) -> None:
    said: list[str] = []
    with opened(ctx, said) as home:
        link = LINK.search("\n".join(said))
        assert link
        path = urlsplit(link[0]).path
        assert ask(home, "/me")[0] == 401
        assert ask(home, path)[0] == 200
        code = path.rsplit("/", 1)[1]
        status, answer = ask(home, "/pair", body=f"code={code}&name=Blue")
        assert status == 303
        cookie = re.search(r"set-cookie: (__Host-unspiral=[\w-]+); .*; Secure", answer)
        assert cookie
        assert ask(home, "/me", {"cookie": cookie[1]})[0] == 200
        assert [ask(home, path)[0], ask(home, "/pair", body=f"code={code}")[0]] == [410, 410]
        (person,) = ctx.store.people()
        (held,) = pairing.phones(ctx, person)
        assert held.name == "Blue"
        pairing.remove(ctx, person, pairing.short(held))
        assert ask(home, "/me", {"cookie": cookie[1]})[0] == 401


def test_other_hosts_get_nothing(ctx: Context) -> None:
    with opened(ctx, []) as home:
        hosts = ("localhost", f"localhost:{home.port}", f"127.0.0.1:{home.port}", NAME)
        assert [ask(home, "/help-now", {"host": host})[0] for host in hosts] == [421] * 4
        assert ask(home, "/help-now")[0] == 200


def test_what_is_not_tls_gets_no_answer(ctx: Context) -> None:
    with opened(ctx, []) as home:
        with socket.create_connection(("127.0.0.1", home.port), timeout=10) as plain:
            plain.sendall(f"GET /help-now HTTP/1.1\r\nhost: {home.host}\r\n\r\n".encode())
            try:
                found = plain.recv(65536)
            except ConnectionResetError:
                found = b""
        assert b"HTTP" not in found


def test_old_tls_is_not_spoken(ctx: Context) -> None:
    locked = tls(provide(ctx.settings.data, NAME, ctx.clock()))
    assert locked.minimum_version == ssl.TLSVersion.TLSv1_2


def test_after_the_end_nothing_listens(ctx: Context) -> None:
    before = threading.active_count()
    with opened(ctx, []) as home:
        pass
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", home.port), timeout=5)
    assert threading.active_count() <= before + 1  # the keeper ends at its next look


def test_a_taken_port_gives_the_next_free_one_and_a_word(ctx: Context) -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with opened(ctx, said, port=port) as home:
            assert port < home.port < port + 100
    assert f"Port {port} is taken for phones; this is {home.port}." in said


def test_it_says_where_what_to_compare_and_which_addresses_are_left(ctx: Context) -> None:
    said: list[str] = []
    with opened(ctx, said) as home:
        words = "\n".join(said)
    for part in (home.address, home.fingerprint, "172.17.0.1", "firewall", "a network you trust"):
        assert part in words, part
    assert "has changed" not in words
    assert "every phone has to trust it again" not in words


def test_a_changed_address_is_said_with_what_to_do(ctx: Context) -> None:
    first: list[str] = []
    second: list[str] = []
    with opened(ctx, first) as before:
        pass
    with opened(ctx, second, Place("other-box.local", "127.0.0.1")) as after:
        assert ask(after, "/help-now")[0] == 200
    words = "\n".join(second)
    assert f"{before.address} is now {after.address}" in words
    assert "Save to a file" in words
    assert after.fingerprint == before.fingerprint


def test_a_note_of_the_address_that_cannot_be_read_is_said(ctx: Context) -> None:
    (ctx.settings.data / "tls" / "address").mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match="cannot be read or written"), opened(ctx, []):
        pass


def test_damaged_certificates_stop_the_start_before_anything_opens(ctx: Context) -> None:
    provide(ctx.settings.data, NAME, ctx.clock())
    (ctx.settings.data / "tls" / "authority.key").write_text("damaged")
    with pytest.raises(UnspiralError, match="are damaged"):
        way_in(ctx, PLACE)


def test_whoever_opens_many_connections_takes_no_more_than_there_are(ctx: Context) -> None:
    with opened(ctx, []) as home:
        address = ("127.0.0.1", home.port)
        idle = [socket.create_connection(address) for _ in range(phone.MOST_AT_ONCE)]
        try:
            with socket.create_connection(address) as one_more:
                one_more.settimeout(30)
                assert one_more.recv(1) == b""  # closed, unheard
        finally:
            for one in idle:
                one.close()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:  # room again as soon as the server has seen them go
            try:
                assert ask(home, "/pair")[0] == 200
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("no room again")


def test_enter_gives_a_new_code_and_a_lost_address_is_said_once(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    home = HomeDoor(NAME, 1, b"", "", Codes(ctx.clock))
    here = iter([True, False, False, True, False])
    monkeypatch.setattr(phone, "still_here", lambda address: next(here))
    pressed = iter([True, False, False, False, False, False])

    def wait(ended: threading.Event) -> bool:
        found = next(pressed, None)
        if found is None:
            ended.set()
        return bool(found)

    locked = tls(provide(ctx.settings.data, NAME, ctx.clock()))
    with pytest.raises(StopIteration):  # one look more than there are answers
        keep(ctx, PLACE, home, locked, threading.Event(), said.append, wait)
    assert len([one for one in said if LINK.search(one)]) == 1
    assert len([one for one in said if "does not have the address 127.0.0.1 any more" in one]) == 2


def test_certificates_are_renewed_while_it_runs(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone, "RENEW_LOOKS", 1)
    clock = ctx.clock
    assert isinstance(clock, MovedClock)
    early = replace(ctx, clock=lambda: clock() - timedelta(days=360))
    said: list[str] = []
    with opened(early, said) as home:
        locked = tls(provide(early.settings.data, NAME, early.clock()))
        looks = iter([False])
        ended = threading.Event()

        def wait(event: threading.Event) -> bool:
            if next(looks, None) is None:
                event.set()
            return False

        before = (ctx.settings.data / "tls" / "server.crt").read_text()
        keep(ctx, PLACE, home, locked, ended, said.append, wait)
        assert (ctx.settings.data / "tls" / "server.crt").read_text() != before
        assert shaken(locked, home) > clock() + timedelta(days=390)


def shaken(locked: ssl.SSLContext, home: HomeDoor) -> object:
    """Until when the certificate lasts that a door with this context shows."""
    ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting(home.certificate).wrap_bio(ours, theirs, server_hostname=home.name)
    server = locked.wrap_bio(theirs, ours, server_side=True)
    for end in (client, server, client, server):
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return x509.load_der_x509_certificate(client.getpeercert(True) or b"").not_valid_after_utc


def test_renewal_that_fails_leaves_the_old_one_and_says_no_more_than_its_name(
    ctx: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = tls(provide(ctx.settings.data, NAME, ctx.clock()))
    (ctx.settings.data / "tls" / "authority.key").write_text("damaged")
    phone.renew(ctx, PLACE, locked)
    assert '"event": "renewal_failed", "fault": "UnspiralError"' in capsys.readouterr().out


def test_the_picture_is_for_a_terminal_that_can_show_it(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = HomeDoor(NAME, 1, b"", "", Codes(ctx.clock))
    kinds = ((True, "utf-8", True), (True, "ascii", False), (False, "utf-8", False))
    for tty, encoding, drawn in kinds:
        said: list[str] = []
        out = type("Out", (), {"encoding": encoding, "isatty": lambda self, tty=tty: tty})
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", out())
            say_code(home, said.append)
        assert ("▀" in "".join(said)) is drawn
        assert LINK.search(said[-1] if not drawn else said[1])


def test_enter_is_seen_at_a_terminal_and_the_end_of_input_makes_no_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = os.openpty()
    monkeypatch.setattr(phone, "LOOK_SECONDS", 1.0)
    with os.fdopen(theirs, "r") as terminal, monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", terminal)
        os.write(ours, b"\n")
        assert pressed(threading.Event())
        assert not pressed(threading.Event())
        os.write(ours, b"\x04")
        assert not pressed(threading.Event())
        patched.setattr(phone, "in_front", lambda: False)
        os.write(ours, b"\n")
        assert not pressed(threading.Event())
        patched.undo()
    os.close(ours)


def test_no_key_is_in_the_records_or_in_a_backup(ctx: Context, tmp_path: Path) -> None:
    with opened(ctx, []):
        ctx.store.backup(str(tmp_path / "copy.db"))
    files = [tmp_path / "copy.db", *ctx.settings.data.glob("unspiral.db*")]
    assert len(files) >= 2
    assert [path.name for path in files if b"PRIVATE KEY" in path.read_bytes()] == []
    assert b"PRIVATE KEY" in (ctx.settings.data / "tls" / "authority.key").read_bytes()


# The command as a person starts it, on a machine whose home address is its own loopback.
COMMAND = """
import sys
from ipaddress import IPv4Network
from unspiral.cli import home_network
home_network.HOME = (IPv4Network("127.0.0.0/8"),)
from unspiral.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def test_the_command_opens_both_ways_in_and_owns_the_folder(tmp_path: Path) -> None:
    words = [sys.executable, "-c", COMMAND, "phone", "--no-browser", "--port", "0"]
    words += ["--data", str(tmp_path / "data"), "--address", "127.0.0.2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, **pipes)
    try:
        said = [process.stdout.readline()]
        while "On the phone" not in said[-1] and said[-1]:
            said.append(process.stdout.readline())
        link = LINK.search(said[-1])
        assert link, said
        assert "http://localhost:" in said[0]
        where = urlsplit(link[0])
        pem = (tmp_path / "data" / "tls" / "authority.crt").read_bytes()
        der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
        home = HomeDoor("127.0.0.2", where.port or 443, der, "", Codes(MovedClock()))
        assert ask(home, where.path, at=("127.0.0.2", home.port))[0] == 200
        second = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=60)
        assert (second.returncode, "is running on this folder" in second.stderr) == (4, True)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
