"""Whatever the history, a plan stays inside its minutes, its clearance and its caps."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.planner import CLEAR, DAY, cleared, event, pain, plan_of, technique, usual

from unspiral.catalogue.types import Grows
from unspiral.planning.dose import amount_today
from unspiral.planning.history import History
from unspiral.planning.ladder import STEP_SECONDS, STEP_SHARE, WALK_SECONDS
from unspiral.records.plan import Plan

NAMES = sorted(usual().techniques)
WALK = technique("walk", "build", 300, 60, walk=True, grows=Grows(by="time", to=1800))
DAYS_AGO = st.integers(-3, 60)
DONE = st.builds(lambda n, d: event("done", n, "full", d), st.sampled_from(NAMES), DAYS_AGO)
SETTLED = st.builds(
    lambda v, d: event("settled", "walk", v, d),
    st.sampled_from(["settled", "settled", "settled", "still_up", "not_done", "leg_further"]),
    DAYS_AGO,
)
OTHER = st.builds(
    lambda k, n, d: event(k, n, "", d),
    st.sampled_from(["swapped", "not_today", "made_worse", "offered"]),
    st.sampled_from(NAMES),
    DAYS_AGO,
)
BAD = st.builds(lambda d: event("bad_day", "day", "", d), DAYS_AGO)
EVENTS = st.lists(st.one_of(DONE, SETTLED, OTHER, BAD), max_size=40)
PAINS = st.lists(
    st.builds(pain, st.integers(0, 10), DAYS_AGO), max_size=40, unique_by=lambda r: r.local_date
)
PROFILE = st.fixed_dictionaries(
    {},
    optional={
        "walk_minutes": st.one_of(st.integers(-5, 10_000), st.just("unsure")),
        "goal_minutes": st.one_of(st.integers(-5, 10_000), st.just("unsure")),
        "settles": st.sampled_from(["minutes", "next_day", "unsure"]),
        "plan_size": st.just("more"),
    },
)
CLEARANCES = st.builds(
    lambda held, gentle, k: cleared(held=held, gentle=gentle, cautions=frozenset(k)),
    st.booleans(), st.booleans(), st.sets(st.sampled_from(["k2", "k7"])),
)  # fmt: skip


@given(EVENTS, PAINS, PROFILE, CLEARANCES)
def test_every_plan_keeps_its_bounds(events, pains, profile, clearance) -> None:  # type: ignore[no-untyped-def]
    plan = plan_of(*events, profile=profile, readings=tuple(pains), clearance=clearance)
    if not isinstance(plan, Plan):
        return
    worse = {e.subject for e in events if e.kind == "made_worse"}
    for item in plan.items:
        technique = usual().techniques[item.technique]
        assert item.technique not in worse
        assert not {use.caution for use in technique.cautions} & clearance.cautions
        assert technique.gentle or not clearance.gentle
        assert 0 < item.probability <= 1 and item.fit > 0 and 0 < item.chance < 1
    assert len({item.technique for item in plan.items}) == len(plan.items) <= 5
    assert sum(item.seconds for item in plan.items) <= 60 * 60


@given(EVENTS, PROFILE)
def test_order_and_repetition_of_events_change_nothing(events, profile) -> None:  # type: ignore[no-untyped-def]
    assert plan_of(*events, profile=profile) == plan_of(*reversed(events), *events, profile=profile)


@given(EVENTS, PROFILE, st.integers(1, 40))
def test_what_has_not_happened_yet_changes_nothing(events, profile, ahead) -> None:  # type: ignore[no-untyped-def]
    past = [e for e in events if e.local_date <= DAY or e.kind in ("made_worse", "bad_day")]
    assert plan_of(*past, profile=profile) == plan_of(*events, profile=profile)


@given(st.lists(st.one_of(SETTLED, BAD), max_size=60), st.integers(1, 60))
def test_walking_grows_by_one_step_a_week_at_most(events, minutes) -> None:  # type: ignore[no-untyped-def]
    history = History((), tuple(events))
    profile = {"walk_minutes": minutes, "settles": "minutes"}
    days = [DAY - timedelta(days=ago) for ago in range(60, -1, -1)]
    doses = [amount_today(WALK, profile, history, day).seconds for day in days]
    for earlier, later in zip(doses, doses[7:], strict=False):
        assert later <= earlier + max(STEP_SHARE * earlier, STEP_SECONDS)
    assert all(60 <= dose <= WALK_SECONDS for dose in doses)


def test_no_clearance_no_plan() -> None:
    assert not isinstance(plan_of(clearance=None), Plan)
    assert isinstance(plan_of(clearance=CLEAR), Plan)
