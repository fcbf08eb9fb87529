"""The week in review: the order in which things were told does not matter, and counts are right."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.readings import FIRST, on
from support.weeks import event

from unspiral.catalogue.load import load
from unspiral.diary.week import ITEMS, NIGHTS, review
from unspiral.records.facts import Event, Reading

VARIABLES = load()[0].variables
TODAY = FIRST + timedelta(days=16)
NAMES = (*NIGHTS, *ITEMS, "tiredness")
readings = st.lists(
    st.builds(
        on,
        st.sampled_from(NAMES),
        st.integers(0, 19),
        st.integers(0, 10),
        source=st.sampled_from(["diary", "phone"]),
        minute=st.integers(0, 59),
    )
)
events = st.lists(
    st.builds(
        lambda told, back: event(*told, TODAY - timedelta(days=back)),
        st.sampled_from(
            [("done", "walking", "full"), ("rated", "walking", "same"), ("bad_day", "day", "")]
        ),
        st.integers(-2, 20),
    )
)


@given(readings, events, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(told: list[Reading], happened: list[Event], chance) -> None:
    found = review(told, happened, VARIABLES, TODAY)
    mixed, shuffled = list(told), list(happened)
    chance.shuffle(mixed)
    chance.shuffle(shuffled)
    assert review(mixed, shuffled, VARIABLES, TODAY) == found


@given(readings, events)
def test_every_day_and_event_is_counted_once_and_no_other(
    told: list[Reading], happened: list[Event]
) -> None:
    found = review(told, happened, VARIABLES, TODAY)
    for week in (found.this, found.before):
        assert (week.last - week.first).days == 6
        inside = [r for r in told if week.first <= r.local_date <= week.last]
        for name, noted in week.items.items():
            days = {r.local_date for r in inside if r.variable == name}
            values = {r.value for r in inside if r.variable == name}
            assert len(noted.values) == len(days) and set(noted.values) <= values
        assert week.days == len({r.local_date for r in inside if r.variable in found.items})
        kinds = [e.kind for e in happened if week.first <= e.local_date <= week.last]
        assert week.sessions.done == kinds.count("done")
        assert week.sessions.same == kinds.count("rated")
        assert week.sessions.rough_days <= kinds.count("bad_day")
