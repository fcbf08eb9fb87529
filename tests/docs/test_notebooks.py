"""The notebooks run from top to bottom as scripts, and say what they are there to say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.diaries import ABSENT, REAL
from support.source import ROOT

NOTEBOOKS = {path.stem: path for path in sorted((ROOT / "notebooks").glob("*.py"))}
CELL = re.compile(r"^# %%(?: \[markdown\])?$", re.MULTILINE)


def ran(name: str, *words: str) -> str:
    """What a notebook prints."""
    command = [sys.executable, "-W", "error", str(NOTEBOOKS[name]), *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_own_diary_goes_from_a_table_to_a_forecast() -> None:
    said = ran("own_diary")
    assert "120 days, answered in two sitting(s)" in said
    assert re.search(r"sleep_quality +pain +(claimed|cannot_tell|withheld)", said)
    assert len(re.findall(r"^2026-05-0[1-7] +\d", said, re.MULTILINE)) == 7
    assert "Gain of all loops at pain" in said or "Withheld" in said


def test_own_diary_says_when_it_is_not_enough(tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("date,pain\n" + "".join(f"2026-01-0{n},{n}\n" for n in range(1, 8)), "utf-8")
    done = subprocess.run(
        [sys.executable, str(NOTEBOOKS["own_diary"]), str(few)],
        capture_output=True,
        encoding="utf-8",
    )
    assert "Not enough yet: 7 days, 14 are needed" in done.stderr


@pytest.mark.skipif(not REAL.is_dir(), reason=ABSENT)
def test_the_public_diary_gets_a_modest_reading() -> None:
    said = ran("chronic_pain_diary", str(REAL / "chronic_pain_diary_520_days.csv"))
    assert "520 days, one sitting" in said
    assert re.search(r"mood to pain: (withheld|cannot_tell)", said)
    assert "claimed" not in said


def test_the_public_diary_is_asked_for() -> None:
    command = [sys.executable, str(NOTEBOOKS["chronic_pain_diary"])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 1 and "Give the diary" in done.stderr


def test_the_clinic_finds_what_was_put_in() -> None:
    said = ran("simulated_clinic", "3")
    inside = re.search(r"3 people, 120 days, 60 links.*interval: (\d+)%", said, re.DOTALL)
    assert inside and 60 <= int(inside[1]) <= 97
    assert re.search(r"without links: [01] of 3 people get a claim", said)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_is_cells_with_a_title(name: str) -> None:
    text = NOTEBOOKS[name].read_text("utf-8")
    cells = CELL.split(text)
    assert len(cells) > 6
    assert cells[1].startswith("\n# # ")
