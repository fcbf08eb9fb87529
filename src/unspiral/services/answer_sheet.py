"""ANSWERS.json to a result, and a result to plain data and back (schema score/1).

A result that was kept is read as it stands: an old score is never worked out again.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeGuard, get_args

from unspiral.assessment.change import NotCompared, compare
from unspiral.assessment.scoring import Gap, NotScored, NotScoredCode, Number, Score, score
from unspiral.catalogue.types import Questionnaire, Scoring
from unspiral.errors import BadInput
from unspiral.importers import strict_json

SCHEMA = "score/1"
LARGEST_BYTES = 1_000_000
LARGEST_NUMBER = 1e15
REASONS: tuple[NotScoredCode, ...] = get_args(NotScoredCode)
FIELDS = frozenset({"answers", "answered_on", "language"})
Result = Score | NotScored


def read_answers(path: Path, form: Questionnaire) -> Result:
    """The result of an answers file. Raises BadInput in one sentence."""
    return _scored(_document(path), form, path.name)


def read_result(path: Path, form: Questionnaire) -> Result:
    """A result that was kept, as it stands; of an answers file, its score by the form of today."""
    data = _document(path)
    if data.get("schema") == SCHEMA:
        return kept(data, form, path.name)
    return _scored(data, form, path.name)


def document(form: Questionnaire, result: Result, before: Result | None = None) -> dict[str, Any]:
    """A result as plain data, with the change since `before`."""
    scored = result if isinstance(result, Score) else None
    missing = result if isinstance(result, NotScored) else None
    return {
        "schema": SCHEMA,
        "form": result.questionnaire,
        "title": form.title,
        "version": result.version,
        "language": result.language,
        "answered_on": result.answered_on.isoformat() if result.answered_on else None,
        "help_first": result.help_first,
        "score": _number(form.score, scored.main) if scored else None,
        "reason": missing.reason if missing else None,
        "item": missing.item if missing else "",
        "parts": [_part(*pair) for pair in zip(form.parts, result.parts, strict=False)],
        "group": scored.group if scored else "",
        "odd": scored.odd if scored else False,
        "change": _changes(form, before, result) if before else None,
        "answers": dict(result.answers),
    }


def _changes(form: Questionnaire, before: Result, after: Result) -> dict[str, Any]:
    changes = compare(form, before, after)
    if isinstance(changes, NotCompared):
        return {"reason": changes.reason}
    return {variable: asdict(judged) for variable, judged in changes.items()}


def _number(scoring: Scoring, number: Number) -> dict[str, Any]:
    ends = {"label": scoring.label, "range": list(scoring.range), "worse": scoring.worse}
    return {**asdict(number), **ends}


def _part(scoring: Scoring, part: Number | Gap) -> dict[str, Any]:
    if isinstance(part, Number):
        return _number(scoring, part)
    return {**asdict(part), "value": None, "label": scoring.label}


def _document(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        body = file.read(LARGEST_BYTES + 1)
    if len(body) > LARGEST_BYTES:
        raise _refused(f"{path.name} is larger than {LARGEST_BYTES} bytes.")
    try:
        data = strict_json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _refused(f"{path.name} is not JSON that can be read: {error}.") from None
    if not isinstance(data, dict):
        raise _refused(f'{path.name} has to hold answers by item, as in {{"item": 2}}.')
    return data


def _scored(data: Mapping[str, Any], form: Questionnaire, name: str) -> Result:
    wrapped = data if "answers" in data else {"answers": data}
    if unknown := sorted(set(wrapped) - FIELDS):
        raise _refused(
            f"{name}: unknown field {unknown[0]}. Beside answers: answered_on, language."
        )
    answers = wrapped["answers"]
    if not isinstance(answers, dict):
        raise _refused(f"{name}: answers has to hold numbers by item.")
    items = [item.id for item in form.items]
    helps = {item.id for item in form.items if item.help_from is not None}
    for item, value in answers.items():
        if item not in items:
            raise _refused(f"{form.id} has no item {item}. Its items: {', '.join(items)}.")
        if value is not None and item not in helps and not _is_number(value):
            raise _refused(f"{item}: {_shown(value)} is not a number.")
    return score(form, answers, _day(wrapped, name), _language(wrapped, form, name))


def kept(data: Mapping[str, Any], form: Questionnaire, name: str) -> Result:
    """A result of `document`, with the numbers it had then. Raises BadInput."""
    version = data.get("version")
    if not isinstance(data.get("form"), str) or type(version) is not int:
        raise _refused(f"{name} says score/1 but names no form and version.")
    rows = data.get("parts") or []
    if not isinstance(rows, list):
        raise _refused(f"{name}: parts has to be a list.")
    parts = [_kept_number(row, name) for row in rows if _has_value(row)]
    sheet: dict[str, Any] = {
        "questionnaire": data["form"],
        "version": version,
        "language": _language(data, form, name),
        "answered_on": _day(data, name),
        "parts": tuple(parts),
    }
    if data.get("score") is None:
        for reason in REASONS:
            if data.get("reason") == reason:
                return NotScored(**sheet, reason=reason)
        raise _refused(f"{name} holds neither a score nor a reason why there is none.")
    return Score(**sheet, main=_kept_number(data["score"], name))


def _has_value(row: object) -> bool:
    return not isinstance(row, dict) or row.get("value") is not None


def _kept_number(row: object, name: str) -> Number:
    held: Mapping[str, object] = row if isinstance(row, dict) else {}
    variable, value = held.get("variable"), held.get("value")
    if not isinstance(variable, str) or not _is_number(value):
        raise _refused(f"{name}: a score needs its variable and a number.")
    answered = held.get("answered")
    return Number(variable, float(value), answered if type(answered) is int else 0)


def _day(data: Mapping[str, Any], name: str) -> date | None:
    value = data.get("answered_on")
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _refused(f"{name}: answered_on has to be a day as in 2026-11-20.") from None


def _language(data: Mapping[str, Any], form: Questionnaire, name: str) -> str:
    value = data.get("language", form.language)
    if not isinstance(value, str):
        raise _refused(f"{name}: language has to be a code such as en.")
    return value


def _is_number(value: object) -> TypeGuard[int | float]:
    """Whether it is a number that some form could mean: no truth value, NaN or infinity."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) < LARGEST_NUMBER


def _shown(value: object) -> str:
    """A short form of what was given, for the sentence."""
    said = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else repr(value)
    return str(said)[:40]


def _refused(sentence: str) -> BadInput:
    return BadInput(
        sentence, "Nothing was scored.", "docs/reference/questionnaires.md describes the file."
    )
