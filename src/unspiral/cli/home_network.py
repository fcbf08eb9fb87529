"""Which address this machine has on the home network. Nothing is sent to find out."""

import errno
import re
import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from unspiral.errors import BadInput, UnsafeSetting, UnspiralError

# RFC 1918: the ranges that routers do not pass on to the internet.
HOME = tuple(IPv4Network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
LOCAL_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.local")
ROUTES = Path("/proc/net/route")
ASK_ADDRESS = 0x8915  # SIOCGIFADDR of Linux
KEPT = "Nothing was started."


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen (`address`), what phones call it (`name`), and the other addresses."""

    name: str
    address: str
    others: tuple[str, ...] = ()


def chosen(
    asked: str | None,
    addresses: Callable[[], Sequence[str]] | None = None,
    looked_up: Callable[[str], Sequence[str]] | None = None,
    here: Callable[[str], bool] | None = None,
) -> Place:
    """The place asked for, or the one of the default route.

    Raises UnsafeSetting for an address outside the home ranges, BadInput for one that this
    machine does not have, UnspiralError where there is no home network.
    """
    outward = [one for one in (addresses or own_addresses)() if not one.startswith("127.")]
    own = [one for one in outward if is_home(one)]
    has = here or still_here  # asked, not looked up: an interface may have more than one
    if asked is None:
        if not own or own[0] != outward[0]:  # a home range of its own, say for containers
            raise no_network(own)
        return Place(own[0], own[0], tuple(own[1:]))
    name = asked.strip().lower().rstrip(".")
    if LOCAL_NAME.fullmatch(name):
        found = [one for one in (looked_up or look_up)(name) if is_home(one) and has(one)]
        if not found:
            raise BadInput(
                f"{name} does not lead to this computer on the home network.",
                KEPT,
                "Leave --address out, or give an address of this computer.",
            )
        return Place(name, found[0])
    if not is_home(name):
        raise not_at_home(asked)
    if not has(name):
        raise BadInput(f"This computer does not have the address {name} now.", KEPT, _choices(own))
    return Place(name, name, tuple(one for one in own if one != name))


def is_home(address: str) -> bool:
    """Whether an address lies in a range that only a home or office network uses."""
    try:
        found = IPv4Address(address)
    except ValueError:
        return False
    return any(found in network for network in HOME)


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine, that of the default route first."""
    try:
        return _by_interface()
    except (ImportError, OSError, AttributeError):  # not Linux
        return _by_route()


def still_here(address: str) -> bool:
    """Whether this machine has `address` now: whether it can be bound."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        try:
            tried.bind((address, 0))
        except OSError as error:
            return error.errno != errno.EADDRNOTAVAIL
    return True


def look_up(name: str) -> list[str]:
    """What a `.local` name leads to, as this machine knows it."""
    try:
        found = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:
        return []
    return [str(one[4][0]) for one in found]


def no_network(others: Sequence[str]) -> UnspiralError:
    named = f" To use one of these all the same, name it with --address: {', '.join(others)}."
    return UnspiralError(
        "This computer has no address on a home network.",
        KEPT,
        "Join your Wi-Fi or plug in the cable, then try again. Without a network: ./start."
        + (named if others else ""),
    )


def not_at_home(asked: str) -> UnsafeSetting:
    return UnsafeSetting(
        f"{asked} is not an address on a home network: others could reach your diary there.",
        KEPT,
        "Addresses at home begin with 192.168, 10, or 172.16 to 172.31. Or give a .local name.",
    )


def _choices(own: Sequence[str]) -> str:
    return f"It has: {', '.join(own)}." if own else "It has none on a home network."


def _by_interface() -> list[str]:
    import fcntl

    default = _default_interface()
    found: dict[str, str] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(asked.fileno(), ASK_ADDRESS, request)
            except OSError:  # an interface without an address
                continue
            found[name] = socket.inet_ntoa(answer[20:24])
    return [found[name] for name in sorted(found, key=lambda name: name != default)]


def _default_interface() -> str:
    """The interface of the default route with the lowest metric, or ""."""
    rows = [line.split() for line in ROUTES.read_text("ascii").splitlines()[1:]]
    ways = [(int(row[6]), row[0]) for row in rows if len(row) > 7 and row[1] == row[7] == "0" * 8]
    return min(ways, default=(0, ""))[1]


def _by_route() -> list[str]:
    """The address this machine would send from. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # RFC 5737: an address that nobody has
        except OSError:
            return []
        return [asked.getsockname()[0]]
