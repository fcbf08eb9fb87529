"""What answers raise: once for each level, and only what somebody said."""

from datetime import timedelta

import pytest
from support.screening import NOW, TODAY, answer, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Value
from unspiral.screening.recording import item, raised, single, ticks

MINUTE = timedelta(minutes=1)


def raises(catalogue: Catalogue, *events: Event, **given: Value) -> list[tuple[str, str]]:
    """(flag, value) of what these new answers raise on somebody clear."""
    new = [answer(name, value, NOW + MINUTE) for name, value in given.items()]
    found = raised(clear(catalogue, events), new, catalogue, NOW + MINUTE)
    return [(e.subject, e.value) for e in found]


def test_nothing_said_nothing_raised(catalogue: Catalogue) -> None:
    assert raises(catalogue) == []
    assert raises(catalogue, rf1_saddle="no", goal="walk") == []


def test_levels_that_are_remembered(catalogue: Catalogue) -> None:
    given: dict[str, Value] = {"rf1_saddle": "yes", "rf8_risk": "yes", "rf15_slow": "yes"}
    assert raises(catalogue, **given) == [("rf1", "E"), ("rf8", "W")]


def test_a_doubt_names_its_question(catalogue: Catalogue) -> None:
    assert raises(catalogue, rf1_saddle="unsure") == [("rf1", "E unsure rf1_saddle")]


def test_a_doubt_answered_with_doubt_is_a_yes(catalogue: Catalogue) -> None:
    doubt = event("flag_raised", "rf1", "E unsure rf1_saddle")
    given: dict[str, Value] = {"rf1_saddle": "unsure", "rf1_saddle_follow": "unsure"}
    assert raises(catalogue, doubt, **given) == [("rf1", "E")]


@pytest.mark.parametrize(("before", "after"), [("E", []), ("D", []), ("W", [("rf16", "D")])])
def test_raised_again_only_when_it_is_worse(
    catalogue: Catalogue, before: str, after: list[tuple[str, str]]
) -> None:
    assert raises(catalogue, event("flag_raised", "rf16", before), rf16_calf="yes") == after


def test_other_answers_do_not_turn_an_open_doubt_into_a_yes(catalogue: Catalogue) -> None:
    doubt = event("flag_raised", "rf1", "E unsure rf1_saddle")
    assert raises(catalogue, doubt, goal="walk") == []


def test_what_was_never_asked_raises_nothing(catalogue: Catalogue) -> None:
    from support.screening import facts_of

    new = [answer("goal", "walk")]
    assert raised(facts_of({}), new, catalogue, NOW) == ()


def test_of_two_answers_to_one_question_the_worse_counts(catalogue: Catalogue) -> None:
    new = [answer("rf1_saddle", value) for value in ("yes", "unsure", "no")]
    assert [e.value for e in raised(clear(catalogue), new, catalogue, NOW)] == ["E"]
    assert [e.value for e in raised(clear(catalogue), new[1:], catalogue, NOW)] != []


@pytest.mark.parametrize(
    ("year", "kept"),
    [(1900, True), (1899, False), (2026, True), (2027, False), (True, False), ("1980", False)],
)
def test_birth_year_limits(catalogue: Catalogue, year: Value, kept: bool) -> None:
    stored, problems = single(catalogue.screens["birth_year"], {"birth_year": year}, TODAY)
    assert (stored == {"birth_year": year}) is kept and bool(problems) is not kept


def test_a_screen_without_a_none_line_takes_no_none(catalogue: Catalogue) -> None:
    _, problems = ticks(catalogue.screens["pregnant"], ("none",), catalogue)
    assert [p.code for p in problems] == ["unknown_choice"]


@pytest.mark.parametrize(
    ("chosen", "code"),
    [((), "nothing_chosen"), (("none", "leg"), "none_and_more"), (("x",), "unknown_choice"),
     (("skip",), "unknown_choice")],
)  # fmt: skip
def test_what_cannot_be_pressed(catalogue: Catalogue, chosen: tuple[str, ...], code: str) -> None:
    stored, problems = ticks(catalogue.screens["danger"], chosen, catalogue)
    assert stored == {} and [p.code for p in problems] == [code]


def test_a_plain_question_alone_needs_its_doubt(catalogue: Catalogue) -> None:
    flag = catalogue.redflags["rf1"]
    given: dict[str, Value] = {"rf1_saddle_follow": "same"}
    assert item(flag, given, clear(catalogue, rf1_saddle="unsure"))[1] == []
    assert [p.code for p in item(flag, given, clear(catalogue))[1]] == ["answer_needed"]
    nothing = item(flag, {}, clear(catalogue, rf1_saddle="unsure"))[1]
    assert [p.code for p in nothing] == ["answer_needed"]
    odd: dict[str, Value] = {"rf1_saddle": "no", "rf2_pee": "no"}
    assert [p.code for p in item(flag, odd, clear(catalogue))[1]] == ["unknown_question"]


def test_a_raise_is_dated_by_the_first_day_it_was_told_of(catalogue: Catalogue) -> None:
    old = answer("rf16_calf", "yes", NOW - timedelta(days=3))
    (found,) = raised(clear(catalogue), [old], catalogue, NOW)
    assert (found.at, found.local_date) == (NOW, TODAY - timedelta(days=3))


def test_a_choice_must_be_one_of_the_screen(catalogue: Catalogue) -> None:
    assert single(catalogue.screens["pregnant"], {"pregnant": "maybe"}, TODAY)[0] == {}
    assert single(catalogue.screens["pregnant"], {"pregnant": "unsure"}, TODAY)[0] == {
        "pregnant": "unsure"
    }
