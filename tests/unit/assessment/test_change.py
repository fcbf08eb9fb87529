"""A change is judged against what matters to a person and against measurement noise."""

from dataclasses import replace
from datetime import date

import pytest
from support.forms import answers, form, scoring

from unspiral.assessment.change import NOISE_FACTOR, Judged, NotCompared, compare, judge
from unspiral.assessment.scoring import NotScored, Score, score
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Change

EITHER = Change(mic_points=2, mic_percent=30, source="ostelo-2008")
PERCENT = Change(mic_percent=30, source="krebs-2009")
POINTS = Change(mic_points=2, source="ostelo-2008")
NOISY = replace(EITHER, error_sd=0.5, error_source="guess")
PART = scoring(1, 3, variable="part", items=("q1",), worse="low", change=POINTS)
FORM = form(2, 3, parts=(PART,))
Result = Score | NotScored


def test_less_pain_is_better_and_less_mood_is_worse() -> None:
    assert judge(6, 4, EITHER, "high").direction == "better"
    assert judge(6, 4, EITHER, "low").direction == "worse"
    assert judge(4, 6, EITHER, "high").direction == "worse"
    assert judge(4, 6, EITHER, "low").direction == "better"
    assert judge(6, 6, EITHER, "high").direction == "same"
    assert judge(5, 5.5, EITHER, "high").direction == "worse"


def test_two_points_or_thirty_percent_matter() -> None:
    assert judge(8, 6, EITHER, "high").matters is True
    assert judge(4, 2.8, EITHER, "high").matters is True
    assert judge(8, 6.5, EITHER, "high").matters is False
    assert judge(8, 6.5, POINTS, "high").matters is False


def test_a_change_for_the_worse_matters_as_much() -> None:
    assert judge(4, 6, POINTS, "high").matters is True
    assert judge(4, 5.2, PERCENT, "high").matters is True


def test_points_and_percent_have_their_sign() -> None:
    worse = judge(5, 6, EITHER, "high")
    assert (worse.points, worse.percent) == (1, pytest.approx(20))
    assert judge(5, 4, EITHER, "high").percent == pytest.approx(-20)
    assert judge(-5, -4, EITHER, "high").percent == pytest.approx(20)


def test_what_binary_fractions_leave_behind_is_taken_away() -> None:
    change = judge(0.1, 0.3, EITHER, "high")
    assert (change.points, change.percent) == (0.2, 200.0)
    assert judge(3, 3.0000004, EITHER, "high").direction == "same"


def test_percent_of_nothing_cannot_be_known() -> None:
    result = judge(0, 3, PERCENT, "high")
    assert (result.percent, result.matters, result.points) == (None, None, 3)
    assert judge(0, 3, EITHER, "high").matters is True
    assert judge(0, 1, EITHER, "high").matters is False


def test_a_form_without_a_known_change_says_so() -> None:
    result = judge(5, 1, None, "high")
    assert (result.matters, result.beyond_noise) == (None, None)
    assert judge(5, 1, Change(source="none"), "high").matters is None


def test_noise_is_what_two_readings_of_an_unchanged_person_differ_by() -> None:
    assert pytest.approx(2.771859) == NOISE_FACTOR
    assert judge(5, 3.7, NOISY, "high").beyond_noise is False
    assert judge(5, 3.6, NOISY, "high").beyond_noise is True
    assert judge(5, 6.4, NOISY, "high").beyond_noise is True
    assert judge(5, 1, EITHER, "high").beyond_noise is None
    edge = replace(NOISY, error_sd=2 / NOISE_FACTOR)
    assert judge(5, 3, edge, "high").beyond_noise is False


def test_peg_uses_the_thirty_percent_of_its_file(catalogue: Catalogue) -> None:
    change = catalogue.questionnaires["peg"].change
    assert judge(6, 4.2, change, "high").matters is True
    assert judge(6, 4.3, change, "high").matters is False


def result(*values: int | None, day: int = 0, **more: object) -> Result:
    answered_on = date(2026, 11, day) if day else None
    return replace(score(FORM, answers(*values), answered_on), **more)  # type: ignore[arg-type]


def test_score_and_parts_are_compared_each_in_its_own_way() -> None:
    found = compare(FORM, result(3, 3, day=1), result(1, 3, day=9))
    assert found == {
        "made_up": Judged(-2, pytest.approx(-33.333333), "better", True, None),
        "part": Judged(-2, pytest.approx(-66.666667), "worse", True, None),
    }


def test_what_stands_in_one_result_only_is_left_out() -> None:
    found = compare(FORM, result(3), result(1, 3))
    assert not isinstance(found, NotCompared) and set(found) == {"part"}
    assert compare(FORM, result(None, 3), result(1, 3)) == NotCompared("nothing_scored_twice")


@pytest.mark.parametrize("change,reason", [({"questionnaire": "another"}, "other_form"),
    ({"version": 2}, "other_version"), ({"language": "fr"}, "other_language")])  # fmt: skip
def test_another_form_version_or_language_is_not_compared(
    change: dict[str, object], reason: str
) -> None:
    this, other = result(3, 3), result(1, 3, **change)
    assert compare(FORM, this, other) == NotCompared(reason)  # type: ignore[arg-type]
    assert compare(FORM, other, this) == NotCompared(reason)  # type: ignore[arg-type]


def test_two_results_of_an_older_form_are_not_read_by_the_rules_of_a_newer() -> None:
    newer = replace(FORM, version=4)
    assert compare(newer, result(3, 3), result(1, 3)) == NotCompared("other_version")


def test_the_one_before_cannot_be_later() -> None:
    assert compare(FORM, result(3, 3, day=9), result(1, 3, day=1)) == NotCompared("not_in_order")
    for days in ((9, 9), (0, 1), (9, 0)):
        assert "part" in compare(FORM, result(3, 3, day=days[0]), result(1, 3, day=days[1]))  # type: ignore[operator]
