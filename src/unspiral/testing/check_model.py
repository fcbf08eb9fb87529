"""What every model of the learner must do, as checks a contributor can run on their own model."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.random import PCG64, Generator

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics.base import Fit, Model
from unspiral.dynamics.priors import Prior, from_content
from unspiral.dynamics.simulate import ITEMS, Made, World, panel_of
from unspiral.records.estimate import Array, NotEnough, Panel, Sittings, Summary

SAME_TO_SDS = 1e-6
WORST_RMSE_SD = 0.25
PEOPLE, COVERED = 8, (0.72, 0.92)
WITHIN_SDS = 0.2
LOGGED = "activity_minutes"  # its links are not straight lines in minutes
FIRST_DAY = date(2026, 1, 1)
Pair = tuple[str, str]
Route = Callable[[Panel, Pair, Prior, Generator], Mapping[Pair, tuple[float, float]]]
SMALL_CASES: tuple[tuple[Pair, Sittings], ...] = (
    (("stress", "pain"), "one"),
    (("sleep_quality", "pain"), "two"),
)


def made_person(catalogue: Catalogue, seed: int, n_days: int = 180) -> Made:
    """A made-up person of the linear world."""
    rng = Generator(PCG64(seed))
    return World().person(catalogue.edges, catalogue.populations, n_days, FIRST_DAY, rng)


def check_model(
    model: Model, catalogue: Catalogue, seed: int = 7, second_route: Route | None = None
) -> None:
    """Raise AssertionError, naming the promise, when `model` breaks one.

    `second_route`: another way to the same posterior on small cases, which must agree; for the
    loop model that is `unspiral.testing.second_route.links_of`. About twenty fits.
    """
    made = made_person(catalogue, seed)
    panel = panel_of(made, catalogue.variables)
    prior = from_content(catalogue.edges, catalogue.populations)
    for promise in PROMISES:
        promise(model, panel, prior)
    recovers_truth(model, made, panel, prior)
    intervals_cover(model, catalogue, prior)
    if second_route:
        two_routes_agree(model, prior, second_route)


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


def recovers_truth(model: Model, made: Made, panel: Panel, prior: Prior) -> None:
    """Links of a known person are found again, loosely: 180 days leave much unknown."""
    found = _links(model, panel, prior)
    gaps = [
        (value - true_points(made, *key)) / made.truth.swing[ITEMS.index(key[1])]
        for key, value in found.items()
        if LOGGED not in key
    ]
    assert float(np.sqrt(np.mean(np.square(gaps)))) < WORST_RMSE_SD, "truth not recovered"


def intervals_cover(model: Model, catalogue: Catalogue, prior: Prior) -> None:
    """Central 80 % intervals hold about 80 % of the true links of a few people."""
    inside = []
    for seed in range(PEOPLE):
        made = made_person(catalogue, seed)
        links = _summary(model, panel_of(made, catalogue.variables), prior).links
        inside += [
            link.low <= true_points(made, link.from_, link.to) <= link.high
            for link in links
            if LOGGED not in (link.from_, link.to)
        ]
    share = float(np.mean(inside))
    assert COVERED[0] <= share <= COVERED[1], f"80 % intervals hold {share:.0%} of {len(inside)}"


def two_routes_agree(model: Model, prior: Prior, route: Route) -> None:
    """Both links of two items in 24 days: the same mean and sd, in one sitting and in two."""
    for items, sittings in SMALL_CASES:
        small = small_panel(items, sittings)
        expected = route(small, items, prior, _rng())
        for link in _summary(model, small, prior).links:
            mean, sd = expected[link.from_, link.to]
            what = f"{link.from_} to {link.to}, {sittings}"
            assert abs(link.mean - mean) < WITHIN_SDS * sd, f"{what}: the means differ"
            assert abs(link.sd - sd) < WITHIN_SDS * sd, f"{what}: the spreads differ"


def small_panel(items: Pair, sittings: Sittings) -> Panel:
    """24 days of two items that go together, with gaps and one odd answer, without inputs."""
    y = np.round(5.0 + 1.5 * _rng().standard_normal((24, 2)))
    y[:, 1] = np.clip(y[:, 1] - 0.6 * np.round(y[:, 0] - 5.0), 1.0, 9.0)
    y[3, 0] = y[9, 1] = np.nan
    y[15, 1] = 9.0
    days = tuple(FIRST_DAY + timedelta(days=n) for n in range(len(y)))
    return Panel(
        days=days,
        variables=items,
        units=("points 0-10",) * 2,
        y=y,
        usable=np.ones(y.shape, dtype=np.bool_),
        sittings=sittings,
        inputs=np.zeros((len(y), 0)),
        steps=(1.0, 1.0),
        ranges=((0.0, 10.0),) * 2,
        nights=(sittings == "two", False),
    )


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
