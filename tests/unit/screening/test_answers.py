"""From facts to values: what counts, what "Not sure" comes to, and how old somebody is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, answer, clear, event, facts_of

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Value
from unspiral.screening.answers import (
    age_of,
    clock_is_off,
    counts,
    dark_thoughts_open,
    effective,
    may_be_under_18,
)

LATER = NOW + timedelta(minutes=6)
SOON = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("follow", "value"),
    [("same", "no"), ("different", "yes"), ("unsure", "unsure"), ("odd", "unsure")],
)
def test_not_sure_and_its_plain_question(catalogue: Catalogue, follow: str, value: str) -> None:
    facts = clear(catalogue, rf1_saddle="unsure", rf1_saddle_follow=follow)
    assert effective(facts, catalogue)["rf1_saddle"] == value


@pytest.mark.parametrize("minutes", [-1, 6])
def test_a_plain_answer_from_before_or_from_the_future_does_not_reassure(
    catalogue: Catalogue, minutes: int
) -> None:
    facts = clear(catalogue, rf1_saddle="unsure")
    follow = answer("rf1_saddle_follow", "same", NOW + timedelta(minutes=minutes))
    facts = replace(facts, answers={**facts.answers, follow.variable: follow})
    assert effective(facts, catalogue)["rf1_saddle"] == "unsure"


@pytest.mark.parametrize(
    ("value", "kept"), [("no", False), ("yes", True), ("unsure", True), (4, False)]
)
def test_only_what_is_bad_counts_from_the_future(
    catalogue: Catalogue, value: Value, kept: bool
) -> None:
    assert ("rf8_risk" in effective(facts_of({"rf8_risk": value}, at=LATER), catalogue)) is kept
    assert "rf8_risk" in effective(facts_of({"rf8_risk": value}, at=SOON), catalogue)


def test_an_opened_question_is_unanswered(catalogue: Catalogue) -> None:
    assert "rf1_saddle" not in effective(clear(catalogue, rf1_saddle="asked"), catalogue)


@pytest.mark.parametrize(
    ("year", "age"),
    [(1980, 46), (1900, 126), (1899, None), (2026, 0), (2027, None), (True, None), ("1980", None)],
)
def test_age_is_the_most_it_can_be_this_year(year: Value, age: int | None) -> None:
    assert age_of(facts_of({"birth_year": year})) == age


def test_an_answer_called_age_is_not_believed(catalogue: Catalogue) -> None:
    assert "age" not in effective(facts_of({"age": 30}), catalogue)


@pytest.mark.parametrize(
    ("year", "said", "young"),
    [(2009, None, True), (2009, "yes", True), (2008, None, True), (2008, "no", True),
     (2008, "yes", False), (2007, None, False), (2007, "no", False)],
)  # fmt: skip
def test_under_18_by_the_birth_year(year: int, said: str | None, young: bool) -> None:
    told: dict[str, Value] = {"birth_year": year} | ({"eighteen": said} if said else {})
    assert may_be_under_18(facts_of(told)) is young


@pytest.mark.parametrize(
    ("events", "is_open"),
    [
        ((), False),
        ((event("dark_thoughts", "dark_thoughts", "help_tap"),), True),
        ((event("dark_thoughts", "x"), event("safe_now", "x", "", SOON)), False),
        ((event("dark_thoughts", "x"), event("safe_now", "x")), True),
        ((event("dark_thoughts", "x"), event("safe_now", "x", "", LATER)), True),
    ],
)
def test_dark_thoughts_end_only_when_the_person_says_so_after(
    events: tuple[Event, ...], is_open: bool
) -> None:
    assert dark_thoughts_open(facts_of({}, events)) is is_open


@pytest.mark.parametrize(("value", "is_open"), [(0, False), (1, True), (3, True)])
def test_item_9_opens_the_path(value: int, is_open: bool) -> None:
    assert dark_thoughts_open(facts_of({"phq9_9": value})) is is_open


def test_a_wrong_clock_is_seen_in_answers_and_events() -> None:
    assert clock_is_off(facts_of({"a": "no"}, at=LATER))
    assert clock_is_off(facts_of({}, (event("done", "walking", "full", LATER),)))
    assert not clock_is_off(facts_of({"a": "no"}, at=SOON))


@pytest.mark.parametrize("value", [0, "0", "no", False])
def test_not_at_all_in_any_spelling_opens_nothing(value: Value) -> None:
    assert dark_thoughts_open(facts_of({"phq9_9": value})) is False


@pytest.mark.parametrize("value", ["1", "yes", "unsure", "0!", "asked", 0.5])
def test_any_other_word_on_item_9_opens_the_path(value: Value) -> None:
    assert dark_thoughts_open(facts_of({"phq9_9": value})) is True


def test_item_9_given_after_safe_for_now_opens_it_again() -> None:
    safe = event("safe_now", "x", "", NOW - timedelta(hours=1))
    assert dark_thoughts_open(facts_of({"phq9_9": 1}, (safe,), at=NOW - timedelta(hours=2))) is (
        False
    )
    assert dark_thoughts_open(facts_of({"phq9_9": 1}, (safe,))) is True


def test_the_path_is_a_value_cautions_can_read(catalogue: Catalogue) -> None:
    tap = event("dark_thoughts", "dark_thoughts", "help_tap")
    assert effective(clear(catalogue, (tap,)), catalogue)["dark_thoughts"] == "yes"
    assert effective(clear(catalogue), catalogue)["dark_thoughts"] == "no"


@pytest.mark.parametrize(
    ("how", "known"), [((), "no"), (("raised",), "yes"), (("raised", "seen"), "yes"),
                       (("seen",), "yes"), (("raised", "mistake"), "no")],
)  # fmt: skip
def test_a_flag_is_known_while_it_stands_and_after_it_was_seen(
    catalogue: Catalogue, how: tuple[str, ...], known: str
) -> None:
    hour = timedelta(hours=1)
    events = [event("flag_raised", "rf4", "D", NOW - hour)] if "raised" in how else []
    events += [event("flag_ended", "rf4", word, NOW) for word in how if word != "raised"]
    values = effective(clear(catalogue, events), catalogue)
    assert values["known_rf4"] == known and values["known_rf5"] == "no"


def test_what_does_not_count_is_refused_outright() -> None:
    assert counts(answer("rf1_saddle", "asked"), facts_of({})) is False
    assert counts(answer("rf1_saddle", "yes"), facts_of({})) is True


def test_a_birth_year_from_the_future_is_no_age() -> None:
    assert age_of(facts_of({"birth_year": 1980}, at=LATER)) is None
    assert age_of(facts_of({"birth_year": 1980.0})) == 46
    assert age_of(facts_of({})) is None
    assert may_be_under_18(facts_of({})) is False


def test_a_doubt_without_a_plain_question_stays_a_doubt(catalogue: Catalogue) -> None:
    given: dict[str, Value] = {"rf13_wakes": "unsure", "rf13_wakes_follow": "different"}
    assert effective(clear(catalogue, **given), catalogue)["rf13_wakes"] == "unsure"


def test_a_plain_answer_from_the_future_settles_no_doubt_either_way(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf1_saddle="unsure")
    late = answer("rf1_saddle_follow", "different", LATER)
    facts = replace(facts, answers={**facts.answers, late.variable: late})
    assert effective(facts, catalogue)["rf1_saddle"] == "unsure"
