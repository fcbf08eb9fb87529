"""The scope of a fair test: its own questions, in the same press, at R and S with nothing held."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, answer, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts, Value
from unspiral.screening.gate import assess, assess_fair_test
from unspiral.screening.trial_gate import OWN


def told(facts: Facts, value: Value = "no", ago: timedelta = timedelta()) -> Facts:
    given = {name: answer(name, value, NOW - ago) for name in OWN}
    return replace(facts, answers={**facts.answers, **given})


def opens(facts: Facts, catalogue: Catalogue) -> bool:
    clearance = assess_fair_test(facts, catalogue).clearance
    return clearance is not None and clearance.covers("programme")


def test_none_of_these_at_this_moment_opens_it(catalogue: Catalogue) -> None:
    facts = told(clear(catalogue))
    assert opens(facts, catalogue)
    assert opens(told(clear(catalogue, rf15_slow="yes")), catalogue)  # R never freezes
    ordinary = assess(facts, catalogue).clearance  # and nobody gets the sleep window by it
    assert ordinary is not None and not ordinary.covers("programme")


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("value", ["yes", "unsure", None])
def test_any_line_ticked_or_left_open_closes_it(
    catalogue: Catalogue, name: str, value: str | None
) -> None:
    facts = told(clear(catalogue))
    answers = {n: a for n, a in facts.answers.items() if n != name or value is not None}
    if value is not None:
        answers[name] = answer(name, value)
    assert not opens(replace(facts, answers=answers), catalogue)


def test_answers_of_another_moment_open_nothing(catalogue: Catalogue) -> None:
    assert not opens(told(clear(catalogue), ago=timedelta(seconds=1)), catalogue)


@pytest.mark.parametrize(
    "given",
    [
        {"rf1_saddle": "yes"},
        {"rf16_calf": "yes"},
        {"rf8_risk": "yes"},
        {"phq9_9": 1},
        {"phq8_total": 15},
        {"birth_year": 2012},
    ],
    ids=["E", "D", "W", "dark thoughts", "mood at W", "under 18"],
)
def test_what_closes_it_whatever_was_answered(
    catalogue: Catalogue, given: dict[str, Value]
) -> None:
    assert not opens(told(clear(catalogue, **given)), catalogue)


def test_dark_thoughts_and_an_unknown_clock_close_it(catalogue: Catalogue) -> None:
    dark = clear(catalogue, [event("dark_thoughts", "dark_thoughts", "help_tap")])
    assert not opens(told(dark), catalogue)
    ahead = clear(catalogue, [event("done", "walking", "full", NOW + timedelta(days=3))])
    assert not opens(told(ahead), catalogue)


def test_a_fault_opens_nothing(catalogue: Catalogue) -> None:
    broken = replace(catalogue, screens={})
    assert not opens(told(clear(catalogue)), broken)
