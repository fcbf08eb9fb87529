"""The usual range: what held four fifths of one's own days, in answers that were given."""

import numpy as np
import pytest
from support.panels import panel

from unspiral.insights.compose import usual_ranges


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [
        (np.arange(14) / 2.0, 0.5, 6.0),  # two of fourteen lie outside
        (np.repeat([2.0, 3.0, 8.0], [2, 16, 2]), 2.0, 8.0),  # just a tenth at either end
        (np.repeat([2.0, 3.0, 8.0], [1, 18, 1]), 3.0, 3.0),
    ],
)
def test_it_holds_four_fifths_and_ends_on_answers(
    answers: np.ndarray, low: float, high: float
) -> None:
    (found,) = usual_ranges(panel(answers[:, None], ("pain",)))
    assert (found.low, found.high, found.level, found.n_days) == (low, high, 0.8, len(answers))
    assert ((answers >= low) & (answers <= high)).mean() >= 0.8


def test_it_waits_for_14_answers() -> None:
    y = np.full((30, 2), np.nan)
    y[:13, 0] = y[:14, 1] = 3.0
    (found,) = usual_ranges(panel(y, ("sleep_quality", "pain")))
    assert (found.variable, found.n_days) == ("pain", 14)
