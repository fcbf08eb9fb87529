"""A case file is read strictly, and every fault is named."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.services.case import LARGEST_BYTES, facts_of, known_variables, read_case

GOOD: dict[str, Any] = {
    "schema": "case/1",
    "today": "2026-11-22",
    "zone": "Europe/Dublin",
    "person": {"birth_year": 1980, "pregnant": "no", "country": "IE"},
    "answers": {"rf1_saddle": "unsure", "rf1_saddle_follow": "same", "goal": "walk to the shop"},
    "answered_on": {"rf1_saddle": "2026-11-20"},
    "history": [{"date": "2026-11-21", "variable": "pain", "value": 4}],
    "events": [{"kind": "bad_day", "subject": "day", "date": "2026-11-21"}],
}


def faults(data: object, catalogue: Catalogue) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as fault:
        facts_of(data, catalogue)
    problems: Any = fault.value.values["problems"]
    return [(problem.where, problem.code) for problem in problems]


def test_a_whole_case_becomes_facts(catalogue: Catalogue) -> None:
    facts = facts_of(GOOD, catalogue)
    assert facts.value("birth_year") == 1980 and facts.value("rf1_saddle") == "unsure"
    assert facts.answers["rf1_saddle"].local_date.isoformat() == "2026-11-20"
    assert facts.now.isoformat() == "2026-11-22T12:00:00+00:00"
    assert [(r.variable, r.value) for r in facts.history] == [("pain", 4.0)]
    assert [e.kind for e in facts.events] == ["bad_day"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"schema": "case/9"}, ("schema", "wrong_schema")),
        ({"today": "22.11.2026"}, ("today", "not_a_date")),
        ({"zone": "Mars/Base"}, ("zone", "unknown_zone")),
        ({"odd": 1}, ("odd", "unknown_field")),
        ({"person": {"birth_year": 1800}}, ("person.birth_year", "out_of_range")),
        ({"person": {"birth_year": True}}, ("person.birth_year", "out_of_range")),
        ({"person": {"pregnant": "maybe"}}, ("person.pregnant", "not_a_choice")),
        ({"person": {"name": "x"}}, ("person.name", "unknown_field")),
        ({"answers": {"rf1": "yes"}}, ("answers.rf1", "unknown_variable")),
        ({"answers": {"rf1_saddle": True}}, ("answers.rf1_saddle", "not_a_choice")),
        ({"answers": {"rf1_saddle": "asked"}}, ("answers.rf1_saddle", "not_a_choice")),
        ({"answers": {"birth_year": 1980}}, ("answers.birth_year", "belongs_to_person")),
        ({"answers": []}, ("answers and answered_on", "not_a_mapping")),
        (
            {"answered_on": {"rf2_pee": "2026-11-01"}},
            ("answered_on.rf2_pee", "date_without_answer"),
        ),
        ({"history": [{"date": "2026-11-01"}]}, ("history[0]", "needs_date_variable_value")),
        ({"history": [3]}, ("history[0]", "not_a_mapping")),
        ({"events": [{"kind": "x", "date": "2026-11-01"}]}, ("events[0].kind", "unknown_kind")),
    ],
)
def test_a_fault_is_named_with_its_place(
    catalogue: Catalogue, change: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert expected in faults({**GOOD, **change}, catalogue)


@pytest.mark.parametrize(("value", "code"), [(11, "out_of_range"), ("4", "not_a_number")])
def test_a_diary_value_must_fit_its_variable(
    catalogue: Catalogue, value: object, code: str
) -> None:
    history = [{"date": "2026-11-21", "variable": "pain", "value": value}]
    assert faults({**GOOD, "history": history}, catalogue) == [("history[0].value", code)]


def test_all_faults_are_listed_at_once(catalogue: Catalogue) -> None:
    broken = {**GOOD, "schema": "x", "zone": "x", "answers": {"a": 1, "rf2_pee": "x"}}
    assert len(faults({**broken, "answered_on": {}}, catalogue)) == 4


@pytest.mark.parametrize(
    "text",
    ["", "[1]", "{", '{"schema": "case/1", "schema": "case/1"}', '{"today": NaN}', "[" * 90_000],
)
def test_what_is_no_case_is_refused(catalogue: Catalogue, tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.json"
    path.write_text(text)
    with pytest.raises(BadInput):
        read_case(path, catalogue)


def test_a_file_that_is_not_text_or_too_big_is_refused(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    for name, content in (("odd", b"\xff\xfe{}"), ("big", b" " * 2_000_001)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInput):
            read_case(tmp_path / name, catalogue)


def test_every_safety_variable_may_stand_in_a_case(catalogue: Catalogue) -> None:
    known = known_variables(catalogue)
    assert {"health_fits", "med_patch", "own_usual", "rf9_small", "health_skipped"} <= set(known)


def test_an_answer_to_a_questionnaire_may_stand_in_a_case(catalogue: Catalogue) -> None:
    assert known_variables(catalogue)["phq9_9"] == (0, 1, 2, 3)
    assert known_variables(catalogue)["psqi_4"] == ()
    assert "phq8_total" in known_variables(catalogue)


def test_a_line_of_a_grid_may_stand_in_a_case(catalogue: Catalogue) -> None:
    told = {"strong_low_back": 6, "tried_heat": "helped"}
    assert facts_of({**GOOD, "answers": told, "answered_on": {}}, catalogue).answers.keys() >= set(
        told
    )
    wrong = {**GOOD, "answers": {"tried_heat": "yes"}, "answered_on": {}}
    assert faults(wrong, catalogue) == [("answers.tried_heat", "not_a_choice")]


def test_a_case_without_an_end_is_not_read_to_it(tmp_path: Path, catalogue: Catalogue) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def feed() -> None:
        with suppress(BrokenPipeError), pipe.open("wb") as stream:
            stream.write(b" " * (LARGEST_BYTES + 500_000))

    feeder = Thread(target=feed, daemon=True)
    feeder.start()
    with pytest.raises(BadInput, match="too_big"):
        read_case(pipe, catalogue)
    feeder.join(10)
    assert not feeder.is_alive()
