"""Triage over any facts: worse never lowers it, unknown is never better, order is nothing."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from support.screening import NOW, answer, event, random_facts

from unspiral.catalogue.load import load
from unspiral.records.facts import UNSURE, Facts, Value
from unspiral.records.triage import Clearance, Level
from unspiral.screening.gate import assess
from unspiral.screening.triage import triage

CATALOGUE = load()[0]
QUESTIONS = sorted(q.id for flag in CATALOGUE.redflags.values() for q in flag.questions)
RISKS = ("health_thin_bones", "med_steroids", "pregnant", "med_opioid", "med_sedative")
PEOPLE = st.integers(0, 2**32).map(lambda seed: random_facts(Random(seed), CATALOGUE))


def with_answer(facts: Facts, name: str, value: Value | None) -> Facts:
    """The same facts with one answer given now, or taken away."""
    rest = {k: a for k, a in facts.answers.items() if k not in (name, f"{name}_follow")}
    return replace(facts, answers=rest if value is None else {**rest, name: answer(name, value)})


def scopes(clearance: Clearance | None) -> frozenset[str]:
    return clearance.scopes if clearance else frozenset()


def test_the_drawn_people_reach_every_answer_of_the_gate() -> None:
    drawn = [assess(random_facts(Random(seed), CATALOGUE), CATALOGUE) for seed in range(400)]
    reached = Counter("standard" in scopes(d.clearance) for d in drawn if d.clearance)
    levels = Counter(d.triage.told.value for d in drawn)
    print(f"cleared for comfort {reached[False]}, for standard {reached[True]}; told {levels}")
    assert min(reached[False], reached[True]) >= 8
    assert min(levels[level] for level in "EDWS") >= 8


@settings(max_examples=300)
@given(PEOPLE, st.sampled_from([*QUESTIONS, *RISKS]))
def test_one_worse_answer_never_lowers_the_level(facts: Facts, name: str) -> None:
    no, doubt, yes = (with_answer(facts, name, v) for v in ("no", UNSURE, "yes"))
    at_no, at_doubt, at_yes = (triage(f, CATALOGUE) for f in (no, doubt, yes))
    assert at_no.level.severity <= at_doubt.level.severity <= at_yes.level.severity
    assert at_no.told.severity <= at_yes.told.severity


@settings(max_examples=300)
@given(PEOPLE, st.sampled_from(QUESTIONS))
def test_an_answer_that_is_gone_is_never_better_than_no(facts: Facts, name: str) -> None:
    at_no, gone = with_answer(facts, name, "no"), with_answer(facts, name, None)
    assert triage(gone, CATALOGUE).level.severity >= triage(at_no, CATALOGUE).level.severity or (
        _only_within_days(name)
    )
    assert scopes(assess(gone, CATALOGUE).clearance) <= scopes(assess(at_no, CATALOGUE).clearance)


@settings(max_examples=200)
@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_facts_is_nothing(facts: Facts, rng: Random) -> None:
    events, held = list(facts.events), list(facts.answers.items())
    rng.shuffle(events)
    rng.shuffle(held)
    other = replace(facts, events=tuple(events), answers=dict(held))
    assert assess(other, CATALOGUE) == assess(facts, CATALOGUE)


@settings(max_examples=200)
@given(PEOPLE, st.sampled_from(sorted(CATALOGUE.redflags)), st.sampled_from("EDW"))
def test_a_raise_of_any_device_is_never_lost(facts: Facts, flag: str, level: str) -> None:
    latest = event("flag_raised", flag, level, NOW + timedelta(minutes=4))
    raised = replace(facts, events=(*facts.events, latest))
    told = [f for f in triage(raised, CATALOGUE).findings if f.flag == flag]
    worst = max(f.level.severity for f in told if f.state in ("open", "unsure"))
    assert worst >= Level(level).severity


# A wrong clock that becomes right again is another matter.
PUNCTUAL = PEOPLE.filter(
    lambda facts: (
        all(a.answered_at <= NOW for a in facts.answers.values())
        and all(event.at <= NOW for event in facts.events)
    )
)


@settings(max_examples=200)
@given(PUNCTUAL, st.integers(1, 4000))
def test_time_alone_never_opens_anything(facts: Facts, days: int) -> None:
    later = NOW + timedelta(days=days)
    then = replace(facts, now=later, today=later.date())
    assert triage(then, CATALOGUE).told.severity >= triage(facts, CATALOGUE).told.severity
    assert scopes(assess(then, CATALOGUE).clearance) <= scopes(assess(facts, CATALOGUE).clearance)


def _only_within_days(name: str) -> bool:
    """W and R need a true answer, so a missing one may leave them out; none of these is E or D."""
    flag = CATALOGUE.redflags[name.split("_")[0]]
    urgent = [rule for rule in flag.levels if rule.level in "ED"]
    return not any(name in str(rule.when) for rule in urgent)
