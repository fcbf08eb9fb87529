"""Frames that no diary stands behind: in sd units already, drawn from the model's own prior."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from _estimate import ITEMS
from numpy.random import Generator

from unspiral.dynamics import answers, sampler
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array

FIRST = date(2026, 1, 5)
STEP_SDS = 0.5  # answer step, in sd units


@dataclass(frozen=True, slots=True)
class World:
    """Parameters drawn from the prior: `same`, `lag`, `noise` (p, p), `error` (p,); row = effect.
    `coef`: per block (rows, k)."""

    coef: tuple[Array, ...]
    same: Array
    lag: Array
    noise: Array
    error: Array

    @property
    def explosive(self) -> bool:
        """Whether its days grow without bound."""
        step = np.linalg.solve(np.eye(len(self.same)) - self.same, self.lag)
        return bool(np.abs(np.linalg.eigvals(step)).max() >= 1.0)


def frame(y: Array, inputs: Array, items: tuple[str, ...] = ITEMS, step: float = 0.0) -> Frame:
    """A frame in sd units as they are. `y`: (T, p); the first item is the night when p > 1."""
    p = len(items)
    return Frame(
        items=items,
        days=tuple(FIRST + timedelta(days=n) for n in range(len(y))),
        y=y,
        rounding=np.full(p, step**2 / 12.0),
        inputs=inputs,
        night=0 if p > 1 else None,
        centre=np.zeros(p),
        spread=np.ones(p),
        logs=(False,) * p,
        units=("sd",) * p,
        steps=(step or 0.01,) * p,
        scale_steps=(step or 0.01,) * p,
        ranges=((-50.0, 50.0),) * p,
        input_names=tuple(f"input_{n}" for n in range(inputs.shape[1])),
        censored=np.tile([-np.inf, np.inf], (p, 1)),
    )


def draw_world(empty: Frame, prior: Prior, rng: Generator) -> World:
    """Parameters from the prior; one whose days grow without bound is drawn again."""
    blocks, p = sampler.make_blocks(empty, prior), len(empty.items)
    first = 1 + empty.inputs.shape[1]
    while True:
        same, lag, noise = (np.zeros((p, p)) for _ in range(3))
        coef = []
        for block in blocks:
            drawn = block.mean + rng.standard_normal(block.mean.shape) / np.sqrt(block.precision)
            rows = list(block.rows)
            for at, column in enumerate(block.same):
                same[rows, column] = drawn[:, first + at]
            lag[rows] = drawn[:, first + len(block.same) :]
            noise[np.ix_(rows, rows)] = _inverse_wishart(block, rng)
            coef.append(drawn)
        error = answers.ERROR_SCALE / rng.standard_gamma(answers.ERROR_SHAPE, p)
        found = World(tuple(coef), same, lag, noise, error)
        if not found.explosive:
            return found


def draw_answers(empty: Frame, prior: Prior, world: World, missing: float, rng: Generator) -> Frame:
    """`empty` with answers as the model says they come, a share of them absent at random."""
    blocks, (days, p) = sampler.make_blocks(empty, prior), empty.y.shape
    roots = [np.linalg.cholesky(world.noise[np.ix_(b.rows, b.rows)]) for b in blocks]
    x = np.zeros((days, p))
    x[0] = rng.standard_normal(p)
    for day in range(1, days):
        for block, coef, root in zip(blocks, world.coef, roots, strict=True):
            u = empty.inputs[day - 1 if block.lag_inputs else day]
            z = np.concatenate([[1.0], u, x[day, list(block.same)], x[day - 1]])
            x[day, list(block.rows)] = coef @ z + root @ rng.standard_normal(len(block.rows))
    weight = rng.standard_gamma(answers.WEIGHT_SHAPE, x.shape)
    y = x + np.sqrt(world.error / weight) * rng.standard_normal(x.shape)
    y += np.sqrt(empty.rounding) * rng.standard_normal(x.shape)
    y[rng.random(y.shape) < missing] = np.nan
    return replace(empty, y=y)


def empty_frame(days: int, rng: Generator, items: tuple[str, ...] = ITEMS) -> Frame:
    """A frame without answers, with one input that is on or off and a trend."""
    trend = np.linspace(-1.7, 1.7, days)
    on = (rng.random(days) < 0.4).astype(float)
    inputs = np.column_stack([trend, on])
    return frame(np.full((days, len(items)), np.nan), inputs, items, STEP_SDS)


def _inverse_wishart(block: sampler.Block, rng: Generator) -> Array:
    rows = len(block.rows)
    root = np.tril(rng.standard_normal((rows, rows)), -1)
    root[np.diag_indices(rows)] = np.sqrt(rng.chisquare(block.df - np.arange(rows)))
    return np.asarray(np.linalg.inv(root @ root.T / block.scale))
