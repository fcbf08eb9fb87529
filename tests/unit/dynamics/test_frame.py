"""What the model sees of a panel: which items, in which units, and what is left out."""

from dataclasses import replace

import numpy as np
import pytest
from support.panels import panel

from unspiral.dynamics.frame import MAX_DAYS, choose_items, completed_days, make_frame
from unspiral.records.problem import Reason

RNG = np.random.Generator(np.random.PCG64(2))
NAMES = ("sleep_quality", "sleep_hours", "stress", "pain")
ANSWERS = RNG.integers(0, 11, (40, 4)).astype(float)


def test_hours_stand_aside_while_quality_is_there() -> None:
    assert choose_items(panel(ANSWERS, NAMES))[0] == ("sleep_quality", "stress", "pain")


def test_hours_stand_in_when_quality_is_there_on_under_60_percent_of_nights() -> None:
    sparse = ANSWERS.copy()
    sparse[23:, 0] = np.nan  # 23 of 40 nights
    assert choose_items(panel(sparse, NAMES))[0] == ("sleep_hours", "stress", "pain")


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (np.full(40, 3.0), "item_never_changes"),
        (np.where(np.arange(40) < 13, np.arange(40.0), np.nan), "item_has_few_answers"),
        (np.full(40, np.nan), "item_has_few_answers"),
    ],
)
def test_an_item_that_cannot_be_fitted_says_why(column: np.ndarray, code: str) -> None:
    answers = ANSWERS.copy()
    answers[:, 2] = column
    kept, out = choose_items(panel(answers, NAMES))
    assert kept == ("sleep_quality", "pain")
    assert [(reason.code, reason.content_id) for reason in out] == [(code, "stress")]


def test_an_item_left_behind_years_ago_is_not_fitted() -> None:
    answers = np.full((MAX_DAYS + 40, 4), np.nan)
    answers[:40, 2] = ANSWERS[:, 2]
    answers[-40:, 3] = ANSWERS[:, 3]
    kept, out = choose_items(panel(answers, NAMES))
    assert kept == ("pain",)
    assert Reason("item_has_few_answers", "stress", {"have": 0, "needed": 14}) in out
    assert np.isfinite(make_frame(panel(answers, NAMES), kept).centre).all()


def test_late_answers_are_absent_for_the_model_but_count_as_completed() -> None:
    late = panel(ANSWERS, NAMES)
    late = replace(late, usable=late.usable & (np.arange(40) != 7)[:, None])
    frame = make_frame(late, ("stress", "pain"))
    assert np.isnan(frame.y[7]).all()
    assert len(completed_days(late)) == 40


def test_units_are_within_person_sds_and_come_back() -> None:
    frame = make_frame(panel(ANSWERS, NAMES), ("stress", "pain"))
    np.testing.assert_allclose(frame.y.std(axis=0), 1.0)
    np.testing.assert_allclose(frame.points(1, frame.y[:, 1]), ANSWERS[:, 3])
    np.testing.assert_allclose(frame.rounding, 1 / 12 / ANSWERS[:, 2:].var(axis=0))


def test_a_still_item_is_not_blown_up() -> None:
    still = ANSWERS.copy()
    still[:, 3] = 4.0 + (np.arange(40) == 5) * 0.1
    assert make_frame(panel(still, NAMES), ("stress", "pain")).spread[1] == 0.3


def test_minutes_enter_as_logs() -> None:
    minutes = np.round(np.exp(RNG.normal(3.5, 0.6, (40, 1))))
    frame = make_frame(panel(minutes, ("activity_minutes",)), ("activity_minutes",))
    np.testing.assert_allclose(frame.y[:, 0] * frame.spread + frame.centre, np.log1p(minutes)[:, 0])
    np.testing.assert_allclose(frame.points(0, frame.y[:, 0]), minutes[:, 0])


def test_one_sitting_has_no_night_block() -> None:
    names = ("sleep_quality", "pain")
    assert make_frame(panel(ANSWERS, NAMES, "two"), names).night == 0
    assert make_frame(panel(ANSWERS, NAMES, "one"), names).night is None
    assert make_frame(panel(ANSWERS, NAMES, "two"), ("sleep_quality",)).night is None


def test_a_coarse_scale_is_known_by_its_answers() -> None:
    coarse = 2.5 * RNG.integers(0, 5, (40, 1))
    assert make_frame(panel(coarse, ("pain",)), ("pain",)).steps == (2.5,)
    assert make_frame(panel(coarse[:20], ("pain",)), ("pain",)).steps == (1.0,)
