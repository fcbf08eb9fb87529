"""The content as a whole: loaded, cross-checked, and its examples worked out by the real rooms."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from unspiral.assessment.patterns import outcome as pattern_outcome
from unspiral.assessment.scoring import outcome as score_outcome
from unspiral.catalogue import coverage
from unspiral.catalogue.check import check
from unspiral.catalogue.examples import Outcome, caution_use
from unspiral.catalogue.load import (
    CONTENT,
    LEDGER,
    Catalogue,
    grown_ledger,
    load,
    read_coverage,
    read_ledger,
)
from unspiral.catalogue.types import RedFlag, TrialQuestion
from unspiral.drawing.sheet import contact_sheet
from unspiral.errors import BadInput
from unspiral.records.facts import Answer, Facts
from unspiral.records.problem import Problem
from unspiral.records.triage import Level
from unspiral.screening.triage import triage

COUNTED = (
    *("techniques", "claims", "lessons", "questionnaires", "figures", "pictures", "patterns"),
    "trial_questions",
)
# Examples that hang on an age are written for this day.
EXAMPLE_NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def examined() -> tuple[Catalogue, list[Problem]]:
    """All content and everything that is wrong with it."""
    catalogue, problems = load()
    rows, more = coverage.parse(read_coverage())
    more += coverage.check(rows, catalogue)
    return catalogue, problems + check(catalogue, outcomes(catalogue), read_ledger()) + more


def covered() -> dict[str, Any]:
    """How much of what the founding articles describe stands here; open rows with their reason."""
    catalogue, _ = load()
    rows, problems = coverage.parse(read_coverage())
    problems += coverage.check(rows, catalogue)
    broken = {problem.where.rpartition(" ")[2] for problem in problems}
    waiting = {
        name: row.open or "what it names is not there"
        for name, row in rows.items()
        if row.open or name in broken
    }
    return {
        "rows": len(rows),
        "covered": len(rows) - len(waiting),
        "open": [
            {"row": name, "why": why, "waits_for": rows[name].waits_for}
            for name, why in waiting.items()
        ],
        **{kind: _shown(catalogue, kind) for kind in COUNTED},
    }


def _shown(catalogue: Catalogue, folder: str) -> int:
    return sum(item.status != "retired" for item in getattr(catalogue, folder).values())


def record_release(root: Path = CONTENT) -> None:
    """Write the ids and versions of the content down, so that none is ever reused."""
    ledger = grown_ledger(load(root)[0], read_ledger(root))
    text = json.dumps(ledger, indent=1, sort_keys=True) + "\n"
    (root / LEDGER).write_text(text, "utf-8")


def write_sheet(out: Path) -> dict[str, Any]:
    """Write the contact sheet of all figures and pictures to `out`, over what was there.

    Raises BadInput when nothing can be written there.
    """
    catalogue, _ = load()
    try:
        out.write_text(contact_sheet(catalogue), "utf-8")
    except OSError as error:
        raise BadInput(
            f"Cannot write {out}: {error.strerror or error}.",
            "Nothing was written.",
            "Name a file in a folder that is there and that you may write to.",
        ) from error
    return {
        "figures": len(catalogue.figures),
        "pictures": len(catalogue.pictures),
        "out": str(out),
    }


def outcomes(catalogue: Catalogue) -> Mapping[str, Outcome]:
    """How examples are worked out that need a room to the left of the catalogue."""

    def of_its_technique(question: TrialQuestion, given: Mapping[str, Any]) -> dict[str, str]:
        return caution_use(catalogue.techniques[question.technique], given)

    def level(flag: RedFlag, given: Mapping[str, Any]) -> dict[str, str]:
        return {"level": told_level(flag, given, catalogue)}

    return {
        "questionnaires": score_outcome,
        "redflags": level,
        "patterns": pattern_outcome,
        "trial_questions": of_its_technique,
    }


def told_level(flag: RedFlag, given: Mapping[str, Any], catalogue: Catalogue) -> str:
    """The level `flag` gives for what was told; questions never answered are left out."""
    day = EXAMPLE_NOW.date()
    answers = {name: Answer(name, value, EXAMPLE_NOW, day) for name, value in given.items()}
    found = triage(Facts(now=EXAMPLE_NOW, today=day, answers=answers), catalogue).findings
    told = [f.level for f in found if f.flag == flag.id and f.state in ("open", "unsure")]
    return str(max(told, key=lambda each: each.severity, default=Level.SELF_MANAGE))
