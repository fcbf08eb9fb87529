"""Use of a technique adjusts the fit and nothing else: it is never told, shown or ranked."""

import ast
import json
from datetime import date, timedelta

import numpy as np
import pytest
from support.readings import FIRST, at, on
from support.source import modules

from unspiral.catalogue.load import Catalogue
from unspiral.insights.read import read_diary
from unspiral.records.insight import Insights
from unspiral.services.insights import to_data

CANARY = "canary-stretch"
DAYS = 70
ALL = tuple(FIRST + timedelta(days=n) for n in range(DAYS))
EVERY_THIRD = frozenset(ALL[::3])
# Rooms that decide or show; what the fit adjusted for must not reach them.
SHOWN_IN = ("web", "planning", "drawing", "sessions", "insights")
COEFFICIENTS = {"drift", "inputs", "input_names", "used"}


def read(catalogue: Catalogue, used: frozenset[date] | None) -> Insights:
    """Seventy days; pain is 3 points higher on every third day, on which the canary was done."""
    rng = np.random.Generator(np.random.PCG64(5))
    readings = []
    for day, sleep, pain in zip(
        range(DAYS), rng.normal(5, 2, DAYS), rng.normal(4, 1, DAYS), strict=True
    ):
        readings.append(on("sleep_quality", day, float(np.clip(round(sleep), 0, 10)), at(day, 8)))
        more = 3 * (ALL[day] in EVERY_THIRD)
        readings.append(on("pain", day, float(np.clip(round(pain) + more, 0, 10)), at(day, 21)))
    techniques = {} if used is None else {CANARY: used}
    return read_diary(readings, catalogue, ALL[-1], used=techniques)


def test_use_changes_the_fit_and_is_named_nowhere(catalogue: Catalogue) -> None:
    without, adjusted = read(catalogue, None), read(catalogue, EVERY_THIRD)
    assert adjusted.verdicts and adjusted.verdicts != without.verdicts
    told = json.dumps(to_data(adjusted))
    assert CANARY not in told and "used:" not in told
    assert to_data(adjusted).keys() == to_data(without).keys()


@pytest.mark.parametrize("off", [0, 1, 7, 8, 62])
def test_a_technique_done_on_nearly_all_days_breaks_nothing(catalogue: Catalogue, off: int) -> None:
    found = read(catalogue, frozenset(ALL[off:]))
    assert found.verdicts and all(np.isfinite(one.link.mean) for one in found.verdicts)
    assert not any(reason.code == "model_unstable" for reason in found.withheld)


@pytest.mark.parametrize("name", dict(modules(*SHOWN_IN)))
def test_no_page_plan_or_picture_reads_what_the_fit_adjusted_for(name: str) -> None:
    nodes = ast.walk(dict(modules(*SHOWN_IN))[name])
    read_there = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert read_there & COEFFICIENTS == set()
