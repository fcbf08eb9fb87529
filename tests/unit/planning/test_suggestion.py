"""The week's one suggestion: exactly one, careful first, from own counts, never anything harder."""

from dataclasses import replace

import pytest
from support.planner import CLEAR, DAY, cleared, event, technique, usual

from unspiral.catalogue.load import Catalogue
from unspiral.planning.history import History
from unspiral.planning.suggestion import Suggestion, suggest
from unspiral.records.facts import Event
from unspiral.records.triage import Clearance


def found(
    *events: Event, clearance: Clearance | None = CLEAR, catalogue: Catalogue | None = None
) -> Suggestion | None:
    return suggest({}, History((), events), catalogue or usual(), clearance, DAY)


def times(n: int, kind: str, subject: str, value: str = "") -> tuple[Event, ...]:
    return tuple(event(kind, subject, value, days_ago) for days_ago in range(n))


def test_a_quiet_week_changes_nothing() -> None:
    assert found() == Suggestion("nothing_to_change")
    assert found(*times(5, "done", "walk", "full")) == Suggestion("nothing_to_change")


def test_without_the_gates_word_nothing_is_suggested() -> None:
    told = times(3, "rated", "breathe", "better")
    for clearance in (None, cleared(scopes=frozenset({"comfort"}))):
        assert found(*told, clearance=clearance) is None


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (times(2, "rated", "breathe", "better"), Suggestion("keep", "breathe", 2)),
        (times(1, "rated", "breathe", "better"), Suggestion("nothing_to_change")),
        (times(3, "not_today", "stand"), Suggestion("swap", "stand", 3)),
        (times(2, "not_today", "stand"), Suggestion("nothing_to_change")),
        (times(2, "settled", "walk", "still_up"), Suggestion("smaller", "walk", 2)),
        (times(2, "settled", "walk", "settled"), Suggestion("nothing_to_change")),
        (times(2, "bad_day", "day"), Suggestion("lighter", "", 2)),
    ],
)
def test_each_count_has_its_suggestion(told: tuple[Event, ...], wanted: Suggestion) -> None:
    assert found(*told) == wanted


def test_the_careful_ones_come_first() -> None:
    keep, swap = times(5, "rated", "breathe", "better"), times(3, "swapped", "dim")
    smaller, rough = times(2, "settled", "walk", "still_up"), times(2, "bad_day", "day")
    assert _code(*keep, *smaller) == "smaller"
    assert _code(*keep, *smaller, *swap) == "swap"
    assert _code(*keep, *smaller, *swap, *rough) == "lighter"


def _code(*told: Event) -> str:
    suggestion = found(*told)
    assert suggestion is not None
    return suggestion.code


def test_what_was_called_worse_is_not_kept_and_what_was_done_is_not_swapped() -> None:
    better = times(4, "rated", "breathe", "better")
    assert _code(*better, event("made_worse", "breathe")) == "nothing_to_change"
    assert _code(*better, event("rated", "breathe", "worse")) == "nothing_to_change"
    put_off = times(4, "not_today", "stand")
    assert _code(*put_off, event("done", "stand", "tired")) == "nothing_to_change"


def test_only_the_last_7_days_count_and_two_taps_of_a_day_once() -> None:
    old = tuple(event("rated", "breathe", "better", n) for n in (7, 8, 9))
    assert _code(*old) == "nothing_to_change"
    same_day = (event("not_today", "stand"),) * 4
    assert _code(*same_day) == "nothing_to_change"


def test_what_is_closed_is_never_suggested() -> None:
    told = times(3, "rated", "warm", "better")
    closed = cleared(cautions=frozenset({"k7"}))
    assert found(*told) == Suggestion("keep", "warm", 3)
    assert found(*told, clearance=closed) == Suggestion("nothing_to_change")
    retired = usual()
    gone = replace(
        retired,
        techniques={
            name: replace(item, status="retired") if name == "warm" else item
            for name, item in retired.techniques.items()
        },
    )
    assert found(*told, catalogue=gone) == Suggestion("nothing_to_change")


def test_of_equals_the_higher_count_then_the_first_by_name_and_order_does_not_matter() -> None:
    told = (*times(2, "rated", "dim", "better"), *times(2, "rated", "breathe", "better"))
    assert found(*told) == found(*reversed(told)) == Suggestion("keep", "breathe", 2)
    more = (*told, event("rated", "dim", "better", 3))
    assert found(*more) == Suggestion("keep", "dim", 3)


def test_a_light_week_names_where_it_is_explained() -> None:
    items = {**usual().techniques, "flare-plan": technique("flare-plan", "mind", offer="choose")}
    with_page = Catalogue(hash="x", techniques=items)
    assert found(*times(2, "bad_day", "day"), catalogue=with_page) == Suggestion(
        "lighter", "flare-plan", 2
    )
