"""The "Show this" card as data: what is new since when, and what to check for."""

from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import variables_of
from unspiral.catalogue.types import LevelRule, RedFlag
from unspiral.records.facts import Facts
from unspiral.records.triage import Finding, Level, Triage
from unspiral.screening.answers import effective

SHOWN = frozenset({Level.EMERGENCY, Level.SAME_DAY, Level.WITHIN_DAYS})


@dataclass(frozen=True, slots=True)
class Card:
    """One sign to show. `said` are the ids of the questions that were ticked.

    `shows` and `check_for` are content texts: "New since DATE: {shows}. Please check for
    {check_for}." It asks for a check and names nothing as present.
    """

    flag: str
    level: Level
    since: date | None
    said: tuple[str, ...]
    shows: str
    check_for: str
    next_step: str


def cards(triage: Triage, facts: Facts, catalogue: Catalogue) -> tuple[Card, ...]:
    """A card for each finding the person told us of at E, D or W, worst first."""
    values = effective(facts, catalogue)
    return tuple(
        _card(finding, catalogue.redflags[finding.flag], values)
        for finding in triage.findings
        if finding.state in ("open", "unsure") and finding.level in SHOWN
    )


def rule_of(flag: RedFlag, level: Level) -> LevelRule | None:
    """The first rule of a flag that gives `level`."""
    return next((rule for rule in flag.levels if rule.level == level.value), None)


def next_step_of(flag: RedFlag, level: Level) -> str:
    """What to do next when this flag stands at `level`."""
    rule = rule_of(flag, level)
    return rule.next_step if rule is not None and rule.next_step else flag.next_step


def _card(finding: Finding, flag: RedFlag, values: dict[str, str | int | float | bool]) -> Card:
    rule = rule_of(flag, finding.level)
    read = variables_of(rule.when) if rule is not None else frozenset()
    said = tuple(q.id for q in flag.questions if q.id in read and values.get(q.id) == "yes")
    ticked = [q.short[:1].lower() + q.short[1:] for q in flag.questions if q.id in said]
    return Card(
        flag=flag.id,
        level=finding.level,
        since=finding.since,
        said=said,
        shows=", ".join(ticked) or flag.show_this,
        check_for=flag.check_for,
        next_step=next_step_of(flag, finding.level),
    )
