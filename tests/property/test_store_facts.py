"""Any mixture of devices, repeats and imports: nothing is lost, and nothing counts twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from support.operations import DAY, NOON, answered, append, checkin, happened, imported

from unspiral.records.facts import Operation
from unspiral.store.base import Applied, Store
from unspiral.store.opening import open_memory

PEOPLE = ("ann", "bob")
DAYS = st.integers(0, 2).map(lambda n: DAY + timedelta(n))
BASES = st.one_of(st.none(), st.integers(0, 12))
MOMENTS = st.integers(-3, 3).map(lambda n: NOON + timedelta(hours=n))
IDS = st.integers(0, 9).map("op{}".format)
PARTS = ("run.00000", "run.00001", "late.00000")  # of two import runs
UNDONE = st.one_of(IDS, st.sampled_from(("run", "late", *PARTS)))
PEOPLE_DRAWN = st.sampled_from(PEOPLE)
VALUES = st.integers(0, 10)


@st.composite
def sittings(draw: st.DrawFn) -> Operation:
    """A check-in, or the same as an imported diary."""
    names = draw(st.lists(st.sampled_from(("pain", "stress", "mood")), max_size=3, unique=True))
    said = checkin(
        draw(IDS),
        draw(BASES),
        person=draw(PEOPLE_DRAWN),
        day=draw(DAYS),
        at=draw(MOMENTS),
        note=draw(st.sampled_from(("", "n"))),
        **{name: draw(VALUES) for name in names},
    )
    return replace(said, kind=draw(st.sampled_from(("checkin", "import"))))


@st.composite
def imports(draw: st.DrawFn) -> Operation:
    """A few hours of one of two devices."""
    steps = draw(st.lists(VALUES, max_size=3))
    source = draw(st.sampled_from(("watch", "ring")))
    name = draw(st.one_of(IDS, st.sampled_from(PARTS)))
    return imported(name, *steps, source=source, person=draw(PEOPLE_DRAWN))


OPERATIONS = st.one_of(
    sittings(),
    sittings(),
    imports(),
    st.builds(answered, IDS, st.sampled_from(("goal", "country")), VALUES, MOMENTS, PEOPLE_DRAWN),
    st.builds(happened, IDS, st.just("import_undone"), UNDONE, st.just(""), PEOPLE_DRAWN),
)
HISTORIES = st.lists(OPERATIONS, max_size=14)


@dataclass
class Model:
    """What any honest store must say: the first content of each id, and the last value sent."""

    first: dict[tuple[str, str], Applied] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))


def fresh(people: Iterable[str] = PEOPLE) -> Store:
    store = open_memory()
    for person in people:
        store.add_person(person, NOON)
    return store


@settings(max_examples=80)
@given(HISTORIES)
def test_versions_count_and_replays_tell_the_first_result(history: list[Operation]) -> None:
    store, model = fresh(), Model()
    for operation in history:
        (result,) = append(store, operation)
        key = (operation.person, operation.id)
        if key not in model.first:
            model.versions[operation.person] += 1
            model.first[key] = result
            assert (result.outcome, result.version) == ("applied", model.versions[key[0]])
        elif result.outcome == "replayed":
            assert result == replace(model.first[key], outcome="replayed")
        else:
            assert result == Applied("clash", model.versions[operation.person])
    store.close()


@settings(max_examples=80)
@given(HISTORIES)
def test_facts_are_what_the_operations_make(history: list[Operation]) -> None:
    store = fresh()
    append(store, *history)
    assert store.deep_check()["problems"] == []
    store.close()


@settings(max_examples=80)
@given(HISTORIES)
def test_sending_everything_again_changes_nothing(history: list[Operation]) -> None:
    store = fresh()
    results = append(store, *history)
    before = [seen(store, person) for person in PEOPLE]
    for result, again in zip(results, append(store, *history), strict=True):
        assert again.outcome == ("clash" if result.outcome == "clash" else "replayed")
    assert [seen(store, person) for person in PEOPLE] == before
    store.close()


@settings(max_examples=80)
@given(HISTORIES)
def test_one_persons_facts_do_not_depend_on_anyone_else(history: list[Operation]) -> None:
    together = fresh()
    append(together, *history)
    for person in PEOPLE:
        alone = fresh()
        append(alone, *(operation for operation in history if operation.person == person))
        assert seen(alone, person) == seen(together, person)
        alone.close()
    together.close()


@settings(max_examples=80)
@given(st.lists(sittings(), max_size=10))
def test_no_typed_value_is_silently_dropped(history: list[Operation]) -> None:
    """Every value that was acknowledged is current, listed beside it, or a counted duplicate."""
    store = fresh()
    for operation, result in zip(history, append(store, *history), strict=True):
        if result.outcome != "applied":
            continue
        assert result.stored + result.duplicates == len(operation.readings)
        for reading in operation.readings:
            with store.read(operation.person) as tx:
                listed = tx.reading_versions(reading.local_date, reading.variable)
            assert reading.value in [one.reading.value for one in listed]
            assert [one.current for one in listed].count(True) == 1
    store.close()


def seen(store: Store, person: str) -> object:
    """Everything a person can see, versions and conflicts too."""
    with store.read(person) as tx:
        versions = [
            tx.reading_versions(DAY + timedelta(n), name)
            for n in range(3)
            for name in ("pain", "stress", "mood")
        ]
        facts = (tx.version(), tx.answers(), tx.readings(), tx.events(), tx.notes())
        return (*facts, tx.operation_ids(), versions)
