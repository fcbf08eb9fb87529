"""The five rules of section d, one by one, over the patterns as they are shipped."""

import re
from dataclasses import replace

import pytest
from support.people import Person
from support.screening import clear, clear_answers, facts_of

from unspiral.assessment import pattern_words
from unspiral.assessment.patterns import Result, count, outcome, read
from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts, Value
from unspiral.records.triage import Decision, Level, Triage
from unspiral.screening.answers import effective
from unspiral.screening.gate import assess

LEG = ("below_knee_left", "leg_worse", "numb_leg_right")
FEATURES = (
    *("below_knee_left", "below_knee_right", "leg_worse", "numb_leg_left", "numb_leg_right"),
    *("never_past_buttock", "walking_brings", "standing_worse", "sitting_eases", "sitting_none"),
    *("bending_eases", "both_sides", "same_at_rest"),
)
ASKED: dict[str, Value] = dict.fromkeys(FEATURES, "no")
STIFF = {"rf13_before_45": "yes", "rf13_months": "yes"}
FOUR = ("rf13_wakes", "rf13_buttock", "rf13_moving", "rf13_tablets")


def result_of(facts: Facts, catalogue: Catalogue) -> Result:
    return read(assess(facts, catalogue), effective(facts, catalogue), catalogue)


def result(catalogue: Catalogue, **told: Value) -> Result:
    return result_of(clear(catalogue, **{**ASKED, **told}), catalogue)


def said(found: Result) -> dict[str, tuple[int, int, str]]:
    return {r.pattern: (r.ticked, r.of, r.said) for r in found.readings}


def test_three_of_three_point_one_way(catalogue: Catalogue) -> None:
    found = result(catalogue, **dict.fromkeys(LEG, "yes"))
    assert found.said == "two_or_more" and found.withheld == ()
    assert said(found) == {"leg-nerve": (3, 3, "two_or_more"), "less-room": (0, 6, "none")}


def test_two_are_enough_and_one_is_too_little(catalogue: Catalogue) -> None:
    two = result(catalogue, sitting_none="yes", standing_worse="yes")
    one = result(catalogue, leg_worse="yes")
    assert said(two)["less-room"] == (2, 6, "two_or_more")
    assert (one.said, said(one)["leg-nerve"]) == ("one", (1, 3, "one"))


def test_both_legs_count_as_one_feature(catalogue: Catalogue) -> None:
    found = result(catalogue, below_knee_left="yes", below_knee_right="yes")
    assert said(found)["leg-nerve"] == (1, 3, "one")


def test_none_is_said_only_when_every_feature_was_asked(catalogue: Catalogue) -> None:
    assert result(catalogue).said == "none"
    for name in ("leg_worse", "bending_eases", "numb_leg_left"):
        asked = {k: v for k, v in (clear_answers(catalogue) | ASKED).items() if k != name}
        found = result_of(facts_of(asked), catalogue)
        assert found.said == "not_asked", name


def test_not_sure_and_not_asked_are_not_ticked_and_are_named(catalogue: Catalogue) -> None:
    answers = clear_answers(catalogue) | {"leg_worse": "unsure", "below_knee_left": "yes"}
    found = result_of(facts_of(answers), catalogue)
    leg = next(r for r in found.readings if r.pattern == "leg-nerve")
    assert [(f.id, f.state) for f in leg.features] == [
        ("below_knee", "ticked"),
        ("leg_worse", "unsure"),
        ("tingling", "not_asked"),
    ]
    assert leg.said == "one"


def test_what_points_the_other_way_is_shown_and_changes_no_count(catalogue: Catalogue) -> None:
    with_it = result(catalogue, **dict.fromkeys(LEG, "yes"), never_past_buttock="yes")
    leg = next(r for r in with_it.readings if r.pattern == "leg-nerve")
    assert [(f.id, f.state) for f in leg.against] == [("never_past_buttock", "ticked")]
    assert (leg.ticked, leg.said) == (3, "two_or_more")


@pytest.mark.parametrize(("born", "state"), [(1980, "ticked"), (1950, "not_ticked")])
def test_age_only_points_the_other_way(catalogue: Catalogue, born: int, state: str) -> None:
    room = next(r for r in result(catalogue, birth_year=born).readings if r.pattern == "less-room")
    assert {f.id: f.state for f in room.against}["under_60"] == state
    assert "under_60" not in {f.id for f in room.features}


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("E", {"rf1_saddle": "yes"}),
        ("D", {"rf16_skin": "yes"}),
        ("W", {"rf7_weight": "yes"}),
    ],
)
def test_above_r_nothing_is_read(catalogue: Catalogue, level: str, told: dict[str, Value]) -> None:
    found = result(catalogue, **dict.fromkeys(LEG, "yes"), **told)
    assert found.level.value == level
    assert found.readings == () and found.letters == ()
    assert found.withheld[0].code == "level"


def test_at_r_it_is_read(catalogue: Catalogue) -> None:
    found = result(catalogue, rf15_slow="yes", leg_worse="yes")
    assert (found.level.value, found.said) == ("R", "one")


def test_while_a_danger_question_is_open_nothing_is_read(catalogue: Catalogue) -> None:
    for name in ("rf1_saddle", "rf11_chest", "rf6_cancer", "birth_year"):
        answers = {k: v for k, v in (clear_answers(catalogue) | ASKED).items() if k != name}
        found = result_of(facts_of(answers), catalogue)
        assert found.readings == () and found.withheld, name
    nobody = result_of(facts_of({}), catalogue)
    assert {r.code for r in nobody.withheld} == {"to_ask"}


def test_old_danger_answers_hold_it_back(catalogue: Catalogue) -> None:
    person = Person(catalogue, clear_answers(catalogue) | ASKED)
    person.wait(days=29)
    with person.ctx.store.read(person.id) as tx:
        answers = tx.answers()
    facts = Facts(person.now, person.today, answers)
    assert {r.content_id for r in result_of(facts, catalogue).withheld} >= {"danger"}


def test_a_child_gets_no_reading(catalogue: Catalogue) -> None:
    found = result(catalogue, birth_year=2015, leg_worse="yes", below_knee_left="yes")
    assert found.withheld[0].code == "under_18" and found.readings == ()


def test_a_stiff_back_since_young_is_only_a_letter(catalogue: Catalogue) -> None:
    nos = {q.id: "no" for q in catalogue.redflags["rf13"].questions}
    letters = [
        result(catalogue).letters,
        result(catalogue, **nos).letters,
        result(catalogue, **nos | STIFF | dict.fromkeys(FOUR, "yes")).letters,
    ]
    assert [found[0].letter for found in letters] == ["not_asked", "not_needed", "take_it"]
    assert all(found[0].features == () for found in letters)


def test_only_two_patterns_are_ever_counted(catalogue: Catalogue) -> None:
    shown = {p.id: p.shown for p in catalogue.patterns.values()}
    assert sorted(n for n, how in shown.items() if how == "features") == ["leg-nerve", "less-room"]
    assert [n for n, how in shown.items() if how == "letter"] == ["stiff-since-young"]
    for pattern in catalogue.patterns.values():
        assert bool(pattern.features) is (pattern.shown == "features"), pattern.id
        assert bool(pattern.phrase) is (pattern.shown == "features"), pattern.id
        assert not pattern.flag or pattern.flag in catalogue.redflags, pattern.id


def test_no_name_of_a_condition_stands_outside_names(catalogue: Catalogue) -> None:
    names = {name.lower() for p in catalogue.patterns.values() for name in p.names}
    assert len(names) >= 15
    for pattern in catalogue.patterns.values():
        told = [pattern.title, pattern.phrase, pattern.lying]
        told += [f.label for f in (*pattern.features, *pattern.against)]
        assert [n for n in names if re.search(rf"\b{n}\b", " ".join(told).lower())] == []


def test_the_sentences_are_those_of_the_rules() -> None:
    filled = pattern_words.POINTS.format(ticked=3, of=3, phrase="when a leg nerve is irritated")
    assert filled == (
        "You ticked 3 of 3 features often seen when a leg nerve is irritated. "
        "Only an examination can tell."
    )
    assert "too little to go by" in pattern_words.TOO_LITTLE
    assert pattern_words.NOTHING_TICKED == (
        "Like most people's back pain, yours shows no special pattern."
    )


@pytest.mark.parametrize("name", ["pregnant", "health_thin_bones", "med_opioid"])
def test_who_the_person_is_may_still_be_open(catalogue: Catalogue, name: str) -> None:
    answers = {k: v for k, v in (clear_answers(catalogue) | ASKED).items() if k != name}
    decision = assess(facts_of(answers), catalogue)
    assert decision.to_ask
    assert result_of(facts_of(answers), catalogue).said == "none"


def test_a_level_without_anything_to_ask_is_still_withheld(catalogue: Catalogue) -> None:
    values = clear_answers(catalogue) | ASKED
    for level in ("E", "D", "W"):
        decision = Decision(Triage(Level(level)), None, (), frozenset(), ())
        found = read(decision, values, catalogue)
        assert [(r.code, r.values) for r in found.withheld] == [("level", {"level": level})]
        assert found.readings == ()


def test_rf6_in_full_comes_before_any_reading(catalogue: Catalogue) -> None:
    for question in catalogue.redflags["rf6"].questions:
        values = {k: v for k, v in (clear_answers(catalogue) | ASKED).items() if k != question.id}
        found = read(assess(clear(catalogue), catalogue), values, catalogue)
        assert [(r.code, r.content_id) for r in found.withheld] == [("to_ask", "rf6")]


def test_a_doubt_about_the_stiff_back_gives_the_letter_too(catalogue: Catalogue) -> None:
    nos = {q.id: "no" for q in catalogue.redflags["rf13"].questions}
    told = nos | STIFF | dict.fromkeys(FOUR[:2], "yes") | dict.fromkeys(FOUR[2:], "unsure")
    (letter,) = result(catalogue, **told).letters
    assert (letter.letter, letter.said, letter.of, letter.against) == (
        "take_it",
        "not_asked",
        0,
        (),
    )


def test_one_question_left_out_means_the_letter_was_not_asked(catalogue: Catalogue) -> None:
    nos = {q.id: "no" for q in catalogue.redflags["rf13"].questions[:-1]}
    assert result(catalogue, **nos).letters[0].letter == "not_asked"


def test_a_retired_pattern_is_left_out(catalogue: Catalogue) -> None:
    gone = replace(catalogue.patterns["less-room"], status="retired")
    fewer = replace(catalogue, patterns={**catalogue.patterns, "less-room": gone})
    assert [r.pattern for r in result_of(clear(fewer, **ASKED), fewer).readings] == ["leg-nerve"]


def test_the_stronger_of_two_patterns_leads(catalogue: Catalogue) -> None:
    found = result(catalogue, leg_worse="yes", sitting_none="yes", bending_eases="yes")
    assert [r.said for r in found.readings] == ["two_or_more", "one"][::-1]
    assert found.said == "two_or_more"
    half = {k: v for k, v in ASKED.items() if k != "bending_eases"} | {"leg_worse": "yes"}
    assert result_of(clear(catalogue, **half), catalogue).said == "one"


def test_an_example_is_worked_out_as_the_page_does(catalogue: Catalogue) -> None:
    pattern = catalogue.patterns["leg-nerve"]
    told = {"leg_worse": "yes", "below_knee_left": "yes"}
    assert outcome(pattern, told) == {"ticked": 2, "of": 3, "said": "two_or_more"}
    leg = count(pattern, told)
    assert {f.source for f in leg.features} == {"konstantinou-2012"}


def test_another_finding_gives_no_letter(catalogue: Catalogue) -> None:
    nos = {q.id: "no" for q in catalogue.redflags["rf13"].questions}
    found = result(catalogue, **nos, rf15_slow="yes")
    assert (found.level.value, found.letters[0].letter) == ("R", "not_needed")


def test_what_was_seen_and_is_unchanged_gives_no_new_letter(catalogue: Catalogue) -> None:
    told = {q.id: "no" for q in catalogue.redflags["rf13"].questions}
    told |= STIFF | dict.fromkeys((*FOUR, "rf13_eye_bowel"), "yes")
    person = Person(catalogue, clear_answers(catalogue) | ASKED | told)
    person.end("rf13", "seen", person.today, sure=True)
    with person.ctx.store.read(person.id) as tx:
        facts = Facts(person.now, person.today, tx.answers(), (), tx.events())
    decision = assess(facts, catalogue)
    assert [(f.flag, f.state) for f in decision.triage.findings] == [("rf13", "known")]
    assert result_of(facts, catalogue).letters[0].letter == "seen"


def test_what_was_told_is_named_before_what_is_open(catalogue: Catalogue) -> None:
    found = result(catalogue, rf16_skin="yes", rf6_constant="asked")
    codes = [(r.code, r.content_id) for r in found.withheld]
    assert codes == [("level", None), ("to_ask", "rf6")]
    assert found.said == "not_asked"


def test_a_child_is_named_before_what_is_open(catalogue: Catalogue) -> None:
    found = result(catalogue, birth_year=2008)
    assert [r.code for r in found.withheld] == ["under_18", "to_ask"]
