"""The pages of one's goal, of a tracking holiday and of reminders: kept, shown, undone."""

import json
import re
from datetime import timedelta

import pytest
from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.records.facts import Event
from unspiral.web.app import create_app

OP = "3b1f0c62-0000-4000-8000-00000000c0de"
KNOWN = (
    *("walking", "belly-breathing", "sleep-basics", "hamstring-strap", "pelvic-tilt"),
    *("mindfulness-breath", "kind-self-talk", "rest-pillow-knees", "cat-cow"),
)
SECRET = re.compile(r'name="secret" value="([\w-]{43})"')


@pytest.fixture
def person(catalogue):
    return Person(catalogue, {**clear_answers(catalogue), "zone": "Europe/Dublin", "country": "IE"})


@pytest.fixture
def client(person):
    return signed_in(person.ctx, person.id)


def value(person, name):
    with person.ctx.store.read(person.id) as tx:
        answer = tx.answers().get(name)
    return None if answer is None else answer.value


def days_of(person, n):
    """One thing done on each of the last `n` days, in turn: known ones, and no first week."""
    now = person.clock()
    for back in range(n, 0, -1):
        at = now - timedelta(days=back)
        person.happened(Event("done", KNOWN[back % len(KNOWN)], "full", at, at.date()))


# ---- the goal ----


def test_a_goal_is_kept_in_its_own_words_and_shown_quietly(client, person):
    words = {"goal": "Walk to <b>the</b> market", "goal_step": "Shoes by the door"}
    answer = client.post("/goals", {**words, "op_id": OP})
    assert (answer.status, answer.header("location")) == (303, "/goals?saved")
    assert "is-saved" in client.get("/goals?saved").text
    for path in ("/today", "/goals"):
        page = client.get(path).text
        assert "Walk to &lt;b&gt;the&lt;/b&gt; market" in page and "<b>the</b>" not in page
        assert "Shoes by the door" in page
    assert "market" in client.get("/week").text


def test_the_goal_of_set_up_is_the_same_goal(client, person):
    person.answer({"goal": "Dance again"})
    assert "Dance again" in client.get("/goals").text


@pytest.mark.parametrize(("how", "said"), [("reached", "Reached on"), ("let_go", "Let go on")])
def test_a_goal_that_ended_is_kept_and_makes_room(client, person, how, said):
    client.post("/goals", {"goal": "Walk to the market", "goal_step": "Shoes"})
    assert client.post("/goals/end", {"how": how, "op_id": OP}).status == 303
    page = client.get("/goals").text
    assert "Walk to the market" in page and said in page
    assert (value(person, "goal"), value(person, "goal_step")) == ("", "")
    assert "market" not in client.get("/today").text
    client.post("/goals/end", {"how": how, "op_id": OP})
    assert len(person.events("goal_ended")) == 1


def test_a_goal_ends_in_no_other_way(client):
    client.post("/goals", {"goal": "Walk", "goal_step": ""})
    assert client.post("/goals/end", {"how": "failed"}).status == 422


def test_too_long_a_goal_stays_in_the_form_and_nothing_is_kept(client, person):
    long = "a" * 301
    answer = client.post("/goals", {"goal": long, "goal_step": "Shoes"})
    assert answer.status == 413 and long in answer.text and "Shoes" in answer.text
    assert "301" in answer.text and value(person, "goal") is None


def test_the_same_goal_form_with_other_words_is_asked_about(client):
    client.post("/goals", {"goal": "Walk", "goal_step": "", "op_id": OP})
    other = client.post("/goals", {"goal": "Swim", "goal_step": "", "op_id": OP})
    assert other.status == 409 and "Swim" in other.text


def test_a_phrase_of_the_word_list_shows_where_to_talk_and_is_kept_all_the_same(client, person):
    client.post("/goals", {"goal": "I want to die", "goal_step": ""})
    page = client.get("/goals").text
    shown = re.search(r'data-talk="[^"]*"><div( hidden)?>', page)
    assert shown and not shown[1]
    assert value(person, "goal") == "I want to die"


# ---- minutes, size, topics ----


def test_minutes_are_chosen_from_those_of_set_up(client, person):
    client.post("/goals/choice", {"name": "goal_minutes", "value": "15"})
    assert value(person, "goal_minutes") == 15
    for odd in ("200", "", "-5", "1e9"):
        assert client.post("/goals/choice", {"name": "goal_minutes", "value": odd}).status == 422
    assert value(person, "goal_minutes") == 15


def test_walks_are_counted_in_minutes_or_steps(client, person):
    assert "about" not in client.get("/today").text
    client.post("/goals/choice", {"name": "walk_unit", "value": "steps"})
    assert value(person, "walk_unit") == "steps"
    assert client.post("/goals/choice", {"name": "walk_unit", "value": "miles"}).status == 422


def test_no_other_answer_can_be_written_as_a_choice(client, person):
    for name in ("rf1_saddle", "birth_year", "plan", ""):
        assert client.post("/goals/choice", {"name": name, "value": "no"}).status == 422
    assert value(person, "rf1_saddle") == "no"  # as the set-up left it


def test_more_things_only_after_the_first_week_when_asked_and_as_easily_fewer(client, person):
    assert "plan_size" not in client.get("/today").text
    days_of(person, 18)
    page = client.get("/today").text
    assert "I would like more to choose from" in page
    few = page.count("<li class=")
    sent = {"name": "plan_size", "value": "more", "next": "/today"}
    assert client.post("/goals/choice", sent).header("location") == "/today"
    page = client.get("/today").text
    assert "Three are enough" in page and page.count("<li class=") > few
    client.post("/goals/choice", {**sent, "value": "few"})
    assert client.get("/today").text.count("<li class=") == few


def test_a_topic_is_closed_until_it_is_picked_and_goes_again(client, person):
    for path in ("/today", "/goals"):
        assert "quit-smoking" not in client.get(path).text
    client.post("/goals/choice", {"name": "topic_smoking", "value": "yes"})
    for path in ("/today", "/goals"):
        assert "/learn/technique/quit-smoking" in client.get(path).text
    client.post("/goals/choice", {"name": "topic_smoking", "value": "no"})
    assert "quit-smoking" not in client.get("/today").text


def test_a_picked_topic_waits_while_a_danger_sign_is_open(client, person):
    client.post("/goals/choice", {"name": "topic_food", "value": "yes"})
    person.answer({"rf1_saddle": "yes"})
    assert "healthy-eating" not in client.get("/today").text + client.get("/goals").text


def test_a_choice_leads_nowhere_else(client):
    sent = {"name": "plan_size", "value": "few", "next": "//elsewhere.example"}
    assert client.post("/goals/choice", sent).header("location") == "/goals"


# ---- a tracking holiday ----


def test_on_a_holiday_nothing_is_asked_and_one_tap_brings_it_back(client, person):
    person.happened(Event("done", "walking", "full", person.clock(), person.today))
    person.wait(days=1)
    assert "how did it settle" in client.get("/today").text
    assert client.post("/holiday", {"length": "open"}).status == 303
    page = client.get("/today").text
    assert "You are on a tracking holiday" in page and "how did it settle" not in page
    assert "questions are due" not in page and 'href="/danger"' in page
    assert client.post("/holiday/end").header("location") == "/today"
    assert "Welcome back. Nothing is lost. Start from today." in client.get("/today").text
    assert "tracking holiday" not in client.get("/today").text


def test_a_holiday_that_runs_out_welcomes_back_by_itself(client, person):
    client.post("/holiday", {"length": "1"})
    person.wait(days=7)
    assert "Welcome back. Nothing is lost." in client.get("/today").text


def test_on_a_holiday_no_day_of_the_week_is_counted_as_missing(client, person):
    assert "Missed days" in client.get("/week").text
    client.post("/holiday", {"length": "2"})
    page = client.get("/week").text
    assert "Nothing is missing." in page and "of 7 days" not in page


@pytest.mark.parametrize("length", ["", "3", "999", "forever"])
def test_a_length_has_to_be_one_of_those_offered(client, person, length):
    assert client.post("/holiday", {"length": length}).status == 422
    assert person.events("holiday_started") == ()


def test_a_holiday_closes_no_danger_sign(client, person):
    client.post("/holiday", {"length": "open"})
    person.answer({"rf1_saddle": "yes"})
    assert "Your plan is resting." in client.get("/today").text
    assert 'href="/help-now"' in client.get("/holiday").text


# ---- reminders ----


def test_reminders_are_off_and_nothing_is_ticked_before_they_are_chosen(client):
    page = client.get("/reminders").text
    assert "Reminders are off." in page
    assert not re.search(r'name="channel"[^>]*checked', page)
    assert client.get("/reminders/next").json()["coming"] == []
    assert client.get("/reminders/page.ics").status == 303


def test_what_is_chosen_is_dated_and_goes_with_one_tap(client):
    sent = {"time": "18:30", "channel": ["reminder_calendar", "reminder_browser"]}
    assert client.post("/reminders", sent).status == 303
    page = client.get("/reminders").text
    assert page.count("Yes, since") == 2 and "18:30" in page and "The next reminder" in page
    assert len(client.get("/reminders/next").json()["coming"]) == 2
    assert client.get("/reminders/page.ics").header("content-type").startswith("text/calendar")
    client.post("/reminders/off")
    assert "Reminders are off." in client.get("/reminders").text


def test_a_wrong_time_comes_back_as_typed(client):
    answer = client.post("/reminders", {"time": "7 pm", "channel": "reminder_calendar"})
    assert answer.status == 422 and 'value="7 pm"' in answer.text and "19:00" in answer.text
    assert "Reminders are off." in client.get("/reminders").text


def test_the_private_address_needs_no_session_and_opens_nothing_but_the_calendar(client, person):
    client.post("/reminders", {"time": "18:30", "channel": "reminder_calendar"})
    secret = SECRET.search(client.get("/reminders").text)[1]
    holder = Client(create_app(person.ctx))
    assert holder.get(f"/calendar/{secret}.ics").status == 410  # nothing before it is sent
    shown = client.post("/reminders/address", {"secret": secret, "op_id": OP}).text
    assert f"/calendar/{secret}.ics" in shown
    feed = holder.get(f"/calendar/{secret}.ics")
    assert feed.status == 200 and feed.header("content-disposition").startswith("inline")
    assert feed.body == client.get("/reminders/page.ics").body
    assert (feed.header("cache-control"), holder.cookies) == ("no-store", {})
    for path in ("/reminders", "/reminders/next", "/today"):
        assert holder.get(path).status == 401
    assert secret not in client.get("/reminders").text


def test_made_up_and_ended_addresses_look_alike(client, person):
    client.post("/reminders", {"time": "18:30", "channel": "reminder_calendar"})
    secret = SECRET.search(client.get("/reminders").text)[1]
    client.post("/reminders/address", {"secret": secret})
    client.post("/reminders/address", {"act": "end"})
    holder = Client(create_app(person.ctx))
    told = [holder.get(f"/calendar/{one}.ics") for one in (secret, "A" * 43, "x")]
    number = re.compile(r"[0-9a-f]{8}")
    assert {answer.status for answer in told} == {410}
    assert len({number.sub("", answer.text) for answer in told}) == 1


def test_the_same_address_form_twice_shows_the_same_address(client, person):
    client.post("/reminders", {"time": "18:30", "channel": "reminder_calendar"})
    sent = {"secret": SECRET.search(client.get("/reminders").text)[1], "op_id": OP}
    pages = [client.post("/reminders/address", sent) for _ in range(2)]
    assert all(sent["secret"] in page.text for page in pages)
    with person.ctx.store.read(person.id) as tx:
        assert tx.operation_ids().count(OP) == 1


def test_what_the_browser_is_told_says_nothing_of_health(client):
    client.post("/reminders", {"time": "18:30", "channel": "reminder_browser"})
    said = json.dumps(client.get("/reminders/next").json())
    assert not re.search(r"pain|back\b|sleep|mood|exerc|diary|spiral", said, re.I)


# ---- the day ----


def test_the_last_thing_to_ease_is_asked_about_and_all_of_it_can_be_called_worse(client, person):
    """After the last one the day is folded; how an ease item was is asked all the same."""
    ids = re.findall(r'id="item-([\w-]+)"', client.get("/today").text)
    assert len(ids) == 3
    for name in reversed(ids):  # the one to ease is the first of the day, so it is done last
        client.post("/today", {"act": "done:full", "technique": name})
    page = client.get("/today").text
    assert "Done. Nothing more today." in page and page.count("How is it now?") == 1
    assert page.count("This made me worse") == len(ids)
    client.post("/today", {"act": "rated:same", "technique": ids[0]})
    assert "How is it now?" not in client.get("/today").text


def test_on_a_holiday_it_is_not_asked_how_it_was(client):
    ids = re.findall(r'id="item-([\w-]+)"', client.get("/today").text)
    client.post("/today", {"act": "done:full", "technique": ids[0]})
    assert "How is it now?" in client.get("/today").text
    client.post("/holiday", {"length": "open"})
    assert "How is it now?" not in client.get("/today").text


def test_pain_further_down_the_leg_brings_the_danger_screen(client, person):
    person.happened(Event("done", "walking", "full", person.clock(), person.today))
    person.wait(days=1)
    sent = {"act": "settled:leg_further", "technique": "walking"}
    assert client.post("/today", sent).header("location") == "/danger?next=/today"
    assert [event.kind for event in person.events("leg_pain_new")] == ["leg_pain_new"]
    assert "danger" in person.decide().to_ask


def test_the_week_shows_what_was_done_first_and_one_suggestion(client, person):
    days_of(person, 5)
    for back in (1, 2):
        at = person.clock() - timedelta(days=back)
        person.happened(Event("rated", "belly-breathing", "better", at, at.date()))
    page = client.get("/week").text
    assert page.count('class="week-suggestion"') == 1
    assert "You felt better after it 2 times" in page and "A count of your own answers" in page
    assert page.index("What you did") < (page.find("What you noted") % len(page))
    person.answer({"rf1_saddle": "yes"})
    assert "week-suggestion" not in client.get("/week").text


def test_a_rough_day_shows_the_lighter_day_and_when_things_go_on(client, person):
    at = person.clock() - timedelta(days=1)
    person.happened(Event("rated", "belly-breathing", "better", at, at.date()))
    client.post("/rough-day")
    page = client.get("/rough-day").text
    assert "Your day, made lighter" in page and "Answer them now" in page
    assert "/session/walking" not in page  # the danger signs come first
    person.wait(seconds=5)
    person.screen("danger", ("none",))
    page = client.get("/rough-day").text
    assert "Answer them now" not in page and "?tired=1" in page
    assert "What eased it before" in page and "You felt better after it once." in page
    on = person.today + timedelta(days=4)
    said = f"things go on from {on:%A} {on.day}"
    assert said in page and said in client.get("/today").text
    person.wait(days=4)
    assert "things go on from" not in client.get("/today").text


def test_at_a_danger_sign_a_rough_day_offers_no_exercise(client, person):
    client.post("/rough-day")
    person.answer({"rf1_saddle": "yes"})
    page = client.get("/rough-day").text
    assert "/session/" not in page and "Answer them now" not in page
