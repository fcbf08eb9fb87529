"""What was offered is kept once, with the first act of a day; the same facts, the same plan."""

from datetime import timedelta

import pytest
from support.screening import clear_answers

from unspiral.bootstrap import opened
from unspiral.records.facts import OFFERED, Answer
from unspiral.records.plan import Plan
from unspiral.services import plans, sessions
from unspiral.services.operations import Origin, write
from unspiral.settings import Settings

OP = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def house(tmp_path):
    """A data folder and its person, everything answered."""
    with opened(Settings(data=tmp_path)) as (ctx, person):
        now = ctx.clock()
        held = clear_answers(ctx.catalogue) | {"walk_minutes": 6, "settles": "minutes"}
        answers = tuple(Answer(name, value, now, now.date()) for name, value in held.items())
        write(ctx, person, "screen", Origin(), answers=answers)
        yield ctx, person


def offered(house) -> dict[str, str]:
    ctx, person = house
    with ctx.store.read(person) as tx:
        return {e.subject: e.value for e in tx.events() if e.kind == OFFERED}


def count(house) -> int:
    ctx, person = house
    with ctx.store.read(person) as tx:
        return sum(event.kind == OFFERED for event in tx.events())


def items(house):
    plan = plans.today(*house).plan
    assert isinstance(plan, Plan)
    return plan.items


def test_looking_writes_nothing_and_the_first_act_keeps_what_was_offered(house) -> None:
    planned = items(house)
    assert not offered(house)
    plans.act(*house, "done", planned[0].technique, "full", Origin())
    assert offered(house) == {i.technique: f"{i.probability:.3g}" for i in planned}
    assert all(0 < float(value) <= 1 for value in offered(house).values())


def test_it_is_kept_once_a_day_whatever_the_act(house) -> None:
    planned = items(house)
    plans.act(*house, "swapped", planned[0].technique, "", Origin())
    sessions.finish(*house, planned[1].technique, "full", "", False, Origin())
    assert isinstance(plans.today(*house).plan, Plan)
    plans.bad_day(*house, Origin())
    assert count(house) == len(planned)


def test_a_replay_adds_nothing_and_is_no_clash(house) -> None:
    name = items(house)[0].technique
    sent = [plans.act(*house, "done", name, "full", Origin(op_id=OP)) for _ in range(3)]
    assert [one.outcome for one in sent] == ["applied", "replayed", "replayed"]
    assert count(house) == len(items(house))
    ctx, person = house
    with ctx.store.read(person) as tx:
        assert sum(event.kind == "done" for event in tx.events()) == 1


@pytest.mark.parametrize(("kind", "value"), [("made_worse", ""), ("settled", "leg_further")])
def test_harm_from_a_page_whose_press_was_used_is_kept_once(house, kind: str, value: str) -> None:
    name = items(house)[0].technique
    plans.act(*house, "done", name, "full", Origin(op_id=OP))
    for _ in range(3):
        assert plans.act(*house, kind, name, value, Origin(op_id=OP)).outcome == "clash"
    ctx, person = house
    with ctx.store.read(person) as tx:
        assert [(e.subject, e.value) for e in tx.events() if e.kind == kind] == [(name, value)]


def test_an_act_for_another_day_tells_nothing_of_today(house) -> None:
    name, today = items(house)[0].technique, plans.today(*house).day
    yesterday = Origin(local_date=today - timedelta(days=1))
    plans.act(*house, "done", name, "full", yesterday)
    assert not offered(house)


def test_what_was_offered_changes_nothing_today(house) -> None:
    before = items(house)
    plans.act(*house, "rated", before[0].technique, "same", Origin())
    assert [i.technique for i in items(house)] == [i.technique for i in before]


def test_the_session_has_the_dose_of_the_plan(house) -> None:
    for item in items(house):
        script = sessions.begin(*house, item.technique).script
        assert script.seconds == pytest.approx(item.seconds, abs=0.5)


@pytest.mark.parametrize("ahead", [False, True])
def test_taps_with_other_dates_are_no_weeks_that_passed(house, ahead: bool) -> None:
    ctx, person = house
    today = plans.today(ctx, person).day
    first = sessions.begin(ctx, person, "walking").script.seconds
    for days in range(60, 0, -1):
        old = Origin(local_date=today + timedelta(days=days if ahead else -days))
        plans.act(ctx, person, "done", "walking", "full", old)
        plans.act(ctx, person, "settled", "walking", "settled", old)
    assert sessions.begin(ctx, person, "walking").script.seconds == first
    with ctx.store.read(person) as tx:
        days = {e.local_date for e in tx.events() if e.kind in ("done", "settled")}
    assert days <= {today, today - timedelta(days=1)}
