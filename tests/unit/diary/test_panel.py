"""Readings to a panel: days in a row, gaps open, one source a day, late answers marked."""

from datetime import date, timedelta

import numpy as np
import pytest
from support.readings import FIRST, at, on

from unspiral.catalogue.load import Catalogue
from unspiral.diary.panel import build, inputs_of, until
from unspiral.records.estimate import Panel
from unspiral.records.facts import Reading


def made(catalogue: Catalogue, readings: list[Reading], **more: object) -> Panel:
    panel = build(readings, catalogue.variables, **more)  # type: ignore[arg-type]
    assert panel is not None
    return panel


def column(panel: Panel, name: str) -> list[float | None]:
    values = panel.y[:, panel.variables.index(name)]
    return [None if np.isnan(value) else float(value) for value in values]


def test_missing_days_stay_missing(catalogue: Catalogue) -> None:
    panel = made(catalogue, [on("pain", 0, 4), on("pain", 3, 6)])
    assert panel.days == tuple(FIRST + timedelta(days=n) for n in range(4))
    assert column(panel, "pain") == [4, None, None, 6]


def test_unknown_variables_and_nothing_at_all_make_no_panel(catalogue: Catalogue) -> None:
    assert build([on("shoe_size", 0, 42)], catalogue.variables) is None
    assert build([], catalogue.variables) is None


@pytest.mark.parametrize(
    ("variable", "values", "day"),
    [("pain", [4, 7], 7), ("heart_rate_rest", [50, 60], 55), ("steps", [100, 250], 350),
     ("medicines_changed", [1, 0], 1)],
)  # fmt: skip
def test_a_day_is_aggregated_as_its_variable_says(
    catalogue: Catalogue, variable: str, values: list[float], day: float
) -> None:
    readings = [on(variable, 0, v, source="app", minute=n) for n, v in enumerate(values)]
    assert column(made(catalogue, readings), variable) == [day]


def test_the_diary_goes_before_a_device_and_two_devices_are_not_added(
    catalogue: Catalogue,
) -> None:
    readings = [on("steps", 0, 900, source="watch"), on("steps", 1, 800, source="watch"),
                on("steps", 0, 700, source="phone"), on("sleep_hours", 0, 6),
                on("sleep_hours", 0, 8, source="watch")]  # fmt: skip
    panel = made(catalogue, readings)
    assert column(panel, "steps") == [900, 800]
    assert column(panel, "sleep_hours") == [6, None]


def test_answers_in_two_halves_make_two_sittings(catalogue: Catalogue) -> None:
    readings = [on("sleep_quality", d, 5, at(d, 8)) for d in range(3)]
    readings += [on("pain", d, 4, at(d, 21)) for d in range(3)]
    panel = made(catalogue, readings)
    assert panel.sittings == "two"
    assert panel.usable.all()


def test_the_time_of_day_is_the_persons_own(catalogue: Catalogue) -> None:
    readings = [
        on("sleep_quality", 0, 5, at(0, 12), zone="Australia/Sydney"),
        on("pain", 0, 5, at(0, 13), zone="Australia/Sydney"),
    ]  # 23:00 and midnight
    assert made(catalogue, readings).sittings == "one"


def test_all_in_one_evening_or_without_times_is_one_sitting(catalogue: Catalogue) -> None:
    evening = [on(v, 0, 5, at(0, 21)) for v in ("sleep_quality", "pain")]
    no_times = [on(v, 0, 5) for v in ("sleep_quality", "pain")]
    assert made(catalogue, evening).sittings == "one"
    assert made(catalogue, no_times).sittings == "one"
    assert made(catalogue, no_times, sittings="two").sittings == "two"


def test_a_night_told_in_the_evening_carries_no_arrow_to_it(catalogue: Catalogue) -> None:
    readings = [on("sleep_quality", d, 5, at(d, 8 if d else 21)) for d in range(4)]
    readings += [on("pain", d, 4, at(d, 21)) for d in range(4)]
    panel = made(catalogue, readings)
    night = panel.usable[:, panel.variables.index("sleep_quality")]
    assert panel.sittings == "two"
    assert night.tolist() == [False, True, True, True]


def test_an_evening_filled_in_with_the_next_night_carries_no_arrow_to_it(
    catalogue: Catalogue,
) -> None:
    readings = [on("sleep_quality", d, 5, at(d, 8)) for d in range(4)]
    readings += [on("pain", d, 4, at(2, 8, 1) if d == 1 else at(d, 21)) for d in range(4)]
    panel = made(catalogue, readings)
    assert panel.usable[:, panel.variables.index("pain")].tolist() == [True, False, True, True]


@pytest.mark.parametrize(("hours_late", "usable"), [(35, True), (37, False)])
def test_answers_over_36_hours_late_are_kept_but_not_paired(
    catalogue: Catalogue, hours_late: int, usable: bool
) -> None:
    panel = made(catalogue, [on("pain", 0, 4, at(0, 28 + hours_late))])
    assert column(panel, "pain") == [4]
    assert panel.usable.tolist() == [[usable]]


def test_a_weekend_column_needs_8_days_on_and_8_off() -> None:
    days = tuple(date(2026, 3, 2) + timedelta(days=n) for n in range(42))
    assert inputs_of(days[:20], {})[1] == ("trend",)
    columns, names = inputs_of(days, {})
    assert names == ("trend", "weekend")
    assert columns[:7, 1].tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert columns[:, 0].mean() == pytest.approx(0) and columns[:, 0].std() == pytest.approx(1)


def test_at_most_three_used_techniques_adjust_each_with_its_day_after() -> None:
    days = tuple(date(2026, 3, 2) + timedelta(days=n) for n in range(40))
    used = {name: frozenset(days[at::3]) for at, name in enumerate(["a", "b", "c", "d"])}
    _, names = inputs_of(days, used)
    assert sum(name.startswith("used:") for name in names) == 6
    assert "used:a:day_after" in names


def test_a_technique_done_on_nearly_all_days_leaves_its_place_to_another() -> None:
    days = tuple(date(2026, 3, 2) + timedelta(days=n) for n in range(40))
    used = {"daily": frozenset(days[7:]), "long_ago": frozenset(d - timedelta(99) for d in days)}
    used |= {name: frozenset(days[at::3]) for at, name in enumerate(["a", "b", "c"])}
    _, names = inputs_of(days, used)
    assert {name.split(":")[1] for name in names if name.startswith("used:")} == {"a", "b", "c"}


def test_what_adjusts_an_earlier_look_does_not_hang_on_later_use(catalogue: Catalogue) -> None:
    readings = [on("pain", d, d % 7) for d in range(60)]
    days = [FIRST + timedelta(days=d) for d in range(60)]
    late = {name: frozenset(days[40 + at :: 2]) for at, name in enumerate("xyz")}
    used = {"early": frozenset(days[:40:2]), **late}
    then = until(made(catalogue, readings, used=used), 40)
    assert then.input_names == made(catalogue, readings[:40], used=used).input_names
    assert then.input_names == ("trend", "weekend", "used:early", "used:early:day_after")


def test_a_diary_as_it_stood_holds_nothing_later(catalogue: Catalogue) -> None:
    readings = [on("pain", d, d % 7) for d in range(60)]
    early = until(made(catalogue, readings), 40)
    now = made(catalogue, readings[:40])
    assert early.days == now.days and early.input_names == now.input_names
    np.testing.assert_array_equal(early.y, now.y)
    np.testing.assert_allclose(early.inputs, now.inputs)
