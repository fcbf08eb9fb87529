"""What mood scores do: the limits of the safety page, and never more than they say."""

import pytest

from unspiral.screening.mood import help_line_first, mood_reasons


@pytest.mark.parametrize(
    ("variable", "score", "code"),
    [
        ("phq8_total", 9, ""), ("phq8_total", 10, "mood_routine"),
        ("phq8_total", 14, "mood_routine"),
        ("phq8_total", 15, "mood_within_days"), ("phq8_total", 19, "mood_within_days"),
        ("phq8_total", 20, "mood_help_first"), ("gad7_total", 9, ""),
        ("gad7_total", 10, "mood_routine"), ("gad7_total", 14, "mood_routine"),
        ("gad7_total", 15, "mood_within_days"), ("gad7_total", 21, "mood_within_days"),
    ],
)  # fmt: skip
def test_limits(variable: str, score: int, code: str) -> None:
    reasons = mood_reasons({variable: score})
    assert [reason.code for reason in reasons] == ([code] if code else [])
    assert help_line_first(reasons) is (code == "mood_help_first")


def test_each_score_gives_its_worst_reason_once() -> None:
    reasons = mood_reasons({"phq8_total": 22, "gad7_total": 11})
    assert {reason.content_id: reason.code for reason in reasons} == {
        "phq8_total": "mood_help_first",
        "gad7_total": "mood_routine",
    }


def test_what_is_no_number_says_nothing() -> None:
    assert mood_reasons({"phq8_total": "unsure"}) == ()


def test_a_reason_brings_the_score_a_page_tells() -> None:
    (reason,) = mood_reasons({"phq8_total": 14})
    assert (reason.content_id, dict(reason.values)) == ("phq8_total", {"score": 14})
    assert mood_reasons({}) == () and help_line_first(()) is False
