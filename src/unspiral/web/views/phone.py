"""The page about phones on the computer, and the one on the phone itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from unspiral.drawing import qr
from unspiral.services.pairing import HomeDoor, short
from unspiral.store.base import Device
from unspiral.web.text import Text
from unspiral.web.views.pair import in_lines


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """One phone that may come in."""

    called: str
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code that opens once: for the camera, and to be typed."""

    picture: Markup
    typed: str


@dataclass(frozen=True, slots=True)
class PhoneView:
    """Phones. `address` is "" where the program was started without the way in for them.

    `fresh`: whoever looks came by the link from the terminal just now, and may make a code.
    """

    address: str
    command: str
    fresh: bool
    code: CodeView | None
    fingerprint: tuple[str, ...]
    phones: tuple[PhoneRow, ...]


@dataclass(frozen=True, slots=True)
class ThisPhoneView:
    """The phone in the hand."""

    name: str
    address: str


def phone_view(
    t: Text,
    home: HomeDoor | None,
    data: Path,
    phones: Iterable[Device],
    fresh: bool,
    code: str,
) -> PhoneView:
    """`code` is shown when there is one; it is nowhere else afterwards."""
    shown = None
    if home is not None and code:
        shown = CodeView(Markup(qr.as_svg(home.link(code), t("Code for the camera"))), code)
    return PhoneView(
        address=home.address if home else "",
        command=f"./start phone --data {data}",
        fresh=fresh,
        code=shown,
        fingerprint=in_lines(home.fingerprint) if home else (),
        phones=tuple(_row(t, one) for one in phones),
    )


def this_phone_view(t: Text, home: HomeDoor, held: Device | None) -> ThisPhoneView:
    """What this phone is called and where it comes in."""
    return ThisPhoneView(held.name if held and held.name else t("Phone"), home.address)


def _row(t: Text, phone: Device) -> PhoneRow:
    since = t("since {day}", day=t.day(phone.made.date(), with_year=True))
    return PhoneRow(short(phone), phone.name or t("Phone"), since)
