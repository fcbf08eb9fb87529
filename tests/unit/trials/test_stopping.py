"""Harm stops at once; what only has to wait, waits."""

from typing import Any

import pytest

from unspiral.records.triage import Level
from unspiral.trials.stopping import stopping

FINE: dict[str, Any] = {"level": Level.SELF_MANAGE, "gate_open": True, "made_worse": 0, "reds": ()}


@pytest.mark.parametrize(
    ("change", "action", "code"),
    [
        ({}, "go_on", ""),
        ({"level": Level.ROUTINE}, "go_on", ""),
        ({"reds": (True, False, True, False)}, "go_on", ""),
        ({"made_worse": 1}, "stop", "made_worse"),
        ({"level": Level.EMERGENCY}, "stop", "level_closes_tests"),
        ({"reds": (False, True, True, False)}, "stop", "two_red_mornings"),
        ({"level": Level.SAME_DAY}, "pause", "level_holds_tests"),
        ({"level": Level.WITHIN_DAYS}, "pause", "level_holds_tests"),
        ({"gate_open": False}, "pause", "gate_is_closed"),
        ({"flare": True}, "pause", "flare"),
        ({"reds": (True,), "red_today": True}, "pause", "red_morning"),
        ({"made_worse": 1, "gate_open": False, "level": Level.SAME_DAY}, "stop", "made_worse"),
    ],
)
def test_what_each_fact_asks_for(change: dict[str, Any], action: str, code: str) -> None:
    found = stopping(**FINE | change)
    assert found.action == action and (found.reasons[0].code if found.reasons else "") == code
