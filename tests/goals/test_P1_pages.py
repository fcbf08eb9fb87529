"""P1 on the pages: while an E or D flag stands, no page offers a session and none can be opened."""

import re

import pytest
from support.asgi import Client
from support.people import Person, told
from support.screening import clear_answers
from support.testers import Tester

from unspiral.catalogue.load import load
from unspiral.catalogue.types import Example
from unspiral.records.facts import Value
from unspiral.services import entry
from unspiral.web.app import ROUTES, create_app

CATALOGUE = load()[0]
CLEAR = clear_answers(CATALOGUE)
COMFORT = {t.id for t in CATALOGUE.techniques.values() if t.scope == "comfort"}
PAGES = [r.path for r in ROUTES if "GET" in r.methods and "{" not in r.path]
SESSION = re.compile(r"/session/([\w-]+)")
# One example for each flag and level: the pages ask the gate, and the gate is enumerated elsewhere.
CASES = {(flag, e.expect["level"]): e for flag, e in told(CATALOGUE, ("E", "D"))}


def signed_in(person: Person) -> Client:
    client = Client(create_app(person.ctx))
    client.get(f"/launch/{entry.make_launch(person.ctx, person.id)}")
    return client


def offered(client: Client) -> set[str]:
    """Techniques that any page links to or that a session page opens."""
    shown = (client.get(path).body.decode(errors="replace") for path in PAGES)  # some are sound
    linked = {name for page in shown for name in SESSION.findall(page)}
    opened = {t for t in CATALOGUE.techniques if client.get(f"/session/{t}").status == 200}
    return linked | opened


def test_someone_clear_is_offered_exercise() -> None:
    assert offered(signed_in(Person(CATALOGUE, CLEAR))) - COMFORT


@pytest.mark.parametrize(("flag", "level"), CASES)
def test_no_page_offers_or_opens_exercise(flag: str, level: str) -> None:
    example: Example = CASES[flag, level]
    client = signed_in(Person(CATALOGUE, {**CLEAR, **example.given}))
    assert offered(client) <= (COMFORT if level == "D" else set())
    print(f"P1: N = {len(PAGES) + len(CATALOGUE.techniques)} pages with {flag} at {level}")


@pytest.mark.parametrize("sign", [{"rf1_saddle": "yes"}, {"rf16_calf": "yes"}], ids=["E", "D"])
@pytest.mark.parametrize("runs", [False, True], ids=["before", "while one runs"])
def test_no_page_of_a_fair_test_tells_how_at_e_or_d(sign: dict[str, Value], runs: bool) -> None:
    tester = Tester(CATALOGUE)
    if runs:
        tester.start()
        tester.pass_days(2)
    tester.who.answer(sign)
    paths = ["/tests", "/today", *(f"/tests/{name}" for name in CATALOGUE.trial_questions)]
    for path in paths:
        page = tester.client.get(path).text
        assert not any(q.on_days in page for q in CATALOGUE.trial_questions.values()), path
        assert "Start tomorrow" not in page and "Today: with it" not in page
        assert not set(SESSION.findall(page)) - COMFORT
    print(f"P1: N = {len(paths)} pages of fair tests")


def test_a_session_in_progress_cannot_be_started_again_after_a_tick() -> None:
    person = Person(CATALOGUE, CLEAR)
    client = signed_in(person)
    assert client.get("/session/walking").status == 200
    client.post("/danger", {"tick": "leg", "op_id": "3b1f0c62-0000-4000-8000-00000000000a"})
    assert person.decide().clearance is None
    assert client.get("/session/walking").status != 200
