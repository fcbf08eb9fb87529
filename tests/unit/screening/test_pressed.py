"""What a pressed screen stores: ticks, items in full, single answers, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.screening import NOW, TODAY, answer, clear, event, facts_of

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Value
from unspiral.records.problem import Problem
from unspiral.screening.recording import (
    answers_of,
    asks_again,
    in_order,
    item,
    leg_news,
    raised,
    single,
    ticks,
    told_by_half,
)
from unspiral.screening.triage import triage

HOUR = timedelta(hours=1)


def brief(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in problems]


# ---- ticks --------------------------------------------------------------------------------------


def test_none_answers_every_line_with_no(catalogue: Catalogue) -> None:
    for name in ("danger", "health", "anything_changed"):
        screen = catalogue.screens[name]
        assert ticks(screen, ("none",), catalogue) == (dict(screen.none_sets), [])


def test_a_tick_opens_its_items_in_full_and_the_rest_is_no(catalogue: Catalogue) -> None:
    screen = catalogue.screens["danger"]
    stored, problems = ticks(screen, ("numb_pee_poo",), catalogue)
    opened = {q.id for n in ("rf1", "rf2") for q in catalogue.redflags[n].questions}
    assert problems == [] and {n for n, v in stored.items() if v == "asked"} == opened
    assert {n for n, v in stored.items() if v == "no"} == screen.none_sets.keys() - opened
    both, _ = ticks(screen, ("numb_pee_poo", "fall"), catalogue)
    assert both["rf9_small"] == both["rf1_saddle"] == "asked" and both["rf8_fever"] == "no"


def test_a_line_that_says_yes_stores_it(catalogue: Catalogue) -> None:
    stored, _ = ticks(catalogue.screens["health"], ("fits", "falls"), catalogue)
    yes = {name for name, value in stored.items() if value == "yes"}
    assert yes == {"health_fits", "health_falls"}
    assert stored.keys() == catalogue.screens["health"].none_sets.keys()


def test_a_screen_may_be_passed_by_only_where_it_says_so(catalogue: Catalogue) -> None:
    assert ticks(catalogue.screens["health"], ("skip",), catalogue) == (
        {"health_skipped": "yes"}, [],
    )  # fmt: skip
    stored, problems = ticks(catalogue.screens["infection"], ("skip",), catalogue)
    assert stored == {} and brief(problems) == [("unknown_choice", "infection")]
    more = ticks(catalogue.screens["health"], ("skip", "fits"), catalogue)
    assert more[0] == {} and brief(more[1]) == [("unknown_choice", "health")]


def test_something_changed_is_remembered_and_none_is_no(catalogue: Catalogue) -> None:
    screen = catalogue.screens["anything_changed"]
    stored, _ = ticks(screen, ("cancer",), catalogue)
    assert stored["anything_changed"] == "yes" and stored["rf6_cancer"] == "asked"
    assert ticks(screen, ("none",), catalogue)[0] == {"anything_changed": "no"}
    assert "anything_changed" not in ticks(catalogue.screens["danger"], ("leg",), catalogue)[0]


def test_a_change_of_health_opens_those_screens_and_takes_back_passing_them_by(
    catalogue: Catalogue,
) -> None:
    screen = catalogue.screens["anything_changed"]
    stored, _ = ticks(screen, ("health",), catalogue)
    for name in ("health", "medicines"):
        assert stored[f"{name}_skipped"] == "no"
        assert all(stored[line] == "asked" for line in catalogue.screens[name].none_sets)
    pregnancy, _ = ticks(screen, ("pregnancy",), catalogue)
    assert pregnancy["pregnant"] == "asked" and pregnancy["pregnant_skipped"] == "no"


def test_a_screen_that_is_not_asked_before_movement_has_nothing_to_take_back(
    catalogue: Catalogue,
) -> None:
    line = replace(catalogue.screens["danger"].choices[0], id="x", opens=("night_breathing",))
    screen = replace(catalogue.screens["danger"], choices=(line,))
    stored, _ = ticks(screen, ("x",), catalogue)
    assert stored["apnoea_pauses"] == "asked" and "night_breathing_skipped" not in stored


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        (("foot_left",), False),
        (("foot_left", "thigh_left"), False),
        (("foot_left", "thigh_right"), True),
        (("lower_leg_right", "foot_left"), True),
    ],
)
def test_numb_on_both_sides_asks_about_both_legs(
    catalogue: Catalogue, chosen: tuple[str, ...], asked: bool
) -> None:
    stored, problems = ticks(catalogue.screens["body_numb"], chosen, catalogue)
    assert problems == [] and ("rf3_both" in stored) is asked
    assert stored.get("rf3_weak") == ("asked" if asked else None)


@pytest.mark.parametrize(
    ("chosen", "code", "told"),
    [
        ((), "nothing_chosen", ""),
        (("none", "leg"), "none_and_more", "none, leg"),
        (("leg", "tail"), "unknown_choice", "leg, tail"),
    ],
)
def test_what_was_wrong_is_said_with_what_was_chosen(
    catalogue: Catalogue, chosen: tuple[str, ...], code: str, told: str
) -> None:
    stored, (problem,) = ticks(catalogue.screens["danger"], chosen, catalogue)
    assert stored == {} and brief([problem]) == [(code, "danger")]
    assert dict(problem.values) == {"chosen": told}


def test_none_where_there_is_no_none_line_says_so(catalogue: Catalogue) -> None:
    stored, (problem,) = ticks(catalogue.screens["pregnant"], ("none",), catalogue)
    assert stored == {} and brief([problem]) == [("unknown_choice", "pregnant")]
    assert dict(problem.values) == {"chosen": "none"}


# ---- one item in full ---------------------------------------------------------------------------


def test_an_item_needs_every_question(catalogue: Catalogue) -> None:
    flag = catalogue.redflags["rf4"]
    whole = {"rf4_weak": "yes", "rf4_fast": "unsure", "rf4_fast_follow": "same"}
    assert item(flag, whole, clear(catalogue)) == (whole, [])
    stored, problems = item(flag, {"rf4_weak": "yes"}, clear(catalogue))
    assert stored == {"rf4_weak": "yes"} and brief(problems) == [("answer_needed", "rf4_fast")]


@pytest.mark.parametrize("word", ["maybe", "asked", "", 1])
def test_only_yes_no_and_not_sure_are_answers(catalogue: Catalogue, word: Value) -> None:
    stored, problems = item(catalogue.redflags["rf1"], {"rf1_saddle": word}, clear(catalogue))
    assert stored == {} and brief(problems) == [("answer_needed", "rf1_saddle")]


def test_a_plain_answer_must_be_one_of_its_own(catalogue: Catalogue) -> None:
    given: dict[str, Value] = {"rf1_saddle": "unsure", "rf1_saddle_follow": "odd"}
    stored, problems = item(catalogue.redflags["rf1"], given, clear(catalogue))
    assert stored == {"rf1_saddle": "unsure"}
    assert brief(problems) == [("unknown_choice", "rf1_saddle_follow")]


def test_a_plain_answer_to_what_has_no_plain_question_is_left_alone(catalogue: Catalogue) -> None:
    flag = catalogue.redflags["medicine_mix"]
    given: dict[str, Value] = {q.id: "no" for q in flag.questions}
    more = given | {"medicine_mix_alcohol_follow": "same"}
    assert item(flag, more, clear(catalogue)) == (given, [])


def test_questions_of_other_items_are_named_in_order(catalogue: Catalogue) -> None:
    given: dict[str, Value] = {"rf1_saddle": "no", "zzz": "no", "rf2_pee": "no"}
    stored, problems = item(catalogue.redflags["rf1"], given, clear(catalogue))
    assert stored == {"rf1_saddle": "no"}
    assert brief(problems) == [("unknown_question", "rf2_pee"), ("unknown_question", "zzz")]


def test_with_the_plain_question_alone_no_other_answer_is_asked_for(catalogue: Catalogue) -> None:
    flag, doubt = catalogue.redflags["rf4"], clear(catalogue, rf4_weak="unsure")
    assert item(flag, {"rf4_weak_follow": "same"}, doubt) == ({"rf4_weak_follow": "same"}, [])
    more = item(flag, {"rf4_weak_follow": "same", "rf4_fast": "no"}, doubt)
    assert brief(more[1]) == [("answer_needed", "rf4_weak")]


# ---- one answer ---------------------------------------------------------------------------------


def test_a_year_out_of_range_names_the_limits(catalogue: Catalogue) -> None:
    screen = catalogue.screens["birth_year"]
    for given in ({"birth_year": 1899}, {"birth_year": 2027}, {}, {"birth_year": 1980.5}):
        stored, (problem,) = single(screen, given, TODAY)
        assert stored == {} and brief([problem]) == [("out_of_range", "birth_year")]
        assert dict(problem.values) == {"low": 1900, "high": 2026}


def test_a_choice_stores_what_it_says(catalogue: Catalogue) -> None:
    for word in ("yes", "no", "unsure"):
        given: dict[str, Value] = {"pregnant": word}
        assert single(catalogue.screens["pregnant"], given, TODAY) == (given, [])
    _, problems = single(catalogue.screens["pregnant"], {"pregnant": "x"}, TODAY)
    assert brief(problems) == [("unknown_choice", "pregnant")]


# ---- answers with their dates -------------------------------------------------------------------


def test_stored_values_become_answers_of_that_moment() -> None:
    found = answers_of({"b": "no", "a": 3}, NOW, TODAY, "health", 2)
    assert found == (
        Answer("a", 3, NOW, TODAY, "health", 2),
        Answer("b", "no", NOW, TODAY, "health", 2),
    )


@pytest.mark.parametrize(
    ("value", "said_at", "held_at", "kept_at"),
    [
        ("no", -2, None, -2),  # a None that waited on a device keeps its own time
        ("no", -2, 3, -2),
        ("yes", -2, None, 0),  # a sign counts from now on
        ("unsure", -2, -1, 0),
        ("asked", -2, None, 0),
        ("yes", -2, 3, 3),  # never behind an older answer, when the clock was set back
        ("no", 0, 3, 3),  # told now
        ("no", 0, None, 0),
    ],
)
def test_what_is_told_last_is_the_latest(
    value: str, said_at: int, held_at: int | None, kept_at: int
) -> None:
    before = {} if held_at is None else {"a": answer("a", "no", NOW + held_at * HOUR)}
    facts = replace(facts_of({}), answers=before)
    (found,) = in_order([answer("a", value, NOW + said_at * HOUR)], facts, NOW)
    assert found.answered_at == NOW + kept_at * HOUR and found.value == value


# ---- by half, by mistake ------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["yes", "unsure"])
def test_a_sign_told_by_half_is_kept_and_the_rest_opened(catalogue: Catalogue, word: str) -> None:
    flag = catalogue.redflags["rf4"]
    stored, problems = item(flag, {"rf4_weak": word}, clear(catalogue))
    assert told_by_half(flag, stored, problems) == {"rf4_weak": word, "rf4_fast": "asked"}


def test_by_half_without_a_sign_or_with_a_fault_keeps_nothing(catalogue: Catalogue) -> None:
    flag = catalogue.redflags["rf4"]
    for given in ({"rf4_weak": "no"}, {"rf4_weak": "yes", "odd": "yes"}):
        stored, problems = item(flag, given, clear(catalogue))
        assert told_by_half(flag, stored, problems) == {}
    only_follow: dict[str, Value] = {"rf4_weak_follow": "unsure"}
    assert told_by_half(flag, only_follow, [Problem("answer_needed", "rf4_weak")]) == {}


def test_by_mistake_asks_the_same_questions_again(catalogue: Catalogue) -> None:
    flag = catalogue.redflags["rf4"]
    assert asks_again(flag, clear(catalogue, rf4_weak="yes")) == {
        "rf4_fast": "asked", "rf4_weak": "asked",
    }  # fmt: skip


def test_by_mistake_opens_other_answers_only_where_they_raise_it_alone(
    catalogue: Catalogue,
) -> None:
    flag = catalogue.redflags["medicine_mix"]
    own = {q.id for q in flag.questions}
    for word in ("yes", "unsure"):
        two = clear(catalogue, med_opioid="yes", med_sedative=word)
        assert asks_again(flag, two).keys() == own | {"med_opioid", "med_sedative"}
    one = clear(catalogue, med_opioid="yes", medicine_mix_alcohol="yes")
    assert asks_again(flag, one).keys() == own
    assert set(asks_again(flag, one).values()) == {"asked"}


# ---- what is raised -----------------------------------------------------------------------------


def test_a_raise_after_the_clock_was_set_back_is_dated_after_the_ending(
    catalogue: Catalogue,
) -> None:
    ended = event("flag_ended", "rf16", "seen", NOW + 2 * HOUR)
    facts = clear(catalogue, [ended])
    new = [answer("rf16_calf", "yes"), answer("rf1_saddle", "yes")]
    found = {e.subject: e.at for e in raised(facts, new, catalogue, NOW)}
    assert found == {"rf1": NOW, "rf16": NOW + 2 * HOUR}
    events = (*facts.events, *raised(facts, new, catalogue, NOW))
    later = replace(facts, events=events, now=NOW + 3 * HOUR)
    assert {"rf1", "rf16"} <= {f.flag for f in triage(later, catalogue).findings}


def test_a_late_yes_is_not_lost_to_a_newer_no(catalogue: Catalogue) -> None:
    late = answer("rf16_calf", "yes", NOW - 9 * HOUR)
    (found,) = raised(clear(catalogue), [late], catalogue, NOW)
    assert (found.kind, found.subject, found.value, found.at) == ("flag_raised", "rf16", "D", NOW)


def test_a_doubt_names_every_question_that_waits(catalogue: Catalogue) -> None:
    new = [answer("rf4_weak", "unsure"), answer("rf4_fast", "unsure")]
    found = {e.subject: e.value for e in raised(clear(catalogue), new, catalogue, NOW)}
    assert found["rf4"] == "E unsure rf4_fast,rf4_weak"


def test_a_doubt_beside_what_is_sure_is_raised_only_when_worse(catalogue: Catalogue) -> None:
    sure = event("flag_raised", "rf4", "E", NOW - HOUR)
    new = [answer("rf4_weak", "unsure"), answer("rf4_fast", "unsure")]
    assert "rf4" not in {e.subject for e in raised(clear(catalogue, [sure]), new, catalogue, NOW)}
    milder = event("flag_raised", "rf4", "D", NOW - HOUR)
    found = {e.subject: e.value for e in raised(clear(catalogue, [milder]), new, catalogue, NOW)}
    assert found["rf4"].startswith("E unsure ")


def test_the_day_of_a_raise_without_a_day_of_its_own_is_that_of_the_answers(
    catalogue: Catalogue,
) -> None:
    days = [TODAY - timedelta(days=2), TODAY - timedelta(days=1)]
    new = [replace(answer("rf4_weak", "yes"), local_date=days[1]),
           replace(answer("rf4_fast", "yes"), local_date=days[0])]  # fmt: skip
    found = {e.subject: e.local_date for e in raised(clear(catalogue), new, catalogue, NOW)}
    assert found["rf4"] == days[0]


# ---- legs ---------------------------------------------------------------------------------------


def test_legs_that_turned_are_one_piece_of_news_of_the_latest_day() -> None:
    names = ("place_leg_left", "place_leg_right", "leg_symptoms")
    told = {name: answer(name, "no") for name in names}
    new = [replace(answer(n, "yes"), local_date=TODAY - timedelta(days=d))
           for d, n in enumerate(names)]  # fmt: skip
    (news,) = leg_news(told, new[1:], NOW)
    assert (news.kind, news.subject, news.value, news.at) == ("leg_pain_new", "leg", "", NOW)
    assert news.local_date == TODAY - timedelta(days=1)
    for one in new:
        assert len(leg_news(told, [one], NOW)) == 1
    other = answer("place_neck", "yes")
    assert leg_news({"place_neck": answer("place_neck", "no")}, [other], NOW) == ()
    doubt = {"leg_symptoms": answer("leg_symptoms", "unsure")}
    assert len(leg_news(doubt, [answer("leg_symptoms", "yes")], NOW)) == 1
