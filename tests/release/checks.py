"""What only a release must pass: content checked by people, and the list of docs/release.md."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from support.source import ROOT

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Item

SAFETY = ("redflags", "screens", "cautions", "stop_rules", "techniques", "questionnaires")
CHECKED_FOR = timedelta(days=180)


@pytest.mark.parametrize("kind", SAFETY)
def test_safety_content_was_checked_by_a_named_person(kind: str, catalogue: Catalogue) -> None:
    items: Mapping[str, Item] = getattr(catalogue, kind)
    assert items
    assert [name for name, item in items.items() if item.reviewed is None] == []


def test_every_help_line_was_checked_in_the_last_180_days(catalogue: Catalogue) -> None:
    today = datetime.now(UTC).date()
    stale = [
        f"{country}: {line.name}"
        for country, lines in catalogue.crisis_lines.items()
        for line in lines.lines
        if not line.verified_on or today - date.fromisoformat(line.verified_on) > CHECKED_FOR
    ]
    assert stale == []


def test_every_line_of_the_release_list_is_done() -> None:
    text = (ROOT / "docs/release.md").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("- [ ]")] == []


def test_no_dependency_has_a_known_weakness() -> None:
    uv = shutil.which("uv") or ROOT / ".venv-uv" / "bin" / "uv"
    done = subprocess.run(
        [uv, "audit", "--project", str(ROOT)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
