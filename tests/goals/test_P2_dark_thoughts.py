"""P2: thoughts of harm lead to people, before any score and whatever else goes wrong."""

import re
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from support.asgi import Answer, Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import load
from unspiral.errors import StoreFull, StoreUnavailable
from unspiral.records.triage import Level
from unspiral.services import forms_taken
from unspiral.web.app import ROUTES, create_app

CATALOGUE = load()[0]
PHQ_9 = CATALOGUE.questionnaires["phq-9"]
FORM, TALK = "/check-up/forms/phq-9", "/help-now/talk"
AGREED = {"mood_forms": "yes", "mood_question_9": "yes", "country": "IE"}
OTHERS = [item.id for item in PHQ_9.items if item.id != "phq9_9"]
REST, OPEN = (
    {"meditation", "progression", "fair_tests", "programme"},
    {"comfort", "people", "diary"},
)
PAGE = "Be with someone now"


@pytest.fixture
def person() -> Person:
    return Person(CATALOGUE, clear_answers(CATALOGUE) | AGREED)


def client(person: Person) -> Client:
    return signed_in(person.ctx, person.id)


def is_help(answer: Answer) -> bool:
    """Numbers to call first, the way out of a plan, and nothing that was counted."""
    main = answer.text.partition("<main")[2]
    numbers = re.findall(r'href="tel:(\d+)"', main)
    scored = re.search(r"add up|mean of|score", main)
    return PAGE in main and numbers[:2] == ["112", "116123"] and not scored


@pytest.mark.parametrize("value", ["1", "2", "3", "4", "yes", "-1x", "1,5"])
@pytest.mark.parametrize("answered", [(), OTHERS[:3], OTHERS], ids=["alone", "some", "all"])
def test_every_answer_above_0_opens_help_however_much_else_was_answered(
    person: Person, value: str, answered: list[str]
) -> None:
    sent = client(person).post(FORM, dict.fromkeys(answered, "1") | {"phq9_9": value})
    assert sent.status == 200 and is_help(sent)
    decision = person.decide()
    assert decision.dark_thoughts and not REST & decision.open_features
    assert decision.open_features >= OPEN and "movement" in decision.open_features
    print(f"P2: item 9 as {value} with {len(answered)} other answers: help first")


def test_not_at_all_opens_nothing(person: Person) -> None:
    sent = client(person).post(FORM, dict.fromkeys([*OTHERS, "phq9_9"], "0"))
    assert sent.status == 303 and not person.decide().dark_thoughts


def test_the_answer_is_kept_with_the_rest_of_the_form(person: Person) -> None:
    client(person).post(FORM, {"phq9_1": "2", "phq9_9": "3"})
    facts = forms_taken.look(person.ctx, person.id).facts
    assert facts.value("phq9_9") == 3 and facts.value("phq9_1") == 2
    assert forms_taken.history(PHQ_9, facts)[0].result["help_first"] is True


def test_the_answer_is_kept_when_the_rest_cannot_be(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("fault")

    monkeypatch.setattr(forms_taken, "record", broken)
    sent = client(person).post(FORM, {"phq9_1": "2", "phq9_9": "3"})
    assert is_help(sent) and person.decide().dark_thoughts
    assert forms_taken.look(person.ctx, person.id).facts.value("phq9_9") == 3


@contextmanager
def refused(*_: object):
    raise StoreUnavailable("The data cannot be read or written now.")
    yield


@contextmanager
def full(*_: object):
    raise StoreFull("The disk is full.")
    yield


@pytest.mark.parametrize("fault", [refused, full], ids=["unavailable", "full"])
@pytest.mark.parametrize("verbs", [("write",), ("read", "write"), ("read",)], ids="+".join)
@pytest.mark.parametrize("path", [FORM, TALK])
def test_help_comes_even_when_nothing_can_be_stored(
    person: Person,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[..., object],
    verbs: tuple[str, ...],
    path: str,
) -> None:
    browser = client(person)
    browser.form_token()
    store = person.ctx.store
    was = {verb: getattr(store, verb) for verb in verbs}
    for verb in verbs:
        monkeypatch.setattr(store, verb, fault)
    sent = browser.post(path, {"phq9_9": "1", "how": "help_tap"})
    assert PAGE in sent.text and 'href="tel:' in sent.text and sent.status >= 500
    assert "Not all you told could be saved. That can wait. You come first." in sent.text
    for verb, kept in was.items():
        monkeypatch.setattr(store, verb, kept)
    assert "Not all you told could be saved." in browser.get(TALK).text
    decision = person.decide()  # fails closed until the same, or the ending, is kept
    assert decision.help_first and not REST & decision.open_features
    browser.post(TALK, {"how": "safe_now"})
    assert not person.decide().help_first


def test_help_comes_when_the_session_cannot_be_looked_up(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client(person)
    browser.form_token()

    def unreachable(*_: object) -> str:
        raise StoreUnavailable("The data cannot be read or written now.")

    monkeypatch.setattr(person.ctx.store, "session_person", unreachable)
    sent = browser.post(FORM, {"phq9_9": "1"})
    assert PAGE in sent.text and 'href="tel:112"' in sent.text


def test_help_comes_from_a_page_that_is_too_old_or_belongs_to_nobody(person: Person) -> None:
    browser = client(person)
    browser.form_token()
    browser.token = "an-old-token"
    assert PAGE in browser.post(FORM, {"phq9_9": "2"}).text
    browser.cookies.clear()
    assert PAGE in browser.post(FORM, {"phq9_9": "2"}).text


@pytest.mark.parametrize("missing", ["mood_forms", "mood_question_9"])
def test_without_the_yes_the_path_opens_and_no_answer_is_kept(missing: str) -> None:
    someone = Person(CATALOGUE, clear_answers(CATALOGUE) | AGREED | {missing: "no"})
    sent = client(someone).post(FORM, {"phq9_1": "2", "phq9_9": "1"})
    assert is_help(sent) and someone.decide().dark_thoughts
    facts = forms_taken.look(someone.ctx, someone.id).facts
    assert not {"phq9_9", "phq9_1"} & facts.answers.keys()


def test_somebody_under_18_sees_the_same_page() -> None:
    child = Person(CATALOGUE)
    child.answer({"birth_year": child.today.year - 15})
    sent = client(child).post(FORM, {"phq9_9": "2"})
    assert PAGE in sent.text and 'href="tel:112"' in sent.text
    assert "show_an_adult" in child.decide().open_features


def test_an_emergency_sign_does_not_stand_before_it(person: Person) -> None:
    person.answer({"rf1_saddle": "yes"})
    assert person.decide().triage.told is Level.EMERGENCY
    assert is_help(client(person).post(FORM, {"phq9_9": "2"}))


def test_no_score_is_ever_shown_for_it_not_even_later(person: Person) -> None:
    browser = client(person)
    browser.post(FORM, dict.fromkeys([*OTHERS, "phq9_9"], "1"))
    browser.post(TALK, {"how": "safe_now"})
    for others in ("2", "3"):
        shown = browser.get(FORM + "/result").text.partition("<main")[2]
        assert -1 < shown.find("tel:116123") < shown.find("<h1")
        assert "add up" not in shown and "last time" not in shown and "chart" not in shown
        assert "Ranges that studies use" not in shown
        browser.post(FORM, dict.fromkeys(OTHERS, others) | {"phq9_9": "1"})
    browser.post(TALK, {"how": "safe_now"})
    browser.post(FORM, dict.fromkeys(OTHERS, "1") | {"phq9_9": "0"})
    shown = browser.get(FORM + "/result").text
    assert shown.count("kept, not shown") == 3 and "Your answers add up to 8." in shown


def test_it_ends_by_one_sentence_and_opens_again(person: Person) -> None:
    browser = client(person)
    browser.post(FORM, {"phq9_9": "2"})
    assert "I am safe for now" in browser.get(TALK).text
    assert browser.post(TALK, {"how": "safe_now"}).header("location") == "/today"
    assert not person.decide().dark_thoughts
    assert "You once told of dark thoughts" in browser.get(FORM).text
    browser.post(FORM, {"phq9_9": "1"})
    assert person.decide().dark_thoughts


def test_it_opens_again_even_when_the_clock_was_set_back(person: Person) -> None:
    browser = client(person)
    browser.post(FORM, {"phq9_9": "2"})
    browser.post(TALK, {"how": "safe_now"})
    person.wait(minutes=-3)
    browser.post(FORM, {"phq9_9": "1"})
    assert person.decide().dark_thoughts


def test_a_form_sent_twice_does_not_open_it_again(person: Person) -> None:
    browser = client(person)
    page = {"phq9_9": "2", "op_id": "3b1f0c62-0000-4000-8000-00000000000a"}
    browser.post(FORM, page)
    browser.post(TALK, {"how": "safe_now"})
    assert is_help(browser.post(FORM, page)) is True
    assert not person.decide().dark_thoughts


def test_a_plan_leads_to_the_emergency_page(person: Person) -> None:
    sent = client(person).post(TALK, {"how": "plan"})
    assert sent.header("location") == "/help-now" and person.decide().dark_thoughts
    assert person.events("dark_thoughts")[0].value == "plan"


def test_the_page_needs_no_session_and_is_kept_for_when_there_is_no_network(
    person: Person,
) -> None:
    forms_taken.remember_unsaved(person.ctx, person.id)
    stranger = Client(create_app(person.ctx))
    assert PAGE in stranger.get(TALK).text and "<form" not in stranger.get(TALK).text
    kept = client(person).get(TALK, {"x-kept": "1"}).text
    assert PAGE in kept and "<form" not in kept and "<script" not in kept
    assert "You told" not in kept and "Not all you told" not in kept
    assert any(r.path == TALK and r.offline is not None for r in ROUTES)


def test_only_question_9_calls_for_help() -> None:
    calling = {i.id for f in CATALOGUE.questionnaires.values() for i in f.items if i.help_from}
    assert calling == {"phq9_9"}
