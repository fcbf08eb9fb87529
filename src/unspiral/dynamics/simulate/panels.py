"""A made-up diary straight to the learner's panel, without a file between."""

from collections.abc import Mapping

import numpy as np

from unspiral.catalogue.types import Variable
from unspiral.diary.panel import inputs_of
from unspiral.dynamics.simulate.answers import DECIMALS
from unspiral.dynamics.simulate.made import ITEMS, Made
from unspiral.records.estimate import Panel, Sittings


def panel_of(
    made: Made,
    variables: Mapping[str, Variable],
    sittings: Sittings = "two",
    bare: bool = False,
) -> Panel:
    """The panel a diary page would build: trend, weekend and what was used as inputs.

    `bare`: the inputs are just those of the world, as the benchmark has them.
    """
    items = [variables[name] for name in ITEMS]
    if bare:
        used, inputs, names = {}, made.inputs.copy(), made.input_names
    else:
        used = made.used()
        inputs, names = inputs_of(made.days, used)
    return Panel(
        days=made.days,
        variables=ITEMS,
        units=tuple(item.unit for item in items),
        y=made.answers.copy(),
        usable=np.ones(made.answers.shape, dtype=np.bool_),
        sittings=sittings,
        inputs=inputs,
        input_names=names,
        steps=tuple(float(item.step) if made.rounded else 10.0**-DECIMALS for item in items),
        ranges=tuple(item.range for item in items),
        nights=tuple(item.sitting == "morning" for item in items),
        used=used,
    )
