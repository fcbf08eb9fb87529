"""The views of "Look closer": the hub, the pages of questions, and what was ticked per area."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Screen
from unspiral.drawing import body_map
from unspiral.records.facts import Facts
from unspiral.services import assessments
from unspiral.services.assessments import Look
from unspiral.services.screening import SHUT, Help, help_before
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views.check_up_patterns import ask_on, sentences
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.learn_parts import Line, see_lines

HUB = "/check-up"
# Where each screen of ticks is asked.
ASKED_AT: Mapping[str, str] = {
    assessments.BODY_MAP: "/check-up/ask/body-map",
    assessments.NUMB: "/check-up/ask/numb",
    assessments.PAIN: "/check-up/ask/pain",
    assessments.LYING: "/check-up/ask/lying",
    **{name: f"/check-up/areas/{name.removeprefix('area_')}" for name in assessments.AREAS},
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the hub: where it is, what it holds, and when it was answered."""

    href: str
    title: str
    words: str
    answered: str


@dataclass(frozen=True, slots=True)
class HubView:
    """The hub. `resting`: a danger sign is open, so nothing is asked here."""

    help: Help
    resting: bool
    parts: tuple[Part, ...]
    map: Markup
    marked: tuple[str, ...]
    elsewhere: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TickLine:
    """One line to tick; `wide` takes the whole row of a body map."""

    value: str
    label: str
    wide: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """One ticked line: what is told of it, and what to read or do."""

    label: str
    words: str
    see: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TicksView:
    """One screen of ticks, and what was told of the lines ticked last.

    `ask_on` is where the danger questions are, while they still come before any advice.
    """

    help: Help
    ask: str
    note: str
    why: str
    action: str
    back: str
    lines: tuple[TickLine, ...]
    none_label: str
    ticked: tuple[str, ...]
    answered: str
    ask_on: str
    told: tuple[Told, ...]
    closing: str
    error: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class MapView:
    """The body map: the picture and its list, in places of the back and elsewhere."""

    help: Help
    ask: str
    note: str
    map: Markup
    here: tuple[TickLine, ...]
    elsewhere: tuple[TickLine, ...]
    none_label: str
    ticked: tuple[str, ...]
    error: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class StrengthView:
    """0 to 10 for each marked place, as (field, label)."""

    help: Help
    ask: str
    places: tuple[tuple[str, str], ...]
    error: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class AreasView:
    """The four areas, and the clues people hear about."""

    help: Help
    parts: tuple[Part, ...]


def hub_view(t: Text, catalogue: Catalogue, look: Look) -> HubView:
    """The hub: what there is, what was answered, and what may be said of it."""
    resting = look.decision.triage.told in SHUT
    facts = look.facts
    drawn = assessments.is_answered(catalogue.screens[assessments.BODY_MAP], facts) and not resting
    return HubView(
        help=help_before(look.decision),
        resting=resting,
        parts=() if resting else _parts(t, catalogue, facts),
        map=_summary(t, catalogue, facts) if drawn else Markup(""),
        marked=_marked(t, catalogue, facts) if drawn else (),
        elsewhere=_elsewhere(t, catalogue, facts) if drawn else "",
        said=() if resting else sentences(t, catalogue, look.patterns),
    )


def ticks_view(
    t: Text,
    catalogue: Catalogue,
    screen: Screen,
    look: Look,
    op: OperationFields,
    back: str,
    typed: tuple[str, ...] | None = None,
    error: str = "",
) -> TicksView:
    """One screen of ticks. Lines are told of only once they are saved."""
    say = ItemWords(t, "screens", screen.id)
    last = assessments.ticked(screen, look.facts)
    here = ASKED_AT[screen.id]
    first = ask_on(look.patterns, here)
    return TicksView(
        help=help_before(look.decision),
        ask=say("ask", screen.ask),
        note=say("note", screen.note),
        why=say("why", screen.why),
        action=here,
        back=back,
        lines=tuple(TickLine(c.id, say(f"choices.{c.id}", c.label)) for c in screen.choices),
        none_label=say("none_label", screen.none_label),
        ticked=_shown(screen, look.facts, last, typed),
        answered=_answered(t, screen, look.facts),
        ask_on=first if last else "",
        told=() if first else _told(t, catalogue, screen, last, here),
        closing=_closing(t, screen, look.facts),
        error=error,
        op=op,
    )


def map_view(
    t: Text,
    screen: Screen,
    look: Look,
    op: OperationFields,
    typed: tuple[str, ...] | None = None,
    error: str = "",
) -> MapView:
    """The body map with what was marked last, or what was pressed."""
    say = ItemWords(t, "screens", screen.id)
    last = assessments.ticked(screen, look.facts)
    ticked = _shown(screen, look.facts, last, typed)
    lines = {
        c.id: TickLine(c.id, say(f"choices.{c.id}", c.label), not _paired(c.id))
        for c in screen.choices
    }
    return MapView(
        help=help_before(look.decision),
        ask=say("ask", screen.ask),
        note=say("note", screen.note),
        map=_drawn(t, (), ()),
        here=tuple(lines[n] for n in lines if n not in assessments.ELSEWHERE),
        elsewhere=tuple(lines[n] for n in lines if n in assessments.ELSEWHERE),
        none_label=say("none_label", screen.none_label),
        ticked=ticked,
        error=error,
        op=op,
    )


def strength_view(
    t: Text, catalogue: Catalogue, look: Look, op: OperationFields, error: str = ""
) -> StrengthView:
    """A scale for each marked place. Nothing is preset: the last answer is not this one."""
    screen = catalogue.screens[assessments.STRENGTH]
    say = ItemWords(t, "screens", screen.id)
    labels = {c.id: say(f"choices.{c.id}", c.label) for c in screen.choices}
    marked = (assessments.STRONG + place for place in assessments.places(catalogue, look.facts))
    return StrengthView(
        help=help_before(look.decision),
        ask=say("ask", screen.ask),
        places=tuple((name, labels[name]) for name in marked),
        error=error,
        op=op,
    )


def areas_view(t: Text, catalogue: Catalogue, look: Look) -> AreasView:
    """The list of areas. Nothing is counted in any of them."""
    return AreasView(
        help=help_before(look.decision),
        parts=tuple(
            _part(t, catalogue, look.facts, name, t(AREA_WORDS[name])) for name in assessments.AREAS
        ),
    )


_ = str
AREA_WORDS: Mapping[str, str] = {
    "area_body": _("Sleep, muscles, sitting, moving."),
    "area_thoughts": _("What goes through your head about it."),
    "area_feelings": _("Stress, worry, sadness, anger."),
    "area_surroundings": _("Work, people, the bedroom."),
    "area_clues": _("Can you tell that it is worry? The honest answer."),
}
NO_CAUSE = _(
    "None of these tells where pain comes from. In time, your diary may show what went with it."
)
NOT_ABOUT = _(
    "Unspiral is about the back and the legs. For pain in the head, chest, belly or arms, see "
    "someone when it is new, strong or worries you."
)
del _


def _parts(t: Text, catalogue: Catalogue, facts: Facts) -> tuple[Part, ...]:
    words = {
        assessments.BODY_MAP: t("Where it hurts, how strong, and where it is numb."),
        assessments.PAIN: t("What brings it on and what eases it."),
        assessments.LYING: t("Danger signs first, then what tends to help in bed."),
    }
    asked = tuple(_part(t, catalogue, facts, name, line) for name, line in words.items())
    areas = Part(
        "/check-up/areas",
        t("Four areas"),
        t("Body, thoughts, feelings, surroundings: ticks that open something to read or try."),
        "",
    )
    return (*asked, areas)


def _part(t: Text, catalogue: Catalogue, facts: Facts, name: str, words: str) -> Part:
    screen = catalogue.screens[name]
    title = t.content("screens", name, "title", screen.title)
    return Part(ASKED_AT[name], title, words, _answered(t, screen, facts))


def _answered(t: Text, screen: Screen, facts: Facts) -> str:
    if not assessments.is_answered(screen, facts):
        return t("Not answered yet")
    last = max(facts.answers[name].local_date for name in screen.none_sets)
    return t("Answered on {day}", day=t.day(last))


def _summary(t: Text, catalogue: Catalogue, facts: Facts) -> Markup:
    marked = assessments.ticked(catalogue.screens[assessments.BODY_MAP], facts)
    numb = assessments.ticked(catalogue.screens[assessments.NUMB], facts)
    return _drawn(t, marked, tuple(name for name in numb if name in body_map.PLACES))


def _marked(t: Text, catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    """The picture in words: each place with how strong it was, then the numb ones."""
    lines = [
        t("{place}: {n} of 10", place=label, n=facts.value(assessments.STRONG + name))
        if facts.value(assessments.STRONG + name) is not None
        else label
        for name, label in _labels(t, catalogue, facts, assessments.BODY_MAP)
    ]
    numb = _labels(t, catalogue, facts, assessments.NUMB)
    lines += [t("{place}: numb, or pins and needles", place=label) for _, label in numb]
    return tuple(lines) or (t("Nowhere"),)


def _labels(t: Text, catalogue: Catalogue, facts: Facts, name: str) -> list[tuple[str, str]]:
    screen = catalogue.screens[name]
    say, last = ItemWords(t, "screens", screen.id), assessments.ticked(screen, facts)
    return [(c.id, say(f"choices.{c.id}", c.label)) for c in screen.choices if c.id in last]


def _drawn(t: Text, marked: tuple[str, ...], numb: tuple[str, ...]) -> Markup:
    words = body_map.Words(t("Front"), t("Back"), t("L"), t("R"))
    return Markup(body_map.body_map(words, marked, numb))


def _elsewhere(t: Text, catalogue: Catalogue, facts: Facts) -> str:
    marked = set(assessments.ticked(catalogue.screens[assessments.BODY_MAP], facts))
    return t(NOT_ABOUT) if marked & assessments.ELSEWHERE else ""


def _told(
    t: Text, catalogue: Catalogue, screen: Screen, last: tuple[str, ...], here: str
) -> tuple[Told, ...]:
    say = ItemWords(t, "screens", screen.id)
    return tuple(
        Told(
            say(f"choices.{c.id}", c.label),
            say(f"choices.{c.id}.say", c.say),
            (*see_lines(t, catalogue, c.see), *_questions(t, catalogue, c.see, here)),
        )
        for c in screen.choices
        if c.id in last and c.say
    )


def _questions(
    t: Text, catalogue: Catalogue, links: tuple[str, ...], here: str
) -> tuple[Line, ...]:
    """Questions of a red flag that are asked in full only when somebody wants them."""
    flags = (link.removeprefix("redflags/") for link in links if link.startswith("redflags/"))
    return tuple(
        Line(
            f"/danger/{name}?next={here}",
            t.content("redflags", name, "title", catalogue.redflags[name].title),
            t("Questions to answer"),
        )
        for name in flags
    )


def _closing(t: Text, screen: Screen, facts: Facts) -> str:
    answered = screen.id == "area_clues" and assessments.is_answered(screen, facts)
    return t(NO_CAUSE) if answered else ""


def _shown(
    screen: Screen, facts: Facts, last: tuple[str, ...], typed: tuple[str, ...] | None
) -> tuple[str, ...]:
    """What was pressed wins; then what was saved, None included."""
    if typed is not None:
        return typed
    opened = any(line.opens and not line.sets for line in screen.choices)
    none = assessments.is_answered(screen, facts) and not last and not opened
    return ("none",) if none else last


def _paired(name: str) -> bool:
    return name.endswith(("_left", "_right"))
