"""Triage: answers to a level, with every finding and its reasons. Pure and total.

Three-valued: a question never answered fires E and D, so the level is the literal, safest
reading. What a person told us and what was never asked stay apart in each finding's `state`.
The worst finding wins, and one worse answer never lowers the level.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import doubts_as_yes, evaluate, fires, renewed, variables_of
from unspiral.catalogue.types import LevelRule, RedFlag
from unspiral.records.facts import UNSURE, Facts, Value
from unspiral.records.problem import Reason
from unspiral.records.triage import Finding, FindingState, Level, Triage
from unspiral.screening.answers import effective
from unspiral.screening.asking import asked_by, open_items, screens_for
from unspiral.screening.endings import Past, pasts
from unspiral.screening.questions import FOLLOW, flags

UNKNOWN_FIRES = frozenset({"E", "D"})
CODES: Mapping[FindingState, str] = {
    "open": "answered_yes",
    "unsure": "not_sure",
    "unanswered": "not_answered",
}
Values = Mapping[str, Value]


def triage(facts: Facts, catalogue: Catalogue) -> Triage:
    """The worst level of all red flags over `facts`, the findings worst first, and what to ask."""
    history = pasts(facts, catalogue)
    return judge_all(facts, catalogue, effective(facts, catalogue, history), history)


def judge_all(
    facts: Facts, catalogue: Catalogue, values: Values, history: Mapping[str, Past]
) -> Triage:
    """`triage` for values and pasts that are already worked out."""
    found = [
        finding
        for flag in flags(catalogue)
        for finding in judge(flag, values, facts, history[flag.id])
    ]
    found.sort(key=lambda f: (f.state == "known", -f.level.severity, f.state, f.flag))
    level = max((f.level for f in found), key=_severity, default=Level.SELF_MANAGE)
    half = half_answered(found, values, catalogue)
    items = tuple(dict.fromkeys((*open_items(facts, history, catalogue), *half)))
    blank = unanswered(found, values, catalogue) - asked_by(items, catalogue)
    return Triage(level, tuple(found), (*items, *screens_for(blank, catalogue)))


def judge(flag: RedFlag, values: Values, facts: Facts, past: Past) -> tuple[Finding, ...]:
    """At most one finding told, one unanswered that would be worse, or one known without level."""
    fresh = _fresh(flag, values, facts, past)
    fired = [
        _fired(flag, rule, values, facts, fresh)
        for rule in flag.levels
        if _fires(rule, values, fresh)
    ]
    told = _worst(f for f in fired if f.state != "unanswered")
    told = _worst(f for f in (told, _raised_before(flag, past)) if f is not None)
    blank = _worst(f for f in fired if f.state == "unanswered")
    if told is not None and past.since is not None:
        told = Finding(told.flag, told.level, told.state, told.reasons, past.since)
    if told is None and past.known_since is not None:
        told = _known(flag, past)
    if blank is not None and told is not None and blank.level.severity <= told.level.severity:
        blank = None
    return tuple(f for f in (told, blank) if f is not None)


def unanswered(found: Iterable[Finding], values: Values, catalogue: Catalogue) -> frozenset[str]:
    """Variables never answered on which an unanswered E or D finding rests."""
    return frozenset(
        name
        for finding in found
        if finding.state == "unanswered"
        for rule in catalogue.redflags[finding.flag].levels
        if rule.level in UNKNOWN_FIRES
        for name in variables_of(rule.when)
        if name not in values
    )


def half_answered(
    found: Iterable[Finding], values: Values, catalogue: Catalogue
) -> tuple[str, ...]:
    """Red flags with a yes or a doubt whose E or D level rests on a question of theirs not asked.

    They are opened in full: a sign that was told never passes as merely unanswered.
    """
    return tuple(
        finding.flag
        for finding in found
        if finding.state == "unanswered"
        and any(q.id not in values for q in catalogue.redflags[finding.flag].questions)
        and any(
            values.get(q.id) in ("yes", UNSURE) for q in catalogue.redflags[finding.flag].questions
        )
    )


def _fires(rule: LevelRule, values: Values, fresh: frozenset[str] | None) -> bool:
    careful = rule.level in UNKNOWN_FIRES
    if fresh is None:
        return fires(rule.when, values, careful)
    return renewed(rule.when, values, fresh, careful)


def _fresh(flag: RedFlag, values: Values, facts: Facts, past: Past) -> frozenset[str] | None:
    """Variables answered since the flag's ending, or never; None when it never ended."""
    if past.ended is None:
        return None
    names = frozenset().union(*(variables_of(rule.when) for rule in flag.levels))
    return frozenset(name for name in names if _since(name, values, facts, past))


def _since(name: str, values: Values, facts: Facts, past: Past) -> bool:
    answer = facts.answers.get(name)
    if name not in values:
        return True
    if answer is None or past.ended is None:
        return False  # worked out, such as age: it does not raise anything by itself
    follow = facts.answers.get(name + FOLLOW)
    latest = max(a.answered_at for a in (answer, follow) if a is not None)
    return latest >= past.ended


def _fired(
    flag: RedFlag, rule: LevelRule, values: Values, facts: Facts, fresh: frozenset[str] | None
) -> Finding:
    state = _state(rule, values, fresh)
    names = sorted(variables_of(rule.when))
    seen: dict[str, str | int | float | bool | None] = {name: values.get(name) for name in names}
    reason = Reason(CODES[state], flag.id, seen)
    since = None if state == "unanswered" else _first_day(names, values, facts)
    return Finding(flag.id, Level(rule.level), state, (reason,), since)


def _state(rule: LevelRule, values: Values, fresh: frozenset[str] | None) -> FindingState:
    """What was seen and is back only for a question not asked yet is unanswered, not told."""
    told = doubts_as_yes(values)
    if fresh is not None and not renewed(rule.when, told, fresh, careful=False):
        return "unanswered"
    if evaluate(rule.when, values) is True:
        return "open"
    return "unsure" if evaluate(rule.when, told) is True else "unanswered"


def _first_day(names: Iterable[str], values: Values, facts: Facts) -> date | None:
    days = [
        facts.answers[name].local_date
        for name in names
        if name in facts.answers and values.get(name) in ("yes", UNSURE)
    ]
    return min(days, default=None)


def _raised_before(flag: RedFlag, past: Past) -> Finding | None:
    if past.raised is None:
        return None
    reason = Reason("raised_before", flag.id, {"level": past.raised.value})
    state: FindingState = "open" if past.sure is past.raised else "unsure"
    return Finding(flag.id, past.raised, state, (reason,), past.since)


def _known(flag: RedFlag, past: Past) -> Finding:
    """Seen by someone and unchanged since: no level, it stays as a caution."""
    reason = Reason("known", flag.id)
    return Finding(flag.id, Level.SELF_MANAGE, "known", (reason,), past.known_since)


def _worst(found: Iterable[Finding]) -> Finding | None:
    return max(found, key=lambda f: (f.level.severity, f.state == "open"), default=None)


def _severity(level: Level) -> int:
    return level.severity
