"""The hub of the sleep programme: where it stands, what comes next, and how to stop it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.planning.sleep_week import NIGHTS_TO_START, NIGHTS_TO_STEP
from unspiral.records.sleep import Programme
from unspiral.services.screening import Help
from unspiral.services.sleep import RISE, SleepNow, week_open
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views import sleep_words
from unspiral.web.views.learn_parts import GradeView, SourceView, grade_views, source_views
from unspiral.web.views.sleep_nights import WEEK, bars, in_words, length

COURSE = "sleep-course"  # the lesson whose grades and sources stand on the hub
RUNS = frozenset({"running", "held"})
BEGUN = ("insomnia_nights", "sleep_apnoea")  # asked first, so that it is known who has begun
LAMP = "lamp_and_clear_path"  # stands on the page for the night before anything runs


@dataclass(frozen=True, slots=True)
class Press:
    """One button that writes: `do` is what it does, `words` stand on it."""

    do: str
    words: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class Tonight:
    """The time in bed for the coming night. `soft`: after a stop, when none is asked for."""

    bed: str
    rise: str
    long: str
    soft: bool


@dataclass(frozen=True, slots=True)
class HubView:
    """The hub. `begins`: the ways that may be started; `presses` what else can be done;
    `go` is the one way on, as (address, words); `told` is why it is as it is.
    """

    help: Help
    state: str
    done: str
    title: str
    lead: str
    first: tuple[str, ...]
    told: tuple[str, ...]
    tonight: Tonight | None
    go: tuple[str, str]
    also: tuple[tuple[str, str], ...]
    begins: tuple[Press, ...]
    presses: tuple[Press, ...]
    stop: Press | None
    nights: int
    needed: int
    said: tuple[str, ...]
    bars: Markup
    grades: tuple[GradeView, ...]
    sources: tuple[SourceView, ...]


def hub_view(t: Text, catalogue: Catalogue, now: SleepNow, ask_on: str, done: str = "") -> HubView:
    """The hub in the words of `t`. `ask_on`: where the next question is, if one is open."""
    found = now.programme
    opened = found.opened is not None and found.state != "stopped"
    again = not opened or (found.state == "finished" and found.next_step is None)
    lesson = catalogue.lessons[COURSE]
    week = now.facts.today - timedelta(days=WEEK)
    counted = [one for one in now.counted if one.day > week]
    return HubView(
        help=now.help,
        state=found.state,
        done=said_done(t, now, done),
        title=_title(t, found),
        lead=_lead(t, now),
        first=sleep_words.safety(t, [x for x in found.safety_lines if opened or x != LAMP]),
        told=_told(t, now),
        tonight=tonight(t, now),
        go=_go(t, now, ask_on),
        also=_also(t, now, ask_on),
        begins=_begins(t, now) if again and not ask_on else (),
        presses=_presses(t, now),
        stop=_press(now, "stop", t("Stop the programme")) if opened else None,
        nights=found.valid_nights,
        needed=NIGHTS_TO_START if found.started is None else NIGHTS_TO_STEP,
        said=in_words(t, counted) if opened else (),
        bars=bars(t, now, WEEK) if now.nights and opened else Markup(""),
        grades=grade_views(t, lesson.grades),
        sources=source_views(t, catalogue, lesson.sources),
    )


def tonight(t: Text, now: SleepNow) -> Tonight | None:
    """When to go to bed and when to get up; None while no time in bed is asked, and at E and D."""
    found = now.programme
    if found.bed is None or found.rise is None or now.help == "danger":
        return None
    return Tonight(
        bed=f"{found.bed:%H:%M}",
        rise=f"{found.rise:%H:%M}",
        long=length(t, found.window_min),
        soft=found.state == "stopped",
    )


def _title(t: Text, found: Programme) -> str:
    if found.state in RUNS:
        return t("Week {n}", n=found.week)
    return t("Sleep programme")


def _lead(t: Text, now: SleepNow) -> str:
    """One sentence on where it stands."""
    found, gate = now.programme, now.gate
    if found.state == "not_started":
        if gate.neither:
            return t("A shorter time in bed is not for you now. Other parts are.")
        return t("A course of some weeks for nights that have been poor for long.")
    if found.state == "collecting":
        if found.valid_nights >= NIGHTS_TO_START:
            return t("Your 7 nights are there. It waits for now.")
        return t("First 7 nights, as they are. Nothing changes yet.")
    return {
        "running": t("One time to get up, every day. Bed when you are sleepy, not before."),
        "held": t("It waits where it is. Nothing gets shorter for now."),
        "paused": t("It rests. Sleep when and as long as you can."),
        "stopped": t("It has stopped. Your nights stay yours to see."),
        "finished": t("Good enough is good enough. Your time in bed grows again.")
        if found.next_step
        else t("It is done. This long in bed is your own choice."),
    }[found.state]


def _told(t: Text, now: SleepNow) -> tuple[str, ...]:
    """Why it is as it is, and from when it may go on."""
    found = now.programme
    if found.state == "not_started":
        waits = sleep_words.held(t, now.gate.waits)
        return waits if not now.gate.unanswered else ()
    if found.state == "stopped":
        said = sleep_words.stopped(t, found.reasons)
        again = _again(t, found.next_step)
        return (*said, *again)
    return sleep_words.held(t, found.reasons)


def _again(t: Text, day: date | None) -> tuple[str, ...]:
    return (t("It may start again from {day} on.", day=t.day(day)),) if day else ()


def _go(t: Text, now: SleepNow, ask_on: str) -> tuple[str, str]:
    """The one way on."""
    found = now.programme
    if now.help == "danger":
        return "", ""
    if found.state in ("not_started", "stopped"):
        if found.next_step is not None:  # it rests for a time; nothing may be begun before
            return "", ""
        if now.gate.neither:
            return "/sleep/answer", t("See why, and what may help instead")
        if not ask_on:
            return "", ""
        begun = any(name in now.facts.answers for name in BEGUN)
        return ask_on, t("Go on with the questions") if begun else t("Start with the questions")
    if found.state == "finished":
        return "/sleep/again", t("Write my page for poor nights")
    if ask_on and not now.gate.neither:  # it waits for these, also while it runs
        return ask_on, t("Go on with the questions")
    if found.state in RUNS and RISE not in now.facts.answers:
        return "/sleep/rise", t("Choose when you get up")
    if found.state in RUNS and week_open(now):
        return "/sleep/week", t("Look at the week")
    if found.state == "paused":
        return "", ""
    return "/checkin?half=morning", t("Write down last night")


def _also(t: Text, now: SleepNow, ask_on: str) -> tuple[tuple[str, str], ...]:
    """Further ways, as (address, words)."""
    found, listed = now.programme, []
    if found.state in RUNS and found.decision is not None:
        listed.append(("/sleep/week", t("The weekly step")))
    if found.state in ("collecting", "finished", *RUNS):
        listed.append(("/sleep/rise", t("When you get up")))
    if now.nights:
        listed.append(("/sleep/nights", t("Your nights, with the table")))
    if found.state == "finished" and not found.next_step and ask_on and not now.gate.neither:
        listed.append((ask_on, t("Begin again, with the questions")))
    listed.append(("/sleep/tonight", t("For the evening and the night")))
    listed.append(("/learn/lesson/sleep-course", t("What the course is, with its sources")))
    if found.opened is not None and found.state != "finished":
        listed.append(("/sleep/again", t("My page for poor nights")))
    if found.state != "not_started" or now.gate.offers != "none":
        listed.append(("/sleep/answer", t("What your answers came to")))
    return tuple(listed)


def _begins(t: Text, now: SleepNow) -> tuple[Press, ...]:
    """The ways that may be started: the gentler one always beside the window."""
    offers = now.gate.offers
    if offers == "none" or now.help == "danger":
        return ()
    gentle = _press(now, "begin_compression", t("Begin the 7 nights, for the gentler way"))
    if offers == "compression":
        return (gentle,)
    return (_press(now, "begin_window", t("Begin the 7 nights")), gentle)


def _presses(t: Text, now: SleepNow) -> tuple[Press, ...]:
    found = now.programme
    if found.state == "running":
        return (_press(now, "finish", t("My sleep is good enough now")),)
    if found.state == "finished" and found.next_step is not None:
        return (_press(now, "keep", t("This long is right for me")),)
    return ()


def _press(now: SleepNow, do: str, words: str) -> Press:
    op = operation_fields(now.facts.today, now.zone, now.facts.version)
    return Press(do, words, op)


def said_done(t: Text, now: SleepNow, done: str) -> str:
    """What was saved by the press before, where the facts bear it out; else nothing is said."""
    found, today = now.programme, now.facts.today
    own = [e for e in now.facts.events if e.local_date == today]
    opened = found.opened is not None and found.state != "stopped"
    said: Mapping[str, tuple[bool, str]] = {
        "begin_window": (opened, t("Saved. The 7 nights begin.")),
        "begin_compression": (opened, t("Saved. The 7 nights begin.")),
        "stop": (found.state == "stopped", t("Saved. It has stopped.")),
        "finish": (found.state == "finished", t("Saved. It grows by 15 minutes a week.")),
        "keep": (found.state == "finished", t("Saved. It stays this long.")),
        "rise": (RISE in now.facts.answers, t("Saved. This is when you get up.")),
        "hold": (any(e.kind == "sleep_hold" for e in own), t("Saved. It stays as it is.")),
        "week": (any(e.kind == "sleep_week" for e in own), t("Saved.")),
        "lay_down": (any(e.kind == "lay_down" for e in own), t("Saved. You lay down.")),
    }
    true, words = said.get(done, (False, ""))
    return words if true else ""
