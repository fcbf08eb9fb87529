"""The document the browser's twin reads: every word it asks for is there, with the rules' values.

The twin itself runs over this document in tests/contract/rules_twin.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.screening import NOW, answer, clear, event, facts_of, random_facts

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import evaluate, fires
from unspiral.records.facts import EVENT_KINDS, Answer, Event, Facts, Value
from unspiral.screening.answers import clock_is_off, effective
from unspiral.screening.asking import settles
from unspiral.screening.cautions import holding
from unspiral.screening.compiled import compile_rules, facts_document, rules_hash
from unspiral.screening.endings import pasts
from unspiral.screening.gate import assess
from unspiral.screening.questions import flags

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(scope="module")
def document(catalogue: Catalogue) -> dict[str, Any]:
    return compile_rules(catalogue)


@pytest.fixture(scope="module")
def constants(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["constants"]
    return found


@pytest.fixture(scope="module")
def script(root: Path) -> str:
    """The twin's code without its comments."""
    text = (root / "src/unspiral/web/static/rules.js").read_text("utf-8")
    return re.sub(r"//.*|/\*.*?\*/", "", text)


def plain(value: Any) -> Any:
    """A value as JSON brings it over."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, (list, tuple)) else value


# ---- what the script reads ----------------------------------------------------------------------


def test_every_word_the_script_reads_is_in_the_document(
    script: str, document: dict[str, Any]
) -> None:
    read = set(re.findall(r"\brules\.(\w+)", script))
    assert {"constants", "redflags", "settles", "cautions"} <= read <= document.keys()


def test_every_constant_the_script_reads_is_there(script: str, constants: dict[str, Any]) -> None:
    read = set(re.findall(r"\brules\.constants\.(\w+)", script))
    (taken,) = re.findall(r"const \{([^}]+)\} = rules\.constants;", script)
    read |= {part.split(":")[0].strip() for part in taken.split(",")}
    assert {"comfort_us", "worked_out", "four"} <= read <= constants.keys()


def test_what_the_script_reads_of_a_person_is_sent(script: str) -> None:
    sent = facts_document(facts_of({"rf1_saddle": "no"}, [event("bad_day", "day")]))
    assert set(re.findall(r"\bfacts\.(\w+)", script)) == sent.keys()
    of_events = set(re.findall(r"\be\.(\w+)", script))
    assert of_events == sent["events"][0].keys()
    of_answers = set(re.findall(r"\b(?:answer|follow|item|a)\.(\w+)", script))
    assert {"value", "at"} <= of_answers
    assert of_answers <= {*sent["answers"]["rf1_saddle"], "state", "level", "flag"}
    assert "facts.answers[name].day" in script and "day" in sent["answers"]["rf1_saddle"]


# ---- red flags, screens and cautions ------------------------------------------------------------


def test_red_flags_as_they_stand_in_their_files(
    catalogue: Catalogue, document: dict[str, Any]
) -> None:
    assert [flag["id"] for flag in document["redflags"]] == [f.id for f in flags(catalogue)]
    for sent in document["redflags"]:
        flag = catalogue.redflags[sent["id"]]
        assert plain(sent) == {name: plain(getattr(flag, name)) for name in sent}
        assert sent["levels"] and sent["next_step"] and sent["found"] and "check_for" in sent


def test_a_screen_can_be_asked_and_kept_by_the_document_alone(
    catalogue: Catalogue, document: dict[str, Any]
) -> None:
    for name, sent in document["screens"].items():
        screen = catalogue.screens[name]
        assert plain(sent) == {part: plain(getattr(screen, part)) for part in sent}
        assert {"ask", "form", "choices", "none_label", "none_sets", "skippable"} <= sent.keys()


def test_every_screen_that_asks_for_danger_or_before_movement_is_in_it(
    catalogue: Catalogue, document: dict[str, Any]
) -> None:
    questions = {q.id for flag in flags(catalogue) for q in flag.questions}
    danger = {name for name, s in catalogue.screens.items() if settles(s) & questions}
    before = {"birth_year", "eighteen", "pregnant", "health", "medicines"}
    asked_besides = {"own_usual", "anything_changed"}
    assert danger | before | asked_besides == document["screens"].keys()


def test_what_each_screen_settles(catalogue: Catalogue, document: dict[str, Any]) -> None:
    assert document["settles"] == {
        name: sorted(settles(screen)) for name, screen in catalogue.screens.items()
    }
    assert document["settles"]["birth_year"] == ["birth_year"]
    assert document["settles"]["places"] == sorted(catalogue.screens["places"].none_sets)


def test_the_cautions_decide_as_the_gate_does(
    catalogue: Catalogue, document: dict[str, Any]
) -> None:
    rng = Random("cautions")
    for _ in range(20):
        values = effective(random_facts(rng, catalogue), catalogue)
        held = {c["id"] for c in document["cautions"] if fires(c["when"], values, careful=True)}
        assert held == holding(values, catalogue)
    assert all(c["text"] == catalogue.cautions[c["id"]].text for c in document["cautions"])


def test_a_retired_rule_is_not_sent(catalogue: Catalogue) -> None:
    flag = replace(catalogue.redflags["rf15"], status="retired")
    caution = replace(catalogue.cautions["k8"], status="retired")
    less = compile_rules(
        replace(
            catalogue,
            redflags={**catalogue.redflags, "rf15": flag},
            cautions={**catalogue.cautions, "k8": caution},
        )
    )
    assert "rf15" not in {flag["id"] for flag in less["redflags"]}
    assert {c["id"] for c in less["cautions"]} == catalogue.cautions.keys() - {"k8"}


def test_a_screen_that_is_missing_leaves_the_rest(
    catalogue: Catalogue, document: dict[str, Any]
) -> None:
    screens = {name: s for name, s in catalogue.screens.items() if name != "own_usual"}
    less = compile_rules(replace(catalogue, screens=screens))
    assert less["screens"].keys() == document["screens"].keys() - {"own_usual"}


# ---- constants: what each of them does ----------------------------------------------------------


def test_the_words_mean_what_the_gate_takes_them_for(
    catalogue: Catalogue, constants: dict[str, Any]
) -> None:
    opened = effective(facts_of({"rf1_saddle": constants["asked"]}), catalogue)
    assert "rf1_saddle" not in opened
    is_yes = {"variable": "a", "op": "eq", "value": "yes"}
    assert evaluate(is_yes, {"a": constants["unsure"]}) is None
    plain_answer: dict[str, Value] = {"rf1_saddle" + constants["follow"]: "same"}
    told = clear(catalogue, rf1_saddle=constants["unsure"], **plain_answer)
    assert effective(told, catalogue)["rf1_saddle"] == "no"


def test_the_skipped_word_lets_a_screen_be_passed_by(
    catalogue: Catalogue, constants: dict[str, Any]
) -> None:
    held = clear(catalogue)
    medicines = catalogue.screens["medicines"].none_sets
    rest = {name: a for name, a in held.answers.items() if name not in medicines}
    assert assess(replace(held, answers=rest), catalogue).to_ask == ("medicines",)
    skip = answer("medicines" + constants["skipped"], "yes")
    passed = replace(held, answers={**rest, skip.variable: skip})
    assert assess(passed, catalogue).to_ask == ()


def test_the_endings_that_are_honoured_and_no_other(
    catalogue: Catalogue, constants: dict[str, Any]
) -> None:
    raised = event("flag_raised", "rf4", "E", NOW - SECOND)
    ways = EVENT_KINDS["flag_ended"][1]
    ended = [
        how
        for how in ways
        if pasts(clear(catalogue, [raised, event("flag_ended", "rf4", how)]), catalogue)[
            "rf4"
        ].raised
        is None
    ]
    assert constants["honoured"] == sorted(ended) and set(ended) < set(ways)


def test_the_screens_named_are_those_the_gate_asks(
    catalogue: Catalogue, constants: dict[str, Any]
) -> None:
    nobody = assess(facts_of({}), catalogue)
    first = (constants["danger"], *constants["four"])
    assert nobody.to_ask[:5] == first
    before = [name for name in constants["before_movement"] if name != "eighteen"]
    assert [name for name in nobody.to_ask if name not in first] == before
    for worked_out, kept in constants["worked_out"].items():
        values = effective(clear(catalogue), catalogue)
        less = {n: a for n, a in clear(catalogue).answers.items() if n != kept}
        assert worked_out in values
        assert worked_out not in effective(replace(clear(catalogue), answers=less), catalogue)


def test_times_are_in_microseconds(catalogue: Catalogue, constants: dict[str, Any]) -> None:
    tolerance = constants["clock_tolerance_us"] * MICROSECOND
    assert not clock_is_off(facts_of({"a": "no"}, at=NOW + tolerance))
    assert clock_is_off(facts_of({"a": "no"}, at=NOW + tolerance + MICROSECOND))
    nos: dict[str, Value] = dict.fromkeys(catalogue.screens["danger"].none_sets, "no")
    comfort = constants["comfort_us"] * MICROSECOND
    assert assess(facts_of(nos, at=NOW - comfort), catalogue).clearance is not None
    assert assess(facts_of(nos, at=NOW - comfort - MICROSECOND), catalogue).clearance is None
    assert isinstance(constants["comfort_us"], int)
    assert isinstance(constants["clock_tolerance_us"], int)


# ---- the version --------------------------------------------------------------------------------


def test_the_version_tells_of_every_change(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", document["version"])
    assert document["version"] == rules_hash(document)
    for name in document.keys() - {"version"}:
        assert rules_hash({**document, name: "another"}) != document["version"]
    assert re.fullmatch(r"rules/\d+", document["format"])


def test_the_version_is_of_the_content_not_of_its_order_or_name(document: dict[str, Any]) -> None:
    turned = dict(reversed(document.items()))
    assert rules_hash({**turned, "version": "old"}) == document["version"]
    again = json.loads(json.dumps(document))
    assert rules_hash(again) == document["version"]


# ---- a person -----------------------------------------------------------------------------------


def read_back(sent: Mapping[str, Any]) -> Facts:
    """Facts from the document, as somebody who knows only its words would read them."""

    def at(micros: int) -> datetime:
        return EPOCH + micros * MICROSECOND

    answers = {
        name: Answer(name, a["value"], at(a["at"]), date.fromisoformat(a["day"]))
        for name, a in sent["answers"].items()
    }
    events = tuple(
        Event(e["kind"], e["subject"], e["value"], at(e["at"]), date.fromisoformat(e["day"]))
        for e in sent["events"]
    )
    return Facts(at(sent["now"]), date.fromisoformat(sent["today"]), answers, (), events)


def test_a_person_comes_over_whole_to_the_microsecond(catalogue: Catalogue) -> None:
    rng, odd = Random("people"), timedelta(seconds=7, microseconds=123457)
    for _ in range(10):
        facts = random_facts(rng, catalogue)
        late = {n: replace(a, answered_at=a.answered_at - odd) for n, a in facts.answers.items()}
        happened = tuple(replace(e, at=e.at - odd) for e in facts.events)
        facts = replace(facts, answers=late, events=happened, now=facts.now + odd)
        sent = json.loads(json.dumps(facts_document(facts)))
        assert read_back(sent) == replace(facts, person="", version=0)
