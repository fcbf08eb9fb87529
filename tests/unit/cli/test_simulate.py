"""`unspiral simulate` writes a diary that the other commands read, and the truth beside it."""

import csv
import json
from pathlib import Path

import pytest

from unspiral.cli.main import run


def simulate(folder: Path, *more: str) -> tuple[list[dict[str, str]], Path]:
    out = folder / "people.csv"
    sizes = ["--people", "2", "--days", "30", "--seed", "4"]
    assert run(["simulate", *sizes, "--out", str(out), *more]) == 0
    with out.open(encoding="utf-8") as file:
        return list(csv.DictReader(file)), out


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


def test_the_truth_lies_beside_it(tmp_path: Path) -> None:
    _, out = simulate(tmp_path)
    truth = json.loads(out.with_suffix(".truth.json").read_text("utf-8"))
    assert set(truth["people"]) == {"p0001", "p0002"}
    assert len(truth["people"]["p0001"]["links"]) == len(truth["items"]) == 6


def test_a_person_does_not_depend_on_how_many_others_there_are(tmp_path: Path) -> None:
    two, _ = simulate(tmp_path)
    one, _ = simulate(tmp_path, "--people", "1")
    assert one == two[:30]


def test_no_links_takes_every_link_out(tmp_path: Path) -> None:
    _, out = simulate(tmp_path, "--no-links")
    links = json.loads(out.with_suffix(".truth.json").read_text("utf-8"))["people"]["p0001"][
        "links"
    ]
    assert all(links[i][j] == 0 for i in range(6) for j in range(6) if i != j)
