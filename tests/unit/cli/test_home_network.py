"""Which address phones are given: one at home, that this machine has; nothing public, ever."""

import ipaddress
import socket
import struct
from pathlib import Path

import pytest

from unspiral.cli import home_network
from unspiral.cli.home_network import Place, chosen, is_home, own_addresses, still_here
from unspiral.errors import BadInput, UnsafeSetting, UnspiralError

OWN = ["192.168.1.20", "203.0.113.9", "172.17.0.1", "127.0.0.1"]


def test_the_default_route_s_home_address_is_taken_and_the_others_are_told() -> None:
    assert chosen(None, lambda: OWN) == Place("192.168.1.20", "192.168.1.20", ("172.17.0.1",))


def test_a_network_of_the_machine_s_own_is_not_taken_for_the_home() -> None:
    assert chosen(None, lambda: ["127.0.0.1", "192.168.1.20"]).address == "192.168.1.20"
    with pytest.raises(UnspiralError) as raised:
        chosen(None, lambda: ["203.0.113.9", "172.17.0.1"])
    assert "--address: 172.17.0.1" in raised.value.next_step


def test_another_of_our_own_can_be_asked_for() -> None:
    found = chosen(" 172.17.0.1 ", lambda: OWN, here=OWN.__contains__)
    assert found == Place("172.17.0.1", "172.17.0.1", ("192.168.1.20",))
    second = chosen("10.0.0.9", lambda: OWN, here=lambda address: address == "10.0.0.9")
    assert second.address == "10.0.0.9"


@pytest.mark.parametrize("own", [[], ["127.0.0.1"], ["203.0.113.9", "169.254.3.4"]])
def test_without_a_home_network_nothing_is_started(own: list[str]) -> None:
    with pytest.raises(UnspiralError, match="no address on a home network") as raised:
        chosen(None, lambda: own)
    assert raised.value.exit_code == 1
    assert "Wi-Fi" in raised.value.next_step


NOT_HOME = (
    *("0.0.0.0", "::", "", "203.0.113.9", "8.8.8.8", "127.0.0.1", "169.254.3.4", "100.64.0.1"),
    *("example.org", "localhost", "192.168.1", "192.168.1.20:8321", "fd00::2", "x" * 300),
    *("192.168.1.0/24", "0xC0A80114", "3232235796", "a.local.example.org", "-a.local", ".local"),
)


@pytest.mark.parametrize("asked", NOT_HOME)
def test_what_is_not_at_home_is_refused(asked: str) -> None:
    with pytest.raises(UnsafeSetting, match="not an address on a home network"):
        chosen(asked, lambda: OWN, lambda name: OWN, lambda address: True)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(BadInput, match="does not have the address") as raised:
        chosen("192.168.1.21", lambda: OWN, here=OWN.__contains__)
    assert "192.168.1.20, 172.17.0.1" in raised.value.next_step


def test_a_local_name_is_taken_when_it_leads_here() -> None:
    mine = OWN.__contains__
    found = chosen("My-Box.local.", lambda: OWN, lambda name: ["192.168.1.20"], mine)
    assert found == Place("my-box.local", "192.168.1.20")
    for elsewhere in ([], ["192.168.1.99"], ["203.0.113.9"]):
        with pytest.raises(BadInput, match="does not lead to this computer"):
            chosen("my-box.local", lambda: OWN, lambda name, to=elsewhere: to, mine)


def test_the_edges_of_the_home_ranges() -> None:
    inside = ("10.0.0.1", "10.255.255.255", "172.16.0.0", "172.31.9.9", "192.168.255.1")
    outside = ("9.255.255.255", "11.0.0.1", "172.15.255.255", "172.32.0.1", "192.167.1.1")
    assert [is_home(one) for one in inside] == [True] * 5
    assert [is_home(one) for one in (*outside, "192.169.0.0")] == [False] * 6


def test_the_addresses_of_this_machine_are_found_without_sending() -> None:
    found = own_addresses()
    assert all(ipaddress.IPv4Address(one) for one in found)
    assert "127.0.0.1" in found


def test_the_default_route_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    routes = tmp_path / "route"
    routes.write_text(
        "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
        "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
        "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
        "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
    )
    monkeypatch.setattr(home_network, "ROUTES", routes)
    names = {"docker0": "172.17.0.1", "eth0": "192.168.1.20", "wlan0": "192.168.1.30"}
    monkeypatch.setattr(socket, "if_nameindex", lambda: list(enumerate([*names, "down0"], 1)))

    def asked(_: int, what: int, request: bytes) -> bytes:
        name = request.partition(b"\0")[0].decode()
        if name not in names:
            raise OSError
        return struct.pack("20s", name.encode()) + socket.inet_aton(names[name]) + bytes(8)

    monkeypatch.setattr("fcntl.ioctl", asked)
    assert own_addresses() == ["192.168.1.20", "172.17.0.1", "192.168.1.30"]


def test_whether_an_address_is_still_here() -> None:
    assert still_here("127.0.0.1")
    assert not still_here("198.51.100.7")  # RFC 5737: nobody's
