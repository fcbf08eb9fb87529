"""Danger signs for the clinician's page: what was told, since when, and when each was asked."""

from collections.abc import Iterable
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts
from unspiral.records.report import Danger, Period, Sign, SignState
from unspiral.records.triage import Decision, Finding
from unspiral.screening.answers import counts, effective
from unspiral.screening.asking import DANGER, FOUR, covered
from unspiral.screening.show_this import cards

CHANGED = "anything_changed"
FAILED = "gate_failed"


def danger(
    facts: Facts,
    decision: Decision,
    evenings: Iterable[date],
    period: Period,
    catalogue: Catalogue,
) -> Danger:
    """Every sign that was told and stands, worst first, and known ones last, as the gate has them.

    `evenings`: days on which "New or worse?" was answered.
    """
    short, every = covered((DANGER,), catalogue), covered(FOUR, catalogue)
    told = sorted(day for day in set(evenings) if day <= period.last)
    return Danger(
        signs=_signs(facts, decision, catalogue),
        asked=len(every),
        open=sum(not _answered(name, facts) for name in every),
        screen_on=_asked_on(short, facts),
        rest_on=_rest_on(every - short, facts),
        evenings=sum(day >= period.first for day in told),
        evening_on=told[-1] if told else None,
        undecided=any(reason.code == FAILED for reason in decision.reasons),
    )


def _signs(facts: Facts, decision: Decision, catalogue: Catalogue) -> tuple[Sign, ...]:
    """`said` is what the card to show names; of a sign without a card, every yes."""
    values = effective(facts, catalogue)
    carded = {card.flag: card.said for card in cards(decision.triage, facts, catalogue)}

    def sign(one: Finding) -> Sign:
        questions = catalogue.redflags[one.flag].questions
        every = tuple(q.id for q in questions if values.get(q.id) == "yes")
        said = carded.get(one.flag, every)
        state: SignState = "open" if one.state not in ("known", "unsure") else one.state
        return Sign(one.flag, one.level, state, one.since, () if state == "known" else said)

    return tuple(sign(one) for one in decision.triage.findings if one.state != "unanswered")


def _answered(name: str, facts: Facts) -> bool:
    answer = facts.answers.get(name)
    return answer is not None and counts(answer, facts)


def _asked_on(names: Iterable[str], facts: Facts) -> date | None:
    """The day of the oldest of these answers; None when one was never given.

    A yes that stands is not asked again by "None", so its age does not count.
    """
    found = list(names)
    if not found or not all(_answered(name, facts) for name in found):
        return None
    answers = [facts.answers[name] for name in found]
    days = [a.local_date for a in answers if a.value == "no"]
    return min(days) if days else max(a.local_date for a in answers)


def _rest_on(names: Iterable[str], facts: Facts) -> date | None:
    """As `_asked_on`, or the day on which "anything changed?" was answered with no since."""
    first, again = _asked_on(names, facts), facts.answers.get(CHANGED)
    if first is None or again is None or again.value != "no" or not counts(again, facts):
        return first
    return max(first, again.local_date)
