"""Every model of the learner keeps the promises of `unspiral.testing.check_model`."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.random import Generator

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics import Fit, Model, NotEnough, Panel, Prior, base
from unspiral.dynamics.model import LoopModel
from unspiral.dynamics.personal import PersonalModel
from unspiral.dynamics.priors import from_content
from unspiral.testing import check_model as promises
from unspiral.testing.check_model import check_model, made_person, panel_of
from unspiral.testing.second_route import links_of

SHORT = PersonalModel(LoopModel(chains=2, warm=60, keep=100))


@pytest.mark.parametrize("model", [Model(), SHORT], ids=["page", "short"])
def test_keeps_every_promise(model: base.Model, catalogue: Catalogue) -> None:
    check_model(model, catalogue)


def test_the_sampler_agrees_with_a_second_route(catalogue: Catalogue) -> None:
    prior = from_content(catalogue.edges, catalogue.populations)
    promises.two_routes_agree(Model(chains=4, warm=200, keep=2000), prior, links_of)


@dataclass(frozen=True, slots=True)
class Broken:
    """A model that breaks a promise: its fits come from another panel, or another prior."""

    how: str

    def fit(self, panel: Panel, prior: Prior, rng: Generator) -> Fit | NotEnough:
        if self.how == "forgets its seed":
            rng = np.random.Generator(np.random.PCG64())
        if self.how == "writes into its input":
            panel.y[0, 0] = 5.0
        if self.how == "minds the order of columns":
            panel = replace(panel, y=np.where(np.arange(panel.y.shape[1]) == 0, np.nan, panel.y))
        if self.how == "minds units":
            panel = replace(panel, y=np.minimum(panel.y, 10.0))
        return SHORT.fit(panel, prior, rng)


BREAKS = {
    "forgets its seed": promises.same_rng_same_result,
    "writes into its input": promises.input_untouched,
    "minds the order of columns": promises.column_order_is_free,
    "minds units": promises.units_are_free,
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_promise_is_seen(how: str, catalogue: Catalogue) -> None:
    prior = from_content(catalogue.edges, catalogue.populations)
    panel = panel_of(made_person(catalogue, 7), catalogue.variables)
    with pytest.raises(AssertionError):
        BREAKS[how](Broken(how), panel, prior)


def test_another_prior_is_no_second_route(catalogue: Catalogue) -> None:
    def other(panel: Panel, items: promises.Pair, prior: Prior, rng: Generator) -> object:
        return links_of(panel, items, prior.silent(), rng)

    prior = from_content(catalogue.edges, catalogue.populations)
    with pytest.raises(AssertionError, match="differ"):
        promises.two_routes_agree(Model(), prior, other)  # type: ignore[arg-type]
