"""Awake at night: three words, a worry parked, one line of help. No clock, no count, no feed."""

from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing import figure
from unspiral.records.triage import Clearance
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text

POSITIONS = ("side-lying-pillow", "back-lying-pillow")


@dataclass(frozen=True, slots=True)
class PositionView:
    """One position: the picture and a sentence that could replace it."""

    figure: Markup
    words: str


@dataclass(frozen=True, slots=True)
class AwakeView:
    """The awake page. `closed`: an emergency sign is open, so only help and the worry stay.

    `talk`: the worry that was parked holds a phrase of the fixed word list.
    """

    part: str
    closed: bool
    positions: tuple[PositionView, ...]
    parked: bool
    talk: bool
    words: str
    op: OperationFields


def positions(t: Text, catalogue: Catalogue, clearance: Clearance) -> tuple[PositionView, ...]:
    """Positions that may ease, for whom the gate has cleared comfort."""
    body = catalogue.bodies.get("body")
    if body is None or not clearance.covers("comfort"):
        return ()
    drawn = [catalogue.figures[name] for name in POSITIONS if name in catalogue.figures]
    look = figure.Look(px=288, arrows=False, translate=t)
    return tuple(
        PositionView(
            Markup(figure.still(item, body, look)),
            t.content("figures", item.id, "title", item.title),
        )
        for item in drawn
    )
