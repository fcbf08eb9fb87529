"""The few sentences about patterns: one for every outcome, plain, calm and with the counts."""

from string import Formatter
from typing import get_args

import pytest

from unspiral.assessment import pattern_words as words
from unspiral.assessment.patterns import Letter, Said, State
from unspiral.catalogue import banned

SENTENCES = [
    words.POINTS,
    words.TOO_LITTLE,
    words.NOTHING_TICKED,
    words.NOT_ALL_ASKED,
    words.CHECK_IT,
    *words.LETTERS.values(),
    *words.WITHHELD.values(),
]


def test_every_outcome_has_its_words() -> None:
    assert words.STATES.keys() == set(get_args(State))
    assert words.LETTERS.keys() == set(get_args(Letter))
    assert words.OF_ONE.keys() == set(get_args(Said)) - {"none", "not_asked"}
    assert words.WITHHELD.keys() == {"level", "to_ask", "under_18"}
    assert words.OF_ONE == {"two_or_more": words.POINTS, "one": words.TOO_LITTLE}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_is_whole_and_calm(sentence: str) -> None:
    assert sentence[0].isupper() and sentence.endswith(".")
    assert "!" not in sentence and "%" not in sentence
    assert banned.find(sentence) == []


def test_the_answers_to_a_feature_are_told_apart_in_small_words() -> None:
    said = list(words.STATES.values())
    assert len(set(said)) == len(said)
    assert all(word.replace(" ", "").isalpha() and word.islower() for word in said)


@pytest.mark.parametrize("sentence", [words.POINTS, words.TOO_LITTLE])
def test_a_count_is_told_as_a_count(sentence: str) -> None:
    fields = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    assert fields == {"ticked", "of", "phrase"}


def test_each_outcome_says_something_of_its_own() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)
