"""The sleep programme before it begins: said first, asked, and the honest answer."""

import re

import pytest
from support.people import Person
from support.server import signed_in
from support.sleep_life import PAGES, Sleeper, main, operations, said

from unspiral.screening.sleep_gate import OWN_SCREENS
from unspiral.services import forms_taken
from unspiral.services.operations import Origin


@pytest.fixture
def sleeper(catalogue):
    return Sleeper(catalogue)


def test_first_it_says_what_is_known_what_to_expect_and_how_to_stop(sleeper):
    words = said(sleeper, "/sleep")
    for line in (
        "Courses like this on the web help many people sleep better. On a phone alone it is not "
        "yet shown.",
        "Expect to be sleepier before better. Do not drive sleepy.",
        "You can stop on any day with one press.",
        "Grade A",
        "Selvanathan 2021",
    ):
        assert line in words
    assert "Tonight" not in words and "Begin the 7 nights" not in words


def test_nothing_is_preset_none_is_last_and_left_out_is_asked(sleeper):
    for name in OWN_SCREENS:
        page = sleeper.client.get(f"/sleep/questions/{name}").text
        boxes = re.findall(r'<input type="checkbox" name="tick" value="(\w+)"([^>]*)>', page)
        assert boxes[-1][0] == "none"
        assert not any("checked" in more for _, more in boxes)
        before = operations(sleeper)
        assert sleeper.client.post(f"/sleep/questions/{name}", {}).status == 422
        assert operations(sleeper) == before


def test_the_questions_follow_each_other_and_end_at_the_answer(sleeper):
    seen = []
    for _ in range(len(OWN_SCREENS)):
        place = sleeper.client.get("/sleep/questions").header("location")
        seen.append(place.rpartition("/")[2])
        ticks = ("nights", "months", "day") if seen[-1] == "sleep_insomnia" else ("none",)
        sleeper.client.post(place, [("tick", tick) for tick in ticks])
    assert tuple(seen) == OWN_SCREENS
    assert sleeper.client.get("/sleep/questions").header("location") == "/sleep/answer"
    assert "Nothing you told us speaks against" in said(sleeper, "/sleep/answer")


def test_the_mood_form_is_asked_for_when_it_is_not_there(catalogue):
    sleeper = Sleeper(catalogue, phq8_total=None)
    assert sleeper.ask().header("location") == "/check-up/forms/phq-8"
    assert "Begin the 7 nights" not in said(sleeper, "/sleep")


def test_after_the_mood_form_the_questions_are_one_step_away(catalogue):
    sleeper = Sleeper(catalogue, phq8_total=None)
    sleeper.ask()
    person, form = sleeper.person, catalogue.questionnaires["phq-8"]
    given = dict.fromkeys((item.id for item in form.items), 0)
    forms_taken.agree(person.ctx, person.id, forms_taken.MOOD, True, Origin())
    forms_taken.record(person.ctx, person.id, form, given, Origin())
    page = sleeper.client.get("/check-up/forms/phq-8/result")
    assert page.status == 200 and 'href="/sleep/questions"' in page.text
    assert sleeper.client.get("/sleep/questions").header("location") == "/sleep/answer"
    assert sleeper.now.gate.offers == "window"


def test_danger_screens_come_first_for_somebody_new(catalogue):
    person = Person(catalogue, {})
    client = signed_in(person.ctx, person.id)
    place = client.get("/sleep/questions").header("location")
    assert place == "/danger/next?for=standard&next=/sleep/questions"


@pytest.mark.parametrize(
    ("ticks", "words", "offered"),
    [
        ({"sleep_breath": ("pauses",)}, "worth a sleep test", "Ask your doctor about a sleep test"),
        ({"sleep_breath": ("drowsy",)}, "fighting sleep at the wheel", "Do not drive sleepy"),
        ({"sleep_mind": ("mania",)}, "very high energy", "Ask the person who treats you"),
        ({"sleep_programme": ("baby",)}, "With a baby at night", "One time to get up"),
        ({"sleep_insomnia": ("nights", "day")}, "less than 3 months", "Wind down before bed"),
    ],
)
def test_neither_is_said_with_its_reason_and_with_what_may_help(sleeper, ticks, words, offered):
    sleeper.ask(**ticks)
    page = said(sleeper, "/sleep/answer")
    assert "A shorter time in bed is not for you now." in page
    assert words in page and offered in page
    assert "Begin the 7 nights" not in said(sleeper, "/sleep")
    before = operations(sleeper)
    assert sleeper.press("begin_window").status == 403
    assert sleeper.press("begin_compression").status == 403
    assert operations(sleeper) == before


def test_sleepy_driving_is_told_at_once_and_then_it_goes_on(sleeper):
    answer = sleeper.client.post("/sleep/questions/sleep_breath", [("tick", "drowsy")])
    assert answer.header("location") == "/danger/found?next=/sleep/questions"
    found = main(sleeper.client.get(answer.header("location")))
    assert "Do not drive sleepy." in found
    again = sleeper.client.post("/sleep/questions/sleep_breath", [("tick", "drowsy")])
    assert again.header("location") == "/sleep/answer"


def test_once_one_answer_rules_it_out_no_more_is_asked(sleeper):
    sleeper.client.post("/sleep/questions/sleep_insomnia", [("tick", "none")])
    assert sleeper.client.get("/sleep/questions").header("location") == "/sleep/answer"
    words = said(sleeper, "/sleep/answer")
    assert "Go on with the questions" not in words and "One time to get up" in words


def test_the_gentler_way_alone_is_offered_with_its_reason(sleeper):
    sleeper.ask(sleep_careful=("migraine",))
    assert "migraine" in said(sleeper, "/sleep/answer")
    assert "for the gentler way" in said(sleeper, "/sleep")
    assert sleeper.press("begin_window").status == 403
    assert sleeper.press("begin_compression").status == 303
    sleeper.mornings(7)
    now = sleeper.now.programme
    assert (now.kind, now.state) == ("compression", "running")
    assert now.window_min >= 390


def test_thoughts_of_dying_lead_to_people_whatever_else_was_ticked(sleeper):
    answer = sleeper.client.post("/sleep/questions/sleep_mind", [("tick", "dark"), ("tick", "low")])
    assert answer.header("location") == "/help-now/talk"
    assert sleeper.now.decision.dark_thoughts
    assert sleeper.now.gate.offers == "none"
    assert main(sleeper.client.get("/sleep")).index("Need to talk to someone now?") == 0


def test_thoughts_of_dying_lead_to_people_when_nothing_can_be_stored(sleeper, monkeypatch):
    def broken(*_args, **_more):
        raise OSError("no disk")

    monkeypatch.setattr("unspiral.services.sleep.record_screen", broken)
    answer = sleeper.client.post("/sleep/questions/sleep_mind", [("tick", "dark")])
    assert answer.status >= 500 and "tel:" in answer.text


def test_under_18_every_page_leads_to_an_adult(catalogue):
    person = Person(catalogue, {"birth_year": 2015})
    client = signed_in(person.ctx, person.id)
    for path in (*PAGES, "/sleep/questions", "/sleep/answer"):
        assert client.get(path).header("location").startswith("/show-an-adult"), path


def test_a_page_of_questions_that_is_not_there_is_404(sleeper):
    assert sleeper.client.get("/sleep/questions/danger").status == 404
    assert sleeper.client.post("/sleep/questions/danger", {"tick": "none"}).status == 404


def test_learn_leads_to_the_programme_and_me_does(sleeper):
    for path in ("/learn/technique/sleep-window", "/learn/technique/sleep-compression", "/me"):
        assert 'href="/sleep"' in sleeper.client.get(path).text
