"""P8: scores equal the published rules, missing answers included, by a second implementation."""

import os
from collections.abc import Iterator
from itertools import islice, product
from random import Random

import pytest
from support.second_scores import CUT_POINTS, SECOND, Answers, Scores, band

from unspiral.assessment.scoring import NotScored, Number, Score, score
from unspiral.catalogue.load import load
from unspiral.catalogue.types import Questionnaire

FORMS = load()[0].questionnaires
LONG = bool(os.environ.get("UNSPIRAL_LONG"))
ALL_UP_TO = 1_000_000 if LONG else 10_000
DRAWN = 100_000 if LONG else 10_000
MISSING = (0.0, 0.05, 0.3)  # shares of answers left out, of a drawn sheet


def sheets(form_id: str) -> Iterator[Answers]:
    """Every answer sheet with every hole where there are few, else as many drawn at random."""
    _, count, high = SECOND[form_id]
    if (high + 2) ** count <= ALL_UP_TO:
        return product((None, *range(high + 1)), repeat=count)
    return islice(drawn(Random(f"P8 {form_id}"), count, high), DRAWN)


def drawn(rng: Random, count: int, high: int) -> Iterator[Answers]:
    while True:
        share = rng.choice(MISSING)
        yield [None if rng.random() < share else rng.randint(0, high) for _ in range(count)]


def ours(form: Questionnaire, answers: Answers) -> tuple[Scores, Score | NotScored]:
    asked = [item for item in form.items if not item.unscored]
    result = score(form, {i.id: a for i, a in zip(asked, answers, strict=True)})
    main = result.main if isinstance(result, Score) else None
    found: Scores = {form.score.variable: main.value if main else None}
    for part in result.parts:
        found[part.variable] = part.value if isinstance(part, Number) else None
    return found, result


@pytest.mark.parametrize("form_id", SECOND)
def test_two_readings_of_the_page_score_alike(form_id: str) -> None:
    form, second = FORMS[form_id], SECOND[form_id][0]
    compared = unscored = 0
    for answers in sheets(form_id):
        found, result = ours(form, answers)
        assert found == second(answers), answers
        for number in (*result.parts, *((result.main,) if isinstance(result, Score) else ())):
            if isinstance(number, Number):
                assert number.band == band(CUT_POINTS[number.variable], number.value), answers
        compared += 1
        unscored += isinstance(result, NotScored)
    few = (SECOND[form_id][2] + 2) ** SECOND[form_id][1]
    print(f"P8 {form_id}: N = {compared} sheets (of {few}), {unscored} not scored")
    assert compared == (few if few <= ALL_UP_TO else DRAWN)
    assert unscored < compared and (unscored > 0 or form_id == "rmdq-24")


def test_every_form_with_words_was_read_twice() -> None:
    with_words = {name for name, form in FORMS.items() if form.tier.tier == "T1"}
    assert with_words == set(SECOND)
