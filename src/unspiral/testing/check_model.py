"""What every model of the learner must do, as checks a contributor can run on their own model."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.random import PCG64, Generator

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.base import Fit, Model
from unspiral.dynamics.priors import Prior, from_content
from unspiral.dynamics.simulate import ITEMS, Made, World, panel_of
from unspiral.records.estimate import Array, NotEnough, Panel, Summary

SAME_TO_SDS = 1e-6
WORST_RMSE_SD = 0.25
FIRST_DAY = date(2026, 1, 1)


def made_person(catalogue: Catalogue, seed: int, n_days: int = 180) -> Made:
    """A made-up person of the linear world."""
    rng = Generator(PCG64(seed))
    return World().person(catalogue.edges, catalogue.populations, n_days, FIRST_DAY, rng)


def check_model(model: Model, catalogue: Catalogue, seed: int = 7) -> None:
    """Raise AssertionError, naming the promise, when `model` breaks one."""
    made = made_person(catalogue, seed)
    panel = panel_of(made, catalogue.variables)
    prior = from_content(catalogue.edges, catalogue.populations)
    for promise in PROMISES:
        promise(model, panel, prior)
    _recovers(model, made, panel, prior)


def same_rng_same_result(model: Model, panel: Panel, prior: Prior) -> None:
    """Two fits from the same seed say the same, to the last digit."""
    assert _summary(model, panel, prior) == _summary(model, panel, prior), "same rng, other result"


def input_untouched(model: Model, panel: Panel, prior: Prior) -> None:
    """Fitting changes nothing in the panel."""
    before = panel.y.copy(), panel.usable.copy(), panel.inputs.copy()
    _summary(model, panel, prior)
    after = panel.y, panel.usable, panel.inputs
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(before, after, strict=True))


def column_order_is_free(model: Model, panel: Panel, prior: Prior) -> None:
    """The order of columns does not matter."""
    turned = list(reversed(range(len(panel.variables))))
    _same(_links(model, panel, prior), _links(model, _columns(panel, turned), prior))


def units_are_free(model: Model, panel: Panel, prior: Prior) -> None:
    """Pain told in tenths of a point gives ten times the numbers, and nothing else."""
    at = panel.variables.index("pain")
    factor = np.where(np.arange(len(panel.variables)) == at, 10.0, 1.0)
    scaled = replace(
        panel,
        y=panel.y * factor,
        steps=tuple(step * f for step, f in zip(panel.steps, factor, strict=True)),
        ranges=tuple((a * f, b * f) for (a, b), f in zip(panel.ranges, factor, strict=True)),
    )
    own, other = _links(model, panel, prior), _links(model, scaled, prior)
    for key, value in own.items():
        times = 10.0 if key[1] == "pain" else 1.0
        assert abs(other[key] - times * value) < SAME_TO_SDS * times, f"units change {key}"


def an_empty_column_is_no_item(model: Model, panel: Panel, prior: Prior) -> None:
    """A column without one answer is left out and changes nothing else."""
    at = panel.variables.index("mood")
    empty = panel.y.copy()
    empty[:, at] = np.nan
    rest = [column for column in range(len(panel.variables)) if column != at]
    with_it = _links(model, replace(panel, y=empty), prior)
    _same(_links(model, _columns(panel, rest), prior), with_it)


def too_few_days_is_not_enough(model: Model, panel: Panel, prior: Prior) -> None:
    """Ten days are not enough, and the model says how many are."""
    short = replace(
        panel,
        days=panel.days[:10],
        y=panel.y[:10],
        usable=panel.usable[:10],
        inputs=panel.inputs[:10],
    )
    found = model.fit(short, prior, _rng())
    assert isinstance(found, NotEnough), "a fit from ten days"
    assert found.needed > found.have


PROMISES: tuple[Callable[[Model, Panel, Prior], None], ...] = (
    same_rng_same_result,
    input_untouched,
    column_order_is_free,
    units_are_free,
    an_empty_column_is_no_item,
    too_few_days_is_not_enough,
)


def _recovers(model: Model, made: Made, panel: Panel, prior: Prior) -> None:
    """Links of a known person are found again, loosely: 180 days leave much unknown."""
    found = _links(model, panel, prior)
    gaps = [
        (value - true_points(made, *key)) / made.truth.swing[ITEMS.index(key[1])]
        for key, value in found.items()
        if "activity_minutes" not in key
    ]
    assert float(np.sqrt(np.mean(np.square(gaps)))) < WORST_RMSE_SD, "truth not recovered"


def true_points(made: Made, cause: str, effect: str) -> float:
    """A true link in points of the effect per within-person sd of the cause's answers."""
    one, other = ITEMS.index(cause), ITEMS.index(effect)
    truth = made.truth
    own_swing: Array = np.nanstd(made.answers, axis=0)
    slope = truth.total[other, one] * truth.swing[other] / truth.swing[one]
    return float(slope * own_swing[one])


def _columns(panel: Panel, order: list[int]) -> Panel:
    return replace(
        panel,
        variables=tuple(panel.variables[at] for at in order),
        units=tuple(panel.units[at] for at in order),
        y=panel.y[:, order],
        usable=panel.usable[:, order],
        steps=tuple(panel.steps[at] for at in order),
        ranges=tuple(panel.ranges[at] for at in order),
        nights=tuple(panel.nights[at] for at in order),
    )


def _links(model: Model, panel: Panel, prior: Prior) -> dict[tuple[str, str], float]:
    return {(link.from_, link.to): link.mean for link in _summary(model, panel, prior).links}


def _summary(model: Model, panel: Panel, prior: Prior) -> Summary:
    found: Fit | NotEnough = model.fit(panel, prior, _rng())
    assert not isinstance(found, NotEnough), "not enough from 180 days"
    return found.summary()


def _same(one: dict[tuple[str, str], float], other: dict[tuple[str, str], float]) -> None:
    assert one.keys() == other.keys(), "other links"
    for key, value in one.items():
        assert abs(value - other[key]) < SAME_TO_SDS, f"{key} differs"


def _rng() -> Generator:
    return Generator(PCG64(20260101))
