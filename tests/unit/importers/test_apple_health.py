"""Apple Health records to readings: instants, days, sources, and what is set aside."""

import unicodedata
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from support import apple
from support.apple import Taken, asked, asleep, everyday, export, record, zipped

from unspiral.errors import BadInput
from unspiral.importers.apple_health import AppleHealth
from unspiral.importers.stream import PER_BATCH, micros
from unspiral.records.source import split

AT_8 = "2025-07-01 08:00:00 +0200"
AT_9 = "2025-07-01 09:00:00 +0200"


def one(line: str, zone: str = "Europe/Paris") -> tuple[datetime, datetime, date]:
    """Start and end (UTC) and the day of the only row of a file."""
    [row] = Taken(export([line]), asked(zone)).rows
    start, end = (datetime.fromtimestamp(row[n] / 1e6, UTC) for n in (2, 3))
    return start, end, date.fromordinal(row[4])


def test_an_everyday_export_is_read_whole_and_every_record_is_accounted_for() -> None:
    taken = Taken(export(everyday()))
    assert Counter(row[0] for row in taken.rows) == {
        "steps": 2, "active_minutes_device": 1, "heart_rate_rest": 1, "hrv_sdnn": 1,
        "mindful_minutes": 1, "sleep_hours_device": 4, "in_bed_hours_device": 1,
    }  # fmt: skip
    assert taken.skipped == {"type_not_used": 2} and taken.read == 13  # the pulse, and lying awake
    values = {row[0]: row[1] for row in taken.rows}
    assert values["hrv_sdnn"] == 41.25 and values["mindful_minutes"] == 10
    assert values["in_bed_hours_device"] == pytest.approx(8 + 55 / 60)
    assert taken.found.version == "14" and taken.found.kinds[apple.SLEEP] == 6


def test_the_same_out_of_a_zip_whatever_its_name() -> None:
    plain = Taken(export(everyday()))
    for name in ("apple_health_export/export.xml", "\u5bfc\u51fa.xml", "Exportieren.XML"):
        packed = Taken(zipped(export(everyday()), name))
        assert packed.rows == plain.rows and packed.found == plain.found


def test_the_printed_offset_gives_the_instant_and_nothing_else() -> None:
    printed = "2021-11-30 08:23:50 +0200"  # winter in Paris, printed in summer
    start, _, day = one(record(apple.STEPS, printed, printed, "5"))
    assert start == datetime(2021, 11, 30, 6, 23, 50, tzinfo=UTC) and day == date(2021, 11, 30)
    late = "2021-12-01 00:30:00 +0200"  # 23:30 in Paris
    assert one(record(apple.STEPS, late, late, "5"))[2] == date(2021, 11, 30)


def test_a_record_that_names_its_zone_goes_by_it_else_by_home() -> None:
    stamp = "2025-03-10 06:30:00 +0000"
    tokyo = record(apple.STEPS, stamp, stamp, "5", zone="Asia/Tokyo")
    los_angeles = record(apple.STEPS, stamp, stamp, "5", zone="America/Los_Angeles")
    assert one(tokyo)[2] == date(2025, 3, 10) and one(los_angeles)[2] == date(2025, 3, 9)
    assert one(record(apple.STEPS, stamp, stamp, "5"), "America/Los_Angeles")[2] == date(2025, 3, 9)
    for wrong in ("../../etc/passwd", "Mars/Olympus", "GMT+2h", "/etc/localtime", "&#9;"):
        taken = Taken(export([record(apple.STEPS, stamp, stamp, "5", zone=wrong)]))
        assert taken.rows[0][6] == "Europe/Paris" and taken.found.notes == ("unknown_zone",)


@pytest.mark.parametrize(
    ("end", "night"),
    [
        ("07:30", date(2025, 12, 31)),
        ("15:20", date(2025, 12, 31)),  # a nap belongs to its own day
        ("17:59", date(2025, 12, 31)),
        ("18:00", date(2026, 1, 1)),  # the first piece of the coming night
        ("23:59", date(2026, 1, 1)),
    ],
)
def test_every_hour_of_sleep_belongs_to_a_day_of_waking(end: str, night: date) -> None:
    start = f"2025-12-31 {int(end[:2]) - 1:02d}:{end[3:]}:00 +0100"
    assert one(asleep(start, f"2025-12-31 {end}:00 +0100", "AsleepCore"))[2] == night


def test_the_day_is_right_on_both_sides_of_both_clock_changes() -> None:
    for stamp, day in (
        ("2025-03-30 00:30:00 +0000", date(2025, 3, 30)),  # 01:30, before the lost hour
        ("2025-03-30 21:30:00 +0000", date(2025, 3, 30)),  # 23:30, after it
        ("2025-03-30 22:30:00 +0000", date(2025, 3, 31)),
        ("2025-10-25 22:30:00 +0000", date(2025, 10, 26)),  # 00:30, before the doubled hour
        ("2025-10-26 22:30:00 +0000", date(2025, 10, 26)),  # 23:30, after it
        ("2025-10-26 23:30:00 +0000", date(2025, 10, 27)),
    ):
        assert one(record(apple.STEPS, stamp, stamp, "5"))[2] == day, stamp


def test_one_device_has_one_name_however_it_is_spelt() -> None:
    names = ("Kim\u2019s\u00a0Watch", "Kim's Watch", "Kim\u2019s  Watch ", "KIM\u2019s Watch")
    lines = [record(apple.STEPS, AT_8, AT_9, str(n), name) for n, name in enumerate(names)]
    taken = Taken(export(lines))
    assert len({row[5] for row in taken.rows}) == 2
    first = taken.found.sources[0]
    assert (first.name, first.device, first.values) == ("Kim's Watch", "watch", 3)
    assert len(first.spellings) == 3


def test_no_more_than_the_start_of_an_endless_name_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    looks = unicodedata.category
    monkeypatch.setattr(unicodedata, "category", lambda mark: looked.append(mark) or looks(mark))
    row = Taken(export([record(apple.STEPS, AT_8, AT_9, "5", "n" * 300_000)])).rows[0]
    assert row[5] == "apple:" + "n" * 100 and len(looked) < 10_000


def test_stages_and_plain_sleep_are_told_apart_in_the_source() -> None:
    rows = Taken(export(everyday())).rows
    kinds = Counter(split(row[5])[2] for row in rows if row[0] == "sleep_hours_device")
    assert kinds == {"stages": 3, "unspecified": 1}
    assert all(split(row[5])[2] == "" for row in rows if row[0] != "sleep_hours_device")


def test_a_watch_is_known_by_what_its_records_say_of_it() -> None:
    more = ' device="&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, model:Watch&gt;"'
    taken = Taken(export([record(apple.STEPS, AT_8, AT_9, "5", "Bob", more=more)]))
    assert taken.found.sources[0].device == "watch"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (record(apple.STEPS, AT_8, AT_9, "many"), "not_a_number"),
        (record(apple.STEPS, AT_8, AT_9, "nan"), "out_of_range"),
        (record(apple.STEPS, AT_8, AT_9, "-5"), "out_of_range"),
        (record(apple.STEPS, AT_8, AT_9, "1e300"), "out_of_range"),
        (record(apple.RESTING, AT_8, AT_9, "900"), "out_of_range"),
        (record(apple.RESTING, AT_8, AT_9, "58", unit="bpm"), "odd_unit"),
        (record(apple.HRV, AT_8, AT_9, "0.04", unit="s"), "odd_unit"),
        (record(apple.STEPS, AT_9, AT_8, "5"), "ends_before_start"),
        (record(apple.STEPS, AT_8, "2025-07-09 08:00:00 +0200", "5"), "too_long"),
        (record(apple.STEPS, "yesterday", AT_8, "5"), "bad_date"),
        (record(apple.STEPS, AT_8, "2025-07-01 08:00:00", "5"), "bad_date"),
        (record(apple.STEPS, AT_8, "2025-02-30 08:00:00 +0200", "5"), "bad_date"),
        (record(apple.STEPS, *["1800-01-01 08:00:00 +0000"] * 2, "5"), "bad_date"),
        (record(apple.STEPS, *["2031-01-01 08:00:00 +0000"] * 2, "5"), "future_date"),
        (record(apple.STEPS, *["9999-12-31 23:59:59 -2359"] * 2, "5"), "bad_date"),
        (asleep(AT_8, AT_9, "Dreaming"), "unknown_value"),
        (asleep(AT_8, AT_8, "AsleepCore"), "no_length"),
        (asleep(AT_8, "2025-07-02 12:00:00 +0200", "InBed"), "out_of_range"),
        (f'<Record type="{apple.STEPS}" sourceName="x" unit="count"/>', "not_a_number"),
        (f'<Record type="{apple.STEPS}" unit="count" value="3"/>', "bad_date"),
    ],
)
def test_what_cannot_be_used_is_set_aside_with_its_reason_and_place(line: str, code: str) -> None:
    good = record(apple.STEPS, AT_8, AT_9, "5")
    taken = Taken(export([good, line, good]))
    assert taken.skipped == {code: 1} and len(taken.rows) == 2
    assert taken.aside[0][1].startswith("record 2, HK")


def test_records_inside_a_correlation_stand_again_outside_and_count_once() -> None:
    line = record(apple.STEPS, AT_8, AT_9, "5")
    meal = f'<Correlation type="x" sourceName="y">{line}{line}</Correlation>'
    taken = Taken(export([meal, line, "<Workout/>", meal]))
    assert (taken.read, len(taken.rows)) == (1, 1)
    assert taken.found.kinds == {apple.STEPS: 1, "Correlation": 2, "Workout": 1}


def test_what_encloses_a_record_or_follows_it_changes_no_other() -> None:
    stamp = "2025-03-10 23:30:00 +0000"
    zone = '<MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/>'
    line = record(apple.STEPS, stamp, stamp, "5")
    open_line = line.replace("</Record>", "")
    for lines, zones in (
        ([line, zone], ["Europe/Paris"]),  # of no record
        ([open_line, line, zone, "</Record>"], ["Europe/Paris"] * 2),  # one in the other: both
        ([f"<Workout>{line}</Workout>", zone], ["Europe/Paris"]),
        ([f'{open_line}<a k="{"x" * 70_000}"/>{zone}</Record>'], ["Asia/Tokyo"]),  # over blocks
        ([f"{open_line}{'<a/>' * 200}{zone}</Record>", line], ["Asia/Tokyo", "Europe/Paris"]),
    ):
        taken = Taken(export(lines))
        assert [row[6] for row in taken.rows] == zones and taken.read == len(zones)


def test_depth_is_counted_exactly_though_only_now_and_then() -> None:
    line = record(apple.STEPS, AT_8, AT_9, "5")
    for levels in (63, 64, 70):  # and the root
        deep = "<a>" * levels + "</a>" * levels
        around = [line, "<b/>" * 150, deep, "<b/>", line]
        if levels == 63:
            assert Taken(export(around * 2)).read == 4
            continue
        with pytest.raises(BadInput) as refused:
            Taken(export(around * 2))
        assert refused.value.values["problem"] == "too_deep"


def test_the_definitions_are_dropped_however_broken_they_are() -> None:
    plain = Taken(export(everyday())).rows
    for dtd in (apple.BROKEN_DTD, "", "<!DOCTYPE HealthData []>\n", "<!DOCTYPE HealthData [\n"):
        assert Taken(export(everyday(), dtd)).rows == plain
    long = apple.DTD.replace("locale", "locale" * 9000)  # longer than one block
    assert Taken(export(everyday(), long)).rows == plain


def test_control_characters_are_dropped_as_bytes_and_as_references() -> None:
    plain = Taken(export(everyday())).rows
    content = export(everyday())
    assert Taken(content.replace(b"Kim", b"K\x0bi\x00m&#11;")).rows == plain
    assert Taken(content.replace(b"Kim", b"&#x1F;Kim&#0;")).rows == plain
    for cut in range(65_508, 65_560, 3):  # a reference that lies across the end of a block
        filler = b" " * (cut - len(apple.HEAD))
        shifted = content.replace(b"<!DOCTYPE", filler + b"<!DOCTYPE", 1)
        assert Taken(shifted.replace(b"Kim", b"Kim&#x0B;")).rows == plain


def test_a_record_may_lie_across_blocks_and_batches_stay_small() -> None:
    lines = [
        record(apple.STEPS, f"2025-06-{d:02d} {h:02d}:{m:02d}:00 +0200",
               f"2025-06-{d:02d} {h:02d}:{m:02d}:30 +0200", str(m))
        for d in range(1, 11) for h in range(24) for m in range(0, 60, 4)
    ]  # fmt: skip
    taken = Taken(export(lines))
    assert taken.read == len(taken.rows) == len(lines) == 3600 and taken.most == PER_BATCH
    assert sum(row[1] for row in taken.rows) == 240 * sum(range(0, 60, 4))
    first = datetime(2025, 5, 31, 22, tzinfo=UTC)
    assert min(row[2] for row in taken.rows) == micros(first)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "wrong_kind"),
        (b"date,pain_now\n2025-01-01,3\n", "wrong_kind"),
        (apple.CDA, "wrong_kind"),
        (export(everyday()).decode().encode("utf-16"), "wrong_kind"),
        (export(everyday())[:-40], "cut"),
        (export(everyday()).replace(b'value="640"', b'value="640'), "damaged"),
        (export(everyday()).replace(b"Kim", b"K\xffm"), "damaged"),
        (export(["&unknown;"]), "damaged"),
        (zipped(export(everyday()))[:-30], "damaged"),
        (zipped(b"x", "notes.txt"), "wrong_kind"),
        (zipped(export([]), others=(("b/export.xml", export([])),)), "several"),
    ],
)
def test_a_file_of_another_kind_or_cut_is_refused_with_what_was_found(
    content: bytes, problem: str
) -> None:
    with pytest.raises(BadInput) as caught:
        Taken(content)
    assert caught.value.values["problem"] == problem
    assert caught.value.kept == "Nothing was stored." and caught.value.next_step


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE HealthData [<!ENTITY a "b">]>\n',
        '<!DOCTYPE HealthData [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>\n',
        '<!DOCTYPE HealthData SYSTEM "http://example.org/a.dtd">\n',
        '<!DOCTYPE HealthData PUBLIC "-//x" "http://example.org/a.dtd" [\n]>\n',
    ],
)
def test_entities_and_pointers_to_elsewhere_refuse_the_whole_file(head: str) -> None:
    with pytest.raises(BadInput) as caught:
        Taken(export(everyday(), head))
    assert caught.value.values["problem"] == "entities"


def test_recognised_by_its_root_and_never_taken_for_a_table() -> None:
    sure = AppleHealth().identify
    assert sure(export([])[:4096], "x.xml") == 1.0 and sure(zipped(export([]))[:4096], "") == 0.5
    assert sure(b"date,pain\n", "export.xml") == 0.0 and 0 < sure(apple.CDA, "cda.xml") < 1
