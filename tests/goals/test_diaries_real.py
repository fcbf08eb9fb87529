"""Real diaries go in with the right counts, never twice, and are read or refused with reasons."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.diaries import ABSENT, REAL, Diary, count, real_diaries

from unspiral.cli.main import run

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
DIARIES = real_diaries()
# A fit of everybody takes about a minute: two people of the long file stand for it by default.
FITTED = [
    one for one in DIARIES if LONG or not one.id or "pmdata" not in one.id or one.id[-1] in "35"
]


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("diary", DIARIES)
def test_counts_equal_an_independent_count_and_twice_gives_nothing_new(
    diary: Diary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("import", str(diary.path), *diary.options, "--data", str(tmp_path), "--yes")
    first, again, counted = said(capsys, *command), said(capsys, *command), count(diary)
    skipped = {one["code"]: one["n"] for one in first["skipped"]}
    assert first["read"] == counted.all == first["stored"] + sum(skipped.values())
    assert first["values"] == counted.usable and first["stored"] == counted.usable.total()
    assert skipped.get("other_person", 0) == counted.all - counted.own
    assert (again["stored"], again["duplicates"]) == (0, first["stored"])
    assert again["skipped"] == first["skipped"] and again["read"] == first["read"]
    print(f"{diary}: N = {first['read']} values, {first['stored']} stored, {skipped}")


@pytest.mark.parametrize("diary", FITTED)
def test_fit_answers_or_refuses_with_reasons(
    diary: Diary, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, "fit", str(diary.path), *diary.options)
    claimed = [link for link in found["links"] if link["claim"] == "claimed"]
    assert found["status"] in ("not_enough", "usual_range", "links", "loops")
    assert all(link["reasons"] for link in found["links"] if link["claim"] != "claimed")
    assert all(link["pairs"] >= 30 for link in claimed) and (found["days"] >= 60 or not claimed)
    assert found["withheld"] or claimed
    assert found["days"] < 14 or (found["usual"] and found["forecast"])
    print(f"{diary}: N = {found['days']} days, {len(found['links'])} links, {len(claimed)} claimed")


@pytest.mark.skipif(not REAL.is_dir(), reason=ABSENT)
def test_the_chronic_pain_diary_gets_range_forecast_and_a_reasoned_refusal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    diary = Diary(REAL / "chronic_pain_diary_520_days.csv")
    found = said(capsys, "fit", str(diary.path), *diary.options)
    usual = {one["variable"]: (one["low"], one["high"]) for one in found["usual"]}
    assert usual["pain"] == (3.4, 4.5) and set(usual) == {"pain", "mood"}
    assert {one["variable"] for one in found["forecast"]} == {"pain", "mood"}
    assert {link["claim"] for link in found["links"]} == {"withheld"}
    refused = {reason["code"] for reason in found["withheld"]}
    assert {"ticks_have_no_size", "loops_need_every_link"} <= refused
    print(f"N = {found['days']} days; refused: {sorted(refused)}")


@pytest.mark.skipif(not REAL.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("path", sorted(REAL.glob("*.csv")), ids=lambda path: path.stem)
def test_without_a_map_each_file_is_refused_with_its_columns_and_a_map(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(path), "--data", str(tmp_path), "--yes", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    frame = {error["map"].get(key) for key in ("date", "day", "person", "time")} - {None}
    assert set(error["columns"]) == set(error["map"]["columns"]) | frame
    assert any(error["map"]["columns"].values())
    print(f"{path.stem}: N = {len(error['columns'])} columns")
