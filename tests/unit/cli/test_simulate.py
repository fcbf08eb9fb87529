"""`unspiral simulate` writes a diary that the other commands read, and the truth beside it."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from unspiral.cli.main import run
from unspiral.dynamics.simulate import ITEMS, WORLDS

Rows = list[dict[str, str]]


def simulate(folder: Path, *more: str) -> tuple[Rows, Path]:
    out = folder / "people.csv"
    sizes = ["--people", "2", "--days", "30", "--seed", "4"]
    assert run(["simulate", *sizes, "--out", str(out), *more]) == 0
    with out.open(encoding="utf-8") as file:
        return list(csv.DictReader(file)), out


def truth_beside(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.with_suffix(".truth.json").read_text("utf-8"))
    return found


def test_it_prints_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simulate(tmp_path, "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["people"], said["days"], said["seed"], said["world"]) == (2, 30, 4, "linear")
    assert "sleep_quality -> pain" in said["numbers"]["links_published_direction_elicited_size"]


def test_nights_are_answered_by_morning_and_days_at_night(tmp_path: Path) -> None:
    rows, _ = simulate(tmp_path)
    assert len(rows) == 60
    told = next(row for row in rows if row["sleep_quality"] and row["pain"])
    assert told["answered_morning"] == f"{told['date']}T07:30"
    assert told["answered_evening"] == f"{told['date']}T21:00"
    assert all(not row["answered_morning"] for row in rows if not row["sleep_quality"])


@pytest.mark.parametrize("name", WORLDS)
def test_the_truth_lies_beside_it_and_says_where_its_numbers_are_from(
    name: str, tmp_path: Path
) -> None:
    _, out = simulate(tmp_path, "--world", name)
    truth = truth_beside(out)
    assert (truth["world"], truth["items"], set(truth["people"])) == (
        name,
        list(ITEMS),
        {"p0001", "p0002"},
    )
    assert np.shape(truth["people"]["p0001"]["links"]) == (len(ITEMS), len(ITEMS))
    assert "basis" in truth["numbers"]["settings"]["missing"]


@pytest.mark.parametrize("name", WORLDS)
def test_import_reads_every_world_as_it_is(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, out = simulate(tmp_path, "--world", name, "--technique", "walking", "--effect", "-0.5")
    mine = [row for row in rows if row["person"] == "p0002"]
    capsys.readouterr()
    assert run(["import", str(out), "--person", "p0002", "--data", str(tmp_path), "--json"]) == 0
    values = json.loads(capsys.readouterr().out)["values"]
    assert values == {name: sum(row[name] != "" for row in mine) for name in ITEMS}


def test_a_person_does_not_depend_on_how_many_others_there_are(tmp_path: Path) -> None:
    two, _ = simulate(tmp_path)
    one, _ = simulate(tmp_path, "--people", "1")
    assert one == two[:30]


@pytest.mark.parametrize("name", WORLDS)
def test_no_links_takes_every_link_out(name: str, tmp_path: Path) -> None:
    _, out = simulate(tmp_path, "--world", name, "--no-links")
    links = np.array(truth_beside(out)["people"]["p0001"]["links"])
    assert (links[~np.eye(len(ITEMS), dtype=bool)] == 0).all()
    assert (np.diagonal(links) != 0).all()


def test_missing_is_the_share_asked_for(tmp_path: Path) -> None:
    rows, _ = simulate(tmp_path, "--missing", "0.5", "--days", "300")
    gone = [row[item] == "" for row in rows for item in ITEMS]
    assert np.mean(gone) == pytest.approx(0.5, abs=0.04)
    whole, _ = simulate(tmp_path, "--missing", "0")
    assert all(row[item] for row in whole for item in ITEMS)


def test_on_bad_days_a_whole_half_is_missing(tmp_path: Path) -> None:
    rows, out = simulate(tmp_path, "--missing", "0.4", "--missing-slope", "2", "--days", "200")
    halves = [{row[item] == "" for item in ITEMS[1:]} for row in rows]
    assert all(len(half) == 1 for half in halves) and {True} in halves and {False} in halves
    assert truth_beside(out)["numbers"]["settings"]["missing_slope"]["value"] == 2


def test_what_was_done_stands_in_a_column_and_in_the_truth(tmp_path: Path) -> None:
    rows, out = simulate(tmp_path, "--technique", "heat-chair", "--used-on", "bad-days")
    person = truth_beside(out)["people"]["p0001"]
    done = [row["date"] for row in rows[:30] if row["used:heat-chair"] == "1"]
    assert 0 < len(done) < 30 and person["used"]["heat-chair"] == done
    told = truth_beside(out)["numbers"]["settings"]["uses"]
    assert told["value"][0]["effects"] == {"pain": pytest.approx(-0.24)}
    assert told["value"][0]["indication"] > 0


def test_flares_stand_in_the_truth(tmp_path: Path) -> None:
    _, out = simulate(tmp_path, "--flares", "30", "--days", "200")
    assert len(truth_beside(out)["people"]["p0001"]["flares"]) > 20


@pytest.mark.parametrize(
    "wrong",
    [
        ["--technique", "no-such"],
        ["--technique", "sounds-around"],
        ["--effect", "-0.5"],
        ["--world", "no-such"],
        ["--missing", "1.2"],
        ["--missing", "nan"],
        ["--missing-slope", "nan"],
        ["--flares", "nan"],
        ["--technique", "walking", "--effect", "nan"],
        ["--technique", "walking", "--effect", "inf"],
        ["--technique", "walking", "--effect", "1e308"],
        ["--days", "4000000"],
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    wrong: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "people.csv"
    assert run(["simulate", "--out", str(out), *wrong]) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["none/people.csv", "file/people.csv", ""])
def test_a_place_that_cannot_be_written_is_said(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    assert run(["simulate", "--people", "1", "--days", "2", "--out", place]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
