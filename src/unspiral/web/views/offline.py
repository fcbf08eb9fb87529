"""Pages for when the computer cannot be reached: what is still here, and ease after asking."""

from dataclasses import dataclass

from unspiral.web.views.awake import PositionView


@dataclass(frozen=True, slots=True)
class OfflineView:
    """What still works on this device alone."""

    doors: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OfflineDangerView:
    """The danger screen that decides on the device, and comfort behind it.

    `positions` is empty unless the gate has cleared comfort for this person. `closed`: there is
    nothing to clear on this device, as a sign that may be an emergency stands ("sign") or the
    person is, or may be, under 18 ("adult"); "" when the screen decides.
    """

    ask: str
    note: str
    lines: tuple[tuple[str, str], ...]
    none_label: str
    positions: tuple[PositionView, ...]
    closed: str = ""
