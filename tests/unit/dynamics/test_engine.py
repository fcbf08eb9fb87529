"""The compiled kernel against the plain one: the same random numbers must give the same draws."""

from dataclasses import replace

import numpy as np
import pytest
from support.panels import bare_frame, frame

from unspiral.dynamics import engine, kernels, sampler
from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import Channel, Frame
from unspiral.dynamics.model import LoopModel
from unspiral.dynamics.priors import Prior

PRIOR = Prior({("stress", "pain", "next_day"): (0.1, 0.2)}, {"pain": (0.35, 0.15)})
NAMES = ("sleep_quality", "stress", "anxiety", "mood", "activity_minutes", "pain")
SIX = np.random.Generator(np.random.PCG64(3)).normal(5.0, 2.0, (70, 6)).round().clip(0, 10)
SIX[SIX[:, 5] < 4, 5] = 0.0  # a crowded floor
SIX[np.random.Generator(np.random.PCG64(4)).random(SIX.shape) < 0.3] = np.nan

needs_kernel = pytest.mark.skipif(
    kernels.NAME == "plain", reason="the compiled kernel was not built: no C compiler at set-up"
)


def rng(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def small(p: int, night: int | None) -> Frame:
    y = rng(5).standard_normal((20, p))
    y[rng(6).random(y.shape) < 0.2] = np.nan
    return bare_frame(y, night, rounding=0.1)


def with_steps(given: Frame) -> Frame:
    channel = Channel("steps", len(given.items) - 1, rng(7).standard_normal(len(given.days)))
    return replace(given, channels=(channel,))


def sampled(given: Frame, chains: int, name: str, monkeypatch: pytest.MonkeyPatch) -> Draws:
    monkeypatch.setattr(kernels, "NAME", name)
    return LoopModel(chains, warm=25, keep=15).sample(given, PRIOR, rng(1))


FRAMES = {
    "six items, two sittings": frame(SIX, NAMES, "two"),
    "six items, one sitting": frame(SIX, NAMES, "one"),
    "with a device": with_steps(frame(SIX, NAMES, "two")),
    "one item": small(1, None),
    "a night and one evening item": small(2, 0),
}


@needs_kernel
@pytest.mark.parametrize("chains", [1, 2, 4, 8, 11])
@pytest.mark.parametrize("what", FRAMES)
def test_both_kernels_give_the_same_draws(
    what: str, chains: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, fast = (sampled(FRAMES[what], chains, n, monkeypatch) for n in ("plain", "compiled"))
    for name in ("drift", "same", "lag", "noise", "error", "first", "last"):
        np.testing.assert_allclose(getattr(fast, name), getattr(plain, name), atol=1e-9, rtol=1e-9)


@needs_kernel
def test_people_side_by_side_are_the_people_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [replace(small(3, 0), y=rng(seed).standard_normal((20, 3))) for seed in range(5)]
    systems = [sampler.make_system(one, PRIOR) for one in frames]
    state = sampler.start_people(systems, rng(8))
    fast = engine.run(systems, state, 10, 30, rng(9))
    monkeypatch.setattr(kernels, "NAME", "plain")
    alone = engine.run(systems, state, 10, 30, rng(9))
    np.testing.assert_allclose(fast.coef[1], alone.coef[1], atol=1e-9)
    assert np.ptp(fast.coef[1].mean(axis=1), axis=0).max() > 0.05  # they are not one person


def test_a_broken_matrix_is_said_by_the_kernel_too() -> None:
    given = replace(small(2, 0), y=np.full((20, 2), 1e200))
    with pytest.raises(kernels.NotPositiveDefinite), np.errstate(all="ignore"):
        LoopModel(2, warm=5, keep=5).sample(given, PRIOR, rng(1))
