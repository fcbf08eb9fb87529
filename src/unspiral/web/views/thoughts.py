"""The thoughts course: its steps in order, where the person is, and the page that stops."""

from dataclasses import dataclass, replace

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.records.triage import Level
from unspiral.services import thoughts, worries
from unspiral.services.screening import Help
from unspiral.services.thoughts import COURSE, Look, Step
from unspiral.web.text import Text
from unspiral.web.views.learn import effects_of
from unspiral.web.views.learn_parts import PATHS, shown_grade
from unspiral.web.views.library import reading_length

HERE = "/thoughts"


@dataclass(frozen=True, slots=True)
class ShutView:
    """Why something is not begun now, and one way on; empty words: it is open."""

    words: str = ""
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: what to read, where to write, what to expect, and how often it was used.

    `here`: the first that was not used yet. `write` is "" where there is nothing to write or read.
    `closed`: nothing new is written now; `shut` says why, unless the page says it for all of them.
    """

    number: str
    id: str
    title: str
    summary: str
    reading: str
    read: str
    write: str
    grade: str
    size: str
    times: str
    here: bool
    closed: bool
    shut: ShutView


@dataclass(frozen=True, slots=True)
class CourseView:
    """The course. `closed`: an emergency sign is open. `urgent`: one to be checked today.

    `waits` are (address, words) of what wants another look. `shut`: why no sheet at all is open.
    """

    help: Help
    closed: bool
    urgent: bool
    waits: tuple[tuple[str, str], ...]
    shut: ShutView
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class StopView:
    """Stop, eyes open. `fields` are words that wait for a choice: kept, or thrown away.

    `guided`: the two minutes of grounding may be started. `told`: what became of the words.
    """

    help: Help
    guided: bool
    told: str
    to: str
    fields: tuple[tuple[str, str], ...]
    talk: bool


def course_view(t: Text, catalogue: Catalogue, found: Look) -> CourseView:
    """The page of the course; at an emergency nothing but help."""
    closed = found.level is Level.EMERGENCY
    here = None if found.help else _here(found)  # help comes first: no other next step
    numbered = () if closed else tuple(enumerate(COURSE, 1))
    steps = tuple(_step(t, catalogue, found, n, step, step is here) for n, step in numbered)
    common = _common(steps)
    return CourseView(
        help=found.help,
        closed=closed,
        urgent=found.level is Level.SAME_DAY,
        waits=() if found.help else _waits(t, found),
        shut=common,
        steps=tuple(replace(step, shut=ShutView()) for step in steps) if common.words else steps,
    )


def _here(found: Look) -> Step | None:
    """The first step that was not used yet; the one that is only read, while none was."""
    unused = [step for step in COURSE[1:] if not thoughts.times_used(found, step)[0]]
    if len(unused) == len(COURSE) - 1:
        return COURSE[0]
    return unused[0] if unused else None


def _common(steps: tuple[StepView, ...]) -> ShutView:
    """Why no sheet is open, when it is the same for all: said once, not for each."""
    sheets = steps[1:-1]  # the first is only read, the last has its own page
    same = len({step.shut for step in sheets}) == 1
    return sheets[0].shut if same else ShutView()


def stop_view(
    t: Text,
    found: Look,
    told: str = "",
    to: str = "",
    fields: tuple[tuple[str, str], ...] = (),
    talk: bool = False,
) -> StopView:
    """The page that stops; `told` is "kept", "thrown" or ""."""
    said = {
        "kept": t("What you wrote is kept."),
        "thrown": t("What you wrote is thrown away. Nothing of it was saved."),
    }
    guided = found.level is not Level.EMERGENCY
    return StopView(found.help, guided, said.get(told, ""), to, fields, talk)


def shut_view(t: Text, found: Look, technique: Technique, back: str) -> ShutView:
    """Why a sheet may not be begun now; `back` is where the missing questions lead to."""
    why = thoughts.shut(found, technique)
    if why in ("emergency", "same_day"):
        words = t("This waits until the sign you told us of has been checked.")
        return ShutView(words, "/help-now", t("What to do now"))
    if why == "dark":
        return ShutView(_people_first(t, technique), "/help-now/talk", t("Numbers to call"))
    if why == "ask":
        words = t("First a few questions about danger signs and your health.")
        href = f"/danger/next?for={technique.scope}&next={back}"
        return ShutView(words, href, t("Go on with the questions"))
    if why == "held":
        words = t("Something you told us should be checked first. Until then nothing new is begun.")
        return ShutView(words, "/today", t("Back to today"))
    return ShutView()


def _people_first(t: Text, technique: Technique) -> str:
    for n, use in enumerate(technique.cautions):
        if use.caution == "dark_thoughts":
            return t.content("techniques", technique.id, f"cautions.{n}.text", use.text)
    return t("People first.")


def _step(
    t: Text, catalogue: Catalogue, found: Look, number: int, step: Step, here: bool
) -> StepView:
    lesson = catalogue.lessons[step.lesson]
    technique = catalogue.techniques.get(step.technique)
    own_page = step.href.startswith("/rough-day")  # readable and writable at every level
    shut = ShutView()
    if technique is not None and not own_page:
        shut = shut_view(t, found, technique, HERE)
    used = _used(t, found, step)
    return StepView(
        number=t.number(number, 0),
        id=lesson.id,
        title=t.content("lessons", lesson.id, "title", lesson.title),
        summary=t.content("lessons", lesson.id, "summary", lesson.summary),
        reading=reading_length(t, lesson),
        read=PATHS["lessons"] + lesson.id,
        write="" if shut.words and not used else step.href,
        grade=shown_grade(technique.grades if technique else lesson.grades),
        size=_size(t, technique),
        times=used,
        here=here,
        closed=bool(shut.words),
        shut=shut,
    )


def _size(t: Text, technique: Technique | None) -> str:
    """What to expect, as the technique's own file says it."""
    if technique is None:
        return t("Whole courses of this kind: about half a point less pain out of 10, on average.")
    return " ".join(effects_of(t, technique))


def _used(t: Text, found: Look, step: Step) -> str:
    times, last = thoughts.times_used(found, step)
    if last is None:
        return ""
    if step.technique == "flare-plan":
        return t("Written on {day}.", day=t.day(last, with_year=True))
    day = t.day(last)
    return t.plural("Used once, on {day}.", "Used {n} times, last on {day}.", times, day=day)


def _waits(t: Text, found: Look) -> tuple[tuple[str, str], ...]:
    lines = []
    if number := len(worries.waiting(found.worries)):
        words = t.plural("{n} worry is parked.", "{n} worries are parked.", number)
        lines.append(("/thoughts/worry-time", words))
    for entry in thoughts.to_look_at(found):
        href = f"/thoughts/sheet/{entry.sheet}?entry={entry.id}"
        lines.append((href, t("The small step for your problem had its day. Look at it again.")))
    return tuple(lines)
