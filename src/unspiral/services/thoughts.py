"""The thoughts course: its steps in order, what is open now, and where the person is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique, Worksheet
from unspiral.planning.eligibility import why_not
from unspiral.planning.history import History
from unspiral.records.facts import UNSURE, Facts
from unspiral.records.triage import Decision, Level
from unspiral.services import flare_plan, own_words, sheets, worries
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.screening import Help, assessed, help_before, told_now
from unspiral.services.sessions import OWN_CHOICE
from unspiral.services.sheets import Entry
from unspiral.services.worries import Parked

Shut = Literal["", "emergency", "same_day", "dark", "ask", "held"]
LOG, RECORD, PROBLEM, LINE = "stressor-log", "thought-record", "problem-solving", "kind-self-talk"
LADDER, LADDER_DAY = "joyful-activity", "joyful-day"
PEOPLE = "social-contact"
LOG_DAYS = 14  # one round of the log (clinical evidence page, section b)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the course: what to read, where to write, and the technique it is."""

    lesson: str
    technique: str = ""
    href: str = ""
    sheet: str = ""  # whose entries show that it was used


COURSE: tuple[Step, ...] = (
    Step("thoughts-and-doing"),
    Step("thoughts-stress-line", LOG, f"/thoughts/sheet/{LOG}", LOG),
    Step("thoughts-worry-time", worries.TECHNIQUE, "/thoughts/worry-time"),
    Step("thoughts-record", RECORD, f"/thoughts/sheet/{RECORD}", RECORD),
    Step("thoughts-problem", PROBLEM, f"/thoughts/sheet/{PROBLEM}", PROBLEM),
    Step("thoughts-kind-line", LINE, f"/thoughts/sheet/{LINE}", LINE),
    Step("thoughts-small-joys", LADDER, f"/thoughts/sheet/{LADDER}", LADDER_DAY),
    Step("thoughts-flare-page", "flare-plan", "/rough-day/plan"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """All that the pages of the course are made from. Reads only."""

    facts: Facts
    decision: Decision
    help: Help
    level: Level
    entries: tuple[Entry, ...]
    worries: tuple[Parked, ...]
    zone: str

    @property
    def today(self) -> date:
        """The person's diary day."""
        return self.facts.today

    def of(self, sheet: str) -> tuple[Entry, ...]:
        """The entries of one sheet, newest day first."""
        return sheets.standing(self.entries, sheet)


@dataclass(frozen=True, slots=True)
class Round:
    """Two weeks of the stress line: its first day, the days with a line, whether it is over."""

    first: date
    lines: int
    over: bool


def look(ctx: Context, person: str) -> Look:
    """How things stand for this person now."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
        written, parked = sheets.read(tx), worries.read(tx)
    decision = assessed(ctx, facts)
    level = told_now(decision)
    return Look(facts, decision, help_before(decision), level, written, parked, zone)


def shut(found: Look, technique: Technique) -> Shut:
    """Why a sheet of this technique may not be begun now; "" when it may.

    Levels close what is offered (safety page, section 1): nothing at E, comfort alone at D, nothing
    new while something waits for a check. What was written stays the person's own to read.
    """
    clearance = found.decision.clearance
    if found.level is Level.EMERGENCY:
        return "emergency"
    if found.level is Level.SAME_DAY:
        return "" if technique.scope == "comfort" else "same_day"
    if found.decision.dark_thoughts and rests_on_dark(technique):
        return "dark"
    if clearance is None or not clearance.covers(technique.scope):
        return "ask"
    profile = {name: answer.value for name, answer in found.facts.answers.items()}
    history = History(found.facts.history, found.facts.events)
    here = replace(technique, offer="choose")  # this course is where it is started
    reason = why_not(here, profile, history, clearance, found.today)
    if reason is None or reason.code in OWN_CHOICE:
        return ""
    return "dark" if found.decision.dark_thoughts else "held"


def techniques(catalogue: Catalogue) -> frozenset[str]:
    """Every technique that is done on these pages."""
    steps = {step.technique for step in COURSE} | {
        s.technique for s in catalogue.worksheets.values()
    }
    return frozenset(steps - {""})


def rests_on_dark(technique: Technique) -> bool:
    """Whether it gives way to people while dark thoughts are open (evidence page, c.2)."""
    return any(u.caution == "dark_thoughts" and u.then == "exclude" for u in technique.cautions)


def paused(found: Look, technique: str) -> date | None:
    """The day the person said that it made them worse, when nothing was written since."""
    events = [event for event in found.facts.events if event.subject == technique]
    said = [event.local_date for event in events if event.kind == "made_worse"]
    done = [event.local_date for event in events if event.kind == "done"]
    last = max(said, default=None)
    return last if last is not None and last >= max(done, default=date.min) else None


def times_used(found: Look, step: Step) -> tuple[int, date | None]:
    """How often a step was used, and on which day last."""
    if step.sheet:
        days = [entry.day for entry in found.of(step.sheet)]
    elif step.technique == "flare-plan":
        written = own_words.written(found.facts, flare_plan.LINES)
        days = [max(answer.local_date for answer in written)] if written else []
    else:
        events = found.facts.events
        days = [e.local_date for e in events if (e.kind, e.subject) == ("done", step.technique)]
    return len(days), max(days, default=None)


def enough(found: Look, sheet: Worksheet) -> bool:
    """Whether as many were written lately as do good; more is not closed, only not asked for."""
    if not sheet.enough:
        return False
    first = found.today - timedelta(days=sheet.days)
    return sum(first < entry.day <= found.today for entry in found.of(sheet.id)) >= sheet.enough


def no_more_today(found: Look, sheet: Worksheet) -> bool:
    """Whether one small thing is done and no second one is offered: after times of mania.

    No over-scheduling (clinical evidence page, section b). Asked before the sleep programme; while
    nobody was asked, the page says it in words.
    """
    told = found.facts.value("sleep_mania") in ("yes", UNSURE)
    return told and sheet.id == LADDER_DAY and enough(found, sheet)


def log_round(lines: Iterable[Entry], today: date) -> Round | None:
    """The newest two weeks of the stress line; None before the first line."""
    first, days = None, set[date]()
    for day in sorted(line.day for line in lines):
        if first is None or day >= first + timedelta(days=LOG_DAYS):
            first, days = day, set()
        days.add(day)
    if first is None:
        return None
    return Round(first, len(days), today >= first + timedelta(days=LOG_DAYS))


def to_look_at(found: Look) -> tuple[Entry, ...]:
    """Problems whose small step had its day, and that nobody looked at again."""
    return tuple(
        entry
        for entry in found.of(PROBLEM)
        if not entry.words.get("went") and "" < entry.words.get("day", "") <= str(found.today)
    )


def rungs(found: Look) -> tuple[str, ...]:
    """The person's own small things, the smallest first, from the newest ladder."""
    ladder = next(iter(found.of(LADDER)), None)
    names = sorted(name for name in ladder.words if name.startswith("rung_")) if ladder else []
    return tuple(ladder.words[name] for name in names if ladder and ladder.words[name].strip())


def kind_line(entries: Iterable[Entry], where: Literal["rough", "awake"]) -> str:
    """The person's newest kind line that they want to see there; "" for none."""
    line = next(iter(sheets.standing(entries, LINE)), None)
    wanted = line is not None and where in line.words.get("show", "").split(",")
    return line.words.get("line", "") if line is not None and wanted else ""


def own_line(ctx: Context, person: str, where: Literal["rough", "awake"]) -> str:
    """`kind_line` of a person; "" for nobody."""
    if not person:
        return ""
    with ctx.store.read(person) as tx:
        return kind_line(sheets.read(tx), where)


def counts_as(catalogue: Catalogue, sheet: Worksheet, words: sheets.Words) -> tuple[str, ...]:
    """What a new sheet counts as done: its technique, and a contact when it was with somebody."""
    done = (sheet.technique,) if sheet.counts else ()
    with_people = sheet.id == LADDER_DAY and "people" in words.get("with", "").split(",")
    return (*done, PEOPLE) if with_people and PEOPLE in catalogue.techniques else done
