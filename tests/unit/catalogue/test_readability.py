"""The grade formula in plain Python stays close to a known implementation."""

import re

import pytest
import textstat

from unspiral.catalogue import readability
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.wording import FROM_WORDS, texts

EASY = "Sit in a chair. Rest your feet on the floor. Breathe in and out. It may help a little."
# That package ends a sentence at the point of 0.7, and sees none in one or two words.
POINT = re.compile(r"(?<=\d)\.(?=\d)")
SHORT = re.compile(r"(?:^|(?<=[.?!] ))\w+(?: \w+)?[.?!] ?")
HARD = "Multidisciplinary rehabilitation necessitates comprehensive biopsychosocial evaluation."


@pytest.mark.parametrize(
    "word,count",
    [("back", 1), ("breathe", 1), ("little", 2), ("easier", 3), ("breathes", 1), ("asked", 1),
     ("started", 2), ("position", 3), ("30", 1), ("exercises", 4)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_decimals_and_abbreviations_end_no_sentence() -> None:
    assert readability.sentences_in("It takes 0.5 points off. Some feel more.") == 2


def test_easy_and_hard_texts_are_told_apart() -> None:
    assert readability.grade(EASY) < 4
    assert readability.grade(HARD) > 12
    assert readability.grade("") == 0.0


def test_the_grade_agrees_with_textstat_on_our_own_texts(catalogue: Catalogue) -> None:
    """On average at most three quarters of a grade stricter, and never one grade too mild."""
    blocks = [
        text
        for folder in ("claims", "techniques")
        for item in getattr(catalogue, folder).values()
        for _, text in texts(folder, item)
        if len(readability.words_of(text)) >= FROM_WORDS
    ]
    alike = [SHORT.sub("", POINT.sub("", text)) for text in blocks]
    apart = [readability.grade(t) - textstat.flesch_kincaid_grade(t) for t in alike]
    print(f"N = {len(blocks)}, mean {sum(apart) / len(apart):.2f}, lowest {min(apart):.2f}")
    assert len(blocks) > 40
    assert 0 <= sum(apart) / len(apart) < 0.75
    assert min(apart) > -1
