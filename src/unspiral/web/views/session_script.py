"""What the player reads and moves: the script as JSON, the picture at rest, the one that moves."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Figure
from unspiral.drawing import figure as drawing
from unspiral.records.session import Script
from unspiral.services.sessions import Session
from unspiral.web.text import Text
from unspiral.web.views.pictures import picture_of
from unspiral.web.views.session_words import cue_at, said, title_of, word_at

PICTURE_PX = 328


@dataclass(frozen=True, slots=True)
class Sound:
    """The session as one file: its address, the one that starts with the other side, whether a
    voice of this machine speaks in it, and whether it is night: no count is shown then."""

    url: str
    other: str
    voice: str
    night: bool


def _figure(catalogue: Catalogue, script: Script) -> Figure | None:
    return catalogue.figures.get(script.figure) if script.figure else None


def _look(script: Script, t: Text, **extra: Any) -> drawing.Look:
    return drawing.Look(px=PICTURE_PX, mirrored=script.mirrored, one_row=True, translate=t, **extra)


def still_of(catalogue: Catalogue, session: Session, t: Text) -> Markup:
    script = session.script
    assert isinstance(script, Script)
    figure = _figure(catalogue, script)
    if figure is None:
        return picture_of(t, catalogue, session.technique.picture)
    strip = drawing.still if _is_cut(catalogue, figure) else drawing.strip
    return Markup(strip(figure, catalogue.bodies["body"], _look(script, t)))


def _is_cut(catalogue: Catalogue, figure: Figure) -> bool:
    """Whether it changes its view on the way: then pose follows pose, with no move between."""
    return len(figure.poses) > 1 and not _frames(catalogue, figure)["moves"]


def moving_of(catalogue: Catalogue, script: Script, t: Text) -> Markup:
    """The first pose, which the player moves; of a figure that is cut, every pose of it."""
    figure = _figure(catalogue, script)
    if figure is None:
        return Markup("")
    first = figure.poses[0].id
    if _is_cut(catalogue, figure):
        look = _look(script, t, hidden=True)
        return Markup("").join(
            Markup('<div data-cut="{}"{}>{}</div>').format(
                pose.id,
                Markup("") if pose.id == first else Markup(" hidden"),
                Markup(drawing.pose(figure, catalogue.bodies["body"], pose.id, look)),
            )
            for pose in figure.poses
        )
    look = _look(script, t, arrows=False, hidden=True)
    return Markup(drawing.pose(figure, catalogue.bodies["body"], first, look))


def script_json(session: Session, catalogue: Catalogue, t: Text, sound: Sound) -> Markup:
    """The script as the player reads it; docs/explanation/sessions.md says what each part is."""
    script = session.script
    assert isinstance(script, Script)
    figure = _figure(catalogue, script)
    spoken = said(script, t)
    parts = (script.technique, script.version, f"{script.seconds:g}", session.facts.today)
    return _json(
        {
            "key": ".".join(str(part) for part in (*parts, session.wanted.breath)),
            "title": title_of(session, t),
            "language": t.language,
            "mirrored": script.mirrored,
            "figure": _frames(catalogue, figure) if figure else None,
            "keepsTime": session.heat,
            "sound": asdict(sound),
            "steps": [_step(script, i, spoken[i], t) for i in range(len(script.steps))],
            "words": {
                "start": t("Start"),
                "pause": t("Pause"),
                "goOn": t("Go on"),
                "paused": t("Paused"),
                "ended": t("Done. Thank you."),
            },
        }
    )


# Sampling a figure takes up to a fifth of a second and depends on the content alone.
_SAMPLED: dict[tuple[str, str], dict[str, Any]] = {}


def _frames(catalogue: Catalogue, figure: Figure) -> dict[str, Any]:
    key = (catalogue.hash, figure.id)
    if key not in _SAMPLED:
        _SAMPLED[key] = drawing.frames(figure, catalogue.bodies["body"])
    return _SAMPLED[key]


def _step(script: Script, place: int, say: str, t: Text) -> dict[str, Any]:
    step = script.steps[place]
    return {
        "kind": step.kind,
        "seconds": step.seconds,
        "cue": cue_at(script, place, t),
        "word": word_at(script, place, t),
        "say": say,
        "pose": step.phase,
        "side": step.side,
        "round": t("Round {n} of {all}", n=step.count, all=step.of) if step.of > 1 else "",
    }


def _json(data: dict[str, Any]) -> Markup:
    """JSON that may stand inside a script element: no "<" can end it early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", ""))
