"""Files that wait: private, dropped in time, and plain words when the disk is full."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from unspiral.errors import BadInput, StoreFull
from unspiral.records.facts import Reading
from unspiral.services.import_runs import inert
from unspiral.services.staging import FOLDER, Stage, sweep

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def walks(n: int) -> list[Reading]:
    at = [NOON + timedelta(minutes=one) for one in range(n)]
    return [Reading("steps", 1, one, one, one.date(), "apple:W", None, "UTC") for one in at]


def test_a_full_disk_is_said_and_leaves_no_file(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage._db.execute("COMMIT")
    stage._db.execute("PRAGMA max_page_count=20")
    with pytest.raises(StoreFull) as caught:
        for n in range(100):
            stage.add(walks(1000)[n:], n)
            stage.add([one for one in walks(5000) if one.start.second == 0], n)
    assert caught.value.status == 507
    stage.close()
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_the_same_moment_twice_in_a_file_counts_once(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert (stage.add(walks(3), 1), stage.add(walks(4), 2)) == (3, 1)
    stage.close()


def test_what_waits_is_private_and_old_files_go(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert stage.path.stat().st_mode & 0o777 == 0o600
    assert stage.path.parent.stat().st_mode & 0o777 == 0o700
    sweep(tmp_path, older_than=60)
    assert stage.path.exists()
    os.utime(stage.path, (time.time() - 61, time.time() - 61))
    sweep(tmp_path, older_than=60)
    assert not stage.path.exists()
    stage.close()
    with pytest.raises(BadInput):
        Stage(tmp_path, stage.name)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "|x", "%x"])
def test_a_spreadsheet_runs_no_cell(cell: str) -> None:
    assert inert(cell) == f"'{cell}" and inert("row 4") == "row 4"
