"""How a made-up person answers: with error, on whole steps, within the scale, and not always."""

import numpy as np
from numpy.random import Generator

from unspiral.dynamics.simulate.days import chance_logit
from unspiral.dynamics.simulate.made import MINUTES, MOOD, NIGHT, PAIN, Truth
from unspiral.dynamics.simulate.settings import Settings
from unspiral.records.estimate import Array

HIGHEST, MOST_MINUTES = 10.0, 1440.0
DECIMALS = 2


def answers_to(settings: Settings, truth: Truth, swings: Array, rng: Generator) -> Array:
    """(n_days, p) answers in points; `swings` is what is true of each day, in sd units."""
    error, slips, anywhere = rng.spawn(3)
    raw = truth.level + truth.swing * swings + truth.error * error.standard_normal(swings.shape)
    answers = np.round(raw, 0 if settings.rounded else DECIMALS)
    minutes = np.maximum(np.expm1(raw[:, MINUTES]), 0.0)
    answers[:, MINUTES] = np.round(minutes, 0 if settings.rounded else DECIMALS)
    slipped = slips.random(answers.shape) < settings.gross_errors
    wild = anywhere.integers(0, int(HIGHEST) + 1, answers.shape).astype(float)
    wild[:, MINUTES] = 10.0 * answers[:, MINUTES]
    answers = np.where(slipped, wild, answers)
    highest = np.full(answers.shape[1], HIGHEST)
    highest[MINUTES] = MOST_MINUTES
    return np.asarray(np.clip(answers, 0.0, highest))


def leave_out(
    settings: Settings, truth: Truth, states: Array, answers: Array, rng: Generator
) -> Array:
    """`answers` with gaps (NaN): answer by answer at random, or more of them on bad days."""
    if not settings.missing:
        return answers
    if not settings.missing_slope:
        return np.where(rng.random(answers.shape) < settings.missing, np.nan, answers)
    worse = np.zeros(answers.shape[1])
    worse[PAIN], worse[MOOD] = 1.0, -1.0
    badness = states @ worse / np.sqrt(worse @ truth.covariance @ worse)
    base = chance_logit(settings.missing, settings.missing_slope)
    halves = rng.logistic(size=(len(answers), 2)) < base + settings.missing_slope * badness[:, None]
    gone = np.repeat(halves[:, 1:], answers.shape[1], axis=1)
    gone[:, NIGHT] = halves[:, 0]
    return np.where(gone, np.nan, answers)
