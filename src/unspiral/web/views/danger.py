"""The danger screens: short lines, items in full, plain questions, what was found, the ways out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Question, RedFlag, Screen
from unspiral.records.facts import UNSURE, Facts
from unspiral.records.problem import Problem
from unspiral.records.triage import Decision, Finding, Level
from unspiral.screening.questions import FOLLOW, asked_in_words, waits_for_follow_up
from unspiral.web import problems
from unspiral.web.forms import Form, OperationFields
from unspiral.web.text import Text
from unspiral.web.views.help_now import Call, emergency_of

TOLD = ("open", "unsure")
SHOWN = (Level.EMERGENCY, Level.SAME_DAY, Level.WITHIN_DAYS)
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class TicksView:
    """One screen of short lines, None last, nothing preset on a first look."""

    action: str
    back: str
    ask: str
    note: str
    why: str
    lines: tuple[tuple[str, str], ...]
    none_label: str
    ticked: tuple[str, ...]
    error: str
    skippable: bool
    op: OperationFields


@dataclass(frozen=True, slots=True)
class AskedView:
    """One question with its answers in the order Yes, Not sure, No; none preset."""

    name: str
    ask: str
    answers: tuple[tuple[str, str], ...]
    chosen: str
    error: str


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """A red flag in full, its plain questions, or any screen of single answers."""

    action: str
    back: str
    title: str
    lead: str
    questions: tuple[AskedView, ...]
    skippable: bool
    op: OperationFields


@dataclass(frozen=True, slots=True)
class YearView:
    """The birth year."""

    action: str
    back: str
    ask: str
    note: str
    name: str
    value: str
    error: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One open finding: what was told, what to do, and the two ways out."""

    flag: str
    level: str
    found: str
    why: str
    next_step: str
    since: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class FoundView:
    """Everything open, worst first; only what is within days has a way on.

    `ask_on`: a line that was ticked and still has its questions, "" for none.
    """

    title: str
    until: str
    findings: tuple[FoundLine, ...]
    known: tuple[str, ...]
    calls: tuple[Call, ...]
    go_on: str
    ask_on: str


@dataclass(frozen=True, slots=True)
class SeenView:
    """The form that ends a flag: the day of the visit, and a second yes."""

    flag: str
    found: str
    day: str
    latest: str
    error_day: str
    error_sure: str
    op: OperationFields


def ticks_view(
    t: Text, screen: Screen, form: Form, fault: str, back: str, op: OperationFields
) -> TicksView:
    """A tick screen, with what was ticked before when it comes back."""

    def say(name: str, words: str) -> str:
        return t.content("screens", screen.id, name, words)

    return TicksView(
        action="/danger" if screen.id == "danger" else f"/danger/{screen.id}",
        back=back,
        ask=say("ask", screen.ask),
        note=say("note", screen.note),
        why=say("why", screen.why),
        lines=tuple((c.id, say(f"choices.{c.id}", c.label)) for c in screen.choices),
        none_label=say("none_label", screen.none_label),
        ticked=form.all("tick"),
        error=problems.sentence(t, Problem("please_tick", "tick")) if fault else "",
        skippable=screen.skippable,
        op=op,
    )


def flag_view(
    t: Text,
    flag: RedFlag,
    facts: Facts,
    form: Form,
    faults: Iterable[Problem],
    back: str,
    op: OperationFields,
) -> QuestionsView:
    """A red flag in full; only its plain questions while "Not sure" waits for them."""
    wrong = {fault.where for fault in faults}
    waiting = [q for q in flag.questions if waits_for_follow_up(q, facts)]
    plain = t("One plain question.") if len(waiting) == 1 else t("A few plain questions.")
    if waiting:
        asked = tuple(_plain(t, flag, q, form, wrong) for q in waiting)
    else:
        asked = tuple(_full(t, flag, q, facts, form, wrong) for q in flag.questions)
    return QuestionsView(
        action=f"/danger/{flag.id}",
        back=back,
        title=t("Not sure? That is fine.") if waiting else t("A little more about this"),
        lead=plain if waiting else t("“Not sure” is a good answer."),
        questions=asked,
        skippable=False,
        op=op,
    )


def choice_view(
    t: Text, screen: Screen, form: Form, fault: str, back: str, op: OperationFields
) -> QuestionsView:
    """A screen with one answer out of a few."""
    answers = tuple(
        (str(c.sets[screen.variable]), t.content("screens", screen.id, f"choices.{c.id}", c.label))
        for c in screen.choices
    )
    error = problems.sentence(t, Problem("please_choose", screen.variable)) if fault else ""
    asked = AskedView(screen.variable, "", answers, form.get(screen.variable), error)
    return QuestionsView(
        action="/danger" if screen.id == "danger" else f"/danger/{screen.id}",
        back=back,
        title=t.content("screens", screen.id, "ask", screen.ask),
        lead=t.content("screens", screen.id, "why", screen.why),
        questions=(asked,),
        skippable=screen.skippable,
        op=op,
    )


def known_view(
    t: Text, flag: RedFlag, form: Form, fault: str, back: str, op: OperationFields
) -> QuestionsView:
    """Every 28 days: has a finding that a clinician checked changed?"""
    error = problems.sentence(t, Problem("please_choose", "changed")) if fault else ""
    asked = AskedView("changed", "", _yes_no(t), form.get("changed"), error)
    return QuestionsView(
        action=f"/danger/known:{flag.id}",
        back=back,
        title=t("Has this changed since you were seen?"),
        lead=t.content("redflags", flag.id, "found", flag.found),
        questions=(asked,),
        skippable=False,
        op=op,
    )


def year_view(
    t: Text, screen: Screen, form: Form, fault: Problem | None, back: str, op: OperationFields
) -> YearView:
    """The birth year, typed."""
    return YearView(
        action="/danger" if screen.id == "danger" else f"/danger/{screen.id}",
        back=back,
        ask=t.content("screens", screen.id, "ask", screen.ask),
        note=t.content("screens", screen.id, "note", screen.note),
        name=screen.variable,
        value=form.get(screen.variable),
        error=problems.sentence(t, fault) if fault else "",
        op=op,
    )


def found_view(
    t: Text,
    decision: Decision,
    catalogue: Catalogue,
    country: str,
    go_on: str,
    ops: Iterable[OperationFields],
) -> FoundView:
    """What is open now. `go_on` is where W may go on to; E and D have no such way."""
    triage = decision.triage
    waiting = [name for name in decision.to_ask if name in catalogue.redflags]
    told = [f for f in triage.findings if f.state in TOLD and f.level in SHOWN]
    level = told[0].level.value if told else ""
    title, until = _titles(t)[level]
    urgent = level == Level.EMERGENCY.value
    return FoundView(
        title=title,
        until=until,
        findings=tuple(
            _found(t, catalogue.redflags[f.flag], f, op) for f, op in zip(told, ops, strict=False)
        ),
        known=tuple(
            _known_line(t, catalogue.redflags[f.flag], f.since)
            for f in triage.findings
            if f.state == "known"
        ),
        calls=emergency_of(t, catalogue.crisis_lines, country) if urgent else (),
        go_on=go_on if level in ("W", "") else "",
        ask_on=f"/danger/{waiting[0]}" if waiting and level else "",
    )


def seen_view(
    t: Text,
    flag: RedFlag,
    form: Form,
    faults: Mapping[str, str],
    latest: date,
    op: OperationFields,
) -> SeenView:
    """The second look before a flag ends."""
    return SeenView(
        flag=flag.id,
        found=t.content("redflags", flag.id, "found", flag.found),
        day=form.get("seen_on"),
        latest=latest.isoformat(),
        error_day=faults.get("seen_on", ""),
        error_sure=faults.get("sure", ""),
        op=op,
    )


def _yes_no(t: Text) -> tuple[tuple[str, str], ...]:
    return (("yes", t("Yes")), (UNSURE, t("Not sure")), ("no", t("No")))


def _full(
    t: Text, flag: RedFlag, question: Question, facts: Facts, form: Form, wrong: set[str]
) -> AskedView:
    words = asked_in_words(question, facts)
    return AskedView(
        name=question.id,
        ask=t.content("redflags", flag.id, question.id, words),
        answers=_yes_no(t),
        chosen=form.get(question.id),
        error=_choose(t, question.id) if question.id in wrong else "",
    )


def _plain(t: Text, flag: RedFlag, question: Question, form: Form, wrong: set[str]) -> AskedView:
    name = question.id + FOLLOW
    follow = question.follow_up
    if follow is None:
        raise ValueError(f"{question.id} has no plain question")
    options = tuple(
        (value, t.content("redflags", flag.id, f"{name}.{value}", label))
        for value, label in follow.options.items()
    )
    ask = t.content("redflags", flag.id, name, follow.ask)
    error = _choose(t, name) if {name, question.id} & wrong else ""
    return AskedView(name, ask, options, form.get(name), error)


def _choose(t: Text, name: str) -> str:
    return problems.sentence(t, Problem("please_choose", name))


def _titles(t: Text) -> Mapping[str, tuple[str, str]]:
    until = t("Until then: no exercise here. The help page and your diary stay open.")
    return {
        "E": (t("This needs to be checked now."), until),
        "D": (t("This needs to be checked today."), until),
        "W": (
            t("This should be looked at within days."),
            t("Until then you stay at today's level. Nothing new, nothing harder."),
        ),
        "": (
            t("No danger sign is open."),
            t("A clear screen does not mean that nothing is wrong."),
        ),
    }


def _found(t: Text, flag: RedFlag, finding: Finding, op: OperationFields) -> FoundLine:
    rule = next((r for r in flag.levels if r.level == finding.level.value), flag.levels[0])
    index = flag.levels.index(rule)
    step = rule.next_step or flag.next_step
    since = t("Since {day}.", day=t.day(finding.since)) if finding.since else ""
    return FoundLine(
        flag=flag.id,
        level=finding.level.value,
        found=t.content("redflags", flag.id, "found", flag.found),
        why=t.content("redflags", flag.id, f"levels.{index}.why", rule.why),
        next_step=t.content("redflags", flag.id, f"levels.{index}.next_step", step),
        since=since,
        op=op,
    )


def _known_line(t: Text, flag: RedFlag, since: date | None) -> str:
    title = t.content("redflags", flag.id, "title", flag.title)
    if since is None:
        return title
    return t("{what}: checked, known since {day}", what=title, day=t.day(since, with_year=True))
