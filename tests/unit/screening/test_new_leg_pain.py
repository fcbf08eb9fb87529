"""What counts as new leg pain (docs/adr/0009-new-leg-pain.md)."""

from datetime import timedelta

import pytest
from support.screening import NOW, answer, clear_answers, facts_of

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Event, Facts
from unspiral.screening.gate import assess
from unspiral.screening.recording import leg_news
from unspiral.screening.rescreen import LEG

MINUTES = timedelta(minutes=3)


def in_set_up(catalogue: Catalogue, after: timedelta, *events: Event, **legs: str) -> Facts:
    """Danger screens at NOW, legs told `after` that, looked at a minute later."""
    facts = facts_of(clear_answers(catalogue), events, now=NOW + after + timedelta(minutes=1))
    told = {name: answer(name, value, NOW + after) for name, value in legs.items()}
    return Facts(facts.now, facts.today, {**facts.answers, **told}, (), facts.events, "p", 1)


@pytest.mark.parametrize("name", LEG)
@pytest.mark.parametrize("after", [MINUTES, timedelta(hours=5), timedelta(hours=24)])
def test_a_leg_first_told_of_in_the_same_set_up_is_not_new(
    name: str, after: timedelta, catalogue: Catalogue
) -> None:
    decision = assess(in_set_up(catalogue, after, **{name: "yes"}), catalogue)
    assert decision.to_ask == ()
    assert decision.clearance is not None and decision.clearance.covers("standard")


@pytest.mark.parametrize("name", LEG)
def test_a_leg_told_of_a_day_later_is_new(name: str, catalogue: Catalogue) -> None:
    facts = in_set_up(catalogue, timedelta(hours=25), **{name: "yes"})
    assert "danger" in assess(facts, catalogue).to_ask


@pytest.mark.parametrize("name", LEG)
def test_a_change_from_no_to_yes_is_new_even_minutes_later(name: str, catalogue: Catalogue) -> None:
    told = {name: answer(name, "no")}
    (news,) = leg_news(told, (answer(name, "yes", NOW + MINUTES),), NOW + MINUTES)
    facts = in_set_up(catalogue, MINUTES, news, **{name: "yes"})
    assert "danger" in assess(facts, catalogue).to_ask


@pytest.mark.parametrize("value", ["no", "unsure"])
def test_what_does_not_turn_to_yes_is_no_news(value: str) -> None:
    told = {"leg_symptoms": answer("leg_symptoms", "no")}
    assert leg_news(told, (answer("leg_symptoms", value),), NOW) == ()


@pytest.mark.parametrize("before", [None, "yes"])
def test_a_first_yes_and_a_yes_again_are_no_news(before: str | None) -> None:
    told: dict[str, Answer] = {} if before is None else {"leg_symptoms": answer("l", before)}
    assert leg_news(told, (answer("leg_symptoms", "yes"),), NOW) == ()
