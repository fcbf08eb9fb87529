"""When an input acts: on the evening of its day, and on the night after it."""

from dataclasses import replace

import numpy as np
from support.panels import bare_frame

from unspiral.dynamics import onestep, sampler
from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.priors import Prior

DAYS, ON = 6, 2
# Night: moved by -2 a unit. Evening: moved by 3 a unit, and by half of the night before it.
NIGHT, EVENING, CARRIED = -2.0, 3.0, 0.5
MOVED = np.zeros((DAYS, 2))
MOVED[ON, 1] = EVENING
MOVED[ON + 1] = NIGHT, CARRIED * NIGHT


def one_used_day() -> Frame:
    inputs = (np.arange(DAYS) == ON).astype(float)[:, None]
    return replace(bare_frame(np.full((DAYS, 2), np.nan), 0), inputs=inputs, input_names=("used",))


def test_states_follow_the_inputs_where_nothing_was_answered() -> None:
    frame = one_used_day()
    system = sampler.make_system(frame, Prior())
    night = np.array([[[0.0, NIGHT, 0.0, 0.0]]])  # level, input, night before, evening before
    evening = np.array([[[0.0, EVENING, CARRIED, 0.0, 0.0]]])  # also this night
    one = np.ones((1, 1, 1))
    state = sampler.start(system, 1, np.random.Generator(np.random.PCG64(1)))
    state = replace(state, coef=(night, evening), precision=(one, one))
    x = sampler.draw_x(system, state, np.zeros((1, DAYS, 2)))
    np.testing.assert_allclose(x[0], MOVED, atol=1e-9)


def test_forecasts_use_the_same_days() -> None:
    nothing, same = np.zeros((1, 2, 2)), np.array([[[0.0, 0.0], [CARRIED, 0.0]]])
    draws = Draws(
        chains=1, drift=np.array([[[0.0, NIGHT], [0.0, EVENING]]]), same=same, lag=nothing,
        noise=np.eye(2)[None], error=np.ones((1, 2)), first=np.zeros((1, 2)),
        last=np.zeros((1, 2)),
    )  # fmt: skip
    _, _, drift = onestep.dynamics_of(one_used_day(), draws, np.array([0]))
    np.testing.assert_allclose(drift[0, :DAYS], MOVED, atol=1e-12)


def test_tomorrow_a_technique_counts_as_often_as_it_is_used() -> None:
    """Taken as not used, a technique used on bad days would promise too good a tomorrow."""
    frame = one_used_day()
    assert onestep.next_inputs(frame).tolist() == [1 / DAYS]
