"""A running fair test against wrong clocks, made-up dates and answers that come in its midst."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any
from uuid import uuid4

import pytest
from support.testers import WALK, WARMTH, Tester

from unspiral.catalogue.load import Catalogue
from unspiral.errors import Refused
from unspiral.records.facts import Event, Value
from unspiral.services import trial_runs, trials
from unspiral.services.context import Context
from unspiral.services.operations import Origin
from unspiral.services.trials import TrialsNow
from unspiral.trials.design import make
from unspiral.trials.randomise import draw, sealed

FIRST = date(2026, 11, 22)
DAYS = (-4000, -400, -40, -1, 0, 1, 40, 400)


def day_with_it(catalogue: Catalogue, question: str) -> Tester:
    tester = Tester(catalogue)
    tester.start(question)
    tester.pass_days(1)
    tester.until(True)
    return tester


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (WARMTH, {"health_skin_circulation": "yes"}),
        (WARMTH, {"health_skin_circulation": "unsure"}),
        (WARMTH, {"med_patch": "yes"}),
        (WARMTH, {"place_neck": "yes", "place_low_back": "no"}),
    ],
)
def test_what_now_speaks_against_the_thing_takes_its_line_away(
    catalogue: Catalogue, question: str, told: dict[str, Value]
) -> None:
    tester = day_with_it(catalogue, question)
    assert "Today: with it" in tester.client.get("/today").text
    tester.who.answer(told)
    now = tester.now
    assert trial_runs.drawn_today(now.facts, catalogue, now.decision) is None
    for path in ("/today", "/tests", f"/tests/{question}"):
        page = tester.client.get(path).text
        assert "Today: with it" not in page, path
        assert "speaks against this one now" in page, path
    tester.who.answer(tester.given)  # it was a slip: the test goes on
    assert tester.now.rests == ()


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({}, date.max),
        ({}, date.min),
        ({"days": 40_000}, FIRST),
        ({"days": 0}, FIRST),
        ({"days": 4}, FIRST),
        ({"scheme": "free", "arms": (True,) * 56}, FIRST),
        ({"arms": (True,) * 56}, FIRST),
        ({"low": 5.0, "high": 5.0}, FIRST),
        ({"technique": "nothing"}, FIRST),
        ({"technique": "bridge-3", "outcome": "nothing"}, FIRST),
    ],
)
def test_a_design_from_a_file_holds_nobody_and_hides_nothing(
    catalogue: Catalogue, changed: dict[str, Any], first: date
) -> None:
    tester, question = Tester(catalogue), catalogue.trial_questions[WALK]
    made = make(WALK, question.technique, question.outcome, scheme=question.scheme, seed=5)
    forged = replace(made, **changed)
    if "days" in changed:
        forged = replace(forged, arms=draw(made.scheme, changed["days"], 5))
    value = trial_runs.sealed(sealed(forged), first)
    tester.happens("trial_started", WALK, value)
    tester.happens("made_worse", "walking")
    for path in ("/today", "/tests", f"/tests/{WALK}", "/report", "/me"):
        page = tester.client.get(path)
        assert page.status == 200 and "Today: with it" not in page.text, path
    if tester.now.current is not None:
        trials.stop(tester.ctx, tester.person, WALK, Origin(str(uuid4())))
    assert tester.now.current is None


def test_made_worse_ends_it_whatever_the_device_says_of_the_time(catalogue: Catalogue) -> None:
    tester = Tester(catalogue)
    tester.start()
    tester.pass_days(5)
    facts, now = tester.now.facts, tester.who.now
    for at, day in product(DAYS, DAYS):
        on = tester.today + timedelta(days=day)
        told = Event("made_worse", "heat-chair", "", now + timedelta(days=at), on)
        (run,) = trial_runs.runs(replace(facts, events=(*facts.events, told)), catalogue)
        assert (run.ended, run.state(tester.today)) == ("harm", "stopped"), (at, day)
        assert run.arm(tester.today) is None
    tester.who.happened(told)
    with pytest.raises(Refused):
        tester.start()


def test_made_worse_after_it_was_over_leaves_its_answer(catalogue: Catalogue) -> None:
    tester = Tester(catalogue)
    tester.start(weeks="4")
    tester.pass_days(35)
    tester.happens("made_worse", "heat-chair")
    assert (tester.run.ended, tester.run.state(tester.today)) == ("", "finished")


@pytest.mark.parametrize("worse", [False, True])
@pytest.mark.parametrize("off", [timedelta(hours=-30), timedelta(days=-3), timedelta(days=-400)])
def test_it_can_be_stopped_when_the_clock_went_back(
    catalogue: Catalogue, off: timedelta, worse: bool
) -> None:
    tester = Tester(catalogue)
    tester.start(WALK)
    right = tester.who.now
    tester.who.now += off
    trials.stop(tester.ctx, tester.person, WALK, Origin(str(uuid4())), worse=worse)
    assert tester.now.current is None
    tester.who.now = right + timedelta(days=2)
    assert tester.now.current is None
    assert tester.run.ended == ("harm" if worse else "own")


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=30), timedelta(days=4000)])
def test_one_begun_under_a_clock_ahead_holds_nobody(catalogue: Catalogue, ahead: timedelta) -> None:
    tester = Tester(catalogue)
    right = tester.who.now
    tester.who.now += ahead
    tester.who.answer(tester.given)
    tester.diary(30)
    tester.start()
    tester.who.now = right
    tester.who.answer(tester.given)
    trials.stop(tester.ctx, tester.person, WARMTH, Origin(str(uuid4())))
    assert tester.now.current is None


def test_two_begun_at_the_same_moment_are_one(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    tester, looked, both = Tester(catalogue), trials.look, Barrier(2)

    def slowly(ctx: Context, person: str) -> TrialsNow:
        found = looked(ctx, person)
        with suppress(BrokenBarrierError):  # neither writes before both have looked, if they can
            both.wait(0.5)
        return found

    monkeypatch.setattr(trials, "look", slowly)
    ends: list[str] = []

    def begin(question: str) -> None:
        press = Origin(str(uuid4()))
        try:
            trials.start(tester.ctx, tester.person, question, "8", ("none",), press)
            ends.append("begun")
        except Refused:
            ends.append("refused")

    threads = [Thread(target=begin, args=(question,)) for question in (WARMTH, WALK)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["begun", "refused"]
    assert len(tester.who.events("trial_started")) == 1


@pytest.mark.parametrize("worse", [False, True])
def test_a_stop_from_a_page_of_an_earlier_test_is_no_less_a_stop(
    catalogue: Catalogue, worse: bool
) -> None:
    tester, press = Tester(catalogue), Origin(str(uuid4()))
    tester.start()
    trials.stop(tester.ctx, tester.person, WARMTH, press)
    tester.start(op_id=str(uuid4()))
    tester.pass_days(2)
    trials.stop(tester.ctx, tester.person, WARMTH, press, worse=worse)
    assert tester.now.current is None
    assert tester.run.ended == ("harm" if worse else "own")
