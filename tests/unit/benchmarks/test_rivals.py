"""What forecasts are compared with: right on small cases, and never with a look ahead."""

import _statsmodels
import numpy as np
import pytest
from _diary import FIRST_DAY, forecast_days, known_before
from _rivals import RATES, RIVALS, Normals, autoregression, last_value, person_mean, tuned_ewma

WHY = _statsmodels.why_absent()
METHODS = [
    *RIVALS,
    *(
        pytest.param(name, marks=pytest.mark.skipif(bool(WHY), reason=WHY or "there"))
        for name in _statsmodels.METHODS
    ),
]


def diary(days: int = 60) -> np.ndarray:
    """Two items; the second follows the first by a day; a fifth of the answers absent."""
    drawn = np.random.Generator(np.random.PCG64(5))
    y = np.round(5 + 2 * drawn.standard_normal((days, 2)))
    y[1:, 1] = np.round(0.8 * y[:-1, 0] + drawn.standard_normal(days - 1))
    return np.where(drawn.random(y.shape) < 0.2, np.nan, y)


def run(name: str, y: np.ndarray) -> Normals:
    return RIVALS[name](y) if name in RIVALS else _statsmodels.run(name, y, FIRST_DAY)


@pytest.mark.parametrize("name", METHODS)
def test_a_later_answer_changes_no_earlier_forecast(name: str) -> None:
    y, day = diary(), 40
    changed = y.copy()
    changed[day:] = np.where(np.isfinite(y[day:]), 0.0, 9.0)
    for one, other in zip(run(name, y), run(name, changed), strict=True):
        assert np.array_equal(one[FIRST_DAY : day + 1], other[FIRST_DAY : day + 1])
        assert not np.array_equal(one[day + 1 :], other[day + 1 :])


@pytest.mark.parametrize("name", METHODS)
def test_every_scored_answer_has_a_forecast(name: str) -> None:
    y = diary()
    mean, sd = run(name, y)
    scored = forecast_days(y)
    assert scored[FIRST_DAY:].sum() > 40
    assert np.isfinite(mean[scored]).all() and (sd[scored] > 0).all()


def test_mean_and_last_value() -> None:
    y = np.array([[2.0], [np.nan], [6.0], [4.0], [np.nan]])
    mean, sd = person_mean(y)
    assert mean[3, 0] == 4.0 and sd[3, 0] == pytest.approx(np.std([2, 6], ddof=1))
    last, spread = last_value(y)
    assert last[:, 0].tolist()[2:] == [2.0, 6.0, 4.0]
    assert spread[4, 0] == pytest.approx(np.sqrt((4.0**2 + 2.0**2) / 2))


def test_the_tuned_mean_takes_the_rate_with_the_least_past_error() -> None:
    y = diary()[:, :1]
    errors, levels = [], []
    for rate in RATES:
        level, squares = y[np.isfinite(y[:, 0])][0, 0], []
        for answer in y[np.isfinite(y[:, 0])][1:, 0]:
            squares.append((answer - level) ** 2)
            level += rate * (answer - level)
        errors.append(np.mean(squares))
        levels.append(level)
    mean, sd = tuned_ewma(np.vstack([y, [[np.nan]]]))
    assert mean[-1, 0] == pytest.approx(levels[int(np.argmin(errors))])
    assert sd[-1, 0] == pytest.approx(np.sqrt(min(errors)))


def test_a_gap_brings_an_autoregression_nearer_to_its_mean() -> None:
    drawn = np.random.Generator(np.random.PCG64(2)).standard_normal(300)
    y = np.zeros((304, 1))
    for day in range(1, 300):
        y[day] = 0.7 * y[day - 1] + drawn[day]
    y[299], y[300:] = 4.0, np.nan
    mean, sd = autoregression(y)
    assert mean[300, 0] == pytest.approx(0.7 * 4.0, abs=0.5)
    assert (np.diff(mean[300:, 0]) < 0).all() and (np.diff(sd[300:, 0]) > 0).all()


def test_an_item_is_known_from_14_answers_that_differ() -> None:
    y = np.column_stack([np.arange(40) % 3.0, np.where(np.arange(40) < 39, 5.0, 6.0)])
    known = known_before(y)
    assert known[:, 0].tolist() == [False] * 14 + [True] * 27
    assert known[:, 1].tolist() == [False] * 40 + [True]
    assert forecast_days(y)[:, 0].tolist() == [False] * 28 + [True] * 12
