"""Answers and kept results are read strictly, and a kept result is never worked out again."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unspiral.assessment.change import NotCompared, compare
from unspiral.assessment.scoring import NotScored, Score
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Questionnaire
from unspiral.errors import BadInput
from unspiral.services.answer_sheet import SCHEMA, document, read_answers, read_result

ALL = {"phq4_1": 2, "phq4_2": 1, "phq4_3": 2, "phq4_4": 1}


@pytest.fixture
def form(catalogue: Catalogue) -> Questionnaire:
    return catalogue.questionnaires["phq-4"]


def put(folder: Path, data: object, name: str = "answers.json") -> Path:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


def test_plain_and_wrapped_answers_score_alike(tmp_path: Path, form: Questionnaire) -> None:
    plain = read_answers(put(tmp_path, ALL), form)
    wrapped = {"answers": ALL, "answered_on": "2026-11-20", "language": "fr"}
    result = read_answers(put(tmp_path, wrapped), form)
    assert isinstance(plain, Score) and isinstance(result, Score)
    assert plain.value == result.value == 6.0
    assert (plain.language, plain.answered_on) == ("en", None)
    assert (result.language, result.answered_on) == ("fr", date(2026, 11, 20))


def test_null_is_no_answer(tmp_path: Path, form: Questionnaire) -> None:
    result = read_answers(put(tmp_path, {**ALL, "phq4_4": None}), form)
    assert isinstance(result, NotScored) and result.reason == "too_few_answers"


@pytest.mark.parametrize("bad,said", [
    ({**ALL, "phq9_1": 1}, "phq-4 has no item phq9_1. Its items: phq4_1, phq4_2, phq4_3, phq4_4."),
    ({"phq4_1": True}, "phq4_1: true is not a number."),
    ({"phq4_1": "2"}, "phq4_1: '2' is not a number."),
    ({"phq4_1": [2]}, "phq4_1: [2] is not a number."),
    ('{"phq4_1": 1e999}', "phq4_1: inf is not a number."),
    ('{"phq4_1": NaN}', "not JSON that can be read: NaN is not a number"),
    ('{"phq4_1": 1, "phq4_1": 2}', "'phq4_1' stands twice"),
    ('{"phq4_1": 1', "not JSON that can be read"),
    ("[" * 100_000, "not JSON that can be read"),
    ("[1]", "has to hold answers by item"),
    ({"answers": [1]}, "answers has to hold numbers by item"),
    ({"answers": {}, "answered": "2026-11-20"}, "unknown field answered"),
    ({"answers": {}, "answered_on": "20.11.2026"}, "answered_on has to be a day"),
    ({"answers": {}, "answered_on": 20261120}, "answered_on has to be a day"),
    ({"answers": {}, "language": 7}, "language has to be a code"),
    (json.dumps({"answers": {}}) + " " * 1_000_000, "is larger than 1000000 bytes"),
])  # fmt: skip
def test_a_fault_is_one_clear_sentence(
    tmp_path: Path, form: Questionnaire, bad: Any, said: str
) -> None:
    with pytest.raises(BadInput) as fault:
        read_answers(put(tmp_path, bad), form)
    assert said in fault.value.message and "\n" not in fault.value.message


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, form: Questionnaire) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(BadInput, match="not JSON"):
        read_answers(path, form)


def test_a_kept_result_stands_as_it_is(tmp_path: Path, form: Questionnaire) -> None:
    """Its numbers are read, although its answers would add up to something else today."""
    wrapped = {"answers": ALL, "answered_on": "2026-11-20"}
    kept = document(form, read_answers(put(tmp_path, wrapped), form))
    kept["score"]["value"] = 9.0
    found = read_result(put(tmp_path, kept), form)
    assert isinstance(found, Score)
    assert (found.value, found.version, found.answered_on) == (9.0, 1, date(2026, 11, 20))
    assert [part.variable for part in found.parts] == ["gad2_total", "phq2_total"]


def test_a_kept_result_without_a_score_keeps_its_reason(
    tmp_path: Path, form: Questionnaire
) -> None:
    kept = document(form, read_answers(put(tmp_path, {"phq4_1": 3, "phq4_2": 2}), form))
    assert kept["parts"][1] == {
        "variable": "phq2_total", "value": None, "reason": "too_few_answers", "item": "",
        "label": "Mood part (PHQ-2)",
    }  # fmt: skip
    found = read_result(put(tmp_path, kept), form)
    assert isinstance(found, NotScored) and found.reason == "too_few_answers"
    assert [part.variable for part in found.parts] == ["gad2_total"]


def test_answers_before_are_scored_by_the_form_of_today(
    tmp_path: Path, form: Questionnaire
) -> None:
    found = read_result(put(tmp_path, ALL), form)
    assert isinstance(found, Score) and found.value == 6.0


def test_a_result_of_an_older_form_is_read_and_not_compared(
    tmp_path: Path, form: Questionnaire
) -> None:
    kept = document(form, read_answers(put(tmp_path, ALL), form))
    newer = replace(form, version=2)
    now = read_answers(put(tmp_path, ALL), newer)
    before = read_result(put(tmp_path, kept), newer)
    assert compare(newer, before, now) == NotCompared("other_version")
    assert document(newer, now, before)["change"] == {"reason": "other_version"}


@pytest.mark.parametrize("bad,said", [
    ({"form": "phq-4"}, "names no form and version"),
    ({"form": "phq-4", "version": True}, "names no form and version"),
    ({"form": "phq-4", "version": 1}, "neither a score nor a reason"),
    ({"form": "phq-4", "version": 1, "reason": "mood"}, "neither a score nor a reason"),
    ({"form": "phq-4", "version": 1, "score": 6}, "a score needs its variable and a number"),
    ({"form": "phq-4", "version": 1, "score": {"variable": "phq4_total", "value": True}},
     "a score needs its variable and a number"),
    ({"form": "phq-4", "version": 1, "score": {"variable": 4, "value": 1}},
     "a score needs its variable and a number"),
    ({"form": "phq-4", "version": 1, "parts": 6, "reason": "not_opened"}, "parts has to be a list"),
    ({"form": "phq-4", "version": 1, "parts": [6], "reason": "not_opened"},
     "a score needs its variable and a number"),
])  # fmt: skip
def test_a_spoilt_result_is_refused(
    tmp_path: Path, form: Questionnaire, bad: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        read_result(put(tmp_path, {"schema": SCHEMA, **bad}), form)


def test_the_document_holds_what_a_result_was_made_from(
    tmp_path: Path, form: Questionnaire
) -> None:
    result = read_answers(put(tmp_path, {"answers": ALL, "answered_on": "2026-11-20"}), form)
    said = document(form, result, result)
    assert (said["schema"], said["form"], said["version"]) == ("score/1", "phq-4", 1)
    assert (said["language"], said["answered_on"], said["answers"]) == ("en", "2026-11-20", ALL)
    score = said["score"]
    assert (score["variable"], score["value"], score["band"]) == ("phq4_total", 6.0, "moderate")
    assert (score["range"], score["worse"], score["filled"]) == ([0, 12], "high", 0)
    assert said["change"]["phq4_total"]["direction"] == "same"
    assert json.loads(json.dumps(said)) == {**said, "parts": json.loads(json.dumps(said["parts"])),
        "score": json.loads(json.dumps(score))}  # fmt: skip
