"""A link is claimed only when the look and the number that would be shown point the same way."""

from typing import Any

import numpy as np
import pytest
from support.draws import draws_of
from support.panels import bare_frame

from unspiral.dynamics.model import LoopFit
from unspiral.dynamics.personal import PersonalFit
from unspiral.dynamics.priors import Prior
from unspiral.insights.looks import Look, LookBook
from unspiral.insights.verdicts import Reading, verdicts
from unspiral.insights.withhold import Evidence
from unspiral.records.estimate import Diagnostics

PAIR = ("stress", "pain")
ANSWERS = np.random.Generator(np.random.PCG64(3)).integers(0, 8, (90, 3)).astype(float)


def claim(shown: float, up: float, down: float) -> str:
    """What is said of stress and pain, with a page fit of `shown` and a look that found P."""
    lag = np.zeros((3, 3))
    lag[2, 1] = shown
    fit = LoopFit(bare_frame(ANSWERS, 0), Prior(), draws_of(np.zeros((3, 3)), lag), 90)
    nothing: Any = None
    book = LookBook(nothing, nothing, {90: Look(90, {PAIR: Evidence(90, up, down)}, {}, {})})
    found = verdicts(Reading(PersonalFit(fit, "two", 1), Diagnostics(()), book, (90,), 90))
    return next(one.claim for one in found if (one.link.from_, one.link.to) == PAIR)


@pytest.mark.parametrize(
    ("shown", "up", "down", "said"),
    [
        (0.2, 0.99, 0.0, "claimed"),
        (-0.2, 0.0, 0.99, "claimed"),
        (-0.2, 0.99, 0.0, "cannot_tell"),
        (0.2, 0.0, 0.99, "cannot_tell"),
        (0.2, 0.97, 0.0, "cannot_tell"),
    ],
)
def test_a_claim_and_its_number_point_the_same_way(
    shown: float, up: float, down: float, said: str
) -> None:
    assert claim(shown, up, down) == said
