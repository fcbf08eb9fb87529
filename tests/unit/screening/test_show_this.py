"""The card to hand over: what is new, since when, what to check for."""

from dataclasses import replace
from datetime import date

from support.screening import NOW, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.records.triage import Level
from unspiral.screening.questions import asked_in_words
from unspiral.screening.show_this import cards, next_step_of
from unspiral.screening.triage import triage


def test_one_card_for_each_sign_worst_first(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf2_pee="yes", rf8_risk="yes", rf15_slow="yes")
    found = cards(triage(facts, catalogue), facts, catalogue)
    assert [(card.flag, card.level.value) for card in found] == [("rf2", "E"), ("rf8", "W")]
    assert found[0].shows == "trouble with pee" and found[0].check_for == "cauda equina"
    assert found[0].said == ("rf2_pee",) and found[0].since == date(2026, 11, 22)


def test_a_card_of_a_remembered_sign_says_what_the_flag_is_about(catalogue: Catalogue) -> None:
    facts = clear(catalogue, (event("flag_raised", "rf1", "E", NOW),))
    (card,) = cards(triage(facts, catalogue), facts, catalogue)
    assert card.shows == "numb between the legs" and card.said == ()


def test_nothing_told_no_card(catalogue: Catalogue) -> None:
    facts = clear(catalogue)
    assert cards(triage(facts, catalogue), facts, catalogue) == ()


def test_with_a_catheter_the_question_is_about_the_own_usual(catalogue: Catalogue) -> None:
    question = catalogue.redflags["rf2"].questions[0]
    assert "different from your usual" in asked_in_words(
        question, clear(catalogue, own_usual="yes")
    )
    assert asked_in_words(question, clear(catalogue)) == question.ask


def test_a_doubt_and_a_same_day_sign_have_cards_too(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf1_saddle="unsure", rf16_calf="yes")
    found = cards(triage(facts, catalogue), facts, catalogue)
    assert [(card.flag, card.level.value, card.said) for card in found] == [
        ("rf1", "E", ()), ("rf16", "D", ("rf16_calf",)),
    ]  # fmt: skip
    assert found[0].shows == catalogue.redflags["rf1"].show_this


def test_what_was_ticked_is_read_out_in_one_line(catalogue: Catalogue) -> None:
    facts = clear(catalogue, rf2_pee="yes", rf2_bowel="yes", rf2_old="yes")
    (card,) = cards(triage(facts, catalogue), facts, catalogue)
    assert card.shows == "trouble with pee, lost control of poo"
    assert card.said == ("rf2_pee", "rf2_bowel"), "only what the level rests on"


def test_what_is_known_unanswered_or_routine_has_no_card(catalogue: Catalogue) -> None:
    seen = event("flag_ended", "rf5", "seen", NOW)
    facts = clear(catalogue, (seen,), rf15_slow="yes")
    less = {name: a for name, a in facts.answers.items() if name != "rf8_septic"}
    facts = replace(facts, answers=less)
    states = {f.state for f in triage(facts, catalogue).findings}
    assert states == {"known", "open", "unanswered"}
    assert cards(triage(facts, catalogue), facts, catalogue) == ()


def test_the_next_step_is_that_of_the_level_that_stands(catalogue: Catalogue) -> None:
    flag = catalogue.redflags["rf4"]
    by_level = {rule.level: rule.next_step for rule in flag.levels}
    assert by_level["E"] != by_level["D"]
    assert next_step_of(flag, Level.SAME_DAY) == by_level["D"]
    assert next_step_of(flag, Level.EMERGENCY) == by_level["E"]
    assert next_step_of(flag, Level.ROUTINE) == flag.next_step
    bare = replace(flag, levels=tuple(replace(rule, next_step="") for rule in flag.levels))
    assert next_step_of(bare, Level.SAME_DAY) == flag.next_step
    facts = clear(catalogue, rf4_weak="yes")
    (card,) = cards(triage(facts, catalogue), facts, catalogue)
    assert card.next_step == by_level["D"] and card.level is Level.SAME_DAY


def test_a_sign_raised_at_a_level_the_flag_no_longer_has(catalogue: Catalogue) -> None:
    facts = clear(catalogue, (event("flag_raised", "rf1", "W", NOW),))
    (card,) = cards(triage(facts, catalogue), facts, catalogue)
    flag = catalogue.redflags["rf1"]
    assert (card.next_step, card.said, card.shows) == (flag.next_step, (), flag.show_this)
