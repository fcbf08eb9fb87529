"""`unspiral plan CASE.json`: the planner on one file, so that a report becomes a fixture."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

WHY = {
    "level": "a danger sign is to be checked first",
    "ask_again": "the danger screen is to be answered again first",
    "not_asked": "some danger questions have no answer yet",
    "stale": "some answers are too old",
    "needs_clearance": "the danger screens are to be answered first",
}


@click.command(name="plan")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(case: Path, as_json: bool) -> None:
    """Propose a day for CASE (schema case/1), or say why nothing is proposed."""
    result = plan_document(case)
    click.echo(json.dumps(result, indent=2) if as_json else _in_words(result))


def plan_document(case: Path) -> dict[str, Any]:
    """The plan of a case as plain data: status, level, and items with reasons or the refusal."""
    from unspiral.catalogue.load import load
    from unspiral.records.plan import Withheld
    from unspiral.screening.gate import assess
    from unspiral.services.case import read_case
    from unspiral.services.plans import plan_for

    catalogue, _ = load()
    facts = read_case(case, catalogue)
    decision = assess(facts, catalogue)
    plan = plan_for(catalogue, facts, decision)
    head = {"day": plan.day.isoformat(), "level": str(decision.triage.level)}
    if isinstance(plan, Withheld):
        reasons = [asdict(reason) for reason in (*decision.reasons, *plan.reasons)]
        return {"status": "withheld", **head, "reasons": reasons, "to_ask": list(decision.to_ask)}
    items = [
        {
            **asdict(item),
            "title": catalogue.techniques[item.technique].title,
            "minutes": round(item.seconds / 60, 1),
        }
        for item in plan.items
    ]
    rest = {
        "notes": [asdict(note) for note in plan.notes],
        "left_out": [asdict(reason) for reason in plan.left_out],
    }
    return {"status": "plan", **head, "items": items, **rest}


def _in_words(result: dict[str, Any]) -> str:
    if result["status"] == "withheld":
        codes = {reason["code"] for reason in result["reasons"]}
        told = (codes - {"needs_clearance"}) or codes  # it follows from the others
        why = ", ".join(WHY.get(code, code.replace("_", " ")) for code in sorted(told))
        return f"No plan for {result['day']} (level {result['level']}): {why}."
    lines = [f"{i['role']:>6}  {i['minutes']:>4} min  {i['title']}" for i in result["items"]]
    return "\n".join([f"Plan for {result['day']} (level {result['level']})", *lines])
