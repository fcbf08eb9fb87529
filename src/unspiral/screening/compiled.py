"""The safety rules as one plain-data document: what the browser twin reads, with its hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import RedFlag, Screen
from unspiral.records.facts import UNSURE, Facts
from unspiral.screening.asking import BEFORE_MOVEMENT, DANGER, FOUR, WORKED_OUT
from unspiral.screening.endings import HONOURED
from unspiral.screening.gate import COMFORT_HOURS
from unspiral.screening.questions import ASKED, CLOCK_TOLERANCE, FOLLOW, SKIPPED, flags

FORMAT = "rules/1"
FLAG_FIELDS = ("id", "version", "title", "questions", "levels", "found", "show_this", "check_for")
SCREEN_FIELDS = (
    "id",
    "version",
    "form",
    "ask",
    "note",
    "why",
    "variable",
    "choices",
    "none_label",
    "none_sets",
    "skippable",
)
SCREENS = (DANGER, *FOUR, *BEFORE_MOVEMENT, "new_or_worse", "own_usual", "anything_changed")


def compile_rules(catalogue: Catalogue) -> dict[str, Any]:
    """Red flags, safety screens and cautions as JSON data. `version` is the hash of the rest."""
    screens = {name: catalogue.screens[name] for name in SCREENS if name in catalogue.screens}
    cautions = [c for _, c in sorted(catalogue.cautions.items()) if c.status != "retired"]
    document: dict[str, Any] = {
        "format": FORMAT,
        "constants": constants(),
        "redflags": [_flag(flag) for flag in flags(catalogue)],
        "screens": {name: _screen(screen) for name, screen in screens.items()},
        "settles": {
            name: sorted({*screen.none_sets, *([screen.variable] if screen.variable else [])})
            for name, screen in sorted(catalogue.screens.items())
        },
        "cautions": [{"id": c.id, "when": c.when, "text": c.text} for c in cautions],
    }
    return {"version": rules_hash(document), **document}


def rules_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the document without its version, as hexadecimal."""
    rest = {name: value for name, value in document.items() if name != "version"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def constants() -> dict[str, Any]:
    """The few numbers and words that both twins share."""
    return {
        "asked": ASKED,
        "unsure": UNSURE,
        "follow": FOLLOW,
        "skipped": SKIPPED,
        "honoured": sorted(HONOURED),
        "danger": DANGER,
        "four": list(FOUR),
        "before_movement": list(BEFORE_MOVEMENT),
        "worked_out": dict(WORKED_OUT),
        "clock_tolerance_us": round(CLOCK_TOLERANCE.total_seconds() * 1_000_000),
        "comfort_us": round(COMFORT_HOURS.total_seconds() * 1_000_000),
    }


def facts_document(facts: Facts) -> dict[str, Any]:
    """Facts as the browser twin takes them; instants in whole microseconds of UTC."""
    return {
        "now": micros(facts.now.timestamp()),
        "today": facts.today.isoformat(),
        "answers": {
            name: {
                "value": answer.value,
                "at": micros(answer.answered_at.timestamp()),
                "day": answer.local_date.isoformat(),
            }
            for name, answer in facts.answers.items()
        },
        "events": [
            {
                "kind": event.kind,
                "subject": event.subject,
                "value": event.value,
                "at": micros(event.at.timestamp()),
                "day": event.local_date.isoformat(),
            }
            for event in facts.events
        ],
    }


def micros(seconds: float) -> int:
    """Whole microseconds of an instant given in seconds."""
    return round(seconds * 1_000_000)


def _flag(flag: RedFlag) -> dict[str, Any]:
    data = asdict(flag)
    return {name: data[name] for name in (*FLAG_FIELDS, "next_step")}


def _screen(screen: Screen) -> dict[str, Any]:
    data = asdict(screen)
    return {name: data[name] for name in SCREEN_FIELDS}
