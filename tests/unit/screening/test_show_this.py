"""The card to hand over: what is new, since when, what to check for."""

from datetime import date

from support.screening import NOW, clear, event

from unspiral.catalogue.load import Catalogue
from unspiral.screening.questions import asked_in_words
from unspiral.screening.show_this import cards
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
