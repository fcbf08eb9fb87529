"""What a pressed screen comes to: answers to keep, and the flags they raise."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import evaluate, variables_of
from unspiral.catalogue.types import RedFlag, Screen
from unspiral.records.facts import UNSURE, Answer, Event, Facts, Value
from unspiral.records.problem import Problem
from unspiral.records.triage import Level
from unspiral.screening.asking import BEFORE_MOVEMENT
from unspiral.screening.endings import not_before_its_ending, pasts, raise_value
from unspiral.screening.questions import (
    ASKED,
    FOLLOW,
    SKIPPED,
    by_variable,
    flags,
    waits_for_follow_up,
)
from unspiral.screening.rescreen import LEG
from unspiral.screening.triage import triage

NONE = "none"
SKIP = "skip"
REMEMBERED = frozenset({Level.EMERGENCY, Level.SAME_DAY, Level.WITHIN_DAYS})
YES_NO = ("yes", "no", UNSURE)
SIDES = frozenset({"left", "right"})
NUMB_LEG = ("numb_leg_left", "numb_leg_right")
TELLING = ("yes", UNSURE, ASKED)
OLDEST_BIRTH_YEAR = 1900
Values = dict[str, Value]


def ticks(
    screen: Screen, chosen: tuple[str, ...], catalogue: Catalogue
) -> tuple[Values, list[Problem]]:
    """What ticking `chosen` lines of a screen stores; ("none",) is the None line.

    A tick opens its items in full: their questions count as unanswered until then. Lines left
    unticked are answered "no". ("skip",) keeps the careful set, where a screen may be skipped.
    """
    lines = {choice.id: choice for choice in screen.choices}
    if chosen == (SKIP,) and screen.skippable:
        return {screen.id + SKIPPED: "yes"}, []
    wrong = [name for name in chosen if name not in lines and name != NONE]
    if wrong or not chosen or (NONE in chosen and len(chosen) > 1):
        code = "unknown_choice" if wrong else "nothing_chosen" if not chosen else "none_and_more"
        return {}, [Problem(code, screen.id, values={"chosen": ", ".join(chosen)})]
    if NONE in chosen and not screen.none_label:
        return {}, [Problem("unknown_choice", screen.id, values={"chosen": NONE})]
    picked = [lines[name] for name in chosen if name != NONE]
    stored: Values = dict(screen.none_sets) if screen.form == "ticks" else {}
    both = screen.both_sides_open if {c.id.rpartition("_")[2] for c in picked} >= SIDES else ()
    for name in {*both, *(name for choice in picked for name in choice.opens)}:
        stored |= _opened(name, catalogue)
    for choice in picked:
        stored |= choice.sets
    if screen.id == "anything_changed" and picked:
        stored["anything_changed"] = "yes"
    return stored, []


def item(flag: RedFlag, given: Mapping[str, Value], facts: Facts) -> tuple[Values, list[Problem]]:
    """Answers to one red flag in full. None of its questions may be left out.

    A plain question may be answered alone, when its "Not sure" is already stored.
    """
    stored: Values = {}
    problems = []
    plain = [q for q in flag.questions if waits_for_follow_up(q, facts)]
    only_plain = bool(plain and given) and set(given) <= {q.id + FOLLOW for q in flag.questions}
    for question in flag.questions:
        value, follow = given.get(question.id), given.get(question.id + FOLLOW)
        if value in YES_NO:
            stored[question.id] = str(value)
        elif not only_plain:
            problems.append(Problem("answer_needed", question.id))
        if follow is not None and question.follow_up is not None:
            if follow in question.follow_up.options:
                stored[question.id + FOLLOW] = follow
            else:
                problems.append(Problem("unknown_choice", question.id + FOLLOW))
    known = {q.id for q in flag.questions} | {q.id + FOLLOW for q in flag.questions}
    problems += [Problem("unknown_question", name) for name in sorted(set(given) - known)]
    return stored, problems


def single(screen: Screen, given: Mapping[str, Value], today: date) -> tuple[Values, list[Problem]]:
    """The one answer of a screen with a variable: a choice, or a year."""
    value = given.get(screen.variable)
    if screen.form == "year":
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not OLDEST_BIRTH_YEAR <= int(value or 0) <= today.year:
            limits = {"low": OLDEST_BIRTH_YEAR, "high": today.year}
            return {}, [Problem("out_of_range", screen.variable, values=limits)]
        return {screen.variable: int(value or 0)}, []
    for choice in screen.choices:
        if choice.sets.get(screen.variable) == value:
            return dict(choice.sets), []
    return {}, [Problem("unknown_choice", screen.variable)]


def answers_of(
    stored: Mapping[str, Value], at: datetime, day: date, item_id: str, version: int
) -> tuple[Answer, ...]:
    """The stored values as answers given at `at` for `day`."""
    return tuple(
        Answer(name, value, at, day, item_id, version) for name, value in sorted(stored.items())
    )


def in_order(answers: Iterable[Answer], facts: Facts, now: datetime) -> tuple[Answer, ...]:
    """The answers dated so that what is told last is also the latest.

    What opens a question or tells of a sign counts from now on: it may have waited on a device,
    and a "None" given elsewhere in the meantime must not hide it. What is told now never stands
    behind an older answer, even when the clock was set back since that one.
    """
    found = []
    for answer in answers:
        told_now = answer.value in TELLING or answer.answered_at >= now
        held = facts.answers.get(answer.variable)
        latest = max(now, held.answered_at) if held is not None else now
        found.append(replace(answer, answered_at=latest) if told_now else answer)
    return tuple(found)


def told_by_half(flag: RedFlag, stored: Mapping[str, Value], problems: Iterable[Problem]) -> Values:
    """What to keep of an item that was sent with questions left out: its signs, the rest open.

    Empty when no sign was told, or when something else is wrong with it.
    """
    if any(problem.code != "answer_needed" for problem in problems):
        return {}
    signs: Values = {name: value for name, value in stored.items() if value in ("yes", UNSURE)}
    opened: Values = {question.id: ASKED for question in flag.questions}
    return opened | signs if signs.keys() & opened.keys() else {}


def raised(
    facts: Facts, answers: Iterable[Answer], catalogue: Catalogue, at: datetime
) -> tuple[Event, ...]:
    """`flag_raised` for each flag at E, D or W that `answers` make fire and is not yet raised.

    The new answers are laid over the stored ones whatever their dates, so a yes that arrives
    late from another device is not lost to a newer no. The event carries the server's time, or
    that of the flag's last ending when the clock was set back since.
    """
    new = sorted(answers, key=lambda a: (a.value == "yes", a.value == UNSURE))
    if not new:
        return ()
    dated = {f.id: not_before_its_ending(f.id, facts.events, at) for f in flags(catalogue)}
    return tuple(
        event
        for moment in sorted(set(dated.values()))
        for event in _raised_at(facts, new, catalogue, moment)
        if dated[event.subject] == moment
    )


def _raised_at(
    facts: Facts, new: list[Answer], catalogue: Catalogue, at: datetime
) -> Iterable[Event]:
    laid = {a.variable: replace(a, answered_at=max(a.answered_at, at)) for a in new}
    after = replace(facts, now=max(facts.now, at), answers={**facts.answers, **laid})
    forgotten = tuple(e for e in facts.events if e.kind != "flag_raised")
    told = triage(replace(after, events=forgotten), catalogue).findings
    history, day = pasts(after, catalogue), min(a.local_date for a in new)
    for finding in told:
        if finding.state not in ("open", "unsure") or finding.level not in REMEMBERED:
            continue
        doubts = _doubts(finding.flag, after, catalogue) if finding.state == "unsure" else ()
        past = history[finding.flag]
        already = past.raised if doubts else past.sure
        if already is None or already.severity < finding.level.severity:
            value = raise_value(finding.level, doubts)
            yield Event("flag_raised", finding.flag, value, at, finding.since or day)


def leg_news(
    told: Mapping[str, Answer], answers: Iterable[Answer], at: datetime
) -> tuple[Event, ...]:
    """One `leg_pain_new` event when a leg answered "no" before, for pain or numb, is now a "yes".

    `told` holds the answers from before. A first answer about legs is no news: the danger
    screens are asked in the same sitting (docs/adr/0009-new-leg-pain.md).
    """
    turned = [
        answer
        for answer in answers
        if answer.variable in (*LEG, *NUMB_LEG)
        and answer.value == "yes"
        and answer.variable in told
        and told[answer.variable].value != "yes"
    ]
    day = max((answer.local_date for answer in turned), default=None)
    return () if day is None else (Event("leg_pain_new", "leg", "", at, day),)


def _doubts(flag_id: str, facts: Facts, catalogue: Catalogue) -> tuple[str, ...]:
    """Questions whose plain question is still open; while any is, a good answer may settle it."""
    names = _read_by(catalogue.redflags[flag_id])
    asked = by_variable(catalogue)
    waiting = (n for n in names if n in asked and waits_for_follow_up(asked[n], facts))
    return tuple(sorted(waiting))


def _read_by(flag: RedFlag) -> frozenset[str]:
    return frozenset().union(*(variables_of(rule.when) for rule in flag.levels))


def asks_again(flag: RedFlag, facts: Facts) -> Values:
    """What "I pressed this by mistake" stores: the same questions, open once more.

    Answers of other screens are opened, too, where they raise the flag without its own questions.
    """
    own = {question.id for question in flag.questions}
    told = {n: facts.value(n) for n in _read_by(flag) - own}
    yes: Values = {n: "yes" for n, value in told.items() if value in ("yes", UNSURE)}
    without = yes | dict.fromkeys(own, "no")
    others = any(evaluate(rule.when, without) is True for rule in flag.levels)
    return dict.fromkeys(sorted(own | (yes.keys() if others else set())), ASKED)


def _opened(name: str, catalogue: Catalogue) -> Values:
    """The questions that a tick opens: of a red flag, or of another screen."""
    for flag in flags(catalogue):
        if flag.id == name:
            return {question.id: ASKED for question in flag.questions}
    screen = catalogue.screens[name]
    names = [*screen.none_sets, *([screen.variable] if screen.variable else [])]
    opened: Values = dict.fromkeys(names, ASKED)
    return opened | ({name + SKIPPED: "no"} if name in BEFORE_MOVEMENT else {})
