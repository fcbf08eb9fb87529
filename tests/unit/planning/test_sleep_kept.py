"""After the end: a length that was kept, or grows, stops for safety like any other."""

from dataclasses import replace

import pytest
from support.sleep import BASE, DAY, LATER, START, happened, on, person, started, state

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event

DONE = happened("sleep_programme", "window", "finished", START + 2 * DAY)
KEPT = (DONE, happened("sleep_programme", "window", "own_choice", START + 2 * DAY))
TOLD = (("fought_sleep", "morning"), ("sleep_week", "fall"), ("sleep_week", "energy"))


@pytest.mark.parametrize(("kind", "subject"), TOLD)
def test_a_tap_stops_a_length_that_was_kept(catalogue: Catalogue, kind: str, subject: str) -> None:
    assert on(catalogue, 10, *KEPT).state == "finished"
    told = on(catalogue, 10, *KEPT, happened(kind, subject, "yes", START + 3 * DAY))
    assert (told.state, told.window_min, told.next_step) == ("stopped", 420, START + 17 * DAY)


@pytest.mark.parametrize("name", ["sleep_mania", "health_fits", "pregnant", "sleep_walks"])
def test_an_answer_stops_a_length_that_was_kept(catalogue: Catalogue, name: str) -> None:
    told = on(catalogue, 10, *KEPT, **{name: "yes"})
    assert (told.state, told.window_min) == ("stopped", 420)


@pytest.mark.parametrize("sign", ["rf1_saddle", "rf16_skin"])
def test_it_rests_at_e_and_d(catalogue: Catalogue, sign: str) -> None:
    told = on(catalogue, 10, *KEPT, **{sign: "yes"})
    assert (told.state, told.window_min) == ("paused", 0)


def test_a_stop_after_the_end_takes_nothing_of_what_had_grown(catalogue: Catalogue) -> None:
    before = on(catalogue, 37, DONE)
    fell = happened("sleep_week", "fall", "yes", START + 38 * DAY)
    assert before.window_min == 435
    assert on(catalogue, 38, DONE, fell).window_min == before.window_min + 60


@pytest.mark.parametrize(("after", "waits"), [(5, True), (30, False)])
def test_a_device_whose_date_runs_years_ahead_closes_it_for_14_days_only(
    catalogue: Catalogue, after: int, waits: bool
) -> None:
    told = happened("fought_sleep", "morning", "yes", START + 3 * DAY)
    ahead: Event = replace(told, local_date=START + 3000 * DAY)
    facts = person(catalogue, START + after * DAY, (*BASE, *LATER), [started()])
    found = state(catalogue, replace(facts, events=(*facts.events, ahead)))
    assert (found.state, found.next_step is not None) == ("stopped", waits)
