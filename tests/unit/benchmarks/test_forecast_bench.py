"""`./test bench forecast` on made-up diaries, from the words to the document."""

import json
from pathlib import Path
from typing import Any

import _ours
import _statsmodels
import forecast as bench
import numpy as np
import pytest

from unspiral.dynamics import forecast
from unspiral.dynamics.model import LoopModel

DAYS = 63
MAP = {
    "schema": "map/1",
    "date": "date",
    "person": "person",
    "columns": {"ache": {"variable": "pain", "scale": {"from": [0, 100]}}, "lift": None},
}


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "QUICK", LoopModel(chains=1, warm=5, keep=10))
    monkeypatch.setattr(_ours, "PAGE", LoopModel(chains=1, warm=5, keep=10))


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """Two people, 63 days: a 0-100 scale, a 1-5 one, a tick, day numbers and one flat column."""
    drawn = np.random.Generator(np.random.PCG64(4))
    lines = ["person,date,ache,lift,tick,number,flat"]
    for who in "ab":
        ache = 50.0
        for day in range(DAYS):
            ache = float(
                np.clip(round(50 + 0.6 * (ache - 50) + 9 * drawn.standard_normal()), 0, 100)
            )
            month, rest = divmod(day, 28)
            cells = [f"{ache:g}" if drawn.random() > 0.1 else "", str(drawn.integers(1, 6))]
            lines.append(f"{who},2026-{month + 1:02}-{rest + 1:02},{','.join(cells)},1,{day},3")
    file = tmp_path / "made.csv"
    file.write_text("\n".join(lines), "utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert bench.main([*words, "--json"]) in (0, 1)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["diaries"][0]
    return found


def test_all_numeric_columns_of_a_file_without_a_map(
    diary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_statsmodels, "why_absent", lambda: "not here")
    found = run(capsys, str(diary))
    assert (found["people"], list(found["items"])) == (2, ["ache", "lift"])
    assert found["items"]["lift"] | {"methods": {}, "n": 0} == {
        "n": 0, "low": 1.0, "high": 5.0, "step": 1.0, "methods": {},
    }  # fmt: skip
    assert {(row["item"], row["code"]) for row in found["refused"]} == {
        ("tick", "item_never_changes"),
        ("number", "item_counts_the_days"),
        ("flat", "item_never_changes"),
    }
    assert found["skipped"] == dict.fromkeys(_statsmodels.METHODS, "not here")
    assert set(found["methods"]) == {
        "person_mean", "last_value", "ewma", "ar", "ridge_var",
        "ours_loop", "ours_drift", "ours_local_level", "ours_stack",
    }  # fmt: skip
    assert {row["n"] for row in found["methods"].values()} == {found["forecasts"]}
    assert sum(one["n"] for one in found["items"].values()) == found["forecasts"]
    assert found["methods"]["ewma"]["to_ewma"] == {"ratio": 1.0, "low": 1.0, "high": 1.0}
    for row in found["methods"].values():
        assert 0 < row["crps"] <= 2 * row["mae"]
        assert row["cover80"] <= row["cover90"] <= 1.0
        assert row["to_ewma"]["low"] <= row["to_ewma"]["ratio"] <= row["to_ewma"]["high"]


def test_the_same_run_gives_the_same_scores(
    diary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_statsmodels, "why_absent", lambda: "not here")
    words = (str(diary), "--person", "b", "--items", "lift")
    one, other = run(capsys, *words), run(capsys, *words)
    for found in (one, other):
        for row in found["methods"].values():
            row.pop("seconds")
    assert one == other
    assert list(one["by_person"]) == ["b"]


def test_a_mapped_item_is_in_points_of_its_variable(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_statsmodels, "why_absent", lambda: "not here")
    file = tmp_path / "map.json"
    file.write_text(json.dumps(MAP), "utf-8")
    found = run(capsys, str(diary), "--map", str(file), "--person", "a")
    assert list(found["items"]) == ["pain"]
    assert (found["items"]["pain"]["high"], found["items"]["pain"]["step"]) == (10.0, 0.1)


def test_a_short_diary_is_refused_with_reasons(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = diary.with_name("short.csv")
    short.write_text("\n".join(diary.read_text("utf-8").splitlines()[:21]), "utf-8")
    assert bench.main([str(short), "--items", "lift"]) == 0
    assert "Refused a, lift: few_days, 20 of 35." in capsys.readouterr().out


def test_what_is_not_there_exits_2_and_names_what_is(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main([str(diary), "--items", "nosuch", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert "nosuch" in told["message"] and "ache" in told["next"]


def test_a_file_whose_people_have_no_known_column_is_not_read_as_one(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diary.write_text(diary.read_text("utf-8").replace("person", "who"), "utf-8")
    assert bench.main([str(diary)]) == 2
    assert "no column is called person" in capsys.readouterr().err
