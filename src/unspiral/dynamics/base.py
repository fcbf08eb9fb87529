"""What every model of the learner promises: settings in, a new fit out, nothing mutated."""

from typing import Protocol

from numpy.random import Generator

from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Diagnostics, Forecast, NotEnough, Panel, Summary


class Fit(Protocol):
    """A fitted model. Draws stay in the room; only these three records leave it."""

    def predict(self, days: int = 1, level: float = 0.8) -> tuple[Forecast, ...]:
        """The next days, one forecast per day and item."""
        ...

    def summary(self, level: float = 0.8) -> Summary:
        """Every link and loop with its central `level` interval."""
        ...

    def diagnose(self) -> Diagnostics:
        """All checks of this fit."""
        ...


class Model(Protocol):
    """Settings of a model; `fit` gives the same answer for the same panel, prior and rng."""

    def fit(self, panel: Panel, prior: Prior, rng: Generator, /) -> Fit | NotEnough:
        """One person's fit, or what is missing."""
        ...
