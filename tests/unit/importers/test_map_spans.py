"""Maps of devices' tables: spans, sums, rows chosen, lines above, and moments of every spelling."""

import io
import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspiral.catalogue.load import load
from unspiral.importers.base import SKIP_CODES, Wanted
from unspiral.importers.generic_csv import GenericCsv, own_map
from unspiral.importers.mapping import parse_map, to_data
from unspiral.importers.spans import Told, pieces_of, read_stretch
from unspiral.importers.table import lines_above
from unspiral.importers.values import parse_day, parse_hours, parse_moment, parse_offset
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

VARIABLES = load()[0].variables
ASLEEP, IN_BED = "sleep_hours_device", "in_bed_hours_device"
SPAN = {"start": "from", "end": "to", "device": "Some watch"}
LENGTH = {ASLEEP: {"length": "hours"}}
BERLIN = ZoneInfo("Europe/Berlin")


def read(content: str, wanted: Mapping[str, Any] = {}, /, **fields: Any) -> list[Reading | Problem]:
    found, problems = parse_map({"schema": "map/1", "columns": {}, **fields}, VARIABLES)
    assert found is not None, problems
    assert parse_map(to_data(found), VARIABLES) == (found, [])
    asked = Wanted(found, **{"zone": BERLIN, **wanted})
    return list(GenericCsv().extract(io.BytesIO(content.encode()), asked, VARIABLES))


def kept(results: list[Reading | Problem]) -> list[Reading]:
    return [one for one in results if isinstance(one, Reading)]


def codes(results: list[Reading | Problem]) -> Counter[str]:
    return Counter(one.code for one in results if isinstance(one, Problem))


def faults(**fields: Any) -> set[tuple[str, str]]:
    found, problems = parse_map({"schema": "map/1", "columns": {}, **fields}, VARIABLES)
    assert (found is None) == bool(problems)
    return {(one.code, one.where) for one in problems}


@pytest.mark.parametrize(
    ("fields", "code", "where"),
    [
        ({"span": SPAN, "date": "d", "made": LENGTH}, "date_or_day", "date"),
        ({"date": "d", "made": LENGTH}, "length_needs_span", f"made.{ASLEEP}.length"),
        ({"span": {**SPAN, "device": " "}, "made": LENGTH}, "device_missing", "span.device"),
        ({"span": {**SPAN, "end": "from"}, "made": LENGTH}, "column_twice", "span"),
        (
            {"span": SPAN, "columns": {"to": {"variable": "steps"}}},
            "column_twice",
            "columns.to",
        ),
        ({"span": SPAN, "time": "t", "made": LENGTH}, "time_beside_span", "time"),
        ({"span": {"start": "from"}, "made": LENGTH}, "bad_map", "span.device"),
        ({"span": {**SPAN, "lasts": "s"}, "made": LENGTH}, "end_or_lasts", "span"),
        ({"span": {"start": "from", "device": "x"}, "made": LENGTH}, "end_or_lasts", "span"),
        ({"span": {**SPAN, "utc": True}, "made": LENGTH}, "bad_map", "span.utc"),
        ({"span": SPAN, "made": {ASLEEP: {}}}, "sum_or_length", f"made.{ASLEEP}"),
        (
            {"span": SPAN, "made": {ASLEEP: {"length": "hours", "sum": ["a"]}}},
            "sum_or_length",
            f"made.{ASLEEP}",
        ),
        ({"date": "d", "made": {ASLEEP: {"minus": ["a"]}}}, "sum_or_length", f"made.{ASLEEP}"),
        ({"date": "d", "made": {"steps": {"sum": ["a", "a"]}}}, "column_twice", "made.steps"),
        ({"date": "d", "made": {"stepz": {"sum": ["a"]}}}, "unknown_variable", "made.stepz"),
        (
            {
                "date": "d",
                "made": {"steps": {"sum": ["a"]}},
                "columns": {"b": {"variable": "steps"}},
            },
            "variable_twice",
            "made.steps",
        ),
        (
            {"span": SPAN, "made": {ASLEEP: {"length": "hours", "scale": {"from": [0, 9]}}}},
            "length_has_a_unit",
            f"made.{ASLEEP}.scale",
        ),
        (
            {
                "date": "d",
                "made": {ASLEEP: {"sum": ["a"], "scale": {"from": [0, 1], "to": [0, 99]}}},
            },
            "scale_outside_variable",
            f"made.{ASLEEP}",
        ),
        ({"date": "d", "only": {"kind": []}}, "only_empty", "only.kind"),
        ({"date": "d", "only": {"kind": "x"}}, "bad_map", "only.kind"),
        ({"date": "d", "lines_before": -1}, "bad_lines_before", "lines_before"),
        ({"date": "d", "lines_before": 10**9}, "bad_lines_before", "lines_before"),
        ({"date": "d", "lines_before": True}, "bad_map", "lines_before"),
        ({"date": "d", "columns": {"a": {"variable": "pain", "unit": "kg"}}}, "bad_map", ""),
    ],
)  # fmt: skip
def test_each_fault_names_its_field(fields: dict[str, Any], code: str, where: str) -> None:
    found = faults(**fields)
    assert any(one == code and (place == where or not where) for one, place in found), found


def test_a_span_gives_hours_on_the_day_of_waking() -> None:
    (one,) = kept(
        read("from,to\n2026-03-01 23:30:00,2026-03-02 07:00:30\n", span=SPAN, made=LENGTH)
    )
    assert one.value == pytest.approx(7.508333, abs=1e-6)
    assert one.start == datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    assert (one.local_date, one.zone) == (date(2026, 3, 2), "Europe/Berlin")
    assert one.source == "table:Some watch#unspecified"


def test_a_night_over_the_clock_change_has_its_true_length() -> None:
    rows = (
        "2025-10-25 23:00,2025-10-26 07:00\n"  # without an offset, by the clock at home
        "2025-10-24T23:00:00+02:00,2025-10-25T07:00:00+02:00\n"
        "2026-03-28 23:00+0100,2026-03-29 07:00+0200\n"
    )
    found = kept(read("from,to\n" + rows, span=SPAN, made=LENGTH))
    assert [one.value for one in found] == [9, 8, 7]


@pytest.mark.parametrize(
    ("offset", "zone", "day"),
    [
        ("UTC+0100", "Europe/Berlin", date(2026, 1, 2)),  # home, where its clock agrees
        ("UTC-0400", "Etc/GMT+4", date(2026, 1, 1)),
        ("UTC+0530", "Asia/Kolkata", date(2026, 1, 2)),
        ("UTC", "Etc/GMT", date(2026, 1, 2)),
        ("+14:00", "Etc/GMT-14", date(2026, 1, 2)),
        ("UTC-0330", "Europe/Berlin", date(2026, 1, 2)),  # no zone keeps it: home
    ],
)
def test_an_offset_beside_times_in_utc_says_where(offset: str, zone: str, day: date) -> None:
    text = f"from,to,where\n2026-01-01 18:00:00.000,2026-01-01 20:00:00.000,{offset}\n"
    (one,) = kept(read(text, span={**SPAN, "offset": "where"}, made=LENGTH))
    assert (one.start, one.zone) == (datetime(2026, 1, 1, 18, tzinfo=UTC), zone)
    assert one.local_date == day


def test_seconds_to_sleep_and_to_rise_trim_only_what_was_slept() -> None:
    """Withings tells both, and no moment of falling asleep."""
    span = {**SPAN, "to_sleep": "fell", "to_rise": "got up", "stages": True}
    made = {ASLEEP: {"sum": ["light", "deep"], "scale": {"from": [0, 86400], "to": [0, 24]}},
            IN_BED: {"length": "hours"}}  # fmt: skip
    text = "from,to,fell,got up,light,deep\n2026-01-01 23:00,2026-01-02 07:00,1200,600,18000,7200\n"
    asleep, in_bed = kept(read(text, span=span, made=made))
    assert (asleep.value, asleep.source) == (7, "table:Some watch#stages")
    assert (asleep.start.minute, asleep.end.minute, asleep.local_date.day) == (20, 50, 2)
    assert (in_bed.value, in_bed.source) == (8, "table:Some watch")
    late = text.replace("1200", "90000")
    assert codes(read(late, span=span, made=made)) == {"ends_before_start": 1}
    assert codes(read(text.replace("1200", "soon"), span=span, made=made)) == {"not_a_number": 1}


def test_sums_and_differences_of_columns() -> None:
    made = {"sleep_waso_min": {"sum": ["awake", "more"], "minus": ["fell"]}}
    text = (
        "day;awake;more;fell\n"
        "02.01.2026;41,5;0;22\n"
        "03.01.2026;41;;22\n"  # a part is empty: absent is not zero
        "04.01.2026;;;\n"  # nothing to tell
        "05.01.2026;1;0;22\n"  # below the range
        "06.01.2026;x;0;22\n"
        "02.01.2026;30;0;0\n"
    )
    results = read(text, date="day", made=made)
    assert [one.value for one in kept(results)] == [19.5]
    assert codes(results) == {
        "missing_part": 1,
        "out_of_range": 1,
        "not_a_number": 1,
        "day_twice": 1,
    }


def test_rows_are_chosen_by_their_texts() -> None:
    text = "day,kind,n,x\n2026-01-01,-2,100,a\n2026-01-01,0,60,b\n"
    text += "2026-01-02, -2 ,50,\n2026-01-03,,9,\n"
    results = read(text, date="day", only={"kind": ["-2"]}, columns={"n": {"variable": "steps"}})
    assert [one.value for one in kept(results)] == [100, 50]
    assert codes(results) == {"other_row": 3, "column_not_mapped": 1}


@pytest.mark.parametrize("end", ["\n", "\r", "\r\r\n"])
def test_lines_above_and_one_comma_too_many(end: str) -> None:
    rows = ["\ufeffsome.app.steps,6307003,11", "day,steps,x,y,z,w,v", "2026-01-01,100,,,,,1,", ""]
    text = end.join(rows)
    results = read(text, lines_before=1, date="day", columns={"steps": {"variable": "steps"}})
    assert [one.value for one in kept(results)] == [100]
    assert codes(results) == {"column_not_mapped": 1}
    assert lines_above(io.BytesIO(text.encode())) == 1


@pytest.mark.parametrize(
    "text", ["", "\n", "day,pain\n2026-01-01,4\n", "a\n1,2,3,4\n", "a,b\nc,d,,f,g\n", "x\ny,y,y\n"]
)
def test_a_line_above_is_only_seen_where_it_is_plain(text: str) -> None:
    assert lines_above(io.BytesIO(text.encode())) == 0


def test_our_own_columns_below_another_line_need_no_map() -> None:
    text = "export of an app\ndate,pain,mood\n2026-01-01,4,5\n"
    assert own_map(io.BytesIO(text.encode()), VARIABLES).lines_before == 1


def test_hours_and_minutes_percentages_and_milliseconds() -> None:
    columns = {
        "in bed": {"variable": IN_BED, "unit": "h:mm"},
        "score": {"variable": "own_1", "scale": {"from": [0, 100]}},
    }
    text = "when;in bed;score\n1767225600000;9:15;79%\n1767312000000;9;80 %\n-5;9:15;1\n"
    results = read(text, date="when", date_format="epoch_ms", columns=columns)
    told = [(one.local_date.day, one.value) for one in kept(results)]
    assert told == [(1, 9.25), (1, 7.9), (2, 8.0)]
    assert codes(results) == {"not_a_number": 1, "bad_date": 2}


def test_what_a_person_noted_beside_a_span_goes_to_its_day() -> None:
    columns = {"rating": {"variable": "sleep_quality", "scale": {"from": [0, 5]}}}
    text = (
        "from,to,rating\n2026-01-01 23:00,2026-01-02 06:00,4\n2026-01-02 14:00,2026-01-02 15:00,1\n"
    )
    results = read(text, span=SPAN, columns=columns)
    (one,) = kept(results)
    assert (one.local_date, one.value, one.source) == (date(2026, 1, 2), 8, "import:csv")
    assert codes(results) == {"day_twice": 1}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-01-02 07:00,2026-01-01 23:00", "ends_before_start"),
        ("2026-01-02 07:00,2026-01-02 07:00", "no_length"),
        ("2026-01-02 07:00,2026-01-05 07:00", "too_long"),
        ("2026-01-02,2026-01-03", "bad_time"),
        ("2026-01-02 25:00,2026-01-03 07:00", "bad_time"),
        ("2026-01-02 07:00:61,2026-01-03 07:00", "bad_time"),
        ("2026-01-02 07:00+99:00,2026-01-03 07:00", "bad_time"),
        ("2026-01-02 07:00 later,2026-01-03 07:00", "bad_time"),
        ("01/02/2026 07:00,2026-01-03 07:00", "date_unclear"),
        (",2026-01-03 07:00", "bad_date"),
        ("9999-12-31 22:00-1400,9999-12-31 23:59-1400", "bad_date"),
        ("0001-01-01 00:00,0001-01-01 01:00", "bad_date"),
        ("2026-02-01 22:00,2026-02-02 23:00", "future_date"),
    ],
)
def test_spans_that_cannot_be_are_set_aside(row: str, code: str) -> None:
    results = read(f"from,to\n{row}\n", {"last_day": date(2026, 2, 1)}, span=SPAN, made=LENGTH)
    assert codes(results) == {code: 1} and not kept(results)


LASTING = {"start": "from", "lasts": "s", "device": "Some watch"}


def test_lists_in_a_row_are_rows_one_on_another() -> None:
    text = "from;s;k\n2026-10-25 00:30;[1800, 3600,5400];[1,0,2]\n2026-10-26 01:00;60,5;1\n"
    results = read(text, span=LASTING, made=LENGTH, only={"k": ["1", "2"]})
    told = [(one.start.day, one.start.hour, round(one.value * 3600, 3)) for one in kept(results)]
    assert told == [(24, 22, 1800), (25, 0, 5400), (26, 0, 60.5)]  # UTC, over the clock change
    assert codes(results) == {"other_row": 1}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("[60,60];[1]", {"odd_list": 1}),
        ("[60,x,60];[1,1,1]", {"not_a_number": 2}),
        ("[];[]", {}),
        ("[" + "1," * 2880 + "1];[" + "1," * 2880 + "1]", {"odd_list": 1}),
        ("[[60]];[1]", {"not_a_number": 1}),
        ("[60;1", {"not_a_number": 1}),
        (";1", {"not_a_number": 1}),
        ("-60;1", {"ends_before_start": 1}),
        ("9.9e11;1", {"bad_date": 1}),
        ("1e12;1", {"out_of_range": 1}),
        ("[0,200000];[1,1]", {"no_length": 1, "too_long": 1}),
    ],
)
def test_odd_lists_are_set_aside(cells: str, code: dict[str, int]) -> None:
    text = f"from;s;k\n2026-01-01 23:00;{cells}\n"
    results = read(text, span=LASTING, made=LENGTH, only={"k": ["1"]})
    assert codes(results) == code and len(kept(results)) == ("x" in cells)


@pytest.mark.parametrize("offset", ["", "here", "UTC+2500", "UTC+0170", "+1"])
def test_an_offset_that_cannot_be_read_sets_the_row_aside(offset: str) -> None:
    text = f"from,to,where\n2026-01-01 18:00,2026-01-01 20:00,{offset}\n"
    assert codes(read(text, span={**SPAN, "offset": "where"}, made=LENGTH)) == {"bad_offset": 1}


def test_the_same_span_counts_once_and_a_second_sleep_of_the_night_stays() -> None:
    row = "2026-01-01 23:00,2026-01-02 03:00\n"
    results = read(
        f"from,to\n{row}{row}2026-01-02 04:00,2026-01-02 07:00\n", span=SPAN, made=LENGTH
    )
    assert [one.value for one in kept(results)] == [4, 3]
    assert codes(results) == {"span_twice": 1}


@given(order=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_changes_nothing(order: random.Random) -> None:
    rows = [f"2026-01-{n + 1:02} 23:{n:02},2026-01-{n + 2:02} 06:00,{n},{n % 2}" for n in range(12)]
    made = {**LENGTH, "steps": {"sum": ["a"]}}
    fields = {"span": SPAN, "made": made, "only": {"k": ["1"]}}
    first = read("from,to,a,k\n" + "\n".join(rows), **fields)
    order.shuffle(rows)
    again = read("from,to,a,k\n" + "\n".join(rows), **fields)
    assert set(kept(first)) == set(kept(again)) and len(kept(first)) == 12
    assert codes(first) == codes(again) == {"other_row": 12}


@given(
    text=st.text(max_size=30) | st.from_regex(r"[0-9T:+. -]{1,30}", fullmatch=True),
    form=st.sampled_from(["", "epoch_ms", "d.m.y"]),
)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_moment(text: str, form: str) -> None:
    at = parse_moment(text, form, BERLIN)
    assert at in SKIP_CODES if isinstance(at, str) else at.tzinfo is UTC
    parse_offset(text), parse_hours(text), parse_day(text, form)
    for before, cells in pieces_of([text, f"[{text}]"], 1):
        assert before in SKIP_CODES if isinstance(before, str) else len(cells) == 2
    for told in (
        Told(text, text, text, to_sleep=text, to_rise=text),
        Told("2026-01-01 07:00", "", lasts=text, to_sleep=text),
    ):
        found = read_stretch(told, form, BERLIN, date(2026, 1, 1), True)
        assert found in SKIP_CODES if isinstance(found, str) else found.start < found.end
