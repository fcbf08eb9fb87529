"""The personal model as one thing: fit, forecast, summary and checks behind one door."""

from dataclasses import dataclass, replace
from functools import cached_property

from numpy.random import PCG64, Generator

from unspiral.dynamics import diagnostics, forecast, gains, responses, summary
from unspiral.dynamics.model import PAGE, LoopFit, LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.seeds import MODEL_VERSION
from unspiral.records.estimate import (
    Decoupled,
    Diagnostics,
    Forecast,
    NotEnough,
    Panel,
    Sittings,
    Summary,
)


@dataclass(frozen=True)
class PersonalFit:
    """A fit with what it needs to look back and ahead. `seed` feeds every later draw.

    `run`: how long its sampler runs when it is fitted again without a trend.
    """

    loop: LoopFit
    sittings: Sittings
    seed: int
    run: LoopModel = PAGE

    @cached_property
    def past(self) -> forecast.Past:
        """Forecasts of the last 30 days, made without them."""
        return forecast.look_back(self.loop.frame, self.loop.prior, self._rng(1))

    def predict(self, days: int = 1, level: float = forecast.LEVEL) -> tuple[Forecast, ...]:
        """The next `days` (1 to 7), each as a distribution over the answer steps of each item."""
        return forecast.ahead(self.loop, self.past, self._rng(2), days, level)

    def diagnose(self) -> Diagnostics:
        """All checks of this fit."""
        return diagnostics.diagnose(self.loop, self.past, self._rng(3))

    @cached_property
    def undetrended(self) -> "PersonalFit":
        """The same diary fitted without a trend, for all that a lasting push would do."""
        if gains.TREND not in self.loop.frame.input_names:
            return self
        frame = gains.undetrended(self.loop.frame)
        draws = self.run.sample(frame, self.loop.prior, self._rng(4))
        return replace(self, loop=replace(self.loop, frame=frame, draws=draws))

    @property
    def bounded(self) -> bool:
        """False when too many draws grow without bound: then no loop output at all."""
        shares = (self.loop.explosive_share, self.undetrended.loop.explosive_share)
        return max(shares) <= diagnostics.EXPLOSIVE_AT_MOST

    def summary(self, level: float = summary.LEVEL) -> Summary:
        """Links, loops, gains and responses with central intervals."""
        told = Summary(
            n_days=self.loop.n_days,
            sittings=self.sittings,
            links=summary.links(self.loop, level),
            loops=(),
            seed=self.seed,
            model_version=MODEL_VERSION,
            explosive_share=self.loop.explosive_share,
            together=summary.together(self.loop, level),
        )
        if not self.bounded:
            return told
        return replace(
            told,
            loops=gains.loops(self.undetrended.loop, level),
            total_gain=gains.total(self.undetrended.loop, level),
            responses=responses.responses(self.loop),
        )

    def what_if_decoupled(self, node: str, level: float = forecast.LEVEL) -> Decoupled | None:
        """In the model, a lasting push on pain were `node` without links; None when unbounded."""
        if not self.bounded:
            return None
        return gains.what_if_decoupled(self.undetrended.loop, node, level=level)

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
        return PersonalFit(found, panel.sittings, seed, self.run)
