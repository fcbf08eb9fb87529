"""A change is judged against what matters to a person and against measurement noise."""

import pytest

from unspiral.assessment.change import judge
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Change

EITHER = Change(mic_points=2, mic_percent=30, source="ostelo-2008")
PERCENT = Change(mic_percent=30, source="krebs-2009")


def test_less_pain_is_better_and_less_mood_is_worse() -> None:
    assert judge(6, 4, EITHER, "high").direction == "better"
    assert judge(6, 4, EITHER, "low").direction == "worse"
    assert judge(6, 6, EITHER, "high").direction == "same"


def test_two_points_or_thirty_percent_matter() -> None:
    assert judge(8, 6, EITHER, "high").matters is True
    assert judge(4, 2.8, EITHER, "high").matters is True
    assert judge(8, 6.5, EITHER, "high").matters is False


def test_a_change_for_the_worse_matters_as_much() -> None:
    assert judge(4, 6, EITHER, "high").matters is True


def test_percent_of_nothing_cannot_be_known() -> None:
    result = judge(0, 3, PERCENT, "high")
    assert (result.percent, result.matters, result.points) == (None, None, 3)


def test_noise_is_what_two_readings_of_an_unchanged_person_differ_by() -> None:
    assert judge(5, 4, EITHER, "high", error_sd=0.5).beyond_noise is False
    assert judge(5, 3.5, EITHER, "high", error_sd=0.5).beyond_noise is True
    assert judge(5, 1, EITHER, "high").beyond_noise is None


def test_peg_uses_the_thirty_percent_of_its_file(catalogue: Catalogue) -> None:
    change = catalogue.questionnaires["peg"].change
    assert judge(6, 4.2, change, "high").matters is True
    assert judge(6, 4.3, change, "high").matters is False


def test_percent_is_of_the_value_before() -> None:
    assert judge(5, 4, EITHER, "high").percent == pytest.approx(-20)
