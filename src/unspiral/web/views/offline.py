"""Pages for when the computer cannot be reached: what is still here, and ease after asking."""

from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views.ask_first import AskFirst
from unspiral.web.views.awake import PositionView
from unspiral.web.views.checkin import CheckinView, Entry, checkin_view


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


def blank_checkin(catalogue: Catalogue, t: Text) -> CheckinView:
    """The check-in for any day, with nothing in it: the script fills in day, zone and id."""
    day = date.min
    entry = Entry(
        day=day,
        today=day,
        zone="",
        version=0,
        hour=0,
        known={},
        presets={},
        places=[],
        own_names={"own_1": "", "own_2": "", "own_3": ""},
        days=[],
        typed={},
        errors={},
    )
    view = checkin_view(entry, catalogue, t)
    halves = tuple(replace(half, op=OperationFields("", "", ""), open=True) for half in view.halves)
    return replace(view, date=t("Today"), halves=halves, own_asked=(), days=())
