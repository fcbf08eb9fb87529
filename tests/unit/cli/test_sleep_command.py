"""`unspiral sleep`: every row of a file of nights is answered, and a case gives its decisions."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.source import ROOT

from unspiral.cli.main import run

EXAMPLES = ROOT / "docs/reference/examples"
NIGHTS = EXAMPLES / "sleep-nights.csv"
PAGE = ROOT / "docs/reference/sleep.md"
HEAD = "date,bed,tried,sol_min,waso_min,awakenings,woke,rise,nap_min"


def said(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    assert run(["sleep", *args, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def of(tmp_path: Path, *rows: str, head: str = HEAD) -> str:
    path = tmp_path / "nights.csv"
    path.write_text("\n".join((head, *rows)), "utf-8")
    return str(path)


def night(tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str) -> dict[str, Any]:
    found: dict[str, Any] = said(capsys, "metrics", of(tmp_path, row))["nights"][0]
    return found


def test_the_example_is_read_whole(capsys: pytest.CaptureFixture[str]) -> None:
    result = said(capsys, "metrics", str(NIGHTS), "--zone", "Europe/Dublin")
    assert result["rows"] == result["valid"] == len(result["nights"]) == 46
    change = next(n for n in result["nights"] if n["date"] == "2026-10-25")
    assert change["tib"] == 60 + 375  # the hour from 1 to 2 came twice


@pytest.mark.parametrize(
    ("row", "tib", "tst"),
    [
        ("2026-03-02,23:00,23:10,25,40,2,6:50,7:00,0", 480, 395),
        ("2026-03-02,10:40 pm,11 pm,,,,6:30 am,7:00 am,", None, None),
        ("2026-03-02,0:30,0:30,0,0,0,6:30,7:00,", 390, 360),
        ("2.3.2026,2026-03-01T23:00,2026-03-01T23:10,25,40,,2026-03-02T06:50,7:00,", 480, 395),
        ("2026-03-02,2026-03-01T23:00+01:00,23:00,0,0,,6:00,6:00,", 480, 420),
        ("2026-03-02,8:30,8:45,10,5,,15:00,15:30,", 420, 360),
    ],
)  # fmt: skip
def test_times_as_people_write_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, tib: float, tst: float
) -> None:
    found = night(tmp_path, capsys, row)
    if tib is None:
        assert found["problems"][0] == {"code": "not_a_time", "where": "tried"}
    else:
        assert (found["tib"], found["tst"], found["status"]) == (tib, tst, "counted")


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        ("2026-02-30,23:00,23:00,5,5,1,7:00,7:00,", "bad_date", "date"),
        ("02/03/2026,23:00,23:00,5,5,1,7:00,7:00,", "date_unclear", "date"),
        ("2026-03-02,25:00,23:00,5,5,1,7:00,7:00,", "not_a_time", "bed"),
        ("2026-03-02,2026-03-40T23:00,,,,,,,", "not_a_time", "bed"),
        ("2026-03-02,9999-12-31T23:00-05:00,,,,,,,", "not_a_time", "bed"),
        ("2026-03-02,23:00,23:00,-5,5,1,7:00,7:00,", "out_of_range", "sol_min"),
        ("2026-03-02,23:00,23:00,5,5,51,7:00,7:00,", "out_of_range", "awakenings"),
        ("2026-03-02,2026-02-01T23:00,,5,5,1,7:00,7:00,", "out_of_range", "bed"),
        ("2026-03-02,23:00,23:00,some,5,1,7:00,7:00,", "not_a_number", "sol_min"),
        ("2026-03-02,,,,,,,,", "nothing_noted", "date"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, code: str, where: str
) -> None:
    found = night(tmp_path, capsys, row)
    assert (found["status"], found["row"]) == ("set_aside", 2)
    assert (found["problems"][0]["code"], found["problems"][0]["where"]) == (code, where)


def test_a_day_that_stands_twice_counts_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "2026-03-02,23:00,23:00,5,5,1,7:00,7:00,0"
    result = said(capsys, "metrics", of(tmp_path, row, row))
    assert [n["status"] for n in result["nights"]] == ["counted", "set_aside"]
    assert result["nights"][1]["problems"] == [{"code": "stands_twice", "where": "date"}]


def test_a_night_that_cannot_be_right_is_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = night(tmp_path, capsys, "2026-03-02,14:00,14:00,5,5,1,7:00,7:00,0")
    assert found["status"] == "is_this_right" and found["problems"][0]["why"] == "length"
    assert found["tst"] is None and found["se"] is None
    part = night(tmp_path, capsys, "2026-03-02,23:00,,5,5,1,7:00,7:00,0")
    assert (part["status"], part["tib"], part["se"]) == ("not_whole", 480, None)


@pytest.mark.parametrize("head", ["day,bed,rise", "date,pain,stress", "x"])
def test_what_is_no_file_of_nights_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head: str
) -> None:
    assert run(["sleep", "metrics", of(tmp_path, head=head), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "bad_input"
    assert run(["sleep", "metrics", str(NIGHTS), "--zone", "Mars/Phobos"]) == 2


def test_the_variables_own_names_and_other_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "mood;Date;sleep_bed;sleep_rise"
    result = said(capsys, "metrics", of(tmp_path, "5;2026-03-02;23:00;7:00", head=head))
    assert result["nights"][0]["tib"] == 480 and result["valid"] == 0


def window(capsys: pytest.CaptureFixture[str], case: str, *more: str) -> dict[str, Any]:
    return said(capsys, "window", str(NIGHTS), "--case", str(EXAMPLES / f"{case}.json"), *more)


def test_the_example_case_gives_each_weeks_decision(capsys: pytest.CaptureFixture[str]) -> None:
    result = window(capsys, "sleep-window")
    told = result["programme"]
    assert (result["status"], told["kind"], told["state"]) == ("offered", "window", "running")
    assert [w["after_min"] for w in told["weeks"]] == [360, 360, 360, 375, 375]
    assert [w["reasons"][0]["code"] for w in told["weeks"]][-2:] == ["slept_well", "waits"]
    assert (told["window_min"], told["bed"], told["rise"]) == (375, "00:55:00", "07:10:00")


def test_with_migraine_the_gentler_way_is_offered_and_can_be_tried_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = window(capsys, "sleep-compression")
    assert result["gate"]["offers"] == "compression" and result["programme"]["kind"] is None
    assert result["gate"]["compression_only"][0]["content_id"] == "sleep_migraine"
    tried = window(capsys, "sleep-compression", "--start", "2026-11-01")["programme"]
    assert (tried["kind"], tried["opened"]) == ("compression", "2026-11-01")
    assert tried["window_min"] >= 390


@pytest.mark.parametrize("case", ["clear", "emergency", "not-asked", "within-days"])
def test_others_are_offered_nothing_and_that_is_a_result(
    capsys: pytest.CaptureFixture[str], case: str
) -> None:
    result = window(capsys, case, "--start", "2026-11-01")
    assert (result["status"], result["gate"]["offers"]) == ("withheld", "none")
    assert result["programme"]["window_min"] == 0 and result["programme"]["started"] is None


def test_nights_after_the_day_of_the_case_are_left_out_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = of(tmp_path, "2026-12-24,23:00,23:00,5,5,1,7:00,7:00,0", "odd,,,,,,,,")
    case = str(EXAMPLES / "sleep-window.json")
    result = said(capsys, "window", rows, "--case", case)
    assert result["later_than_today"] == 1 and result["programme"]["valid_nights"] == 0
    assert result["set_aside"][0]["row"] == 3


def test_the_page_shows_what_the_command_says(capsys: pytest.CaptureFixture[str]) -> None:
    case = str(EXAMPLES / "sleep-window.json")
    assert run(["sleep", "window", str(NIGHTS), "--case", case]) == 0
    assert capsys.readouterr().out in PAGE.read_text("utf-8")
    case = str(EXAMPLES / "clear.json")
    assert run(["sleep", "window", str(NIGHTS), "--case", case]) == 0
    assert "To ask: sleep_insomnia" in capsys.readouterr().out
