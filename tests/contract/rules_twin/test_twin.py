"""The browser twin of the rules agrees with Python on every example and on generated people."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from support.browser import ARGS, CHROMIUM
from support.screening import clear, random_facts

from unspiral.catalogue.load import load
from unspiral.catalogue.rules import OPS, evaluate, fires, renewed
from unspiral.records.facts import Facts
from unspiral.records.triage import Level
from unspiral.screening.answers import effective
from unspiral.screening.cautions import holding
from unspiral.screening.compiled import compile_rules, facts_document, rules_hash
from unspiral.screening.gate import COMFORT_HOURS, maybe_emergency
from unspiral.screening.rescreen import danger_asked
from unspiral.screening.triage import triage

CATALOGUE = load()[0]
RULES = json.loads(json.dumps(compile_rules(CATALOGUE)))
STATIC = Path(__file__).resolve().parents[3] / "src/unspiral/web/static"
GENERATED = 3000
CONDITIONS = 3000
ORIGIN = "http://rules.test/"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """One blank page with the twin loaded; every answer comes from this machine."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = browser.new_page()
        page.route("**/*", _serve)
        page.goto(ORIGIN)
        page.evaluate("async () => { window.twin = await import('/rules.js'); }")
        yield page
        browser.close()


def _serve(route: Any) -> None:
    if route.request.url.endswith("/rules.js"):
        script = (STATIC / "rules.js").read_text("utf-8")
        route.fulfill(body=script, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>twin</title>", content_type="text/html")


def in_python(facts: Facts) -> dict[str, Any]:
    """What the twin must say, worked out by the real rules."""
    found = triage(facts, CATALOGUE)
    values = effective(facts, CATALOGUE)
    asked = danger_asked(facts, CATALOGUE)
    recent = asked is not None and facts.now - asked <= COMFORT_HOURS
    return {
        "level": found.level.value,
        "told": found.told.value,
        "findings": [
            {
                "flag": f.flag,
                "level": f.level.value,
                "state": f.state,
                "since": f.since.isoformat() if f.since else None,
            }
            for f in found.findings
        ],
        "to_ask": list(found.to_ask),
        "cautions": sorted(holding(values, CATALOGUE)),
        "comfort": recent
        and found.told is not Level.EMERGENCY
        and not maybe_emergency(found, CATALOGUE),
    }


def in_browser(page: Page, people: list[Facts]) -> list[dict[str, Any]]:
    """The twin's word on the same people; as text, which crosses to the browser far sooner."""
    script = """(text) => { const [rules, people] = JSON.parse(text);
        return JSON.stringify(people.map((facts) => (
            {...twin.triage(facts, rules), comfort: twin.clearsComfort(facts, rules)}))); }"""
    sent = json.dumps([RULES, [facts_document(facts) for facts in people]])
    said: list[dict[str, Any]] = json.loads(page.evaluate(script, sent))
    return said


def assert_agree(page: Page, people: list[Facts]) -> None:
    for facts, said in zip(people, in_browser(page, people), strict=True):
        assert said == in_python(facts), facts_document(facts)


def test_every_example_of_every_flag(page: Page) -> None:
    examples = [e for flag in CATALOGUE.redflags.values() for e in flag.examples]
    assert_agree(page, [clear(CATALOGUE, **example.given) for example in examples])
    print(f"rules twin: N = {len(examples)} examples")


def test_generated_people(page: Page) -> None:
    rng = Random("rules twin")
    assert_agree(page, [random_facts(rng, CATALOGUE) for _ in range(GENERATED)])
    print(f"rules twin: N = {GENERATED} generated people")


def test_answers_that_open_the_path_of_dark_thoughts(page: Page) -> None:
    given = [("phq9_9", 1), ("phq9_9", 0), *(("sleep_dark", v) for v in ("yes", "unsure", "no"))]
    people = [clear(CATALOGUE, **{name: value}) for name, value in given]
    assert_agree(page, people)
    held = ["dark_thoughts" in said["cautions"] for said in in_browser(page, people)]
    assert held == [True, False, True, True, False]


def test_generated_conditions(page: Page) -> None:
    rng = Random("conditions")
    cases = [(_condition(rng, 3), _values(rng), rng.sample("abcd", 2)) for _ in range(CONDITIONS)]
    script = """(text) => JSON.stringify(JSON.parse(text).map(([c, v, fresh]) => [
        twin.evaluate(c, v), twin.fires(c, v, true), twin.fires(c, v, false),
        twin.renewed(c, v, new Set(fresh), true)]))"""
    found = json.loads(page.evaluate(script, json.dumps(cases)))
    for (condition, values, fresh), said in zip(cases, found, strict=True):
        own = frozenset(fresh)
        assert said == [
            evaluate(condition, values),
            fires(condition, values, True),
            fires(condition, values, False),
            renewed(condition, values, own, True),
        ], (condition, values)
    print(f"rules twin: N = {CONDITIONS} conditions")


def test_the_version_is_the_hash_of_what_stands_in_the_document() -> None:
    assert RULES["version"] == rules_hash(RULES)
    changed = json.loads(json.dumps(RULES))
    changed["redflags"][0]["levels"][0]["level"] = "S"
    assert rules_hash(changed) != RULES["version"]


def _condition(rng: Random, depth: int) -> dict[str, Any]:
    kind = rng.choice(("leaf", "all", "any", "not", "of")) if depth else "leaf"
    if kind == "leaf":
        op = rng.choice(sorted(OPS))
        value: Any = ["yes", 3] if op == "in" else rng.choice(("yes", "no", 3, 70))
        return {"variable": rng.choice("abcd"), "op": op, "value": value}
    if kind == "not":
        return {"not": _condition(rng, depth - 1)}
    parts = [_condition(rng, depth - 1) for _ in range(rng.randint(1, 3))]
    return {"at_least": rng.randint(1, 3), "of": parts} if kind == "of" else {kind: parts}


def _values(rng: Random) -> dict[str, Any]:
    return {name: rng.choice(("yes", "no", "unsure", 2, 3, 71)) for name in rng.sample("abcd", 3)}
