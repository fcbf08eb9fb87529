"""Where the server listens, what it says first, and what it refuses."""

import asyncio
import socket
import stat
import urllib.request
from pathlib import Path

import pytest
from support.house import served

from unspiral.cli.serve import has_screen, listen, refuse_other_hosts
from unspiral.errors import UnsafeSetting


def test_answers_are_sent_at_once_on_a_kept_connection() -> None:
    sockets = listen(0)
    accepted = set()

    class Told(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            own = transport.get_extra_info("socket")
            accepted.add(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            transport.close()

    async def called() -> None:
        loop = asyncio.get_running_loop()
        for one in sockets:
            server = await loop.create_server(Told, sock=one)
            host, port = one.getsockname()[:2]
            reader, writer = await asyncio.open_connection(host, port)
            await reader.read()
            writer.close()
            server.close()

    asyncio.run(called())
    assert accepted == {1}


def test_it_listens_on_loopback_only() -> None:
    sockets = listen(0)
    hosts = {s.getsockname()[0] for s in sockets}
    for one in sockets:
        one.close()
    assert "127.0.0.1" in hosts
    assert hosts <= {"127.0.0.1", "::1"}


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sockets = listen(port)
        found = {s.getsockname()[1] for s in sockets}
        for one in sockets:
            one.close()
    assert len(found) == 1
    assert port < found.pop() < port + 100


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_other_hosts_are_refused(host: str) -> None:
    with pytest.raises(UnsafeSetting):
        refuse_other_hosts(host)


def test_no_browser_is_opened_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_screen()


def test_a_served_folder_holds_its_link_and_its_help_for_the_owner_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as house:
        link_file = data / "launch-url"
        assert link_file.read_text() == f"{house.link}\n"
        assert stat.S_IMODE(link_file.stat().st_mode) == 0o600
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert "<html" in (data / "help.html").read_text()
        with urllib.request.urlopen(f"{house.address}/help-now", timeout=10) as answer:
            assert answer.status == 200
    assert house.process.returncode == 0
