"""P4: the sleep programme is never too short, never too fast, and never for whom it may harm.

What must hold is worked out here from the raw answers, readings and events, by hand and apart
from the rules: numbers and names are those of the safety page.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from support.sleep import DAY, START, noon
from support.sleepers import NIGHT, answers_of_all, drawn

from unspiral.catalogue.load import load
from unspiral.planning.sleep_window import gate, programme
from unspiral.records.facts import Answer, Event, Facts
from unspiral.records.sleep import Programme
from unspiral.records.triage import Decision
from unspiral.screening.gate import assess

CATALOGUE = load()[0]
FIRST = answers_of_all(CATALOGUE)
LONG = bool(os.environ.get("UNSPIRAL_LONG"))
DRAWN = 100_000 if LONG else 2_000
PARTS = 4  # each with its own draws, so that they may run side by side
EACH, FEW = 4, 20  # the gate by itself on every 4th; replays and worse answers on every 20th
LEAST = {"window": 6 * 60, "compression": 6 * 60 + 30}
WEEK, TWO_WEEKS = 7 * DAY, 14 * DAY
ON = ("collecting", "running", "held")
BOTH = (
    "sleep_mania", "sleep_psychosis", "health_fits", "sleep_apnoea", "apnoea_pauses",
    "drowsy_driving", "sleep_walks", "sleep_safety_work", "pregnant", "sleep_baby",
    "sleep_low_mood", "sleep_dark", "med_opioid", "med_sedative", "sleep_heart_lung",
    "sleep_shifts_soon",
)  # fmt: skip
CAREFUL = (
    "sleep_frail", "health_falls", "sleep_migraine", "sleep_restless_legs", "sleep_shifts",
)  # fmt: skip
INSOMNIA = ("insomnia_nights", "insomnia_months", "insomnia_day")
APNOEA_TWO = ("sleep_pressure", "sleep_weight", "sleep_male", "med_opioid")
MUST_BE_KNOWN = (*BOTH, *CAREFUL, *INSOMNIA, "sleep_snores", "sleep_sleepy", *APNOEA_TWO)
WORSE = ("yes", "unsure", "asked", None)


def clean(facts: Facts, name: str) -> bool:
    """A "no" that may be relied on: said so, and not from the future."""
    held = facts.answers.get(name)
    return held is not None and held.value == "no" and held.answered_at <= facts.now


def age(facts: Facts) -> int | None:
    held = facts.answers.get("birth_year")
    year = held.value if held is not None and held.answered_at <= facts.now else None
    if isinstance(year, bool) or not isinstance(year, int) or not 1900 <= year <= facts.today.year:
        return None
    return facts.today.year - year


def score(facts: Facts, name: str) -> float | None:
    value = facts.answers[name].value if name in facts.answers else None
    return None if isinstance(value, (str, bool)) else value


def rules_both_out(facts: Facts) -> str:
    """Why neither may be offered or go on, from the raw answers; "" when nothing says so."""
    for name in BOTH:
        if not clean(facts, name):
            return name
    for name in INSOMNIA:
        held = facts.answers.get(name)
        if held is None or held.value != "yes":
            return name
    for name in MUST_BE_KNOWN:
        if name not in facts.answers or facts.answers[name].value == "asked":
            return name
    old = age(facts)
    if old is None or old < 18 or (old == 18 and facts.value("eighteen") != "yes"):
        return "age"
    signs = not clean(facts, "sleep_snores") or not clean(facts, "sleep_sleepy")
    two = sum(not clean(facts, name) for name in APNOEA_TWO) + (old > 50)
    if signs and two >= 2:
        return "apnoea"
    low = score(facts, "phq8_total")
    if low is None or low >= 20:
        return "phq8"
    item = facts.answers.get("phq9_9")
    if any(e.kind == "dark_thoughts" for e in facts.events) or (
        item and item.value not in (0, "0", "no")
    ):
        return "dark"
    return ""


def waits(facts: Facts, decision: Decision) -> bool:
    """Nothing may be started or changed: the level, or a mood score of 15 and over."""
    high = max(score(facts, "phq8_total") or 0, score(facts, "gad7_total") or 0)
    return decision.triage.level.value in "EDW" or high >= 15


def stopped_lately(facts: Facts) -> bool:
    """A tap within 14 days, or dated ahead: fought sleep, a fall, unusual energy."""
    return any(
        facts.today - e.local_date < TWO_WEEKS
        and (
            (e.kind == "fought_sleep" and e.value in ("yes", "odd"))
            or (e.kind == "sleep_week" and e.subject in ("fall", "energy") and e.value != "no")
        )
        for e in facts.events
    )


def whole_nights(facts: Facts) -> list[object]:
    """Days with all six parts noted by the person, in an order that can be: at most these count."""
    latest: dict[tuple[object, str], tuple[object, float]] = {}
    for r in facts.history:
        if r.source == "diary" and r.variable in NIGHT:
            key, told = (r.local_date, r.variable), (r.answered_at, r.value)
            if key not in latest or told > latest[key]:
                latest[key] = told
    days = []
    for day in {day for day, _ in latest}:
        parts = [latest.get((day, name)) for name in NIGHT]
        if all(parts):
            bed, tried, sol, waso, woke, rise = (value for _, value in parts)  # type: ignore[misc]
            if bed <= tried <= woke <= rise and sol + waso <= woke - tried and rise > bed:
                days.append(day)
    return days


def check_weeks(facts: Facts, told: Programme, nights: list[object]) -> None:
    """Steps: 5 nights or none, 15 or 30 minutes, never two weeks running, and no step in a hold."""
    before = "shorter" if told.kind == "compression" else "same"
    for week in told.weeks:
        inside = [d for d in nights if week.on - WEEK < d <= week.on]  # type: ignore[operator]
        change = week.after_min - week.before_min
        if change < 0:
            assert before != "shorter" and len(inside) >= 5
            assert change >= (-30 if told.kind == "compression" else -15)
            assert week.after_min >= LEAST[str(told.kind)]
            taps = {e.local_date for e in facts.events if e.kind == "fought_sleep"}
            assert sum(week.on - WEEK < d <= week.on + DAY for d in taps) >= 5
        if change > 0:
            assert change <= 15 or week.after_min == LEAST["compression"]
            assert len(inside) >= 5
        held = any(
            (e.kind == "sleep_hold" or e.kind in ("flag_raised", "bad_day"))
            and week.on - WEEK < e.local_date <= week.on
            for e in facts.events
        )
        held |= any(
            r.variable == "medicines_changed" and week.on - WEEK < r.local_date <= week.on
            for r in facts.history
        )
        assert not held or change == 0 or week.after_min == LEAST["compression"]
        assert (change < 0) == (week.step == "shorter") and (change > 0) == (week.step == "longer")
        before = week.step


def check(facts: Facts, told: Programme, decision: Decision) -> None:
    """Every rule of P4 on one person."""
    nights, why = whole_nights(facts), rules_both_out(facts)
    if told.window_min:
        assert told.kind is not None and told.bed is not None and told.rise is not None
        assert told.window_min >= LEAST[told.kind]
    assert all(week.after_min >= 5.5 * 60 for week in told.weeks)
    check_weeks(facts, told, nights)
    if why:
        assert told.state not in ON, why
        assert decision.clearance is None or not decision.clearance.covers("programme"), why
    if told.state in ON and told.kind == "window":
        assert all(clean(facts, name) for name in CAREFUL) and (age(facts) or 99) < 70
    if told.state == "running":
        assert not waits(facts, decision)
    if told.state == "paused" or decision.triage.level.value in "ED":
        assert told.window_min == 0 or told.state == "stopped"
    if stopped_lately(facts):
        assert told.state not in (*ON, "finished")
    if told.started is not None:
        assert sum(told.started - TWO_WEEKS < d <= told.started for d in nights) >= 7  # type: ignore[operator]
        assert any(e.kind == "sleep_programme" and e.value == "started" for e in facts.events)


def check_gate(facts: Facts, decision: Decision) -> str:
    """What is offered: nothing that an answer, or none, rules out."""
    offers = gate(facts, decision, CATALOGUE).offers
    if rules_both_out(facts) or waits(facts, decision) or stopped_lately(facts):
        assert offers == "none"
    if offers == "window":
        assert all(clean(facts, name) for name in CAREFUL) and (age(facts) or 99) < 70
    covered = decision.clearance is not None and decision.clearance.covers("programme")
    assert covered or offers == "none"
    return offers


def check_replay(facts: Facts, told: Programme, rng: Random) -> None:
    """All of it twice and in another order: nothing changes."""
    history, events = list(facts.history) * 2, list(facts.events) * 2
    rng.shuffle(history)
    rng.shuffle(events)
    again = replace(facts, history=tuple(history), events=tuple(events))
    assert programme(again, assess(again, CATALOGUE), CATALOGUE) == told


RANK = {"none": 0, "compression": 1, "window": 2}


def check_worse(facts: Facts, offers: str, rng: Random) -> None:
    """One worse answer, or one that is gone, never offers more; nor does a stop that is told."""
    name = rng.choice(MUST_BE_KNOWN)
    value = rng.choice(WORSE if name not in INSOMNIA else ("no", "unsure", "asked", None))
    answers = dict(facts.answers)
    if value is None:
        answers.pop(name, None)
    else:
        answers[name] = Answer(name, value, facts.now, facts.today)
    worse = replace(facts, answers=answers)
    tap = Event("fought_sleep", "morning", "yes", facts.now, facts.today)
    for changed in (worse, replace(facts, events=(*facts.events, tap))):
        after = gate(changed, assess(changed, CATALOGUE), CATALOGUE).offers
        assert RANK[after] <= RANK[offers], (name, value)


@pytest.mark.parametrize("part", range(PARTS))
def test_p4_over_drawn_sleep_histories(part: int) -> None:
    rng = Random(f"P4 {part}")
    seen: Counter[str] = Counter()
    for number in range(DRAWN // PARTS):
        facts = drawn(rng, CATALOGUE, FIRST)
        decision = assess(facts, CATALOGUE)
        told = programme(facts, decision, CATALOGUE)
        check(facts, told, decision)
        seen[told.state] += 1
        seen.update(week.step for week in told.weeks)
        if number % EACH == 0:
            offers = check_gate(facts, decision)
            seen[f"offers {offers}"] += 1
            if number % FEW == 0:
                check_worse(facts, offers, rng)
                check_replay(facts, told, rng)
    rest = ("not_started", "paused", "stopped", "finished", "longer", "same", "shorter")
    wanted = (*ON, *rest, "offers none", "offers compression", "offers window")
    assert all(seen[name] for name in wanted), seen
    print(f"\nP4: N = {DRAWN // PARTS} sleep histories, 0 violations; {dict(seen)}")


@pytest.mark.parametrize("kind", ["window", "compression"])
def test_p4_day_by_day_no_night_is_shorter_by_more_than_the_step(kind: str) -> None:
    """The same person seen every day: what was said yesterday is never taken back by more."""
    rng = Random(f"P4 {kind}")
    people, most, watched = (400 if LONG else 30), (15 if kind == "window" else 30), 0
    for _ in range(people):
        facts = drawn(rng, CATALOGUE, FIRST)
        early = facts.today - 36 * DAY
        held = {name: replace(a, answered_at=noon(early)) for name, a in facts.answers.items()}
        before: Programme | None = None
        for back in range((facts.today - START).days, -1, -1):
            seen = _as_of(replace(facts, answers={**facts.answers, **held}), back)
            told = programme(seen, assess(seen, CATALOGUE), CATALOGUE)
            if told.state not in ("running", "held") or told.kind != kind:
                continue
            if before is not None and (before.opened, before.started) == (
                told.opened,
                told.started,
            ):
                assert told.window_min >= before.window_min - most
                watched += 1
            before = told
    assert watched > people
    print(f"\nP4: N = {watched} mornings of {people} people with {kind}, day by day")


def _as_of(facts: Facts, back: int) -> Facts:
    """What was known `back` days before today."""
    today, now = facts.today - back * DAY, facts.now - back * DAY
    until = now + timedelta(hours=1)
    return replace(
        facts,
        now=now,
        today=today,
        history=tuple(r for r in facts.history if (r.answered_at or r.end) <= until),
        events=tuple(e for e in facts.events if e.at <= until),
    )
