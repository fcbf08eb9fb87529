"""Pages for when the computer cannot be reached: what is still here, and ease after asking."""

from dataclasses import dataclass

from markupsafe import Markup

from unspiral.web.views.ask_first import AskFirst
from unspiral.web.views.awake import PositionView


@dataclass(frozen=True, slots=True)
class OfflineView:
    """What still works on this device alone."""

    doors: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ComfortLine:
    """One session to choose: where it is, its picture or "", and how long it is."""

    href: str
    title: str
    length: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class OfflineDangerView:
    """The danger screen that decides on the device, and comfort behind it.

    `positions` is empty unless the gate has cleared comfort for this person; `sessions` are those
    of a build without a person. `closed`: there is nothing to clear on this device, as a sign
    that may be an emergency stands ("sign") or the person is, or may be, under 18 ("adult"); ""
    when the screen decides.
    """

    first: AskFirst
    positions: tuple[PositionView, ...]
    sessions: tuple[ComfortLine, ...] = ()
    closed: str = ""
