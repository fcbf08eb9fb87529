"""Every model of the learner keeps the promises of `unspiral.testing.check_model`."""

import numpy as np
import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.base import Model
from unspiral.dynamics.model import LoopModel
from unspiral.dynamics.personal import PersonalModel
from unspiral.dynamics.priors import from_content
from unspiral.dynamics.simulate import panel_of
from unspiral.records.estimate import NotEnough
from unspiral.testing.check_model import check_model, made_person, true_points

SHORT = PersonalModel(LoopModel(chains=2, warm=60, keep=100))
PEOPLE = 8


@pytest.mark.parametrize("model", [PersonalModel(), SHORT], ids=["page", "short"])
def test_keeps_every_promise(model: Model, catalogue: Catalogue) -> None:
    check_model(model, catalogue)


def test_intervals_cover_as_promised(catalogue: Catalogue) -> None:
    prior = from_content(catalogue.edges, catalogue.populations)
    inside = []
    for seed in range(PEOPLE):
        made = made_person(catalogue, seed)
        rng = np.random.Generator(np.random.PCG64(seed))
        fit = PersonalModel().fit(panel_of(made, catalogue.variables), prior, rng)
        assert not isinstance(fit, NotEnough)
        links = [k for k in fit.summary(0.8).links if "activity_minutes" not in (k.from_, k.to)]
        inside += [k.low <= true_points(made, k.from_, k.to) <= k.high for k in links]
    print(f"80 % intervals: {np.mean(inside):.3f} of {len(inside)} links of {PEOPLE} people")
    assert 0.72 <= np.mean(inside) <= 0.92
