"""Made-up people in fair tests: what was drawn is a fair comparison, what was done is none."""

import numpy as np
import pytest
from numpy.random import default_rng

from unspiral.records.estimate import Array
from unspiral.records.trial import Scheme
from unspiral.trials import make, simulate
from unspiral.trials.simulate import World

PEOPLE, DAYS = 250, 84


def differences(world: World, scheme: Scheme, effect: float) -> tuple[float, float]:
    """Mean outcome with it minus without it: by what was drawn, and by what was done."""
    drawn, done = [], []
    for seed in range(PEOPLE):
        design = make("", "", "y", scheme=scheme, seed=seed, days=DAYS)
        days = simulate.trial(world, design, effect, default_rng(seed)).days
        y = np.array([np.nan if one.value is None else one.value for one in days])
        for kept, arms in (
            (drawn, np.array([bool(one.assigned) for one in days])),
            (done, np.array([bool(one.done) for one in days])),
        ):
            kept.append(np.nanmean(y[arms]) - np.nanmean(y[~arms]))
    return float(np.mean(drawn)), float(np.mean(done))


@pytest.mark.parametrize(
    ("scheme", "world"),
    [
        ("blocks", World()),
        ("blocks", World(carry=0.5)),
        ("pairs", World(carry=0.5)),
        ("blocks", World(done=0.7, done_off=0.1, by_feeling=0.7)),
    ],
)
def test_the_truth_is_what_a_plain_comparison_of_drawn_days_finds(
    scheme: Scheme, world: World
) -> None:
    truth = simulate.truth(world, make("", "", "y", scheme=scheme, seed=1), [-1.0])[0]
    assert differences(world, scheme, -1.0)[0] == pytest.approx(truth, abs=0.07)


def test_where_nothing_helps_what_was_done_looks_as_if_it_did() -> None:
    """Skipped on bad days, so the days on which it was done are the better ones."""
    drawn, done = differences(World(done=0.6, by_feeling=0.7), "blocks", 0.0)
    assert abs(drawn) < 0.06 and done < -0.15


def series(world: World, days: int = 3000) -> Array:
    lived = simulate.live(world, days, default_rng(3))
    return simulate.answers(world, lived, np.zeros(len(lived.state)), [0.0])[:, 0]


def test_answers_are_whole_and_swing_and_carry_over_as_asked() -> None:
    world = World(sd=1.5, lag=0.5, lag_sd=0.0, error=(0.2, 0.2), missed=0.3)
    y = series(world)
    assert set(y) <= set(range(11)) and y.std() == pytest.approx(1.5, rel=0.07)
    assert np.corrcoef(y[1:], y[:-1])[0, 1] == pytest.approx(0.5 * 0.8, abs=0.06)
    assert simulate.live(world, 3000, default_rng(3)).there.mean() == pytest.approx(0.7, abs=0.03)


def test_a_slow_wave_lies_under_the_days_of_those_who_drift() -> None:
    weeks = series(World(drift=2.0))[:2800].reshape(-1, 7).mean(axis=1)
    still = series(World())[:2800].reshape(-1, 7).mean(axis=1)
    assert weeks.std() > 1.8 * still.std()
