"""Many people at once: each as if alone, whatever stands in the lane beside them."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from support.panels import bare_frame

from unspiral.dynamics import cohort
from unspiral.dynamics.frame import Channel, Frame
from unspiral.dynamics.model import LoopModel
from unspiral.dynamics.priors import Prior


def rng(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def person(seed: int, days: int) -> Frame:
    """Someone whose second item follows the first with a day between; the link is their seed."""
    draw, link = rng(seed), 0.25 * seed
    x = draw.standard_normal((days, 2))
    x[1:, 1] += link * x[:-1, 0]
    return bare_frame(x / x.std(axis=0), None)


def test_each_person_is_found_as_by_a_fit_of_their_own() -> None:
    people = [person(seed, 150) for seed in range(4)]
    found = cohort.totals(people, Prior(), rng(1), warm=50, keep=1500)
    for at, frame in enumerate(people):
        draws = LoopModel(2, 50, 1500).sample(frame, Prior(), rng(at))
        sd = draws.total.std(axis=0)
        assert np.abs(found.mean[at] - draws.total.mean(axis=0)).max() < 0.25 * sd.max()
        np.testing.assert_allclose(found.sd[at], sd, rtol=0.25)
    assert np.all(np.diff(found.mean[:, 1, 0]) > 0)  # in the order of the links put in


def test_days_without_answers_at_the_end_change_nothing_but_the_draws() -> None:
    short, long = person(2, 80), person(3, 160)
    together = cohort.totals([short, long], Prior(), rng(2), warm=50, keep=2000)
    alone = cohort.totals([short], Prior(), rng(3), warm=50, keep=2000)
    np.testing.assert_allclose(together.mean[0], alone.mean[0], atol=0.05)


USUAL = person(1, 40)


@pytest.mark.parametrize(
    "other",
    [
        replace(USUAL, items=("stress", "mood")),
        replace(USUAL, night=0),
        replace(USUAL, inputs=np.zeros((40, 1)), input_names=("weekend",)),
        replace(USUAL, channels=(Channel("steps", 1, np.zeros(40)),)),
    ],
    ids=["items", "sittings", "inputs", "devices"],
)
def test_people_who_noted_different_things_are_refused(other: Frame) -> None:
    with pytest.raises(ValueError, match="same items"):
        cohort.totals([USUAL, other], Prior(), rng(1))


def test_padding_keeps_the_calendar() -> None:
    frame = person(1, 30)
    longer = cohort._padded(frame, 33)
    assert longer.days[-1] == frame.days[-1] + timedelta(days=3)
    assert np.isnan(longer.y[30:]).all() and len(longer.inputs) == 33
