"""Worry time: the hour, the parked lines, and going through them one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.services import talk, thoughts, worries
from unspiral.services.screening import Help
from unspiral.services.thoughts import Look
from unspiral.services.worries import Parked
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text
from unspiral.web.views.learn_parts import PATHS
from unspiral.web.views.library import reading_length
from unspiral.web.views.thoughts import ShutView, shut_view

HERE = "/thoughts/worry-time"
LESSON = "thoughts-worry-time"


@dataclass(frozen=True, slots=True)
class WorryLine:
    """One parked worry: its words, its day, and what was chosen for it before, in words."""

    id: str
    words: str
    day: str
    chosen: str


@dataclass(frozen=True, slots=True)
class WorryTimeView:
    """The page. `closed`: an emergency sign is open, so nothing is parked or gone through here.

    `time` as typed or kept; `near_night` asks whether it is right. `through`: the lines are gone
    through now. `rests`: the person said that it made them worse. `told` is what was done last:
    "parked", "time", "through" or "".
    """

    help: Help
    closed: bool
    shut: ShutView
    lesson: tuple[str, str, str]
    stop: tuple[str, str]
    time: str
    time_words: str
    time_error: str
    near_night: bool
    lines: tuple[WorryLine, ...]
    through: bool
    rests: str
    park: str
    park_error: str
    told: str
    talk: bool
    op: OperationFields


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed and did not fit, and what was done last. `time` None: as it is kept."""

    time: str | None = None
    time_error: str = ""
    near_night: bool = False
    park: str = ""
    park_error: str = ""
    chosen: Mapping[str, str] | None = None
    through: bool = False
    told: str = ""


def worry_view(
    t: Text, catalogue: Catalogue, found: Look, asked: Asked, op: OperationFields
) -> WorryTimeView:
    """The page in the words of `t`. Parking is comfort and open below an emergency."""
    kept = worries.time_of(found.facts)
    waiting = worries.waiting(found.worries)
    shut = shut_view(t, found, catalogue.techniques[worries.TECHNIQUE], HERE)
    said = (asked.park, *((waiting[-1].words,) if waiting and asked.told == "parked" else ()))
    rule = catalogue.stop_rules["st5"]
    return WorryTimeView(
        help=found.help,
        closed=thoughts.shut(found, catalogue.techniques["park-a-worry"]) == "emergency",
        shut=shut,
        lesson=_lesson(t, catalogue),
        stop=(
            t.content("stop_rules", rule.id, "ask", rule.ask),
            t.content("stop_rules", rule.id, "do", rule.do),
        ),
        time=kept if asked.time is None else asked.time,
        time_words=t("Your worry time is {time}.", time=kept) if kept else "",
        time_error=asked.time_error,
        near_night=asked.near_night,
        lines=tuple(_line(t, worry, asked.chosen or {}) for worry in waiting),
        through=asked.through and not shut.words,
        rests=_rests(t, found),
        park=asked.park,
        park_error=asked.park_error,
        told="" if asked.told == "parked" and not waiting else asked.told,
        talk=talk.told_in(catalogue, *said),
        op=op,
    )


def _rests(t: Text, found: Look) -> str:
    day = thoughts.paused(found, worries.TECHNIQUE)
    if day is None:
        return ""
    said = t("You said on {day} that this made you worse, so it rests.", day=t.day(day))
    return t("{rests} Parking a worry stays open.", rests=said)


def _line(t: Text, worry: Parked, chosen: Mapping[str, str]) -> WorryLine:
    day = t("Parked on {day}.", day=t.day(worry.day))
    if worry.settled:
        day = t("{parked} Kept on {day}.", parked=day, day=t.day(worry.settled))
    return WorryLine(worry.id, worry.words, day, chosen.get(worry.id, ""))


def _lesson(t: Text, catalogue: Catalogue) -> tuple[str, str, str]:
    lesson = catalogue.lessons[LESSON]
    title = t.content("lessons", lesson.id, "title", lesson.title)
    return PATHS["lessons"] + lesson.id, title, reading_length(t, lesson)
