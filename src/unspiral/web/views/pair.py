"""The pages for a phone that is not in yet."""

from dataclasses import dataclass

from unspiral.services.pairing import MOST_NAME, HomeDoor
from unspiral.web.text import Text

IN_A_LINE = 8


@dataclass(frozen=True, slots=True)
class PairView:
    """The code (from the camera, or to be typed), the phone's name, and a fault."""

    code: str
    name: str
    most_name: int
    error: str


@dataclass(frozen=True, slots=True)
class TrustView:
    """The certificate's fingerprint, in lines to compare."""

    fingerprint: tuple[str, ...]


def pair_view(t: Text, code: str, spent: bool, name: str) -> PairView:
    """`spent`: the code was used, is too old, or never was one."""
    error = t("This code was used, is too old, or has a slip in it.") if spent else ""
    return PairView(code, name, MOST_NAME, error)


def trust_view(home: HomeDoor) -> TrustView:
    """What to compare."""
    return TrustView(in_lines(home.fingerprint))


def in_lines(fingerprint: str) -> tuple[str, ...]:
    """A fingerprint in lines of eight pairs."""
    pairs = fingerprint.split(":")
    return tuple(" ".join(pairs[at : at + IN_A_LINE]) for at in range(0, len(pairs), IN_A_LINE))
