"""Awake at night: three words, a worry parked, one line of help. No clock, no count, no feed."""

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.drawing import figure
from unspiral.records.triage import Clearance
from unspiral.services.night_voice import NightVoice
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text

# Figure -> the technique it is: what made somebody worse is not shown.
POSITIONS: Mapping[str, str] = {
    "side-lying-pillow": "side-lying-pillow",
    "back-lying-pillow": "rest-pillow-knees",
    "half-lying-propped": "half-lying-propped",
}
BREATHING = "belly-breathing"
# Pregnant or not asked: not flat on the back.
NOT_FLAT = ("back-lying-pillow", "k2")
SIT_UP = "half-lying-propped"
RISING = "log-roll"
WIDE = 288  # px of one position
# Falls or unsteady, over 70, medicines that make drowsy: sitting up comes before getting up (H27).
MAY_FALL = frozenset({"k5", "k10", "k9_drowsy"})
THOUGHTS = "sleep-thoughts"


@dataclass(frozen=True, slots=True)
class PositionView:
    """One position: the picture and a sentence that could replace it."""

    figure: Markup
    words: str


@dataclass(frozen=True, slots=True)
class AwakeView:
    """The awake page. `closed`: an emergency sign is open, so only help and the worry stay.

    `sit_first`: getting up may end in a fall, or nobody asked, so sitting up comes first.
    `voice`: address of the sound, "" for none; `said`: its lines as JSON, for a device whose own
    voice speaks them, "" where the file speaks. `talk`: the worry that was parked holds a phrase
    of the fixed word list. `line`: the kind line this person wants to see here.
    """

    part: str
    closed: bool
    positions: tuple[PositionView, ...]
    breathing: bool
    sitting: tuple[PositionView, ...]
    rising: tuple[PositionView, ...]
    sit_first: bool
    thoughts: tuple[str, ...]
    voice: str
    said: str
    parked: bool
    talk: bool
    line: str
    op: OperationFields


def positions(
    t: Text,
    catalogue: Catalogue,
    clearance: Clearance | None,
    names: Iterable[str] = POSITIONS,
    worse: Set[str] = frozenset(),
) -> tuple[PositionView, ...]:
    """Positions that may ease, for whom the gate has cleared comfort.

    `worse`: techniques that made this person worse; none of them is shown.
    """
    body = catalogue.bodies.get("body")
    if body is None or clearance is None or not clearance.covers("comfort"):
        return ()
    flat, caution = NOT_FLAT
    fit = (
        name
        for name in names
        if POSITIONS[name] not in worse and (name != flat or caution not in clearance.cautions)
    )
    drawn = [catalogue.figures[name] for name in fit if name in catalogue.figures]
    look = figure.Look(px=WIDE, arrows=False, translate=t)
    return tuple(
        PositionView(
            Markup(figure.still(item, body, look)),
            t.content("figures", item.id, "title", item.title),
        )
        for item in drawn
    )


def rising(t: Text, catalogue: Catalogue, clearance: Clearance | None) -> tuple[PositionView, ...]:
    """Out of bed pose by pose, each with its words."""
    body, found = catalogue.bodies.get("body"), catalogue.figures.get(RISING)
    if body is None or found is None or clearance is None or not clearance.covers("comfort"):
        return ()
    look = figure.Look(px=WIDE, arrows=True, translate=t, hidden=True)
    return tuple(
        PositionView(
            Markup(figure.pose(found, body, pose.id, look)),
            t(pose.say),
        )
        for pose in found.poses
    )


def thoughts(t: Text, catalogue: Catalogue) -> tuple[str, ...]:
    """The kinder lines for a busy mind, from the technique; none with a number in it."""
    item = catalogue.techniques.get(THOUGHTS)
    lines = item.how if item is not None and item.status != "retired" else ()
    quoted = ((n, line) for n, line in enumerate(lines) if line.startswith('"'))
    return tuple(
        t.content("techniques", THOUGHTS, f"how.{n}", line)
        for n, line in quoted
        if not any(char.isdigit() for char in line)
    )


def may_fall(clearance: Clearance | None) -> bool:
    """Whether getting up may end in a fall; unknown counts as yes."""
    return clearance is None or bool(clearance.cautions & MAY_FALL)


def said(found: NightVoice) -> str:
    """The lines of the voice as JSON, [[seconds, words], …]; "" where the file itself speaks."""
    return "" if found.voice else json.dumps([list(line) for line in found.lines])
