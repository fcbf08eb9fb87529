"""The personal model as one thing: fit, forecast, summary and checks behind one door."""

from dataclasses import dataclass
from functools import cached_property

from numpy.random import PCG64, Generator

from unspiral.dynamics import diagnostics, forecast, summary
from unspiral.dynamics.model import PAGE, LoopFit, LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.seeds import MODEL_VERSION
from unspiral.records.estimate import Diagnostics, Forecast, NotEnough, Panel, Sittings, Summary


@dataclass(frozen=True)
class PersonalFit:
    """A fit with what it needs to look back and ahead. `seed` feeds every later draw."""

    loop: LoopFit
    sittings: Sittings
    seed: int

    @cached_property
    def past(self) -> forecast.Past:
        """Forecasts of the last 30 days, made without them."""
        return forecast.look_back(self.loop.frame, self.loop.prior, self._rng(1))

    def predict(self, level: float = forecast.LEVEL) -> tuple[Forecast, ...]:
        """Tomorrow as a distribution over the answer steps of each item."""
        return forecast.tomorrow(self.loop, self.past, self._rng(2), level)

    def diagnose(self) -> Diagnostics:
        """All checks of this fit."""
        return diagnostics.diagnose(self.loop, self.past, self._rng(3))

    def summary(self, level: float = summary.LEVEL) -> Summary:
        """Links and loops with central intervals."""
        return Summary(
            n_days=self.loop.n_days,
            sittings=self.sittings,
            links=summary.links(self.loop, level),
            loops=summary.loops(self.loop, level),
            seed=self.seed,
            model_version=MODEL_VERSION,
            explosive_share=self.loop.explosive_share,
        )

    def _rng(self, purpose: int) -> Generator:
        return Generator(PCG64([self.seed, purpose]))


@dataclass(frozen=True, slots=True)
class PersonalModel:
    """Settings of the personal model: how long its sampler runs."""

    run: LoopModel = PAGE

    def fit(self, panel: Panel, prior: Prior, rng: Generator) -> PersonalFit | NotEnough:
        """One person's fit, or what is missing."""
        seed = int(rng.integers(2**62))
        found = self.run.fit(panel, prior, rng)
        if isinstance(found, NotEnough):
            return found
        return PersonalFit(found, panel.sittings, seed)
