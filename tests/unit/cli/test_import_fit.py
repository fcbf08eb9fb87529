"""`unspiral import` and `unspiral fit` as a person types them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.diaries import MAPS, WRITTEN

from unspiral.catalogue.load import load
from unspiral.cli.main import run
from unspiral.dynamics import kernels
from unspiral.importers import choose
from unspiral.importers.base import SKIP_CODES
from unspiral.insights.words import REASONS, shown_values
from unspiral.services.imports import Request, read_file

Capsys = pytest.CaptureFixture[str]


def said(capsys: Capsys, *words: str) -> Any:
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def fault(capsys: Capsys, *words: str) -> Any:
    assert run([*words, "--json"]) == 2
    return json.loads(capsys.readouterr().out)["error"]


def with_map(name: str, *more: str) -> list[str]:
    return [str(WRITTEN / f"{name}.csv"), "--map", str(MAPS / f"{name}.json"), *more]


def long_diary(folder: Path, days: int) -> str:
    """Pain that follows the night before it, with noise, in our own form."""
    rows = (
        f"2026-{1 + n // 28:02}-{1 + n % 28:02},{(n * 5 + n // 3) % 7 + 2},{(n * 3) % 6 + 3}\n"
        for n in range(days)
    )
    path = folder / "long.csv"
    path.write_text("date,pain,sleep_quality\n" + "".join(rows))
    return str(path)


def test_preview_then_yes_then_nothing_new(tmp_path: Path, capsys: Capsys) -> None:
    command = ["import", *with_map("ticks"), "--data", str(tmp_path)]
    assert said(capsys, *command)["stored"] == 0
    assert said(capsys, *command, "--yes")["stored"] == 44
    again = said(capsys, *command, "--yes")
    assert (again["stored"], again["duplicates"], again["read"]) == (0, 44, 45)


def test_in_words_every_reason_is_a_sentence(tmp_path: Path, capsys: Capsys) -> None:
    assert run(["import", *with_map("odd"), "--data", str(tmp_path), "--yes"]) == 0
    out = capsys.readouterr().out
    assert "Stored 7. Already there: 0." in out
    assert f"Set aside 6: {SKIP_CODES['bad_date']}." in out
    assert "row 7, pain: the date" not in out and "left over" not in out and "eleven" not in out


def test_a_guessed_map_stands_on_stdout_and_works_as_it_is(tmp_path: Path, capsys: Capsys) -> None:
    file = str(WRITTEN / "semicolon_latin1.csv")
    assert run(["import", file, "--data", str(tmp_path), "--yes"]) == 2
    shown = capsys.readouterr()
    (tmp_path / "map.json").write_text(shown.out)
    assert "--map" in shown.err
    command = (
        "import",
        file,
        "--map",
        str(tmp_path / "map.json"),
        "--data",
        str(tmp_path),
        "--yes",
    )
    assert said(capsys, *command)["values"] == {"pain": 16, "mood": 16}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["fit", str(WRITTEN / "many_people.csv")], "columns_unknown"),
        (["fit", *with_map("many_people")], "person_needed"),
        (["fit", *with_map("many_people", "--person", "dee")], "person_needed"),
        (["fit", str(WRITTEN / "ours.csv"), "--map", str(WRITTEN / "ours.csv")], "map_not_json"),
        (["fit", str(WRITTEN / "ours.csv"), "--map", str(MAPS / "ticks.json")], "column_missing"),
    ],
)
def test_refusals_exit_2_and_name_what_was_found(
    words: list[str], problem: str, capsys: Capsys
) -> None:
    found = fault(capsys, *words)
    assert found["problem"] == problem
    assert found["message"] and found["kept"] and found["next"]


def test_a_file_that_is_too_large_is_refused_at_once(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose, "MOST_BYTES", 100)
    assert fault(capsys, "fit", long_diary(tmp_path, 40))["problem"] == "too_big"


def test_a_pipe_is_refused(capsys: Capsys) -> None:
    out, into = os.pipe()
    os.write(into, b"date,pain\n2026-01-01,4\n")
    os.close(into)
    try:
        assert fault(capsys, "fit", f"/dev/fd/{out}")["problem"] == "not_a_file"
    finally:
        os.close(out)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\0\0", b"\n\n"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, capsys: Capsys, content: bytes) -> None:
    path = tmp_path / "diary.csv"
    path.write_bytes(content)
    assert fault(capsys, "import", str(path), "--data", str(tmp_path / "d"), "--yes")["message"]


def test_fit_stores_nothing(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    said(capsys, "fit", str(WRITTEN / "ours.csv"))
    assert not (tmp_path / "home").exists() and list(tmp_path.iterdir()) == []


def test_fit_of_a_short_diary_only_says_how_many_days_it_needs(capsys: Capsys) -> None:
    found = said(capsys, "fit", str(WRITTEN / "old_mac.csv"))
    assert (found["status"], found["days"], found["links"]) == ("usual_range", 15, [])
    assert {one["code"] for one in found["withheld"]} == {"links_need_days", "loops_need_days"}
    assert found["next_look"] == {"day": 60, "have": 15}


def test_fit_says_the_same_twice(tmp_path: Path, capsys: Capsys) -> None:
    file = long_diary(tmp_path, 70)
    assert said(capsys, "fit", file) == said(capsys, "fit", file)


def with_a_far_row(folder: Path, day: str) -> str:
    """Forty days, and one more row dated far ahead."""
    path = Path(long_diary(folder, 40))
    path.write_text(path.read_text() + f"{day},9,1\n")
    return str(path)


def test_a_row_dated_far_ahead_is_left_out_and_counted(tmp_path: Path, capsys: Capsys) -> None:
    plain, odd = (
        said(capsys, "fit", long_diary(tmp_path, 40)),
        with_a_far_row(tmp_path, "2099-01-01"),
    )
    found = said(capsys, "fit", odd)
    assert found["as_of"] == plain["as_of"] == "2026-02-12" and found["days"] == 40
    assert found["forecast"] == plain["forecast"]
    (later,) = [one for one in found["withheld"] if one["code"] == "days_after_today"]
    assert later["have"] == 2 and later["words"].startswith("2 answers are dated after today")


def test_a_diary_of_days_to_come_is_read_as_empty(tmp_path: Path, capsys: Capsys) -> None:
    path = tmp_path / "ahead.csv"
    path.write_text("date,pain\n2099-01-01,4\n")
    found = said(capsys, "fit", str(path))
    assert (found["status"], found["days"], found["usual"]) == ("not_enough", 0, [])
    assert found["as_of"] < "2099" and [one["code"] for one in found["withheld"]] == [
        "days_after_today"
    ]


def ranges_in(found: Any) -> Iterator[dict[str, Any]]:
    """Every object that holds a low and a high end, at any depth."""
    for inner in found.values() if isinstance(found, dict) else found:
        if isinstance(inner, dict | list):
            yield from ranges_in(inner)
    if isinstance(found, dict) and {"low", "high"} <= found.keys():
        yield found


def test_every_range_has_its_level_and_every_link_what_the_prior_said(
    tmp_path: Path, capsys: Capsys
) -> None:
    out = str(tmp_path / "made.csv")
    said(capsys, "simulate", "--people", "1", "--days", "70", "--out", out)
    found = said(capsys, "fit", out)
    assert found["links"] and found["responses"] and found["forecast"]
    assert all(0 < one["level"] < 1 for one in ranges_in(found))
    for link in found["links"]:
        assert link["prior"]["low"] < link["prior"]["mean"] < link["prior"]["high"]
        assert link["prior"]["level"] == link["level"]
    assert found["kernel"] == kernels.NAME and found["model_version"] and found["seed"]
    assert {one["passed"] for one in found["diagnostics"]} <= {True, False}
    assert {one["name"].partition(":")[0] for one in found["diagnostics"]} >= {"pit", "lag1"}


def test_two_sittings_open_the_arrow_from_night_to_evening(tmp_path: Path, capsys: Capsys) -> None:
    file = long_diary(tmp_path, 70)
    one, two = said(capsys, "fit", file), said(capsys, "fit", file, "--two-sittings")
    assert (one["sittings"], two["sittings"]) == ("one", "two")
    assert {("sleep_quality", "pain")} <= {(link["from"], link["to"]) for link in two["links"]}
    assert one["links"] != two["links"]


def test_fit_in_words_gives_range_tomorrow_and_what_is_not_said(
    tmp_path: Path, capsys: Capsys
) -> None:
    assert run(["fit", long_diary(tmp_path, 70)]) == 0
    out = capsys.readouterr().out
    assert "70 days with entries" in out and "Pain: usually" in out and "likely" in out
    assert "cannot tell" in out and "Not said: 70 days so far; loops need 90." in out


def test_ticks_give_no_range_and_say_why(capsys: Capsys) -> None:
    found = said(capsys, "fit", *with_map("ticks"))
    assert {one["variable"] for one in found["usual"]} == {"pain"}
    ticked = [one["about"] for one in found["withheld"] if one["code"] == "ticks_have_no_size"]
    assert ticked == ["sleep_quality", "stress"]


def test_many_ticks_have_no_size_either(tmp_path: Path, capsys: Capsys) -> None:
    rows = [f"2026-01-{n:02},{n % 6 + 2},{n % 2},{n % 3 // 2}" for n in range(1, 31)]
    file = tmp_path / "ticks.csv"
    file.write_text("\n".join(["date,knee_pain,obs_stress,obs_poor_sleep", *rows]), "utf-8")
    found = said(capsys, "fit", str(file), "--map", str(MAPS / "ticks.json"))
    assert [(one["variable"], one["days"]) for one in found["usual"]] == [("pain", 30)]


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_reads_with_any_numbers(code: str) -> None:
    names = {"item": "Pain", "cause": "Pain", "effect": "Mood", "have": "", "needed": ""}
    words = REASONS[code].format(**names | shown_values(code, {"have": 0.701, "needed": 60}))
    assert words.endswith((".", "?")) and "{" not in words


def test_a_run_is_listed_and_taken_back(tmp_path: Path, capsys: Capsys) -> None:
    file, data = long_diary(tmp_path, 20), str(tmp_path / "d")
    done = said(capsys, "import", file, "--data", data, "--yes")
    (listed,) = said(capsys, "import", "--list", "--data", data)["runs"]
    assert (listed["run"], listed["stored"]) == (done["run"], done["stored"])
    undone = said(capsys, "import", "--undo", done["run"], "--data", data)["undone"]
    assert undone["undone"] and undone["run"] == done["run"]
    again = said(capsys, "import", file, "--data", data, "--yes")
    assert (again["stored"], again["duplicates"]) == (done["stored"], 0)
    assert fault(capsys, "import", "--undo", "nothing", "--data", data)["code"] == "import_unknown"
    assert fault(capsys, "import", "--data", data)["code"] == "bad_input"


def test_pieces_of_a_watch_come_in_by_a_map_and_fit_reads_them_as_nights(
    tmp_path: Path, capsys: Capsys
) -> None:
    rows = [f"2026-01-{n:02} 22:00,2026-01-{n + 1:02} 02:00,{n}" for n in range(1, 9)]
    rows += [f"2026-01-{n + 1:02} 02:30,2026-01-{n + 1:02} 06:00," for n in range(1, 9)]
    table, columns = tmp_path / "watch.csv", tmp_path / "map.json"
    table.write_text("\n".join(["from,to,rated", *rows]))
    span = {"start": "from", "end": "to", "device": "My watch"}
    made = {"sleep_hours_device": {"length": "hours"}}
    rated = {"rated": {"variable": "pain"}}
    data = {"schema": "map/1", "span": span, "columns": rated, "made": made}
    columns.write_text(json.dumps(data))
    how = [str(table), "--map", str(columns)]
    stored = said(capsys, "import", *how, "--data", str(tmp_path / "d"), "--yes")
    assert (stored["stored"], stored["days"], stored["sources"]) == (24, 8, ["My watch"])
    assert said(capsys, "import", *how, "--data", str(tmp_path / "d"), "--yes")["stored"] == 0
    assert said(capsys, "fit", *how)["days"] == 8
    with table.open("rb") as file:
        readings, _ = read_file(Request(file, table.name, data), load()[0].variables)
    nights = [one.value for one in readings if one.variable == "sleep_hours_device"]
    assert nights == [7.5] * 8 and len(readings) == 16
    columns.write_text(json.dumps({**data, "columns": {}, "made": {}}))
    assert fault(capsys, "import", *how, "--data", str(tmp_path / "d"))["faults"] == [
        {"code": "no_column", "where": "columns"}
    ]
