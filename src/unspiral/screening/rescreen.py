"""When to ask again: what makes the danger screen come back, and what 28 days make stale."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import DIARY, Facts, Reading
from unspiral.screening.answers import counts
from unspiral.screening.asking import DANGER, FOUR, covered
from unspiral.screening.endings import Past

# Safety page, "Asking again". Each stands beside the rule it belongs to.
ASK_AGAIN = timedelta(days=28)
MIDDLE_DAYS = 7
SPIKE_POINTS = 3.0
QUIET_AFTER_SPIKE = timedelta(hours=72)
# "Own usual range": the middle 80 % of the last 28 days. Fewer answers than this and the range
# is unknown, so that only the 3 points count: asking once too often is the safer side.
RANGE_DAYS = 28
RANGE_NEEDS = 7
RANGE_TENTHS = 10
PAIN = ("pain", "pain_morning")
LEG = ("place_leg_left", "place_leg_right", "leg_symptoms")
LEG_PAIN = ("pain_leg_left", "pain_leg_right")
# Legs first told of this soon after the danger signs were asked belong to the same sitting.
SAME_SITTING = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that brings the full danger screen back, and when it happened."""

    code: str
    at: datetime


def answered_at(names: Iterable[str], facts: Facts) -> datetime | None:
    """When the oldest of these was answered; None when one was never answered, or not for use.

    A yes that stands is not asked again by "None", so its age does not count.
    """
    times = []
    for name in names:
        answer = facts.answers.get(name)
        if answer is None or not counts(answer, facts):
            return None
        if answer.value == "no":
            times.append(answer.answered_at)
    return min(times, default=facts.now)


def danger_asked(facts: Facts, catalogue: Catalogue) -> datetime | None:
    """When the one danger screen was last answered as a whole."""
    names = covered((DANGER,), catalogue)
    return answered_at(names, facts) if names else None


def history_asked(facts: Facts, catalogue: Catalogue) -> datetime | None:
    """When the rest of the four screens was answered, or "anything changed?" with None."""
    first = answered_at(covered(FOUR, catalogue) - covered((DANGER,), catalogue), facts)
    again = facts.answers.get("anything_changed")
    if first is None or again is None or again.value != "no" or not counts(again, facts):
        return first
    return max(first, again.answered_at)


def is_stale(asked: datetime | None, facts: Facts) -> bool:
    """True when never asked, or more than 28 days ago."""
    return asked is None or facts.now - asked > ASK_AGAIN


def triggers(facts: Facts, since: datetime | None) -> tuple[Trigger, ...]:
    """What happened at or after `since` that brings the full danger screen back."""
    if since is None:
        return ()
    bad_days = (Trigger("bad_day", e.at) for e in facts.events if e.kind == "bad_day")
    found = (*bad_days, *_new_leg_pain(facts, since), *_spikes(facts, since))
    return tuple(trigger for trigger in found if trigger.at >= since)


def known_due(history: Mapping[str, Past], facts: Facts) -> tuple[str, ...]:
    """Known findings to ask "changed?" about: 28 days since they were seen or last confirmed."""
    return tuple(
        flag
        for flag, past in history.items()
        if past.asked_known is not None and facts.today - past.asked_known >= ASK_AGAIN
    )


def _new_leg_pain(facts: Facts, since: datetime) -> Iterable[Trigger]:
    """A leg that turned from "no" to "yes", or a first diary value of leg pain after days without.

    A leg first told of within a day after the danger signs is not new: set-up asks for the signs
    first and for the legs minutes later (docs/adr/0009-new-leg-pain.md).
    """
    for event in facts.events:
        if event.kind == "leg_pain_new":
            yield Trigger("new_leg_pain", event.at)
    for name in LEG:
        answer = facts.answers.get(name)
        if answer is None or answer.value != "yes":
            continue
        if answer.answered_at - since > SAME_SITTING:
            yield Trigger("new_leg_pain", answer.answered_at)
    for name in LEG_PAIN:
        for reading, before in _with_before(facts, name, RANGE_DAYS):
            if reading.value > 0 and before and not any(before):
                yield Trigger("new_leg_pain", _told_at(reading))


def _spikes(facts: Facts, since: datetime) -> Iterable[Trigger]:
    """Pain 3 or more above the own 7-day middle and outside the own usual range."""
    for name in PAIN:
        for reading, before in _with_before(facts, name, RANGE_DAYS):
            at = _told_at(reading)
            if at - since >= QUIET_AFTER_SPIKE and _is_spike(reading, before, facts):
                yield Trigger("pain_spike", at)


def _is_spike(reading: Reading, before: list[float], facts: Facts) -> bool:
    start = reading.local_date - timedelta(days=MIDDLE_DAYS)
    week = [
        r.value
        for r in facts.history
        if r.variable == reading.variable
        and r.source == DIARY
        and start <= r.local_date < reading.local_date
    ]
    if not week or reading.value - median(week) < SPIKE_POINTS:
        return False
    if len(before) < RANGE_NEEDS:
        return True
    return reading.value > quantiles(before, n=RANGE_TENTHS, method="inclusive")[-1]


def _with_before(facts: Facts, name: str, days: int) -> Iterable[tuple[Reading, list[float]]]:
    """Each recent diary reading of `name` with the values of the days before it."""
    own = [r for r in facts.history if r.variable == name and r.source == DIARY]
    recent = facts.today - timedelta(days=days)
    for reading in own:
        if recent <= reading.local_date <= facts.today:
            start = reading.local_date - timedelta(days=days)
            yield reading, [r.value for r in own if start <= r.local_date < reading.local_date]


def _told_at(reading: Reading) -> datetime:
    return reading.answered_at or reading.end
