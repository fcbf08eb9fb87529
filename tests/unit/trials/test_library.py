"""Any table of one person's days: dictionaries, pandas, polars; dates or numbers; two words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.random import default_rng

import unspiral.trials as trials
from unspiral.errors import BadFrame
from unspiral.records.trial import TrialResult
from unspiral.trials import Layout, NotEnough, analyse_table, make, simulate, to_trial

MADE = make("", "", "y", scheme="blocks", seed=3)
TRIAL = simulate.trial(simulate.World(done=0.8, run_in=10), MADE, -1.2, default_rng(3))
EVERY = (*TRIAL.before, *TRIAL.days)
BLOCKS = Layout(scheme="blocks", done="done")


def table(**more: Any) -> dict[str, list[Any]]:
    return {
        "day": [d.day for d in EVERY],
        "arm": [None if d.assigned is None else int(d.assigned) for d in EVERY],
        "outcome": [d.value for d in EVERY],
        "done": [None if d.done is None else int(d.done) for d in EVERY],
    } | more


def answer(data: Any, layout: Layout = BLOCKS) -> TrialResult:
    found = analyse_table(data, layout)
    assert isinstance(found, TrialResult)
    return found


def test_a_table_says_what_the_test_says() -> None:
    found = to_trial(table(), BLOCKS)
    assert (found.days, found.before) == (TRIAL.days, TRIAL.before)
    mine, own = answer(table()), trials.analyse(TRIAL)
    assert isinstance(own, TrialResult)
    assert (mine.primary, mine.as_done, mine.verdict) == (own.primary, own.as_done, own.verdict)
    assert "not_sealed" in mine.notes


def test_rows_may_stand_in_any_order_and_days_be_dates() -> None:
    order = default_rng(1).permutation(len(EVERY))
    mixed = {name: [column[at] for at in order] for name, column in table().items()}
    dates = [date(2026, 1, 1) + timedelta(days=d.day) for d in EVERY]
    assert answer(mixed) == answer(table()) == answer(table(day=dates))
    assert answer(table(day=[day.isoformat() for day in dates])) == answer(table())


def test_data_frames_of_both_kinds() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    assert answer(pandas.DataFrame(table())) == answer(table()) == answer(polars.DataFrame(table()))
    arrays = {"day": np.arange(1, 57), "arm": np.array(MADE.arms), "outcome": np.arange(56) % 7}
    assert answer(arrays, Layout(scheme="blocks")).adherence.answered_on == 28


def test_two_words_for_the_arms() -> None:
    words = ["tea" if d.assigned else "no tea" for d in TRIAL.days]
    mine = {"day": [d.day for d in TRIAL.days], "arm": words,
            "outcome": [d.value for d in TRIAL.days]}  # fmt: skip
    one = answer(mine, Layout(on="tea"))
    other = answer(mine, Layout(on="no tea"))
    assert one.primary.mean == pytest.approx(-other.primary.mean, abs=0.05)
    with pytest.raises(BadFrame, match="Say which word"):
        analyse_table(mine)
    with pytest.raises(BadFrame, match="more than two arms"):
        analyse_table(mine | {"arm": ["milk", *words[1:]]}, Layout(on="tea"))


def test_the_next_morning_stands_in_the_next_row() -> None:
    days = list(range(1, 58))
    values = [None, *(d.value for d in TRIAL.days)]
    arms = [*(int(d.assigned or 0) for d in TRIAL.days), None]
    layout = Layout(scheme="blocks", when="morning")
    found = to_trial({"day": days, "arm": arms, "outcome": values}, layout)
    assert [d.value for d in found.days] == [d.value for d in TRIAL.days]


def test_other_items_are_those_of_the_day_before() -> None:
    data = table(stress=[float(d.day) for d in EVERY])
    found = to_trial(data, replace(BLOCKS, beside=("stress",)))
    assert {d.beside for d in found.days if d.day == 5} == {(4.0,)}
    assert found.before[0].beside == (None,) and found.beside == ("stress",)


def test_a_day_without_a_row_is_missed_and_free_order_needs_no_arm_for_it() -> None:
    some = [at for at, d in enumerate(EVERY) if d.day not in (5, 20)]
    cut = {name: [column[at] for at in some] for name, column in table().items()}
    assert answer(cut, Layout()).adherence.days == 56
    assert answer(cut, Layout()).adherence.missed >= 2
    with pytest.raises(BadFrame, match="every day needs its arm"):
        analyse_table(cut, BLOCKS)


@pytest.mark.parametrize(
    ("change", "layout", "says"),
    [
        ({"arm": [1] * len(EVERY)}, BLOCKS, "do not follow the scheme"),
        ({"arm": [2] * len(EVERY)}, BLOCKS, "neither 0 nor 1"),
        ({"arm": [None] * len(EVERY)}, BLOCKS, "No day has an arm"),
        ({"day": [1] * len(EVERY)}, BLOCKS, "stands twice"),
        ({"day": [d.day + 0.5 for d in EVERY]}, BLOCKS, "whole number"),
        ({"day": [True] * len(EVERY)}, BLOCKS, "no day"),
        ({"day": [d.day * 40 for d in EVERY]}, Layout(), "at most 366"),
        ({"outcome": [11.0] * len(EVERY)}, BLOCKS, "outside its scale"),
        ({"outcome": ["4"] * len(EVERY)}, BLOCKS, "not a number"),
        ({"done": ["yes"] * len(EVERY)}, BLOCKS, "neither 0 nor 1"),
        ({}, replace(BLOCKS, outcome="mood"), "There is no column 'mood'"),
        ({}, replace(BLOCKS, beside=("mood",)), "There is no column 'mood'"),
    ],
)
def test_what_cannot_be_read_is_named(change: dict[str, Any], layout: Layout, says: str) -> None:
    with pytest.raises(BadFrame, match=says):
        analyse_table(table(**change), layout)


def test_one_arm_or_no_outcome_is_not_enough() -> None:
    assert isinstance(analyse_table(table(outcome=[None] * len(EVERY)), BLOCKS), NotEnough)
    assert isinstance(analyse_table(table(arm=[1] * len(EVERY)), Layout()), NotEnough)


def test_every_name_that_is_offered_is_there() -> None:
    for name in trials.__all__:
        found = getattr(trials, name)
        assert callable(found), name
    with pytest.raises(AttributeError):
        trials.__getattr__("nothing")
