"""Does the sampler agree: with exact answers, with its twin kernel, whatever the items' order?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import _bare
import numpy as np
from _estimate import ITEMS, NIGHT, PRIOR, drawn, frame_of
from _jobs import Desk
from _rows import Found, Row
from _scenario import benchmark, case, generator
from scipy.stats import qmc
from scipy.stats import t as student

from unspiral.dynamics import answers, kernels, sampler
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import CLAIM, LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array

ORDER_AT_MOST = 0.15
EXACT_AT_MOST = 0.1  # posterior sds; both sides carry Monte Carlo error of about .02
LONG = LoopModel(chains=8, warm=500, keep=5000)
ONE = ("pain",)
ONE_PRIOR = Prior({}, {"pain": (0.3, 0.2)})
ONE_DAYS = np.array(
    [[0.4], [-0.9], [0.3], [np.nan], [1.2], [3.5], [0.6], [np.nan], [-1.1], [-0.2], [0.9], [0.1]]
)  # with two gaps and one odd answer
GRID = np.linspace(-9.0, 9.0, 361)
CHUNK = 32


def find(desk: Desk, n: int, points: int, days: int = 180, run: LoopModel = CLAIM) -> Found:
    """`n` diaries for order and kernels; 2 ** `points` for the exact integral."""
    found = Found()
    found.rows.append(
        Row("exact", "state means against a dense Gaussian, largest gap", states_gap(), 1,
            "posterior sd", high=1e-6)
    )  # fmt: skip
    gaps = one_item_gaps(points)
    for name, gap in gaps.items():
        found.rows.append(
            Row("exact", f"one item, {name}, against quadrature", gap, 2**points, "posterior sd",
                high=EXACT_AT_MOST, needs=2**11, note="N: points of the integral")
        )  # fmt: skip
    if built():
        pairs = {f"{days}/{seed}": (seed, days) for seed in range(n)}
        worst = max(desk.gather("kernels", kernel_gap, pairs).values())
        found.rows.append(
            Row("exact", "plain and compiled kernel, largest gap of a mean", worst, n,
                "posterior sd", high=1e-3)
        )  # fmt: skip
    else:
        found.rows.append(Row("exact", "plain and compiled kernel, largest gap of a mean", None, 0))
    jobs = {f"order/{run}/{days}/{seed}": (seed, days, run) for seed in range(n)}
    shifts = desk.gather("order", order_shifts, jobs).values()
    turned, same = (np.concatenate([one[key] for one in shifts]) for key in ("turned", "again"))
    shift = float(np.quantile(turned, 0.95))
    note = f"the same order with another seed: {np.quantile(same, 0.95):.3f}"
    found.rows.append(
        Row("order", "95 % of shifts when evening items swap places", shift,
            n, "posterior sd", high=ORDER_AT_MOST, needs=10, note=note)
    )  # fmt: skip
    return found


@contextmanager
def kernel(name: str) -> Iterator[None]:
    """Run with the kernel of this name, "plain" or "compiled"."""
    usual = kernels.NAME
    kernels.NAME = name
    try:
        yield
    finally:
        kernels.NAME = usual


def built() -> bool:
    """Whether the compiled kernel is there."""
    return kernels.NAME == "compiled"


def states_gap() -> float:
    """Banded state means against a dense solve of the same Gaussian, in its own sds."""
    rng, days, p = generator(25), 40, 4
    roots = rng.standard_normal((2, p, p))
    own = roots[0] @ roots[0].T + 2 * p * np.eye(p)
    edges, lower = np.stack([own] * 3)[None], roots[1][None]
    seen, rhs = rng.random((1, days, p)), rng.standard_normal((1, days, p))
    banded = kernels.draw_states(edges, lower, seen, rhs, np.zeros((1, days, p)))[0].ravel()
    precision = np.kron(np.eye(days), own) + np.diag(seen.ravel())
    below = np.kron(np.eye(days, k=-1), lower[0])
    precision += below + below.T
    sd = np.sqrt(np.diagonal(np.linalg.inv(precision)))
    return float((np.abs(banded - np.linalg.solve(precision, rhs.ravel())) / sd).max())


def one_item_gaps(points: int) -> dict[str, float]:
    """Posterior means of one item's parameters: the sampler against direct integration.

    The integral runs over level, own lag, shock and error variance by quasi-random points from
    the prior, each weighed by the exact likelihood of a filter on a fine grid of states.
    """
    frame = _bare.frame(ONE_DAYS, np.zeros((len(ONE_DAYS), 0)), ONE)
    theta, weight = _from_prior(frame, points), np.empty(2**points)
    for first in range(0, len(theta), CHUNK):
        some = slice(first, first + CHUNK)
        weight[some] = _log_likelihood(ONE_DAYS[:, 0], theta[some])
    weight = np.exp(weight - weight.max())
    weight /= weight.sum()
    exact = weight @ theta
    spread = np.sqrt(weight @ (theta - exact) ** 2)
    draws = LONG.sample(frame, ONE_PRIOR, generator(26))
    columns = (draws.drift[:, 0, 0], draws.lag[:, 0, 0], draws.noise[:, 0, 0], draws.error[:, 0])
    means = np.array([column.mean() for column in columns])
    gaps = np.abs(means - exact) / spread
    names = ("level", "own lag", "shock variance", "error variance")
    return dict(zip(names, gaps.tolist(), strict=True))


def kernel_gap(seed: int, days: int) -> float:
    """Largest gap between posterior means of links by the two kernels, same random numbers."""
    one = case(benchmark(), days, seed)
    totals = []
    for name in ("plain", "compiled"):
        with kernel(name):
            totals.append(drawn(one, LoopModel(chains=2, warm=20, keep=30), PRIOR)[1].total)
    gap = np.abs(totals[0].mean(axis=0) - totals[1].mean(axis=0)) / totals[0].std(axis=0)
    return float(gap.max())


def order_shifts(seed: int, days: int, run: LoopModel) -> dict[str, Any]:
    """Shifts of all links, in posterior sds: evening items turned round, and another seed."""
    frame = frame_of(case(benchmark(), days, seed).panel)
    order = [NIGHT, *generator(seed, 27).permutation(np.arange(1, len(ITEMS))).tolist()]
    back = np.argsort(order)
    usual, again = (run.sample(frame, PRIOR, generator(seed, n)).total for n in (28, 29))
    turned = run.sample(_turned(frame, order), PRIOR, generator(seed, 30)).total
    turned = turned[:, back][:, :, back]
    sd = usual.std(axis=0)
    return {
        name: (np.abs(other.mean(axis=0) - usual.mean(axis=0)) / sd).ravel().tolist()
        for name, other in (("turned", turned), ("again", again))
    }


def _turned(frame: Frame, order: list[int]) -> Frame:
    def some(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(values[at] for at in order)

    return replace(
        frame,
        items=some(frame.items),
        y=frame.y[:, order],
        rounding=frame.rounding[order],
        centre=frame.centre[order],
        spread=frame.spread[order],
        logs=some(frame.logs),
        units=some(frame.units),
        steps=some(frame.steps),
        scale_steps=some(frame.scale_steps),
        ranges=some(frame.ranges),
        censored=frame.censored[order],
    )


def _from_prior(frame: Frame, points: int) -> Array:
    """(2 ** points, 4): level, own lag, shock variance, error variance."""
    from scipy.stats import invgamma, norm

    block = sampler.make_blocks(frame, ONE_PRIOR)[0]
    u = qmc.Sobol(4, seed=31).random_base2(points)
    level, own = (norm.ppf(u[:, at]) for at in (0, 1))
    spread = block.precision[0] ** -0.5
    return np.column_stack(
        [
            block.mean[0, 0] + spread[0] * level,
            block.mean[0, 1] + spread[1] * own,
            invgamma.ppf(u[:, 2], block.df / 2, scale=block.scale / 2),
            invgamma.ppf(u[:, 3], answers.ERROR_SHAPE, scale=answers.ERROR_SCALE),
        ]
    )


def _log_likelihood(y: Array, theta: Array) -> Array:
    """(n,): log p(y | theta), the states summed out on a grid day by day."""
    level, own, shock, error = (theta[:, at, None, None] for at in range(4))
    width = GRID[1] - GRID[0]
    gap = GRID[None, None, :] - level - own * GRID[None, :, None]
    move = np.exp(-(gap**2) / (2 * shock)) / np.sqrt(2 * np.pi * shock) * width
    state = np.tile(np.exp(-(GRID**2) / 2) / np.sqrt(2 * np.pi) * width, (len(theta), 1))
    total = np.zeros(len(theta))
    for day, answer in enumerate(y):
        if day:
            state = np.einsum("ng,ngh->nh", state, move)
        if np.isfinite(answer):
            scale = np.sqrt(error[:, 0] / 2)
            state = state * student.pdf((answer - GRID) / scale, 4) / scale
        part = state.sum(axis=1)
        total += np.log(part)
        state /= part[:, None]
    return total
