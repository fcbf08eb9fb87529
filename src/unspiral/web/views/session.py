"""Views of a guided session: the player with its script, its end, a worse, and a skin check."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Figure, StopRule
from unspiral.drawing import figure as drawing
from unspiral.records.problem import Reason
from unspiral.records.session import Script, Step
from unspiral.services.sessions import Session
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views.pictures import picture_of

PICTURE_PX = 328


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the readable list: what to do, how long or how often, and which side."""

    words: str
    length: str
    side: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """One stop rule: the question, what to do, and where it leads ("" = nowhere)."""

    ask: str
    do: str
    href: str


@dataclass(frozen=True, slots=True)
class PlayerView:
    """One session. `script` is the JSON the player reads; everything else works without it."""

    title: str
    length: str
    path: str
    switch_href: str
    switch_words: str
    still: Markup
    moving: Markup
    script: Markup
    lines: tuple[LineView, ...]
    rules: tuple[RuleView, ...]
    all_rules: tuple[RuleView, ...]
    care: tuple[str, ...]
    advice: str
    sided: bool
    side: str
    heat: bool
    started: bool
    ask_rating: bool
    ease: str
    load: bool
    how: str
    op: OperationFields
    start_op: OperationFields


@dataclass(frozen=True, slots=True)
class WithheldView:
    """Why this session rests, in sentences, the level that comes first, and where to go on."""

    title: str
    reasons: tuple[str, ...]
    below: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class WorseView:
    """Thanks after "worse": what is kept, and the way to the danger signs."""

    title: str


@dataclass(frozen=True, slots=True)
class SkinView:
    """The skin check after warmth whose end nobody saw."""

    title: str
    path: str
    op: OperationFields


def player_view(
    session: Session, catalogue: Catalogue, t: Text, started: bool, ease: str = ""
) -> PlayerView:
    """Everything the player and its readable list show. `ease`: where it is better, asked now."""
    script = session.script
    assert isinstance(script, Script)
    technique, name = session.technique, session.technique.id
    tired, side = script.tired, "left" if script.mirrored else "right"
    day, zone = session.facts.today, session.zone
    return PlayerView(
        title=_title(session, t),
        length=t.length(script.seconds),
        path=f"/session/{name}",
        switch_href=f"/session/{name}" + ("" if tired else "?tired=1"),
        switch_words=t("The full length") if tired else t("Too tired? The short one"),
        still=_still(catalogue, session, t),
        moving=_moving(catalogue, script, t),
        script=_json(_data(session, catalogue, t)),
        lines=tuple(_lines(script, t)),
        rules=tuple(_rule(rule, t, short=len(session.rules) > 1) for rule in session.rules),
        all_rules=tuple(_rule(catalogue.stop_rules[rule], t) for rule in technique.stop_rules),
        care=tuple(_care(session, reason, t) for reason in session.care),
        advice=_advice(session, t),
        sided=any(step.side for step in script.steps),
        side=side,
        heat=session.heat,
        started=started,
        ask_rating=technique.role == "ease" or bool(ease),
        ease=ease,
        load=technique.load,
        how="tired" if tired else "full",
        op=operation_fields(day, zone),
        start_op=operation_fields(day, zone),
    )


def withheld_view(session: Session, reasons: tuple[Reason, ...], t: Text) -> WithheldView:
    """Why not now: each reason a sentence; where to go on."""
    sentences = tuple(dict.fromkeys(_why_not(session, reason, t) for reason in reasons))
    first = (one.values["technique"] for one in reasons if one.code == "level_below_first")
    below = next((f"/learn/technique/{name}" for name in first), "")
    return WithheldView(_title(session, t), sentences, below, "/today", t("Back to today"))


def worse_view(title: str) -> WorseView:
    """The thank-you page after "worse"."""
    return WorseView(title)


def skin_view(session: Session, t: Text) -> SkinView:
    """The skin check of one warm session."""
    path = f"/session/{session.technique.id}/skin"
    op = operation_fields(session.facts.today, session.zone)
    return SkinView(_title(session, t), path, op)


# --- words ---
def _title(session: Session, t: Text) -> str:
    return t.content("techniques", session.technique.id, "title", session.technique.title)


def _cue(script: Script, cue: str, t: Text) -> str:
    return t.content("techniques", script.technique, "cue", cue)


def _word(step: Step, t: Text) -> str:
    words = {
        "in": t("In"),
        "out": t("Out"),
        "hold": t("Hold"),
        "rest": t("Rest"),
        "move": t("Move"),
        "walk": t("Walk"),
        "heat": t("Warm"),
        "switch": t("Change sides"),
        "say": t("Get ready"),
    }
    return words[step.phase if step.kind == "breath" else step.kind]


def _say_word(step: Step, place: int, last: int, t: Text) -> str:
    """Only the first thing said is "Get ready"; later ones are "Now", the last one ends."""
    if step.kind != "say" or place == 0:
        return _word(step, t)
    return t("Almost done") if place == last else t("Now")


def _side(side: str, t: Text) -> str:
    return {"left": t("left"), "right": t("right"), "": ""}[side]


def _switch_words(step: Step, t: Text) -> str:
    if step.side == "left":
        return t("Now the left side. Take all the time you need.")
    return t("Now the right side. Take all the time you need.")


def _advice(session: Session, t: Text) -> str:
    if session.advice == "swap":
        return t(
            "It was still up the morning after, twice in a row. "
            "Another one may suit you better today. This is a shorter round of it."
        )
    if session.advice == "easier":
        return t("It was still up the morning after last time. Today has half the rounds.")
    return ""


def _care(session: Session, reason: Reason, t: Text) -> str:
    wanted = reason.values.get("caution")
    use = next(use for use in session.technique.cautions if use.caution == wanted)
    return t.content("techniques", session.technique.id, f"caution/{use.caution}", use.text)


def _why_not(session: Session, reason: Reason, t: Text) -> str:
    if reason.code == "caution":
        return _care(session, reason, t)
    return {
        "gentle_only": t("For now only the gentle things are open: walking in comfort, positions."),
        "held_at_todays_level": t("For now what you already do stays open. Nothing new is added."),
        "neck_only": t("This one is for the back. For a neck alone it is left out."),
        "level_below_first": t(
            "First a week with the level below, and 3 mornings by which it had settled. "
            "There is no hurry."
        ),
        "not_started_here": t("This one is only to read about. There is nothing to start here."),
        "meditation_rests": t("Turning inward rests for now. Positions, walking and people stay."),
    }.get(reason.code, t("Some questions about your safety come first."))


def _rule(rule: StopRule, t: Text, short: bool = False) -> RuleView:
    """One rule; where two must stay in sight together, each keeps its first sentence to do."""
    do = t.content("stop_rules", rule.id, "do", rule.do)
    return RuleView(
        t.content("stop_rules", rule.id, "ask", rule.ask),
        f"{do.partition('. ')[0].rstrip('.')}." if short else do,
        "/danger" if rule.opens_danger_screen else "",
    )


def _lines(script: Script, t: Text) -> Iterator[LineView]:
    """The whole session to read: rounds are told once, with how often."""
    breath: list[Step] = []
    for step in script.steps:
        if step.kind == "breath":
            breath += [step] if step.count == 1 else []
            continue
        if breath:
            yield _breath_line(script, breath, t)
            breath = []
        if step.count <= 1:
            yield _line(script, step, t)
    if breath:
        yield _breath_line(script, breath, t)


def _line(script: Script, step: Step, t: Text) -> LineView:
    words = _cue(script, step.cue, t) if step.cue else _switch_words(step, t)
    length = t.length(step.seconds)
    if step.of > 1:
        length = t("{length}, {n} times", length=length, n=step.of)
    last = step is script.steps[-1] and step.kind == "say"  # getting up belongs to no side
    return LineView(words, length, "" if last else _side(step.side, t))


def _breath_line(script: Script, phases: list[Step], t: Text) -> LineView:
    parts = ", ".join(
        t("{word} {length}", word=_word(step, t), length=t.length(step.seconds)) for step in phases
    )
    length = t("{length}, {n} times", length=parts, n=phases[0].of)
    return LineView(_cue(script, phases[0].cue, t), length, "")


# --- pictures and data ---
def _figure(catalogue: Catalogue, script: Script) -> Figure | None:
    return catalogue.figures.get(script.figure) if script.figure else None


def _look(script: Script, t: Text, **extra: Any) -> drawing.Look:
    return drawing.Look(px=PICTURE_PX, mirrored=script.mirrored, one_row=True, translate=t, **extra)


def _still(catalogue: Catalogue, session: Session, t: Text) -> Markup:
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


def _moving(catalogue: Catalogue, script: Script, t: Text) -> Markup:
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


def _data(session: Session, catalogue: Catalogue, t: Text) -> dict[str, Any]:
    script = session.script
    assert isinstance(script, Script)
    figure = _figure(catalogue, script)
    last = len(script.steps) - 1
    return {
        "key": f"{script.technique}.{script.version}.{script.seconds:g}.{session.facts.today}",
        "language": t.language,
        "mirrored": script.mirrored,
        "figure": _frames(catalogue, figure) if figure else None,
        "keepsTime": session.heat,
        "steps": [_step(script, step, i, last, t) for i, step in enumerate(script.steps)],
        "words": {
            "start": t("Start"),
            "pause": t("Pause"),
            "goOn": t("Go on"),
            "paused": t("Paused"),
            "noVoice": t("This device has no voice of its own. Text and tones guide you."),
            "ended": t("Done. Thank you."),
        },
    }


# Sampling a figure takes up to a fifth of a second and depends on the content alone.
_SAMPLED: dict[tuple[str, str], dict[str, Any]] = {}


def _frames(catalogue: Catalogue, figure: Figure) -> dict[str, Any]:
    key = (catalogue.hash, figure.id)
    if key not in _SAMPLED:
        _SAMPLED[key] = drawing.frames(figure, catalogue.bodies["body"])
    return _SAMPLED[key]


def _step(script: Script, step: Step, place: int, last: int, t: Text) -> dict[str, Any]:
    cue = _cue(script, step.cue, t) if step.cue else _switch_words(step, t)
    word = _say_word(step, place, last, t)
    breath = step.kind == "breath"
    opening = step.count == 1 and (place == 0 or script.steps[place - 1].kind != "breath")
    return {
        "kind": step.kind,
        "seconds": step.seconds,
        "cue": cue,
        "word": word,
        "say": cue if not breath or opening else word,
        "pose": step.phase,
        "side": step.side,
        "round": t("Round {n} of {all}", n=step.count, all=step.of) if step.of > 1 else "",
    }


def _json(data: dict[str, Any]) -> Markup:
    """JSON that may stand inside a script element: no "<" can end it early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", ""))
