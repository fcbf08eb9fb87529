"""`unspiral score FORM ANSWERS.json`: scores, ranges and change of one filled-in questionnaire."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from unspiral.catalogue.types import Questionnaire

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HELP = (
    "You are not alone with this, and help is there now. In danger: call the emergency number.\n"
    "Tell someone who is near you. `unspiral serve` has help lines by country: Need help now."
)
HELP_LINE = "To talk to someone: `unspiral serve` has help lines by country, under Need help now."
NO_SCORE_HERE = (
    "Nobody sees these answers. They are not added up here; --json does so for research."
)
DOCTOR = "Many people with this talk to a doctor."
NOT_A_VERDICT = "A range comes from research on groups. It is not a diagnosis."
REASONS = {
    "not_opened": "None of its items was answered.",
    "too_few_answers": "Too many answers are missing.",
    "item_needed": "An answer is missing that is never filled in: {item}.",
    "out_of_range": "An answer is outside its range: {item}.",
    "not_a_whole_number": "An answer has to be a whole number: {item}.",
    "not_a_number": "An answer is no number: {item}.",
    "answers_contradict": "Some answers cannot all be true together.",
    "does_not_apply": "This cannot be said from these answers.",
}
NOT_COMPARED = {
    "other_form": "Not compared: the result before is of another form.",
    "other_version": "Not compared: the form has changed. Old scores are not worked out again.",
    "other_language": "Not compared: the two were answered in different languages.",
    "not_in_order": "Not compared: the one before was answered later.",
    "nothing_scored_twice": "Not compared: no score stands in both.",
}
ROOM = {
    "little_to_get_better": "This number is so near one end that getting better may not show here.",
    "little_to_get_worse": "This number is so near one end that getting worse may not show here.",
}


@click.command(name="score")
@click.argument("form")
@click.argument("answers", type=FILE)
@click.option("--before", type=FILE, help="An earlier result (or answers) to compare with.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(form: str, answers: Path, before: Path | None, as_json: bool) -> None:
    """Score the ANSWERS to FORM, and say why when they cannot be scored."""
    from unspiral.services.answer_sheet import document, read_answers, read_result

    wanted = _form(form)
    result = read_answers(answers, wanted)
    earlier = read_result(before, wanted) if before else None
    said = document(wanted, result, earlier)
    click.echo(json.dumps(said, indent=2) if as_json else "\n".join(_in_words(said, wanted)))


def _form(name: str) -> "Questionnaire":
    from unspiral.catalogue.load import load
    from unspiral.errors import BadInput

    forms = load()[0].questionnaires
    if name not in forms:
        listed = ", ".join(sorted(forms))
        raise BadInput(f"There is no form called {name}. There are: {listed}.")
    return forms[name]


def _in_words(said: Mapping[str, Any], form: "Questionnaire") -> Iterator[str]:
    """Help before anything else; after an answer that calls for it, no score is said at all."""
    from unspiral.screening.mood import help_line_first, mood_reasons

    if said["help_first"]:
        yield from (HELP, NO_SCORE_HERE)
        return
    numbers = [n for n in (said["score"], *said["parts"]) if n and n["value"] is not None]
    reasons = mood_reasons({n["variable"]: n["value"] for n in numbers})
    if help_line_first(reasons):
        yield HELP
    yield from _result(said)
    if any(n["band"] for n in numbers):
        yield NOT_A_VERDICT
    if reasons:
        yield DOCTOR
    yield from _changes(said)
    if form.mood and not help_line_first(reasons):
        yield HELP_LINE


def _result(said: Mapping[str, Any]) -> Iterator[str]:
    if said["score"]:
        yield _number(said["score"])
    else:
        reason = REASONS[said["reason"]].format(item=said["item"])
        yield f"{said['title']}: not scored. {reason}"
    for part in said["parts"]:
        if part["value"] is None:
            reason = REASONS[part["reason"]].format(item=part["item"])
            yield f"  {part['label']}: not scored. {reason}"
        else:
            yield f"  {_number(part)}"
    if said["group"]:
        yield f"Group in its authors' scheme: {said['group']}."
    if said["odd"]:
        yield "Every answer stands at one end. Worth a second look."


def _number(number: Mapping[str, Any]) -> str:
    low, high = number["range"]
    way = "higher is worse" if number["worse"] == "high" else "higher is better"
    lines = [f"{number['label']}: {number['value']:g} ({low:g} to {high:g}, {way})."]
    if number["band"]:
        lines.append(f"Range: {number['band']}.")
    if number["ask_next"]:
        lines.append(f"Forms that may come next: {', '.join(number['ask_next'])}.")
    if number["filled"]:
        lines.append(f"{number['filled']} missing counted as the mean of the others.")
    if number["room"]:
        lines.append(ROOM[number["room"]])
    return " ".join(lines)


def _changes(said: Mapping[str, Any]) -> Iterator[str]:
    changes = said["change"]
    if not changes:
        return
    if "reason" in changes:
        yield NOT_COMPARED[changes["reason"]]
        return
    labels = {n["variable"]: n["label"] for n in (said["score"], *said["parts"]) if n}
    for variable, change in changes.items():
        yield f"{labels[variable]}, since the one before: {_change(change)}"


def _change(change: Mapping[str, Any]) -> str:
    if change["direction"] == "same":
        return "the same."
    percent = "" if change["percent"] is None else f" ({change['percent']:+.0f} %)"
    matters = {
        None: "Whether so much matters to people is not known.",
        True: "People tend to say that so much matters.",
        False: "Less than people tend to say matters.",
    }[change["matters"]]
    noise = {
        None: "How far it swings by chance is not known.",
        True: "More than it swings by chance.",
        False: "No more than it may swing by chance.",
    }[change["beyond_noise"]]
    return f"{change['points']:+g}{percent}, {change['direction']}. {matters} {noise}"
