"""Sessions start only as far as the gate allows, and their ends are kept once."""

from datetime import timedelta

import pytest
from support.screening import clear_answers

from unspiral.bootstrap import opened
from unspiral.catalogue.types import STARTS
from unspiral.errors import BadInput
from unspiral.records.facts import Answer, Event
from unspiral.records.plan import Withheld
from unspiral.records.session import Script
from unspiral.services import plans, screening, sessions
from unspiral.services.operations import Origin, write
from unspiral.sessions.heat import pending_skin_check
from unspiral.settings import Settings

OP = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def house(tmp_path):
    """A data folder and its person, nothing answered yet."""
    with opened(Settings(data=tmp_path)) as (ctx, person):
        yield ctx, person


def _answer(house, **changed):
    ctx, person = house
    now = ctx.clock()
    held = clear_answers(ctx.catalogue) | changed
    answers = tuple(Answer(name, value, now, now.date()) for name, value in held.items())
    write(ctx, person, "screen", Origin(), answers=answers)


def _events(house, kind=""):
    ctx, person = house
    with ctx.store.read(person) as tx:
        return [(e.kind, e.subject, e.value) for e in tx.events() if kind in ("", e.kind)]


def test_nothing_starts_before_the_danger_screen(house):
    for name in house[0].catalogue.techniques:
        found = sessions.begin(*house, name)
        assert isinstance(found.script, Withheld)
        assert found.to_ask


def test_everything_without_a_caution_starts_when_clear(house):
    _answer(house)
    for name, technique in house[0].catalogue.techniques.items():
        starts = technique.offer in STARTS and technique.level < 2  # higher levels open later
        found = sessions.begin(*house, name).script
        assert isinstance(found, Script if starts else Withheld), name


def test_an_emergency_closes_everything_and_puts_help_first(house):
    _answer(house, **{_emergency_question(house[0]): "yes"})
    for name in house[0].catalogue.techniques:
        found = sessions.begin(*house, name)
        assert isinstance(found.script, Withheld)
        assert found.help_first


def _emergency_question(ctx):
    flag = ctx.catalogue.redflags["rf1"]
    return flag.questions[0].id


def test_a_caution_closes_what_it_excludes_and_nothing_else(house):
    _answer(house, health_skin_circulation="yes")
    assert isinstance(sessions.begin(*house, "heat-chair").script, Withheld)
    assert isinstance(sessions.begin(*house, "belly-breathing").script, Script)


def test_with_dark_thoughts_turning_inward_rests_and_people_stay(house):
    _answer(house)
    screening.dark_thoughts(*house, "help_tap")
    for name in ("mindfulness-breath", "body-scan"):
        assert isinstance(sessions.begin(*house, name).script, Withheld), name
    for name in ("social-contact", "grounding", "belly-breathing"):
        assert isinstance(sessions.begin(*house, name).script, Script), name


def test_unknown_techniques_are_nothing(house):
    assert sessions.begin(*house, "levitation") is None


def test_after_a_hard_morning_the_session_is_shorter(house):
    _answer(house)
    ctx, person = house
    full = sessions.begin(ctx, person, "sit-to-stand").script.seconds
    now = ctx.clock()
    still_up = Event("settled", "sit-to-stand", "still_up", now, now.date())
    write(ctx, person, "act", Origin(), events=(still_up,))
    found = sessions.begin(ctx, person, "sit-to-stand")
    assert found.advice == "easier"
    assert found.script.seconds < full


def test_an_end_is_kept_once_even_when_sent_twice(house):
    for _ in range(2):
        sessions.finish(*house, "belly-breathing", "full", "better", False, Origin(op_id=OP))
    assert _events(house) == [
        ("done", "belly-breathing", "full"),
        ("rated", "belly-breathing", "better"),
    ]


def test_worse_is_kept_so_that_it_is_not_offered_again(house):
    sessions.finish(*house, "belly-breathing", "tired", "worse", False, Origin())
    assert ("made_worse", "belly-breathing", "") in _events(house)


def test_worse_from_a_page_whose_press_was_used_is_kept_once(house):
    ctx, person = house
    sessions.finish(ctx, person, "walking", "full", "better", False, Origin(OP))
    for _ in range(3):
        done = sessions.finish(ctx, person, "walking", "full", "", True, Origin(OP))
        assert done.outcome == "clash"  # an outbox keeps what came second
    assert _events(house, "made_worse") == [("made_worse", "walking", "")]
    assert len(_events(house, "done")) == 1


def test_the_end_of_warmth_is_kept_and_a_missed_end_is_asked_about(house):
    ctx, person = house
    sessions.started_heat(ctx, person, "heat-chair", Origin())
    with ctx.store.read(person) as tx:
        later = ctx.clock() + timedelta(hours=1)
        assert pending_skin_check(tx.events(), later) == "heat-chair"
    sessions.check_skin(ctx, person, "heat-chair", "skin_check_marked", Origin())
    with ctx.store.read(person) as tx:
        assert pending_skin_check(tx.events(), later) is None
    assert ("made_worse", "heat-chair", "") in _events(house)


@pytest.mark.parametrize(
    ("name", "how", "rated"),
    [("levitation", "full", ""), ("walking", "half", ""), ("walking", "full", "wonderful")],
)
def test_unknown_values_are_refused_and_nothing_is_kept(house, name, how, rated):
    with pytest.raises(BadInput):
        sessions.finish(*house, name, how, rated, False, Origin())
    assert _events(house) == []


def test_a_walk_lasts_as_long_as_the_plan_says(house):
    _answer(house, walk_minutes=30, settles="minutes", goal_minutes=5)
    ctx, person = house
    others = [name for name, t in ctx.catalogue.techniques.items() if t.role == "build"]
    for name in set(others) - {"walking"}:
        plans.act(ctx, person, "swapped", name, "", Origin())
    plan = plans.today(ctx, person).plan
    planned = next(item.seconds for item in plan.items if item.technique == "walking")
    script = sessions.begin(ctx, person, "walking").script
    assert planned == script.seconds
    assert planned <= 5 * 60
