"""F3: table files of other makers, each read through a map, give what they hold; twice, 0 new.

The facts were counted by others (../shared/samples/README.md); the maps are written here.
"""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from support.diaries import ABSENT

from unspiral.catalogue.load import Catalogue
from unspiral.diary.devices import ASLEEP, IN_BED, Night, nights
from unspiral.errors import BadInput
from unspiral.importers.base import Wanted
from unspiral.importers.generic_csv import GenericCsv
from unspiral.importers.mapping import parse_map
from unspiral.records.facts import Reading
from unspiral.services import import_runs
from unspiral.services.context import Context
from unspiral.services.imports import Imported, Request, bring_in
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
ALL_LIGHT = ["leicht (s)", "tief (s)", "rem (s)"]
SECONDS = {"scale": {"from": [0, 86400], "to": [0, 24]}}
WITHINGS: dict[str, Any] = {
    "span": {
        "start": "von",
        "end": "bis",
        "device": "Withings",
        "to_sleep": "Duration to sleep (s)",
        "to_rise": "Duration to wake up (s)",
        "stages": True,
    },
    "columns": {},
    "made": {
        "sleep_hours_device": {"sum": ALL_LIGHT, **SECONDS},
        "in_bed_hours_device": {"sum": [*ALL_LIGHT, "wach (s)"], **SECONDS},
    },
}
SAMSUNG = {"lines_before": 1}
OF_SLEEP = "com.samsung.health.sleep."
PERIODS: dict[str, Any] = {
    **SAMSUNG,
    "span": {
        "start": f"{OF_SLEEP}start_time",
        "end": f"{OF_SLEEP}end_time",
        "offset": f"{OF_SLEEP}time_offset",
        "device": "Samsung Health",
    },
    "columns": {},
    "made": {"sleep_hours_device": {"length": "hours"}},
}
STAGES: dict[str, Any] = {
    **SAMSUNG,
    "span": {
        "start": "start_time",
        "end": "end_time",
        "offset": "time_offset",
        "device": "Samsung Health",
        "stages": True,
    },
    "only": {"stage": ["40002", "40003", "40004"]},
    "columns": {},
    "made": {"sleep_hours_device": {"length": "hours"}},
}
SAMSUNG_STEPS: dict[str, Any] = {
    **SAMSUNG,
    "date": "day_time",
    "date_format": "epoch_ms",
    "only": {"source_type": ["-2"]},
    "columns": {"count": {"variable": "steps"}},
}
PLEES: dict[str, Any] = {
    "span": {"start": "start", "end": "stop", "device": "Plees"},
    "date_format": "epoch_ms",
    "columns": {},
    "made": {"sleep_hours_device": {"length": "hours"}},
}
MINUTES: dict[str, Any] = {
    "span": {"start": "start", "lasts": "duration", "device": "Withings", "stages": True},
    "only": {"value": ["1", "2", "3"]},
    "columns": {},
    "made": {"sleep_hours_device": {"length": "hours"}},
}
SLEEP_CYCLE: dict[str, Any] = {
    "date": "End",
    "columns": {
        "Time in bed": {"variable": "in_bed_hours_device", "unit": "h:mm"},
        "Activity (steps)": {"variable": "steps"},
    },
}
PER_STAGE_ROW = 9  # 8 cells that the map leaves out, and the value it makes
ENGLISH = {"rad": 10, "good": 7.5, "meh": 5, "average": 5, "bad": 2.5, "sad": 2.5, "awful": 0}
GERMAN = {"Super": 10, "Gut": 7.5, "Ok": 5, "Schlecht": 2.5, "Lausig": 0}


def daylio(moods: dict[str, float], **frame: str) -> dict[str, Any]:
    return {
        "date": "full_date",
        "columns": {"mood": {"variable": "mood", "values": moods}},
        **frame,
    }


@pytest.fixture
def ctx(catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    store = open_memory()
    store.add_person("p", NOW)
    yield Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    store.close()


def sample(ctx: Context, name: str, columns: dict[str, Any]) -> Imported:
    """A sample read twice through a map: what the first time stored."""
    paths = sorted(SAMPLES.glob(name))
    if not paths:
        pytest.skip(ABSENT)
    data = {"schema": "map/1", **columns}
    first, again = (
        bring_in(ctx, "p", Request(io.BytesIO(paths[0].read_bytes()), paths[0].name, data), True)
        for _ in range(2)
    )
    assert (again.stored, again.duplicates, again.replaced) == (
        0,
        first.stored + first.duplicates,
        0,
    )
    assert first.read == first.stored + first.duplicates + sum(first.skipped.values())
    print(f"F3 {name}: N={first.read} values, {first.stored} stored, twice 0 new")
    return first


def pieces(ctx: Context) -> Sequence[Reading]:
    with ctx.store.read("p") as tx:
        return tx.intervals(date(1970, 1, 1), NOW.date())


def night(ctx: Context, day: str) -> Night:
    asleep, in_bed = (
        [one for one in pieces(ctx) if one.variable == name] for name in (ASLEEP, IN_BED)
    )
    return next(one for one in nights(asleep, in_bed) if one.day.isoformat() == day)


def values(ctx: Context, variable: str) -> dict[str, float]:
    with ctx.store.read("p") as tx:
        return {
            one.local_date.isoformat(): one.value
            for one in tx.readings()
            if one.variable == variable
        }


def test_withings_nights(ctx: Context) -> None:
    found = sample(ctx, "withings/sleep.csv", WITHINGS)
    assert found.stored == 16 and Counter(one.variable for one in pieces(ctx))[ASLEEP] == 8
    one = night(ctx, "2020-10-11")
    minutes = {"tib": one.tib, "tst": one.tst, "sol": one.sol, "waso": one.waso}
    assert minutes == pytest.approx({"tib": 475, "tst": 434, "sol": 22, "waso": 7}, abs=0.01)
    hours = values(ctx, ASLEEP)
    assert len(hours) == 8 and hours["2020-10-11"] == pytest.approx(434 / 60, abs=1e-4)
    assert values(ctx, IN_BED)["2020-10-11"] == pytest.approx(475 / 60, abs=1e-4)


def test_withings_awake_less_the_ends(ctx: Context) -> None:
    """By arithmetic: awake, less falling asleep and getting up. Read only, and not stored."""
    ends = ["Duration to sleep (s)", "Duration to wake up (s)"]
    made = {"sum": ["wach (s)"], "minus": ends, "scale": {"from": [0, 86400], "to": [0, 1440]}}
    data = {"schema": "map/1", "date": "bis", "columns": {}, "made": {"sleep_waso_min": made}}
    path = SAMPLES / "withings" / "sleep.csv"
    if not path.is_file():
        pytest.skip(ABSENT)
    columns, problems = parse_map(data, ctx.catalogue.variables)
    assert columns is not None, problems
    with path.open("rb") as file:
        found = list(GenericCsv().extract(file, Wanted(columns), ctx.catalogue.variables))
    minutes = [one.value for one in found if isinstance(one, Reading)]
    assert minutes[0] == 7 and len(minutes) == 8


def test_withings_a_night_that_ends_before_it_starts(ctx: Context) -> None:
    found = sample(ctx, "withings/summary_two_nights_one_day.csv", WITHINGS)
    assert found.stored == 2 and found.skipped["ends_before_start"] >= 2


def test_sleep_cycle_with_bare_carriage_returns(ctx: Context) -> None:
    found = sample(ctx, "sleep_cycle/sleepdata_2015.csv", SLEEP_CYCLE)
    assert found.values[IN_BED] + found.skipped.get("day_twice", 0) == 91
    assert values(ctx, IN_BED)["2015-03-05"] == pytest.approx(9 + 14 / 60)
    assert values(ctx, "steps")["2015-03-05"] == 2068


def test_samsung_steps_of_all_sources_only(ctx: Context) -> None:
    found = sample(ctx, "samsung_health/*step_daily_trend*.csv", SAMSUNG_STEPS)
    steps = values(ctx, "steps")
    assert (found.stored, len(steps), sum(steps.values())) == (30, 30, 293_970)
    every_row = sample(ctx, "samsung_health/*step_daily_trend*.csv", {**SAMSUNG_STEPS, "only": {}})
    assert every_row.values["steps"] + every_row.skipped["day_twice"] == 79


def test_samsung_sleep_and_stages(ctx: Context) -> None:
    """Times in UTC, and where the person was beside them: India, then the east of America."""
    periods = sample(ctx, "samsung_health/*shealth.sleep.*.csv", PERIODS)
    first = min(pieces(ctx), key=lambda one: one.start)
    assert (periods.stored, len(values(ctx, ASLEEP))) == (25, 25)
    assert {one.zone for one in pieces(ctx)} == {"Asia/Kolkata"}
    assert (first.local_date, first.value) == (date(2019, 8, 26), 5)  # 01:00 to 06:00 in India
    stages = sample(ctx, "samsung_health/*sleep_stage*.csv", STAGES)
    told = Counter(
        one.local_date.isoformat() for one in pieces(ctx) if one.source.endswith("#stages")
    )
    assert stages.stored == told.total() == 36 + 36 + 1 and len(told) == 3
    assert stages.skipped["other_row"] == 51 * PER_STAGE_ROW  # awake; 73 + 51 rows are 124
    assert len(values(ctx, ASLEEP)) == 26  # two of the three are naps of an afternoon


@pytest.mark.parametrize(
    ("name", "minutes", "asleep"),
    [
        ("raw_sleep-monitor_sleep-state.csv", 4863, 3262),  # 906 minutes stand twice
        ("dst/raw_bed_sleep-state.csv", 228, 174),
        ("duplicates/raw_bed_sleep-state.csv", 36, 13),  # one block stands twice
    ],
)
def test_withings_states_by_the_minute(ctx: Context, name: str, minutes: int, asleep: int) -> None:
    """Lists inside cells; 0 is awake. Blocks may overlap, and a night cross the clock change."""
    found = sample(ctx, f"withings/{name}", MINUTES)
    assert (found.read, found.stored) == (minutes, asleep)
    assert sum(one.value for one in pieces(ctx)) == pytest.approx(asleep / 60)


def test_plees_moments_in_milliseconds(ctx: Context) -> None:
    found = sample(ctx, "plees_tracker/plees-tracker.csv", PLEES)
    assert found.stored == 3
    assert {one.local_date for one in pieces(ctx)} == {date(2020, 12, 19)}  # 20:23 UTC: a nap
    seconds = [round((one.end - one.start).total_seconds(), 3) for one in pieces(ctx)]
    assert seconds == [28.161, 1.522, 1.407]


@pytest.mark.parametrize(
    ("name", "columns", "entries"),
    [
        ("sample_2021.csv", daylio(ENGLISH, time="time"), 3),
        ("test_data_2020.csv", daylio(ENGLISH, time="time"), 32),
        ("mock_german.csv", daylio(GERMAN), 700),
    ],
)
def test_daylio_moods_by_name(
    ctx: Context, name: str, columns: dict[str, Any], entries: int
) -> None:
    assert sample(ctx, f"daylio/{name}", columns).stored == entries


def test_loop_checkmarks_are_ticks_by_hand_only(ctx: Context) -> None:
    ticks = {"variable": "own_1", "values": {"YES_MANUAL": 10, "NO": 0}}
    columns = {"date": "Date", "columns": {"Wake up early": ticks, "Meditate": None}}
    found = sample(ctx, "loop_habits/csv_export/Checkmarks.csv", columns)
    text = sorted(SAMPLES.glob("loop_habits/csv_export/Checkmarks.csv"))[0].read_text("utf-8")
    told = Counter(line.split(",")[2] for line in text.splitlines()[1:])
    assert found.stored == told["YES_MANUAL"] + told["NO"] > 0
    assert found.skipped["not_a_number"] == told["YES_AUTO"] + told["UNKNOWN"] > 0
    assert list(values(ctx, "own_1").values()).count(10) == told["YES_MANUAL"]


@pytest.mark.parametrize("name", ["withings/raw_sleep-monitor_hr.csv", "loop_habits/*/Habits.csv"])
def test_tables_that_no_map_reaches_are_refused_whole(ctx: Context, name: str) -> None:
    """Lists inside cells without a span, and rows that tell of no day."""
    first = "start" if "raw" in name else "Position"
    column = "value" if "raw" in name else "FrequencyNumerator"
    columns = {"date": first, "columns": {column: {"variable": "heart_rate_rest"}}}
    with pytest.raises(BadInput):
        sample(ctx, name, columns)
    assert import_runs.runs(ctx, "p") == () and pieces(ctx) == ()


def test_several_tables_in_one_file_with_odd_quotes_are_refused_by_row(ctx: Context) -> None:
    span = {"start": "sleep", "end": "wake", "device": "Sleepmeter"}
    made = {"sleep_hours_device": {"length": "hours"}}
    columns = {"lines_before": 34, "span": span, "columns": {}, "made": made}
    with pytest.raises(BadInput, match="after row 4"):
        sample(ctx, "sleepmeter/*.csv", columns)
    assert import_runs.runs(ctx, "p") == () and pieces(ctx) == ()
