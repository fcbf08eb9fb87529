"""Frames of pandas and polars become the same panel; what cannot be read is named by column."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.dynamics import BadFrame, Column, Panel, rows, to_panel, to_panels
from unspiral.records.estimate import Check, Forecast, Link, Response

DAYS = [date(2026, 1, n) for n in (1, 2, 4)]
DIARY: dict[str, list[Any]] = {
    "date": DAYS,
    "pain": [4.0, None, 6.0],
    "sleep_quality": [7.0, 5.0, None],
    "remark": ["fine", "so so", ""],
}
MAKERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "mapping": dict,
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
}


def diary(**other: Any) -> dict[str, Any]:
    return {**DIARY, **other}


def same(one: Panel, other: Panel) -> bool:
    return (
        (one.days, one.variables, one.units, one.sittings, one.steps, one.ranges)
        == (other.days, other.variables, other.units, other.sittings, other.steps, other.ranges)
        and np.array_equal(one.y, other.y, equal_nan=True)
        and np.array_equal(one.usable, other.usable)
    )


@pytest.fixture(params=MAKERS)
def frame(request: pytest.FixtureRequest) -> Callable[[dict[str, Any]], Any]:
    return MAKERS[request.param]


def test_a_wide_frame_is_read_with_its_gaps(frame: Callable[..., Any]) -> None:
    panel = to_panel(frame(DIARY))
    assert panel.days == tuple(date(2026, 1, n) for n in (1, 2, 3, 4))
    assert panel.variables == ("pain", "sleep_quality")
    assert panel.units == ("points 0-10", "points 0-10") and panel.nights == (False, True)
    gap = np.nan
    np.testing.assert_array_equal(panel.y, [[4, 7], [gap, 5], [gap, gap], [6, gap]])


def test_a_long_frame_says_the_same(frame: Callable[..., Any]) -> None:
    cells = [(DAYS[0], "pain", 4.0), (DAYS[2], "pain", 6.0), (DAYS[0], "sleep_quality", 7.0),
             (DAYS[1], "sleep_quality", 5.0), (DAYS[1], "weather", 3.0)]  # fmt: skip
    kinds = dict(
        zip(("date", "variable", "value"), map(list, zip(*cells, strict=True)), strict=True)
    )
    assert same(to_panel(frame(kinds), long=True), to_panel(DIARY))


def test_the_order_of_rows_and_columns_does_not_matter(frame: Callable[..., Any]) -> None:
    turned = {name: values[::-1] for name, values in reversed(DIARY.items())}
    assert same(to_panel(frame(turned)), to_panel(DIARY))


@pytest.mark.parametrize(
    "days",
    [
        ["2026-01-01", "2026-01-02", "2026-01-04"],
        pd.to_datetime(pd.Series(DAYS)),
        [datetime(2026, 1, n) for n in (1, 2, 4)],
        ["2026-01-01T00:00:00", "2026-01-02T00:00:00.000", "2026-01-04 00:00"],
        pl.Series(DAYS, dtype=pl.Date),
        pl.Series(DAYS).cast(pl.Datetime("ms")),
    ],
    ids=["text", "datetime64", "objects", "midnights", "polars-date", "polars-datetime"],
)
def test_days_of_every_type_are_read(days: Any) -> None:
    assert same(to_panel(diary(date=days)), to_panel(DIARY))


@pytest.mark.parametrize(
    "pain",
    [
        pd.Series([4, None, 6], dtype="Int64"),
        pd.Series([4, None, 6], dtype="Float64"),
        pd.Series([4, np.nan, 6], dtype="float32"),
        pd.Series([4, None, 6], dtype="object"),
        pd.Series([4, None, 6]).astype("category"),
        pl.Series([4, None, 6], dtype=pl.UInt8),
        pl.Series([Decimal(4), None, Decimal(6)]),
        np.array([4.0, np.nan, 6.0]),
    ],
    ids=["Int64", "Float64", "float32", "object", "categories-of-numbers", "UInt8", "Decimal",
         "numpy"],
)  # fmt: skip
def test_numbers_of_every_type_are_read(pain: Any) -> None:
    assert same(to_panel(diary(pain=pain)), to_panel(DIARY))


def test_arrow_backed_columns_are_read() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow (165 MB) is not among the test packages")
    table = pd.DataFrame(DIARY).convert_dtypes(dtype_backend="pyarrow")
    assert "pyarrow" in str(table.dtypes["pain"])
    assert same(to_panel(table), to_panel(DIARY))


FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "words": (diary(pain=["4", "bad", "6"]), "pain", "row 0: '4' is not a number"),
    "yes and no": (diary(pain=[True, False, True]), "pain", "True is not a number"),
    "dates as numbers": (diary(pain=DAYS), "pain", "is not a number"),
    "outside": (diary(pain=[4, 40, 6]), "pain", "row 1: 40 is outside 0 to 10"),
    "infinite": (diary(pain=[4.0, np.inf, 6.0]), "pain", "inf is outside"),
    "empty": (diary(pain=[None, np.nan, None]), "pain", "holds no value"),
    "no rows": ({"date": [], "pain": []}, "pain", "holds no value"),
    "day twice": (diary(date=[DAYS[0], DAYS[1], DAYS[0]]), "date", "row 2: 2026-01-01 has an ear"),
    "day missing": (diary(date=[DAYS[0], None, DAYS[2]]), "date", "missing in row 1"),
    "day unclear": (diary(date=["1.2.2026"] * 3), "date", "'1.2.2026' is no day"),
    "day impossible": (diary(date=["2026-02-30"] * 3), "date", "day"),
    "day a number": (diary(date=[20260101] * 3), "date", "20260101 is no day"),
    "time of day in text": (diary(date=["2026-01-01 21:05"] * 3), "date", "has a time of day"),
    "time of day": (diary(date=[datetime(2026, 1, 1, 21, 5)] * 3), "date", "has a time of day"),
    "zone": (
        diary(date=[datetime(2026, 1, n, tzinfo=UTC) for n in (1, 2, 4)]), "date", "a time zone"),
    "answered in a zone": (
        diary(answered_evening=[datetime(2026, 1, 1, 21, tzinfo=UTC)] * 3),
        "answered_evening", "a time zone"),
    "answered when?": (diary(answered_morning=["early"] * 3), "answered_morning", "'early'"),
}  # fmt: skip


@pytest.mark.parametrize("table", ["mapping", "pandas", "polars"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_read_is_named(fault: str, table: str) -> None:
    given, column, why = FAULTS[fault]
    with pytest.raises(BadFrame, match=column) as caught:
        to_panel(MAKERS[table](given))
    assert caught.value.values["column"] == column
    assert why in str(caught.value)


@pytest.mark.parametrize(
    "pain",
    [
        pd.Series(["mild", None, "bad"], dtype="category"),
        pl.Series(["mild", None, "bad"], dtype=pl.Categorical),
    ],
)
def test_categories_of_words_are_no_numbers(pain: Any) -> None:
    with pytest.raises(BadFrame, match="Column 'pain', row 0: 'mild' is not a number"):
        to_panel(diary(pain=pain))


def test_a_column_without_its_name_is_missed() -> None:
    with pytest.raises(BadFrame, match=r"no column 'day'\. There are: date, pain"):
        to_panel(DIARY, date="day")
    with pytest.raises(BadFrame, match="no column 'knee'"):
        to_panel(DIARY, {"knee": "pain"})
    with pytest.raises(BadFrame, match="no variable 'ache'"):
        to_panel(DIARY, {"pain": "ache"})
    with pytest.raises(BadFrame, match="'pain' has another column"):
        to_panel(diary(knee=[1, 2, 3]), {"pain": "pain", "knee": "pain"})
    with pytest.raises(BadFrame, match="No column is called like a variable"):
        to_panel({"date": DAYS, "knee": [1, 2, 3]})
    with pytest.raises(BadFrame, match="'pain' is not as long as the others"):
        to_panel(diary(pain=[4, 5]))
    with pytest.raises(BadFrame, match="'pain' stands twice"):
        to_panel(pd.DataFrame([[DAYS[0], 1, 2]], columns=["date", "pain", "pain"]))


@pytest.mark.parametrize("other", [pl.DataFrame(DIARY).lazy(), np.zeros((3, 2)), "diary.csv", 3])
def test_what_is_no_frame_is_refused(other: Any) -> None:
    with pytest.raises(BadFrame, match="data frame"):
        to_panel(other)


def test_a_column_keeps_its_own_unit(frame: Callable[..., Any]) -> None:
    table = frame({"date": DAYS, "vas": [40, None, 63]})
    panel = to_panel(table, {"vas": Column("pain", "mm 0-100", (0, 100), 1)})
    assert (panel.variables, panel.units) == (("pain",), ("mm 0-100",))
    assert (panel.ranges, panel.steps) == (((0, 100),), (1,))
    assert panel.y[0, 0] == 40


def test_many_people_become_a_panel_each(frame: Callable[..., Any]) -> None:
    both = {name: [*values, *values[:2]] for name, values in DIARY.items()}
    both["person"] = [7, 7, 7, 3, 3]
    found = to_panels(frame(both))
    assert list(found) == [7, 3]
    assert same(found[7], to_panel(DIARY))
    assert found[3].days == tuple(DAYS[:2])
    with pytest.raises(BadFrame, match="to_panels"):
        to_panel(frame(both))


def test_a_row_without_its_person_is_named() -> None:
    with pytest.raises(BadFrame, match="'person' is missing in row 1"):
        to_panels(diary(person=["a", None, "a"]))


def test_answer_times_tell_the_sittings(frame: Callable[..., Any]) -> None:
    mornings = [datetime(2026, 1, n, 7, 30) for n in (1, 2, 4)]
    apart = diary(
        pain=[4, 5, 6],
        sleep_quality=[7, 5, 4],
        answered_morning=mornings,
        answered_evening=[at + timedelta(hours=14) for at in mornings],
    )
    together = {**apart, "answered_evening": mornings}
    assert to_panel(frame(apart)).sittings == "two"
    assert to_panel(frame(together)).sittings == "one"
    assert to_panel(frame(DIARY)).sittings == "one"
    assert to_panel(frame(DIARY), sittings="two").sittings == "two"


def test_answers_in_a_long_frame_have_their_times(frame: Callable[..., Any]) -> None:
    evening, late = datetime(2026, 1, 1, 21), datetime(2026, 1, 9, 21)
    panel = to_panel(
        frame({"date": DAYS, "variable": ["pain"] * 3, "value": [4, 5, 6],
               "answered_at": [evening, evening + timedelta(days=1), late]}),
        long=True,
    )  # fmt: skip
    assert panel.usable[:, 0].tolist() == [True, True, True, False]


def test_what_was_done_becomes_inputs(frame: Callable[..., Any]) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(30)]
    heat = [n % 3 == 0 for n in range(30)]
    panel = to_panel(frame({"date": days, "pain": [4] * 30, "heat": heat}), used=["heat"])
    assert "used:heat" in panel.input_names
    assert panel.inputs[:, panel.input_names.index("used:heat")].tolist() == heat
    with pytest.raises(BadFrame, match="'heat', row 0: 2 is neither 0 nor 1"):
        to_panel(frame({"date": days, "pain": [4] * 30, "heat": [2] * 30}), used=["heat"])
    with pytest.raises(BadFrame, match="wide table"):
        to_panel(frame({"date": days, "variable": ["pain"] * 30, "value": [4] * 30}),
                 long=True, used=["heat"])  # fmt: skip


def test_the_frame_stays_as_it_was() -> None:
    table = pd.DataFrame(DIARY)
    before = table.copy(deep=True)
    to_panel(table)
    pd.testing.assert_frame_equal(table, before)


LINK = Link("stress", "pain", ("next_day",), 0.1, 0.05, 0.0, 0.2, 0.8, "points", 90, 0.9, 0.0)
RECORDS: dict[str, tuple[Any, set[str]]] = {
    "link": (LINK, {"from", "to", "mean", "low", "high", "level", "unit", "pairs", "lags"}),
    "check": (Check("pit:pain", 0.1, 0.2, True), {"name", "value", "bound", "passed"}),
    "forecast": (
        Forecast("pain", DAYS[0], (3.0, 4.0), (0.5, 0.5), 3.5, 3, 4, 0.8, {"loop": 1.0}),
        {"variable", "day", "values", "probabilities", "mean"}),
}  # fmt: skip


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
@pytest.mark.parametrize("kind", RECORDS)
def test_records_become_rows(kind: str, library: Callable[[Any], Any]) -> None:
    record, names = RECORDS[kind]
    table = library(rows([record, record]))
    assert len(table) == 2
    assert names <= set(table.columns)


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_a_response_has_a_row_a_day(library: Callable[[Any], Any]) -> None:
    bands = ((0.0, 0.1, 0.05),) * 5
    table = library(rows([Response("stress", "pain", "points", (0, 1, 2), *bands)]))
    assert list(table["days"]) == [0, 1, 2]
    assert list(table["mid"]) == [0.0, 0.1, 0.05]
    assert set(table["from"]) == {"stress"}


def test_every_variable_of_the_diary_can_be_a_column(catalogue: Catalogue) -> None:
    daily = [name for name, one in catalogue.variables.items() if one.daily]
    table = {"date": DAYS[:1], **{name: [catalogue.variables[name].range[0]] for name in daily}}
    assert set(to_panel(table).variables) == set(daily)
