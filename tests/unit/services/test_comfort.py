"""What a device may keep: calm comfort alone, for whom the gate has cleared it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event
from unspiral.records.session import Script
from unspiral.services import comfort
from unspiral.sessions.breathing import Pattern, breathed

NOW = datetime(2026, 5, 1, 22, tzinfo=UTC)


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, clear_answers(catalogue))


def names(kept: comfort.Kept) -> set[str]:
    return {session.technique.id for session in kept.sessions}


def test_nothing_kept_loads_warms_or_holds(catalogue: Catalogue, person: Person) -> None:
    kept = (*comfort.for_person(person.ctx, person.id).sessions,
            *comfort.for_anybody(catalogue, NOW).sessions)  # fmt: skip
    assert len(kept) >= 10
    for session in kept:
        script = session.script
        assert isinstance(script, Script)
        assert (session.technique.scope, session.technique.load, session.heat) == (
            "comfort", False, False,
        )  # fmt: skip
        assert not [s for s in script.steps if s.kind not in comfort.CALM or s.phase == "hold"]
        assert script.seconds <= 130


def test_each_condition_alone_keeps_one_off_the_device(catalogue: Catalogue) -> None:
    calm, warm = catalogue.techniques["sounds-around"], catalogue.techniques["heat-chair"]
    breath = catalogue.techniques["belly-breathing"]
    assert comfort.keepable(calm) and comfort.keepable(breath)
    for other in (
        replace(calm, scope="standard"),
        replace(calm, load=True),
        replace(calm, gentle=False),
        replace(calm, offer="topic"),
        replace(calm, status="retired"),
        replace(calm, tired=replace(calm.tired, steps=warm.session)),
        replace(calm, session=catalogue.techniques["sit-to-stand"].session),
        breathed(breath, Pattern(4, 2, 6)),
    ):
        assert not comfort.keepable(other)


def test_it_lasts_a_week(person: Person) -> None:
    kept = comfort.for_person(person.ctx, person.id)
    assert kept.clearance is not None
    assert kept.until == kept.clearance.minted_at + timedelta(days=7)


@pytest.mark.parametrize("sign", [{"rf1_saddle": "yes"}, {"rf2_pee": "unsure"}])
def test_a_sign_that_is_or_may_be_an_emergency_leaves_nothing(
    person: Person, sign: dict[str, str]
) -> None:
    person.answer(sign)
    assert comfort.for_person(person.ctx, person.id) == comfort.Kept(None, ())


def test_unanswered_or_under_18_leaves_nothing(catalogue: Catalogue) -> None:
    nobody, child = Person(catalogue), Person(catalogue)
    child.answer({"birth_year": child.today.year - 12})
    for one in (nobody, child):
        assert comfort.for_person(one.ctx, one.id).sessions == ()


def test_half_a_day_later_comfort_alone_is_asked_again(catalogue: Catalogue) -> None:
    asked = Person(catalogue)
    asked.screen("danger", ("none",))
    assert names(comfort.for_person(asked.ctx, asked.id))
    asked.wait(hours=13)
    assert comfort.for_person(asked.ctx, asked.id).sessions == ()


@pytest.mark.parametrize("said", [("made_worse", ""), ("rated", "worse")])
def test_what_made_it_worse_is_not_kept(person: Person, said: tuple[str, str]) -> None:
    assert "sounds-around" in names(comfort.for_person(person.ctx, person.id))
    kind, value = said
    person.happened(Event(kind, "sounds-around", value, person.now, person.today))
    assert "sounds-around" not in names(comfort.for_person(person.ctx, person.id))


def test_a_build_for_nobody_takes_every_caution_as_in_force(catalogue: Catalogue) -> None:
    kept = comfort.for_anybody(catalogue, NOW)
    assert kept.clearance is not None
    assert kept.clearance.scopes == {"comfort"}
    assert {"k1", "k2", "k3", "k4", "k5", "k10"} <= kept.clearance.cautions
    for session in kept.sessions:
        told = {use.caution for use in session.technique.cautions}
        assert not told & comfort.FALLS
        assert len(session.care) == len(told & kept.clearance.cautions)
