"""The views of the programme's questions, one screen each, and of what they come to."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Screen
from unspiral.records.triage import Level
from unspiral.screening.sleep_gate import OWN_SCREENS
from unspiral.services.screening import Help
from unspiral.services.sleep import SleepNow
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views import sleep_words
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.learn_parts import Line, see_lines

# What stays open when time in bed is not to get shorter (evidence page, c.5).
INSTEAD = (
    *("techniques/fixed-rise-time", "techniques/wind-down", "techniques/sleep-thoughts"),
    "lessons/talk-to-your-doctor",
)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One screen of ticks. Nothing is preset, None is last."""

    action: str
    ask: str
    note: str
    why: str
    progress: str
    number: int
    of: int
    lines: tuple[tuple[str, str], ...]
    none_label: str
    ticked: tuple[str, ...]
    error: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What the questions come to. `offer`: window, compression or none; `ask_on`: where more is
    asked first; `card`: there is one to show; `again`: each screen, to answer it anew.
    """

    help: Help
    offer: str
    ask_on: str
    talk: bool
    reasons: tuple[str, ...]
    gentler: tuple[str, ...]
    waits: tuple[str, ...]
    to_do: tuple[str, ...]
    card: bool
    instead: tuple[Line, ...]
    again: tuple[Line, ...]


def question_view(
    t: Text,
    screen: Screen,
    op: OperationFields,
    ticked: tuple[str, ...] = (),
    error: str = "",
) -> QuestionView:
    """One screen in the words of `t`, with what was pressed when that did not fit."""
    say = ItemWords(t, "screens", screen.id)
    number, of = OWN_SCREENS.index(screen.id) + 1, len(OWN_SCREENS) + 1
    return QuestionView(
        action=f"/sleep/questions/{screen.id}",
        ask=say("ask", screen.ask),
        note=say("note", screen.note),
        why=say("why", screen.why),
        progress=t("Before the sleep programme, {n} of at most {all}", n=number, all=of),
        number=number,
        of=of,
        lines=tuple((c.id, say(f"choices.{c.id}", c.label)) for c in screen.choices),
        none_label=say("none_label", screen.none_label),
        ticked=ticked,
        error=error,
        op=op,
    )


def answer_view(t: Text, catalogue: Catalogue, now: SleepNow, ask_on: str) -> AnswerView:
    """The honest answer: the window, the gentler way, or neither, and what there is instead."""
    gate = now.gate
    told = (*gate.neither, *gate.compression_only, *gate.waits)
    return AnswerView(
        help=now.help,
        offer=gate.offers,
        ask_on=ask_on,
        talk=any(reason.content_id in sleep_words.TALK for reason in gate.neither),
        reasons=sleep_words.neither(t, gate.neither),
        gentler=sleep_words.gentler(t, gate.compression_only),
        waits=sleep_words.held(t, gate.waits),
        to_do=sleep_words.to_do(t, told),
        card=now.decision.triage.told is Level.WITHIN_DAYS,
        instead=see_lines(t, catalogue, INSTEAD),
        again=tuple(
            Line(f"/sleep/questions/{name}", ItemWords(t, "screens", name)("title", screen.title))
            for name, screen in ((name, catalogue.screens[name]) for name in OWN_SCREENS)
        ),
    )
