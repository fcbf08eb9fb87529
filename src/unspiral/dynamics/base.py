"""What every model of the learner promises: settings in, a new fit out, nothing mutated."""

from typing import Protocol

from numpy.random import Generator

from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Diagnostics, Forecast, NotEnough, Panel, Summary


class Fit(Protocol):
    """A fitted model. Draws stay inside; only these three records leave."""

    def predict(self, days: int = 1) -> tuple[Forecast, ...]: ...
    def summary(self, level: float = 0.8) -> Summary: ...
    def diagnose(self) -> Diagnostics: ...


class Model(Protocol):
    """Settings of a model; `fit` gives the same answer for the same panel, prior and rng."""

    def fit(self, panel: Panel, prior: Prior, rng: Generator) -> Fit | NotEnough: ...
