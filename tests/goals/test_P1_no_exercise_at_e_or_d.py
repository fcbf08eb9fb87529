"""P1: no surface that exists offers or starts exercise while an E or D flag is unresolved."""

import ast
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from support.people import Person, told
from support.screening import NOW, clear_answers, event, facts_of
from support.source import SOURCE, modules

from unspiral.catalogue.load import load
from unspiral.planning.history import History
from unspiral.planning.select import propose
from unspiral.records.facts import Event, Facts, Value
from unspiral.records.plan import Withheld
from unspiral.records.triage import Clearance, Level
from unspiral.screening.asking import DANGER, covered
from unspiral.screening.gate import assess
from unspiral.services import plans, sessions
from unspiral.sessions.script import script_for

CATALOGUE = load()[0]
DRAWN = 1_000_000 if os.environ.get("UNSPIRAL_LONG") else 50_000
WORSE = {"no": 0, "asked": 1, "unsure": 2, "yes": 3}
EXERCISE = [t for t in CATALOGUE.techniques.values() if t.scope != "comfort"]
CLEAR = clear_answers(CATALOGUE)
MADE_OF = ("Script", "Plan", "PlanItem")


@dataclass(frozen=True, slots=True)
class State:
    """One flag in one state, and the level that must then close what it closes.

    `told` is false for an opened item without its answers: its level hangs on other answers,
    but exercise stays closed until it is answered.
    """

    flag: str
    given: tuple[tuple[str, Value], ...]
    events: tuple[Event, ...]
    level: str
    told: bool = True


def states(flag: str) -> list[State]:
    """Clear, each E and D example, in doubt, opened and not answered, remembered, ended."""
    item = CATALOGUE.redflags[flag]
    urgent = {rule.level for rule in item.levels} & {"E", "D"}
    found = [State(flag, (), (), "S")]
    for example in item.examples:
        if example.expect["level"] in "ED":
            found.append(State(flag, tuple(example.given.items()), (), example.expect["level"]))
    for level in sorted(urgent):
        found.append(State(flag, (), (event("flag_raised", flag, level),), level))
        forged = (event("flag_raised", flag, level), event("flag_ended", flag, "clinician"))
        found.append(State(flag, (), forged, level))
    if urgent:
        opened = tuple((question.id, "asked") for question in item.questions)
        found.append(State(flag, opened, (), "D", told=False))
    return found


STATES = {flag: states(flag) for flag in sorted(CATALOGUE.redflags)}


def merged(chosen: tuple[State, ...]) -> Facts:
    """One person with all of these states; where two touch one answer, the worse one stands."""
    answers: dict[str, Value] = dict(CLEAR)
    touched: set[str] = set()
    for name, value in (pair for state in chosen for pair in state.given):
        worse = WORSE.get(str(value), 0) >= WORSE.get(str(answers.get(name, "no")), 0)
        if name == "birth_year":
            answers[name] = min(int(value), int(answers[name]) if name in touched else 9999)
        elif name not in touched or worse:
            answers[name] = value
        touched.add(name)
    return facts_of(answers, [e for state in chosen for e in state.events])


def pairs() -> Iterator[tuple[State, ...]]:
    """Every two flags in every two of their states."""
    for one, other in combinations(STATES, 2):
        yield from product(STATES[one], STATES[other])


def draws() -> Iterator[tuple[State, ...]]:
    """All flags at once, each in a state drawn at random; most are clear."""
    rng = Random("P1")
    for _ in range(DRAWN):
        share = rng.choice((0.05, 0.2, 0.6))
        yield tuple(
            rng.choice(options) if rng.random() < share else options[0]
            for options in STATES.values()
        )


def holds(chosen: tuple[State, ...]) -> bool:
    """Whether the gate and everything behind it stay closed as the worst state demands."""
    if not any(state.level in "ED" for state in chosen):
        return True
    told = max(Level(state.level).severity if state.told else 0 for state in chosen)
    decision = assess(merged(chosen), CATALOGUE)
    if decision.triage.level.severity < told:
        return False
    if told == Level.EMERGENCY.severity and decision.clearance is not None:
        return False
    return no_exercise(decision.clearance) and not (
        {"movement", "heat", "plan", "fair_tests", "programme"} & decision.open_features
    )


def no_exercise(clearance: Clearance | None) -> bool:
    """No technique outside comfort and no plan can be made from this clearance."""
    if clearance is None:
        return isinstance(_plan(None), Withheld)
    return _closed(clearance.scopes, clearance.cautions, clearance)


@cache
def _closed(scopes: frozenset[str], cautions: frozenset[str], clearance: Clearance) -> bool:
    scripts = (script_for(technique, clearance) for technique in EXERCISE)
    return isinstance(_plan(clearance), Withheld) and all(isinstance(s, Withheld) for s in scripts)


def _plan(clearance: Clearance | None) -> object:
    rng = np.random.default_rng(1)
    day = NOW.date()
    return propose(dict(CLEAR), History((), ()), {}, CATALOGUE, clearance, day, rng)


def test_every_pair_of_flag_states() -> None:
    cases = list(pairs())
    assert [chosen for chosen in cases if not holds(chosen)] == []
    print(f"P1: N = {len(cases)} pairs of flag states")


def test_all_flags_at_once() -> None:
    urgent = 0
    for chosen in draws():
        urgent += any(state.level in "ED" for state in chosen)
        assert holds(chosen), chosen
    assert urgent > DRAWN / 4
    print(f"P1: N = {DRAWN} random states of all flags, {urgent} with E or D")


def test_the_same_person_without_flags_may_move() -> None:
    clearance = assess(facts_of(CLEAR), CATALOGUE).clearance
    assert clearance is not None and clearance.covers("standard")
    assert not no_exercise(clearance)


@pytest.mark.parametrize("level", ["E", "D"])
def test_services_offer_nothing_while_a_flag_stands(level: str) -> None:
    count = 0
    for state in (s for options in STATES.values() for s in options if s.level == level):
        if not state.given or any(value == "asked" for _, value in state.given):
            continue
        person = Person(CATALOGUE, {**CLEAR, **dict(state.given)})
        assert isinstance(plans.today(person.ctx, person.id).plan, Withheld)
        for technique in EXERCISE:
            session = sessions.begin(person.ctx, person.id, technique.id)
            assert session is not None and isinstance(session.script, Withheld)
            count += 1
    assert count > 0
    print(f"P1: N = {count} sessions at level {level}")


def test_the_flag_outlives_the_answer_that_raised_it() -> None:
    count = 0
    for flag, example in told(CATALOGUE, ("E", "D")):
        person = Person(CATALOGUE, {**CLEAR, **example.given})
        person.answer({**CLEAR})  # every answer is good again, and nobody ended the flag
        decision = person.decide()
        assert decision.triage.told.value in "ED", flag
        assert no_exercise(decision.clearance), flag
        count += 1
    print(f"P1: N = {count} flags after a better answer")


# The lines of the dark page ask nothing of the body (held below), and are open to everybody.
ASKS_NOTHING = frozenset({"services/night_voice.py:_script"})


def test_whatever_makes_a_script_or_plan_holds_a_clearance() -> None:
    """Types and tree: no function builds one without a parameter that carries a `Clearance`."""
    carriers = {"Clearance", "Day", "Clearance | None"}
    loose, seen = [], 0
    for name, module in modules("planning", "sessions", "services", "web", "cli"):
        for function in (n for n in ast.walk(module) if isinstance(n, ast.FunctionDef)):
            made = {ast.unparse(c.func) for c in ast.walk(function) if isinstance(c, ast.Call)}
            if not made & set(MADE_OF):
                continue
            seen += 1
            taken = {ast.unparse(a.annotation) for a in function.args.args if a.annotation}
            if not taken & carriers and f"{name}:{function.name}" not in ASKS_NOTHING:
                loose.append(f"{name}:{function.name}")
    assert loose == [] and seen >= 3
    print(f"P1: N = {seen} makers of scripts and plans")


def test_the_voice_of_the_dark_page_asks_nothing_of_the_body() -> None:
    """What needs no clearance holds rest alone: no move, hold, walk, warmth or breathing."""
    tree = ast.parse((SOURCE / "services/night_voice.py").read_text("utf-8"))
    calls = [c for c in ast.walk(tree) if isinstance(c, ast.Call)]
    kinds = {ast.unparse(c.args[0]) for c in calls if ast.unparse(c.func) == "Step"}
    assert kinds == {"'rest'"}


def test_comfort_alone_is_what_the_danger_screen_opens() -> None:
    nos: Mapping[str, Value] = dict.fromkeys(covered((DANGER,), CATALOGUE), "no")
    clearance = assess(facts_of(nos), CATALOGUE).clearance
    assert clearance is not None and clearance.scopes == {"comfort"}
    assert no_exercise(clearance)
