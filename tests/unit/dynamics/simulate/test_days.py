"""What happens on made-up days: things that were done with their true effects, and flares."""

import numpy as np
import pytest
from support.lives import at, life

from unspiral.dynamics.simulate import Made, Use

PAIN, NIGHT = at("pain"), at("sleep_quality")
EFFECT = -0.5


def difference(made: Made) -> float:
    """Evening pain on days with it less pain on days without it, in points."""
    on, pain = made.inputs[:, 0] > 0, made.states[:, PAIN] * made.truth.swing[PAIN]
    return float(pain[on].mean() - pain[~on].mean())


@pytest.mark.parametrize("links", [None, {}])
def test_done_on_any_day_its_effect_is_the_difference(links: dict[tuple[str, str], float]) -> None:
    use = Use(name="walk", effects={"pain": EFFECT}, share=0.4)
    made = life(links=links, uses=(use,))
    assert made.inputs.mean() == pytest.approx(0.4, abs=0.02)
    assert difference(made) == pytest.approx(EFFECT, abs=0.06)


def test_done_on_bad_days_it_looks_harmful() -> None:
    use = Use(name="walk", effects={"pain": EFFECT}, share=0.4, indication=1.5)
    made = life(uses=(use,))
    assert made.inputs.mean() == pytest.approx(0.4, abs=0.05)
    assert difference(made) > 0.3


def test_an_effect_on_the_night_comes_the_night_after() -> None:
    made = life(links={}, uses=(Use(name="bath", effects={"sleep_quality": 0.8}, share=0.5),))
    night = made.states[:, NIGHT] * made.truth.swing[NIGHT]
    on = made.inputs[:-1, 0] > 0
    assert night[1:][on].mean() - night[1:][~on].mean() == pytest.approx(0.8, abs=0.1)
    same = made.inputs[:, 0] > 0
    assert abs(night[same].mean() - night[~same].mean()) < 0.1


def test_flares_are_days_long_bursts_of_pain() -> None:
    made = life(flares_per_year=6.0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], made.flares.astype(int), [0]])))
    lengths = edges[1::2] - edges[::2]
    assert len(lengths) == pytest.approx(6.0 * len(made.days) / 365, rel=0.2)
    assert lengths.min() >= 3 and np.median(lengths) == 5
    pain = made.states[:, PAIN]
    assert pain[made.flares].mean() > pain[~made.flares].mean() + 1.2


def test_without_flares_there_are_none() -> None:
    assert not life().flares.any()
