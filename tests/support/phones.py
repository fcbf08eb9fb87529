"""The door on the home network in this process: its codes, a phone at it, and one that is in."""

from support.asgi import Client
from support.people import Person

from unspiral.services.context import Context
from unspiral.services.pairing import Codes, HomeDoor
from unspiral.web.app import create_app

ADDRESS, PORT = "192.168.1.20", 8321
FINGERPRINT = ":".join(f"{n:02X}" for n in range(32))


def door_of(ctx: Context) -> HomeDoor:
    """The way in as `unspiral phone` opens it, without the sockets."""
    return HomeDoor(ADDRESS, PORT, b"a certificate", FINGERPRINT, Codes(ctx.clock))


def phone_at(ctx: Context, home: HomeDoor) -> Client:
    """A phone's browser that has no session."""
    return Client(create_app(ctx, home, "phone"), home.address)


def paired(person: Person, home: HomeDoor, name: str = "Blue phone") -> Client:
    """A phone that came in by a code."""
    phone = phone_at(person.ctx, home)
    made = phone.post("/pair", {"code": home.codes.make(), "name": name})
    assert (made.status, made.header("location")) == (303, "/phone"), made.text
    return phone
