"""A made-up diary becomes the panel that its CSV would become."""

import numpy as np
from support.lives import life

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.simulate import ITEMS, Use, panel_of

WALK = Use(name="walk", effects={"pain": -0.5})


def test_a_page_would_have_trend_weekend_and_what_was_done(catalogue: Catalogue) -> None:
    panel = panel_of(life(days=60, uses=(WALK,)), catalogue.variables)
    names = ("trend", "weekend", "used:walk", "used:walk:day_after")
    assert panel.input_names == names and panel.inputs.shape == (60, 4)
    assert panel.y.shape == panel.usable.shape == (60, len(ITEMS)) and panel.usable.all()


def test_the_benchmark_has_its_own_inputs_only(catalogue: Catalogue) -> None:
    made = life("benchmark", 180)
    panel = panel_of(made, catalogue.variables, bare=True)
    np.testing.assert_array_equal(panel.inputs, made.inputs)
    assert panel.inputs.shape == (180, 3) and panel.steps == (0.01,) * len(ITEMS)


def test_the_panel_shares_nothing_with_what_was_made(catalogue: Catalogue) -> None:
    made = life("benchmark", days=30)
    panel = panel_of(made, catalogue.variables, bare=True)
    panel.y[:] = panel.inputs[:] = 0.5
    assert np.isnan(made.answers).any() and (made.inputs != 0.5).all()
