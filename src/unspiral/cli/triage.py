"""`unspiral triage CASE.json`: level, findings and what is cleared, so a report is a fixture."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from unspiral.catalogue.load import Catalogue
    from unspiral.records.facts import Facts
    from unspiral.records.triage import Clearance, Finding

NOT_ASKED = "This was not asked yet."
ASK_FIRST = "Answer the screens in to_ask first."
KNOWN = "Seen by someone, and unchanged since. When it changes, answer the danger screen again."
SAID = {"unanswered": ASK_FIRST, "known": KNOWN}


@click.command(name="triage")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(case: Path, as_json: bool) -> None:
    """Say the level of CASE (schema case/1), every finding, and what is cleared."""
    from unspiral.catalogue.load import load
    from unspiral.services.case import read_case

    catalogue, _ = load()
    result = triage_document(read_case(case, catalogue), catalogue)
    click.echo(json.dumps(result, indent=2) if as_json else _in_words(result))


def triage_document(facts: "Facts", catalogue: "Catalogue") -> dict[str, Any]:
    """The gate's decision as plain data."""
    from unspiral.screening.answers import effective
    from unspiral.screening.cautions import holding
    from unspiral.screening.gate import assess

    decision = assess(facts, catalogue)
    return {
        "level": decision.triage.level.value,
        "told": decision.triage.told.value,
        "findings": [_finding(f, catalogue) for f in decision.triage.findings],
        "to_ask": list(decision.to_ask),
        "cautions": sorted(holding(effective(facts, catalogue), catalogue)),
        "reasons": [asdict(reason) for reason in decision.reasons],
        "open": sorted(decision.open_features),
        "clearance": _clearance(decision.clearance),
    }


def _finding(finding: "Finding", catalogue: "Catalogue") -> dict[str, Any]:
    from unspiral.screening.show_this import next_step_of

    flag = catalogue.redflags[finding.flag]
    known = finding.state == "known"
    next_step = SAID.get(finding.state) or next_step_of(flag, finding.level)
    return {
        "flag": finding.flag,
        "level": None if known else finding.level.value,
        "state": finding.state,
        "reasons": [asdict(reason) for reason in finding.reasons],
        "since": finding.since.isoformat() if finding.since else None,
        "found": NOT_ASKED if finding.state == "unanswered" else flag.found,
        "next_step": next_step,
    }


def _clearance(clearance: "Clearance | None") -> dict[str, Any] | None:
    if clearance is None:
        return None
    return {
        "scopes": sorted(clearance.scopes),
        "cautions": sorted(clearance.cautions),
        "held": clearance.held,
        "gentle": clearance.gentle,
        "valid_until": clearance.valid_until.isoformat(),
    }


def _in_words(result: dict[str, Any]) -> str:
    lines = [f"Level {result['level']}"]
    for found in result["findings"]:
        level = found["level"] or "known"
        lines.append(f"  {level}  {found['flag']}  {found['state']}: {found['found']}")
        lines.append(f"     {found['next_step']}")
    if result["to_ask"]:
        lines.append("To ask: " + ", ".join(result["to_ask"]))
    cleared = result["clearance"]
    lines.append("Cleared: " + (", ".join(cleared["scopes"]) if cleared else "nothing"))
    return "\n".join(lines)
