"""P9, beside the claims: how often a check closes a link, and a change is told, for no reason.

People of the linear world answer as the model says, and no level of theirs ever shifts.
"""

import os
from dataclasses import replace
from functools import cache

import pytest
from support.readings import FIRST

from unspiral.catalogue.load import load
from unspiral.dynamics import seeds
from unspiral.dynamics.personal import PersonalModel
from unspiral.dynamics.priors import from_content
from unspiral.dynamics.simulate import ITEMS, WORLDS, panel_of
from unspiral.insights import withhold
from unspiral.insights.looks import check_refusals, look
from unspiral.records.estimate import NotEnough, Panel

PEOPLE = 60 if os.environ.get("UNSPIRAL_LONG") == "1" else 4
CLOSED_AT_MOST = 0.05
TOLD_AT_MOST = 0.02
CANDIDATES = [(a, b) for a in ITEMS for b in ITEMS if a != b and withhold.is_candidate(a, b)]


@cache
def panel(seed: int, days: int) -> Panel:
    catalogue = load()[0]
    rng = seeds.generator("checks and changes", str(seed))
    world = replace(WORLDS["linear"], links={})
    made = world.person(catalogue.edges, catalogue.populations, days, FIRST, rng)
    return panel_of(made, catalogue.variables)


def closed(seed: int, days: int) -> int:
    """How many of the ten links a failed check of the page fit closes."""
    catalogue = load()[0]
    prior = from_content(catalogue.edges, catalogue.populations)
    fit = PersonalModel().fit(panel(seed, days), prior, seeds.generator("page", str(seed)))
    assert not isinstance(fit, NotEnough)
    checks = fit.diagnose()
    return sum(bool(check_refusals(checks, *pair)) for pair in CANDIDATES)


@pytest.mark.parametrize("days", [180, 365])
def test_checks_seldom_close_a_link_that_the_model_fits(days: int) -> None:
    lost = [closed(seed, days) for seed in range(PEOPLE)]
    share = sum(lost) / (PEOPLE * len(CANDIDATES))
    print(f"{days} days: N = {PEOPLE} people, {sum(lost)} links closed, {share:.3f}")
    assert sum(lost) <= max(CLOSED_AT_MOST * PEOPLE * len(CANDIDATES), len(CANDIDATES))


def test_no_change_is_told_where_nothing_changed() -> None:
    catalogue = load()[0]
    prior = from_content(catalogue.edges, catalogue.populations)
    chances = []
    for seed in range(PEOPLE):
        found = look(panel(seed, 180), prior, 180)
        chances += [max((one.p_positive, one.p_negative)) for one in found.changes.values()]
    told, most = sum(p >= withhold.CLAIM_AT for p in chances), max(chances, default=0.0)
    print(f"N = {PEOPLE} people, {len(chances)} weighed, {told} told, highest {most:.3f}")
    assert told <= TOLD_AT_MOST * PEOPLE
