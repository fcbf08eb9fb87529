"""A fair test by its verbs: who may start one, what is told of today, what stops it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from support.sleep import own_answers
from support.testers import WALK, WARMTH, WORRY, Tester

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput, Refused
from unspiral.planning.benefit import expected
from unspiral.planning.history import History
from unspiral.records.facts import Value
from unspiral.records.plan import Estimates, FairTestEffect, Plan
from unspiral.records.trial import TrialResult
from unspiral.services import plans, trial_answers, trial_runs, trials
from unspiral.services.operations import Origin, UnderEighteen
from unspiral.trials.randomise import verify

DAY = timedelta(days=1)


@pytest.fixture
def tester(catalogue: Catalogue) -> Tester:
    return Tester(catalogue)


def planned(tester: Tester) -> list[str]:
    plan = plans.today(tester.ctx, tester.person).plan
    return [item.technique for item in plan.items] if isinstance(plan, Plan) else []


def test_a_start_is_drawn_sealed_and_begins_tomorrow(tester: Tester) -> None:
    tester.start()
    run = tester.run
    assert verify(run.design) and run.design.days == 56
    assert run.first == tester.today + DAY
    assert run.state(tester.today) == "waiting"
    assert trial_runs.drawn_today(tester.now.facts, tester.catalogue, tester.now.decision) is None


def test_the_same_press_twice_is_one_test_and_another_press_is_refused(tester: Tester) -> None:
    press = str(uuid4())
    tester.start(op_id=press)
    version = tester.now.facts.version
    tester.start(op_id=press)
    assert tester.now.facts.version == version
    with pytest.raises(Refused):
        tester.start()
    with pytest.raises(Refused):
        tester.start(WALK)
    assert len(tester.now.runs) == 1


def test_two_presses_draw_two_schedules(catalogue: Catalogue) -> None:
    one, other = Tester(catalogue), Tester(catalogue)
    one.start()
    other.start(op_id=str(uuid4()))
    assert one.run.design.arms != other.run.design.arms


@pytest.mark.parametrize(
    "told",
    [{"rf1_saddle": "yes"}, {"rf16_calf": "yes"}, {"rf8_risk": "yes"}, {"phq9_9": 2}],
    ids=["E", "D", "W", "dark thoughts"],
)
def test_none_is_started_at_e_d_w_or_on_the_dark_path(
    tester: Tester, told: dict[str, Value]
) -> None:
    tester.who.answer(told)
    with pytest.raises(Refused):
        tester.start()
    assert tester.now.runs == ()


def test_none_is_started_under_18(tester: Tester) -> None:
    tester.who.answer({"birth_year": tester.today.year - 15})
    with pytest.raises((Refused, UnderEighteen)):
        tester.start()
    assert tester.now.runs == ()


def test_none_is_started_before_day_28(catalogue: Catalogue) -> None:
    early = Tester(catalogue, days=trials.FROM_DAY - 1)
    with pytest.raises(Refused):
        early.start()
    codes = {
        r.code for r in trials.why_closed(
            early.ctx, early.now, catalogue.trial_questions[WARMTH]
        )
    }  # fmt: skip
    assert codes == {"too_early"}
    in_time = Tester(catalogue, days=trials.FROM_DAY)
    in_time.start()
    assert in_time.run.state(in_time.today) == "waiting"


@pytest.mark.parametrize("line", ["told", "changes", "worse"])
def test_each_line_of_its_own_questions_refuses(tester: Tester, line: str) -> None:
    with pytest.raises(Refused):
        tester.start(ticked=(line,))
    with pytest.raises(BadInput):
        tester.start(ticked=())
    assert tester.now.runs == ()


def test_a_caution_or_what_made_it_worse_closes_its_question(catalogue: Catalogue) -> None:
    numb = Tester(catalogue, health_skin_circulation="yes")
    with pytest.raises(Refused):
        numb.start(WARMTH)
    numb.start(WALK)
    sore = Tester(catalogue)
    sore.happens("made_worse", "walking")
    with pytest.raises(Refused):
        sore.start(WALK)


def test_no_test_of_nights_while_the_sleep_programme_moves_them(tester: Tester) -> None:
    tester.who.answer(own_answers(tester.catalogue))
    tester.happens("sleep_programme", "window", "started")
    with pytest.raises(Refused):
        tester.start(WORRY)
    tester.start(WARMTH)


def test_the_plan_holds_the_thing_on_its_days_and_leaves_it_out_on_the_others(
    tester: Tester,
) -> None:
    tester.start()
    seen: dict[bool, int] = {True: 0, False: 0}
    for _ in range(12):
        tester.pass_days(1)
        arm = tester.run.arm(tester.today)
        assert arm is not None
        names = planned(tester)
        assert ("heat-chair" in names) is arm
        assert len(names) >= 2  # it stands beside the others, in nobody's place
        seen[arm] += 1
    assert all(seen.values())


def test_what_is_done_in_its_course_has_no_item(tester: Tester) -> None:
    tester.start(WORRY)
    tester.pass_days(1)
    tester.until(True)
    assert "worry-time" not in planned(tester)


def test_a_session_done_is_known_and_silence_is_not(tester: Tester) -> None:
    tester.start()
    tester.pass_days(1)
    first = tester.run.first
    tester.happens("done", "heat-chair", "full")
    assert trial_runs.told(tester.run, tester.now.facts) == {first: True}
    tester.mark("not_done")  # the person's own word about the day counts
    assert trial_runs.told(tester.run, tester.now.facts) == {first: False}
    tester.pass_days(3)
    assert trial_runs.told(tester.run, tester.now.facts) == {first: False}
    assert tester.run.state(tester.today) == "running"


def test_done_counts_for_the_thing_as_well(tester: Tester) -> None:
    tester.start()
    tester.pass_days(1)
    tester.mark("done")
    assert [e.subject for e in tester.who.events("done")] == ["heat-chair"]
    tester.mark("done")
    assert len(tester.who.events("done")) == 1


def test_no_day_outside_the_schedule_can_be_told(tester: Tester) -> None:
    tester.start()
    with pytest.raises(BadInput):
        tester.mark("done")
    tester.pass_days(10)
    old = Origin(str(uuid4()), local_date=tester.today - 3 * DAY)
    with pytest.raises(BadInput):
        trials.mark(tester.ctx, tester.person, WARMTH, "done", old)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (("made_worse", "heat-chair", ""), "harm"),
        (("rated", "heat-chair", "worse"), "harm"),
        (("trial_stopped", WARMTH, "own"), "own"),
        (("flag_raised", "rf1", "E"), "danger"),
    ],
)
def test_what_stops_it_stops_it_at_once(
    tester: Tester, event: tuple[str, str, str], why: str
) -> None:
    tester.start()
    tester.pass_days(5)
    tester.happens(*event)
    run = tester.run
    assert (run.state(tester.today), run.ended) == ("stopped", why)
    assert run.arm(tester.today) is None and tester.now.current is None


def test_a_red_morning_stops_a_test_of_load_and_of_nothing_else(catalogue: Catalogue) -> None:
    for question, technique, ended in ((WALK, "walking", "red"), (WARMTH, "heat-chair", "")):
        tester = Tester(catalogue)
        tester.start(question)
        tester.pass_days(1)
        tester.until(True)
        tester.mark("done")
        tester.who.wait(days=1)
        tester.happens("settled", technique, "still_up")
        assert tester.run.ended == ended


def test_it_rests_in_a_flare_and_the_plan_is_as_ever(tester: Tester) -> None:
    tester.start()
    tester.pass_days(4)
    tester.happens("bad_day", "day")
    tester.who.answer(tester.given)  # the danger screen, which a bad day brings back
    now = tester.now
    assert {reason.code for reason in now.rests} == {"flare"}
    assert trial_runs.drawn_today(now.facts, tester.catalogue, now.decision) is None
    assert tester.run.state(tester.today) == "running"


def test_two_red_mornings_in_a_row_stop_a_test_of_load_and_one_lets_it_rest(
    catalogue: Catalogue,
) -> None:
    tester = Tester(catalogue)
    tester.start(WALK)
    tester.pass_days(1)
    for reds in (1, 2):
        while tester.run.arm(tester.today) is not True:
            tester.who.wait(days=1)
        tester.mark("done")
        tester.who.wait(days=1)
        tester.note(pain_morning=10)
        if reds == 1:
            assert "red_morning" in {reason.code for reason in tester.now.rests}
            assert tester.run.ended == ""
    assert tester.run.ended == "red"


def test_a_sign_pressed_by_mistake_stops_nothing(tester: Tester) -> None:
    tester.start()
    tester.pass_days(5)
    tester.who.screen("rf1", {"rf1_saddle": "yes"})
    assert tester.run.ended == "danger"
    tester.who.end("rf1", "mistake")
    assert tester.run.ended == ""


def test_at_w_a_running_test_rests_and_goes_on(tester: Tester) -> None:
    tester.start()
    tester.pass_days(2)
    tester.who.answer({"rf8_risk": "yes"})
    now = tester.now
    assert now.current is not None
    assert {r.code for r in now.rests} == {"level_holds_tests", "gate_is_closed"}
    assert trial_runs.drawn_today(now.facts, tester.catalogue, now.decision) is None


def test_a_stop_pressed_twice_and_a_test_after_it(tester: Tester) -> None:
    tester.start()
    tester.pass_days(3)
    press = Origin(str(uuid4()))
    trials.stop(tester.ctx, tester.person, WARMTH, press)
    version = tester.now.facts.version
    trials.stop(tester.ctx, tester.person, WARMTH, press)
    assert tester.now.facts.version == version
    tester.start(WALK)
    assert [run.question.id for run in tester.now.runs] == [WARMTH, WALK]


def test_a_changed_or_broken_design_is_no_test(tester: Tester) -> None:
    tester.start()
    run = tester.run
    value = trial_runs.sealed(run.design, run.first)
    assert trial_runs.opened(value) == (run.design, run.first)
    arms = tuple(not arm for arm in run.design.arms)
    for wrong in (
        trial_runs.sealed(replace(run.design, arms=arms), run.first),
        trial_runs.sealed(replace(run.design, seal="0" * 64), run.first),
        value[:-9], "{}", "[]", "", '{"design": 3, "first": "2026-01-01"}',
    ):  # fmt: skip
        assert trial_runs.opened(wrong) is None


def test_the_days_handed_on_are_those_of_the_person(tester: Tester) -> None:
    tester.start()
    tester.pass_days(20, done=True)
    trial = trial_runs.trial_of(tester.run, tester.now.facts)
    assert [day.assigned for day in trial.days] == list(tester.run.design.arms)
    noted = [day for day in trial.days if day.value is not None]
    assert len(noted) == 18  # first day tomorrow; the morning after the last day is still to come
    assert all(day.done is day.assigned for day in trial.days[:19])
    assert len(trial.before) == 32 and trial.before[-1].day == 0


def test_nothing_of_the_effect_is_there_before_the_last_answer(tester: Tester) -> None:
    tester.start(weeks="4")
    tester.pass_days(29, effect=3.0, done=True)
    run, facts = tester.run, tester.now.facts
    assert run.state(facts.today) == "closing"  # the morning after the last evening is to come
    assert trial_answers.answer_of(run, facts) is None
    assert trial_answers.estimates(facts, tester.catalogue) == {}
    tester.pass_days(1, effect=3.0)
    assert tester.run.state(tester.today) == "finished"
    assert isinstance(trial_answers.answer_of(tester.run, tester.now.facts), TrialResult)


@pytest.mark.parametrize(("effect", "verdict"), [(2.5, "helps"), (-2.5, "cannot_tell")])
def test_what_a_test_found_moves_the_rank_of_the_thing(
    tester: Tester, effect: float, verdict: str
) -> None:
    before = expected_of(tester)
    tester.start(weeks="4")
    tester.pass_days(31, effect=effect, done=True)
    answer = trial_answers.answer_of(tester.run, tester.now.facts)
    assert isinstance(answer, TrialResult) and answer.verdict == verdict
    after = expected_of(tester)
    assert (after > before) is (effect > 0)
    if effect < 0:  # it went worse with it: not offered again unasked
        assert answer.worse
        with pytest.raises(Refused):
            tester.start()
        tester.start(WALK)
        for _ in range(5):
            tester.who.wait(days=1)
            assert "heat-chair" not in planned(tester)


def test_an_answer_of_about_nothing_lowers_the_rank(tester: Tester) -> None:
    before = expected_of(tester)
    found = {"heat-chair": FairTestEffect("heat-chair", 0.0, 0.15, 56)}
    assert expected_of(tester, found) < before


@pytest.mark.parametrize(("days", "answered"), [(20, False), (40, True)])
def test_one_stopped_by_choice_has_an_answer_only_after_its_shortest_length(
    tester: Tester, days: int, answered: bool
) -> None:
    tester.start()
    tester.pass_days(days, effect=2.0)
    trials.stop(tester.ctx, tester.person, WARMTH, Origin(str(uuid4())))
    assert (trial_answers.answer_of(tester.run, tester.now.facts) is not None) is answered


def test_one_that_did_harm_has_none(tester: Tester) -> None:
    tester.start()
    tester.pass_days(50, effect=2.0)
    trials.stop(tester.ctx, tester.person, WARMTH, Origin(str(uuid4())), worse=True)
    assert tester.run.ended == "harm"
    assert trial_answers.answer_of(tester.run, tester.now.facts) is None
    assert "heat-chair" in [e.subject for e in tester.who.events("made_worse")]


def expected_of(tester: Tester, found: Estimates | None = None) -> float:
    """Points that the planner expects of warmth in a chair."""
    facts, catalogue = tester.now.facts, tester.catalogue
    if found is None:
        found = trial_answers.estimates(facts, catalogue)
    mates = [t for t in catalogue.techniques.values() if t.role == "ease"]
    history = History(facts.history, facts.events)
    held = expected(mates, history, found, facts.today)
    return held.of(catalogue.techniques["heat-chair"])
