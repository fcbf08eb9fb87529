"""Views of a guided session: the player with its script, its end, a worse, and a skin check."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import StopRule
from unspiral.records.problem import Reason
from unspiral.records.session import Script, Step
from unspiral.services.sessions import Session
from unspiral.sessions import breathing
from unspiral.sessions.words import round_of
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views.session_script import Sound, moving_of, script_json, still_of
from unspiral.web.views.session_words import counts, cue_at, side_word, title_of, word_of

AUDIO = "/audio.flac"
UPSETS, GROUNDING = "st5", "grounding"
ON_SCREEN = ("move", "walk")  # what is looked at while it is done


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
class ChoiceView:
    """One other way to breathe in this session: its words, where it is, and whether it is now."""

    words: str
    href: str
    now: bool


@dataclass(frozen=True, slots=True)
class PlayerView:
    """One session. `script` is the JSON the player reads; everything else works without it."""

    technique: str
    title: str
    length: str
    path: str
    counts: str
    switch_href: str
    switch_words: str
    choices: tuple[ChoiceView, ...]
    still: Markup
    moving: Markup
    script: Markup
    sound: Sound
    sound_words: str
    lines: tuple[LineView, ...]
    rules: tuple[RuleView, ...]
    all_rules: tuple[RuleView, ...]
    care: tuple[str, ...]
    advice: str
    sided: bool
    side: str
    heat: bool
    moves: bool
    started: bool
    awake: bool
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


@dataclass(frozen=True, slots=True)
class Around:
    """What is not the session itself: warmth is on, it is night (no counts are shown), it came
    from the awake page, and the engine of this machine that speaks, or ""."""

    started: bool = False
    night: bool = False
    awake: bool = False
    voice: str = ""


def player_view(session: Session, catalogue: Catalogue, t: Text, around: Around) -> PlayerView:
    """Everything the player and its readable list show."""
    script = session.script
    assert isinstance(script, Script)
    technique, wanted = session.technique, session.wanted
    tired, day, zone, night = script.tired, session.facts.today, session.zone, around.night
    moving = moving_of(catalogue, script, t)
    sound = _sound(session, script, around)
    return PlayerView(
        technique=technique.id,
        title=title_of(session, t),
        length="" if night else t.length(script.seconds),
        path=f"/session/{technique.id}",
        counts=_counts(script, t) if wanted.breath else "",
        switch_href=_address(session, around, tired=not tired),
        switch_words=t("The full length") if tired else t("Too tired? The short one"),
        choices=tuple(_choices(session, around, t)),
        still=still_of(catalogue, session, t),
        moving=moving,
        script=script_json(session, catalogue, t, sound),
        sound=sound,
        sound_words=_sound_words(around.voice, t),
        lines=tuple(_lines(script, t, night)),
        rules=tuple(_rule(r, t, technique.id, len(session.rules) > 1) for r in session.rules),
        all_rules=tuple(
            _rule(catalogue.stop_rules[rule], t, technique.id) for rule in technique.stop_rules
        ),
        care=tuple(_care(session, reason, t) for reason in session.care),
        advice=_advice(session, t),
        sided=any(step.side for step in script.steps),
        side=wanted.side,
        heat=session.heat,
        moves=bool(moving) and not night and any(s.kind in ON_SCREEN for s in script.steps),
        started=around.started,
        awake=around.awake,
        ask_rating=technique.role == "ease" or bool(wanted.ease),
        ease=wanted.ease,
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
    return WithheldView(title_of(session, t), sentences, below, "/today", t("Back to today"))


def worse_view(title: str) -> WorseView:
    """The thank-you page after "worse"."""
    return WorseView(title)


def skin_view(session: Session, t: Text) -> SkinView:
    """The skin check of one warm session."""
    path = f"/session/{session.technique.id}/skin"
    op = operation_fields(session.facts.today, session.zone)
    return SkinView(title_of(session, t), path, op)


# --- addresses ---
def _address(session: Session, around: Around, **changed: str | bool) -> str:
    """This session's address as it was asked for, but for what is `changed`."""
    asked = {**asdict(session.wanted), **changed}
    query = {name: "1" if value is True else value for name, value in asked.items() if value}
    if query.get("side") == "right":
        del query["side"]
    if around.awake:
        query["from"] = "awake"
    path = f"/session/{session.technique.id}"
    return f"{path}?{urlencode(query)}" if query else path


def _sound(session: Session, script: Script, around: Around) -> Sound:
    """Where the session lies as sound, for either side."""
    sided = any(step.side for step in script.steps)
    other = "right" if script.mirrored else "left"
    return Sound(
        url=_file(_address(session, around), around),
        other=_file(_address(session, around, side=other), around) if sided else "",
        voice=around.voice,
        night=around.night,
    )


def _file(address: str, around: Around) -> str:
    """The sound of the session at `address`."""
    path, _, query = address.partition("?")
    asked = "&".join(part for part in (query, "night=1" if around.night else "") if part)
    return f"{path}{AUDIO}?{asked}" if asked else f"{path}{AUDIO}"


def _choices(session: Session, around: Around, t: Text) -> Iterator[ChoiceView]:
    """The counts of the content, those offered with it, and the person's own where it fits."""
    offered = breathing.CHOICES.get(session.technique.id)
    if offered is None or session.wanted.ease:
        return
    own = session.own
    named: dict[str, str] = {"": t("As it comes with this session")}
    named |= {name: _phases(pattern.phases, t) for name, pattern in offered.items()}
    if own and own.pattern.technique == session.technique.id:
        words = _phases(own.pattern.phases, t)
        named[breathing.OWN] = t("Your own: {counts}", counts=words)
    now = session.wanted.breath if session.wanted.breath in named else ""
    for name, words in named.items():
        yield ChoiceView(words, _address(session, around, breath=name), name == now)


# --- words ---
def _phases(phases: Mapping[str, float], t: Text) -> str:
    return counts([Step("breath", seconds, "", name) for name, seconds in phases.items()], t)


def _counts(script: Script, t: Text) -> str:
    """The counts of the first breath, where they are not those of the content."""
    first = next((i for i, step in enumerate(script.steps) if step.kind == "breath"), None)
    return "" if first is None else counts(round_of(script, first), t)


def _sound_words(voice: str, t: Text) -> str:
    """What is heard, and who speaks. Nothing of it leaves the house."""
    if voice:
        return t(
            "The sound is made on your own computer: tones, and the voice of {name}.", name=voice
        )
    return t(
        "The sound is made on your own computer: tones, and a soft mark for each step. "
        "There is no voice on it. A voice of this device speaks where there is one."
    )


def _advice(session: Session, t: Text) -> str:
    if session.advice == "swap":
        return t(
            "It was still up the morning after, twice in a row. "
            "Another one may suit you better this week. This is a smaller dose of it."
        )
    if session.advice == "easier":
        return t("It was still up a morning after. Today is one step smaller.")
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
        "three_times_today": t("Warmth was on three times today. That is enough for one day."),
        "meditation_rests": t("Turning inward rests for now. Positions, walking and people stay."),
    }.get(reason.code, t("Some questions about your safety come first."))


def _rule(rule: StopRule, t: Text, name: str, short: bool = False) -> RuleView:
    """One rule; where two must stay in sight together, each keeps its first sentence to do.

    What upsets leads to the five senses, which need no turning inward (safety page, H29).
    """
    do = t.content("stop_rules", rule.id, "do", rule.do)
    if short:
        do = f"{do.partition('. ')[0].rstrip('.')}."
    href = "/danger" if rule.opens_danger_screen else ""
    if rule.id == UPSETS and name != GROUNDING:
        href = f"/session/{GROUNDING}"
        do = t("Stop. Eyes open: five things around you.") if short else do
    return RuleView(t.content("stop_rules", rule.id, "ask", rule.ask), do, href)


def _lines(script: Script, t: Text, night: bool) -> Iterator[LineView]:
    """The whole session to read: rounds are told once, with how often. At night without lengths."""
    breath: list[int] = []
    for place, step in enumerate(script.steps):
        if step.kind == "breath":
            breath += [place] if step.count == 1 else []
            continue
        if breath:
            yield _breath_line(script, breath, t, night)
            breath = []
        if step.count <= 1:
            yield _line(script, place, t, night)
    if breath:
        yield _breath_line(script, breath, t, night)


def _line(script: Script, place: int, t: Text, night: bool) -> LineView:
    step = script.steps[place]
    length = t.length(step.seconds)
    if step.of > 1:
        length = t("{length}, {n} times", length=length, n=step.of)
    last = step is script.steps[-1] and step.kind == "say"  # getting up belongs to no side
    side = "" if last else side_word(step.side, t)
    return LineView(cue_at(script, place, t), "" if night else length, side)


def _breath_line(script: Script, places: list[int], t: Text, night: bool) -> LineView:
    phases = [script.steps[place] for place in places]
    parts = ", ".join(
        t("{word} {length}", word=word_of(step, t), length=t.length(step.seconds))
        for step in phases
    )
    length = t("{length}, {n} times", length=parts, n=phases[0].of)
    return LineView(cue_at(script, places[0], t), "" if night else length, "")
