"""The compiled kernel against the plain one: the same random numbers must give the same draws."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.panels import bare_frame, frame

from unspiral.dynamics import engine, kernels, lanes, sampler
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
def test_both_kernels_agree_far_out_in_a_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of -15 at a censored end, while the states keep to 0: about 25 sds away."""
    seen = small(2, 0)
    y = seen.y.copy()
    y[[6, 13], 1] = -15.0
    ends = np.array([[-np.inf, np.inf], [-15.0, np.inf]])
    systems = [sampler.make_system(replace(seen, y=y, censored=ends), PRIOR)]
    state = sampler.start(systems[0], 4, rng(1))
    quiet = replace(state, precision=tuple(1000.0 * one for one in state.precision))
    fast = engine.run(systems, quiet, 0, 2, rng(2))
    monkeypatch.setattr(kernels, "NAME", "plain")
    plain = engine.run(systems, quiet, 0, 2, rng(2))
    np.testing.assert_allclose(fast.error, plain.error, rtol=1e-11)


@needs_kernel
def test_people_side_by_side_are_the_people_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [replace(small(3, 0), y=rng(seed).standard_normal((20, 3))) for seed in range(5)]
    ends = np.array([[-np.inf, np.inf], [-0.8, np.inf], [-np.inf, np.inf]])
    frames[2] = replace(frames[2], censored=ends)  # one of them alone has a crowded end
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


def inputs(given: Frame, n: int) -> Frame:
    columns = rng(10).standard_normal((len(given.days), n))
    return replace(given, inputs=columns, input_names=tuple(f"used:{at}" for at in range(n)))


def items(p: int) -> Frame:
    seen = bare_frame(rng(5).standard_normal((20, 3)), None)
    return replace(
        seen,
        items=tuple(f"item {at}" for at in range(p)),
        y=rng(5).standard_normal((20, p)),
        rounding=np.zeros(p),
        censored=np.tile([-np.inf, np.inf], (p, 1)),
    )


# An evening row of three items: the level, the inputs, the night, all items of the day before.
ROOM = lanes.MOST_REGRESSORS - 1 - 1 - 3


@pytest.mark.parametrize(
    ("given", "room"),
    [
        (inputs(small(3, 0), ROOM), True),
        (inputs(small(3, 0), ROOM + 1), False),
        (items(lanes.MOST_ITEMS), True),
        (items(lanes.MOST_ITEMS + 1), False),
    ],
    ids=["inputs that fit", "one input more", "items that fit", "one item more"],
)
def test_what_the_kernel_has_no_room_for_runs_on_the_plain_one(
    given: Frame, room: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "width", lambda chains: 4)
    systems = [sampler.make_system(given, PRIOR)]
    (group,) = engine._groups(systems, sampler.start(systems[0], 2, rng(1)))
    assert isinstance(group, lanes.Lanes) is room
    monkeypatch.undo()
    assert np.isfinite(LoopModel(2, warm=2, keep=3).sample(given, PRIOR, rng(1)).total).all()


def test_both_sides_of_the_border_know_the_same_room(root: Path) -> None:
    said = re.findall(r"#define (MOST_\w+) (\d+)", (root / "src/kernel/sweep.c").read_text("utf-8"))
    assert dict(said) == {
        "MOST_ITEMS": str(lanes.MOST_ITEMS),
        "MOST_REGRESSORS": str(lanes.MOST_REGRESSORS),
    }


@pytest.mark.parametrize("chains", [2, 8])
def test_only_kept_sweeps_come_back(chains: int) -> None:
    """Also when the last of those thrown away shares a batch with the first kept."""
    systems = [sampler.make_system(small(2, 0), PRIOR)]
    state = sampler.start(systems[0], chains, rng(1))
    late, whole = (engine.run(systems, state, warm, 30 - warm, rng(2)) for warm in (25, 0))
    assert late.error.shape == (chains, 5, 2)
    np.testing.assert_array_equal(late.first, whole.first[:, 25:])


@pytest.mark.parametrize("name", [kernels.NAME, "plain"])
def test_inputs_that_are_no_number_never_give_draws(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "NAME", name)
    given = replace(small(2, 0), inputs=np.full((20, 1), np.nan), input_names=("weekend",))
    with pytest.raises(kernels.NotPositiveDefinite), np.errstate(all="ignore"):
        LoopModel(2, warm=2, keep=2).sample(given, PRIOR, rng(1))
