"""Whatever the history, a plan stays inside its minutes, its clearance and its caps."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.planner import CLEAR, DAY, cleared, event, pain, plan_of, usual

from unspiral.planning.dose import CAP_SECONDS, STEP_SECONDS, STEP_SHARE, walking_dose
from unspiral.planning.history import History
from unspiral.records.plan import Plan

NAMES = sorted(usual().techniques)
DAYS_AGO = st.integers(0, 60)
DONE = st.builds(lambda n, d: event("done", n, "full", d), st.sampled_from(NAMES), DAYS_AGO)
SETTLED = st.builds(
    lambda v, d: event("settled", "walk", v, d),
    st.sampled_from(["settled", "still_up", "not_done"]),
    DAYS_AGO,
)
OTHER = st.builds(
    lambda k, n, d: event(k, n, "", d),
    st.sampled_from(["swapped", "not_today", "made_worse"]),
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
    assert len({item.role for item in plan.items}) == len(plan.items)
    assert sum(item.seconds for item in plan.items) <= 60 * 60


@given(EVENTS, PROFILE)
def test_order_and_repetition_of_events_change_nothing(events, profile) -> None:  # type: ignore[no-untyped-def]
    assert plan_of(*events, profile=profile) == plan_of(*reversed(events), *events, profile=profile)


@given(st.lists(SETTLED, max_size=60), st.integers(1, 60))
def test_walking_grows_by_one_step_a_week_at_most(events, minutes) -> None:  # type: ignore[no-untyped-def]
    def on(day):  # type: ignore[no-untyped-def]
        profile = {"walk_minutes": minutes, "settles": "minutes"}
        return walking_dose(profile, History((), tuple(events)), "walk", 60, day)

    days = [DAY - timedelta(days=ago) for ago in range(60, -1, -1)]
    doses = [on(day) for day in days]
    for earlier, later in zip(doses, doses[7:], strict=False):
        assert later <= earlier + max(STEP_SHARE * (earlier + 1), STEP_SECONDS) + 1
    assert all(60 <= dose <= CAP_SECONDS for dose in doses)


def test_no_clearance_no_plan() -> None:
    assert not isinstance(plan_of(clearance=None), Plan)
    assert isinstance(plan_of(clearance=CLEAR), Plan)
