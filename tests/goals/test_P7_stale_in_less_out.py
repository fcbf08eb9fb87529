"""P7: old, missing or future-dated facts never open more than new ones do."""

import os
from dataclasses import replace
from datetime import timedelta
from random import Random

from support.screening import NOW, answer, clear_answers, facts_of

from unspiral.catalogue.load import load
from unspiral.records.facts import Facts
from unspiral.records.triage import Clearance
from unspiral.screening.gate import assess

CATALOGUE = load()[0]
CLEAR = clear_answers(CATALOGUE)
SHIFTED = 50_000 if os.environ.get("UNSPIRAL_LONG") else 10_000
SCOPES = frozenset({"comfort", "standard", "programme"})


def scopes(clearance: Clearance | None) -> frozenset[str]:
    return clearance.scopes if clearance else frozenset()


def aged(days: float) -> Facts:
    """Everything clear, answered this many days ago."""
    return facts_of(CLEAR, at=NOW - timedelta(days=days))


def shifted(rng: Random) -> Facts:
    """Everything clear, but some answers old, gone or from the future."""
    held = {name: answer(name, value) for name, value in CLEAR.items()}
    for name in rng.sample(sorted(CLEAR), rng.choice((0, 1, 1, 2, 5))):
        days = rng.choice((3, 27, 29, 400, -1, -200, None))
        if days is None:
            del held[name]
        else:
            held[name] = answer(name, CLEAR[name], NOW - timedelta(days=days))
    return Facts(NOW, NOW.date(), held, person="p", version=1)


def test_movement_needs_a_screen_of_the_last_28_days() -> None:
    assert scopes(assess(aged(28), CATALOGUE).clearance) == {"comfort", "standard"}
    old = assess(aged(28.01), CATALOGUE)
    assert old.clearance is None
    assert set(old.to_ask) == {"danger", "anything_changed"}


def test_the_danger_screen_alone_is_not_enough_after_28_days() -> None:
    danger = CATALOGUE.screens["danger"].none_sets
    new = {name: answer(name, "no") for name in danger}
    facts = aged(40)
    decision = assess(replace(facts, answers={**facts.answers, **new}), CATALOGUE)
    assert scopes(decision.clearance) == {"comfort"}
    assert decision.to_ask == ("anything_changed",)


def test_old_missing_or_future_facts_never_open_more() -> None:
    full = assess(facts_of(CLEAR), CATALOGUE).clearance
    assert full is not None
    rng, fewer = Random("P7"), 0
    for _ in range(SHIFTED):
        clearance = assess(shifted(rng), CATALOGUE).clearance
        assert scopes(clearance) <= full.scopes
        assert clearance is None or clearance.cautions >= full.cautions
        fewer += scopes(clearance) < full.scopes
    assert SHIFTED / 4 < fewer < SHIFTED
    print(f"P7: N = {SHIFTED} clock-shifted people, {fewer} with less open")


def test_answers_from_the_future_hold_the_level_and_do_not_reassure() -> None:
    facts = facts_of(CLEAR)
    ahead = {**facts.answers, "rf1_saddle": answer("rf1_saddle", "no", NOW + timedelta(hours=2))}
    decision = assess(replace(facts, answers=ahead), CATALOGUE)
    assert decision.clearance is None and "danger" in decision.to_ask


def test_a_clock_set_back_opens_nothing() -> None:
    facts = facts_of(CLEAR)
    back = replace(facts, now=NOW - timedelta(days=900), today=(NOW - timedelta(days=900)).date())
    assert assess(back, CATALOGUE).clearance is None
