"""The sleep programme as it runs: weekly steps, holds, and everything that stops it."""

import re

import pytest
from support.screening import clear_answers
from support.sleep_life import OP, PAGES, SLEPT_WELL, Sleeper, operations, said

from unspiral.records.facts import Event, Reading
from unspiral.services.operations import Origin, write


@pytest.fixture
def sleeper(catalogue):
    return Sleeper(catalogue)


def test_fighting_sleep_stops_it_at_once_with_an_hour_more(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    before = sleeper.now.programme.window_min
    sleeper.person.wait(days=1)
    assert sleeper.morning("yes").header("location") == "/sleep"
    now = sleeper.now.programme
    assert (now.state, now.window_min) == ("stopped", before + 60)
    words = said(sleeper, "/sleep")
    assert "You fought sleep. So it stopped. Do not drive sleepy." in words
    assert "It may start again from" in words and "Begin the 7 nights" not in words
    sleeper.person.wait(days=13)
    sleeper.ask()
    assert sleeper.press("begin_window").status == 403


def test_fighting_sleep_is_kept_even_when_the_rest_of_the_form_is_wrong(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.person.wait(days=1)
    assert sleeper.morning("yes", sleep_bed="late", op_id=OP).status == 422
    assert sleeper.now.programme.state == "stopped"
    kept = len(sleeper.person.events("fought_sleep"))
    assert sleeper.morning("yes", sleep_bed="late", op_id=OP).status == 422
    assert len(sleeper.person.events("fought_sleep")) == kept


def test_the_week_shows_what_it_saw_asks_and_takes_a_step(sleeper):
    sleeper.begun()
    sleeper.mornings(7)
    sleeper.mornings(7, **SLEPT_WELL)
    words = said(sleeper, "/sleep/week")
    assert "15 minutes more in bed: 6 h 45." in words
    assert "In bed 6 h 15 on average; 6 h 30 was agreed." in words
    assert "You were asleep for 91 % of your time in bed." in words
    assert "Did you fall this week?" in words
    assert sleeper.week().header("location") == "/sleep/week?done=week"
    assert "Did you fall this week?" not in said(sleeper, "/sleep/week")


def test_a_step_can_be_left_aside(sleeper):
    sleeper.begun()
    sleeper.mornings(7)
    sleeper.mornings(7, **SLEPT_WELL)
    assert sleeper.press("hold").header("location") == "/sleep/week?done=hold"
    words = said(sleeper, "/sleep/week")
    assert "It stays as it is: 6 h 30 in bed." in words
    assert "You chose to stay where you are." in words


@pytest.mark.parametrize(
    ("told", "stops"), [({"fall": "yes"}, True), ({"energy": "yes"}, True), ({}, False)]
)
def test_a_fall_or_unusual_energy_stops_it(sleeper, told, stops):
    sleeper.begun()
    sleeper.mornings(13)
    sleeper.week(**told)
    assert (sleeper.now.programme.state == "stopped") == stops
    assert ("So it stopped." in said(sleeper, "/sleep")) == stops


def test_a_fall_is_kept_though_other_weekly_answers_are_missing(sleeper):
    sleeper.begun()
    sleeper.mornings(13)
    assert sleeper.client.post("/sleep/week", {"fall": "yes"}).header("location") == "/sleep"
    assert sleeper.now.programme.state == "stopped"


def test_a_fall_told_after_a_no_on_the_same_form_is_kept(sleeper):
    sleeper.begun()
    sleeper.mornings(13)
    sleeper.week(op_id=OP)
    assert sleeper.now.programme.state == "running"
    sleeper.week(op_id=OP, fall="yes")
    assert sleeper.now.programme.state == "stopped"


def test_sleepiness_told_after_a_no_on_the_same_form_is_kept(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.person.wait(days=1)
    assert sleeper.morning("no", op_id=OP).status == 303
    assert sleeper.morning("yes", op_id=OP).status == 409
    assert sleeper.now.programme.state == "stopped"


def test_another_time_on_the_same_form_is_asked_about(sleeper):
    assert (
        sleeper.client.post("/sleep/rise", {"sleep_rise_goal": "6:15", "op_id": OP}).status == 303
    )
    page = sleeper.client.post("/sleep/rise", {"sleep_rise_goal": "7:15", "op_id": OP})
    assert page.status == 409 and 'value="7:15"' in page.text
    assert sleeper.now.facts.value("sleep_rise_goal") == 375


def test_nothing_is_called_saved_that_is_not(sleeper):
    for do in ("begin_window", "stop", "finish", "keep", "rise", "hold", "week", "lay_down"):
        for path in ("/sleep", "/sleep/week", "/sleep/tonight"):
            assert "is-saved" not in sleeper.client.get(f"{path}?done={do}").text


def test_an_imported_night_is_not_shown_as_counted(sleeper):
    now = sleeper.person.clock()
    night = {"sleep_bed": -60, "sleep_woke": 380, "sleep_rise": 390}
    held = tuple(
        Reading(name, value, now, now, now.date(), source="elsewhere")
        for name, value in night.items()
    )
    write(sleeper.person.ctx, sleeper.person.id, "import", Origin(), readings=held)
    assert sleeper.now.nights == ()


def test_weekly_questions_left_out_are_marked_and_nothing_is_kept(sleeper):
    sleeper.begun()
    sleeper.mornings(13)
    before = operations(sleeper)
    page = sleeper.client.post("/sleep/week", {"fall": "no"})
    assert page.status == 422 and page.text.count('role="alert"') == 3
    assert re.search(r'name="fall" value="no" checked', page.text)
    assert operations(sleeper) == before


def test_illness_holds_the_step(sleeper):
    sleeper.begun()
    sleeper.mornings(7)
    sleeper.mornings(7, **SLEPT_WELL)
    sleeper.week(holds="illness")
    words = said(sleeper, "/sleep/week")
    assert "It stays as it is" in words and "You were ill." in words


def test_stop_is_one_press_and_the_nights_stay(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    assert sleeper.press("stop").header("location") == "/sleep?done=stop"
    now = sleeper.now.programme
    assert (now.state, now.window_min) == ("stopped", 0)
    words = said(sleeper, "/sleep")
    assert "It has stopped. Your nights stay yours to see." in words and "Tonight" not in words
    assert "8 nights" not in words and "7 nights count." in said(sleeper, "/sleep/nights")


def test_a_press_from_an_old_page_or_twice_changes_nothing_more(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    assert sleeper.press("stop", op_id=OP).status == 303
    stopped = operations(sleeper)
    assert sleeper.press("stop", op_id=OP).status == 303
    assert operations(sleeper) == stopped
    assert sleeper.press("hold", op_id=OP).status == 303
    assert sleeper.now.programme.state == "stopped"
    assert sleeper.press("dance").header("location") == "/sleep"


def test_good_enough_lets_it_grow_until_the_person_keeps_it(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    before = sleeper.now.programme.window_min
    sleeper.press("finish")
    sleeper.person.wait(days=7)
    assert sleeper.now.programme.window_min == before + 15
    assert "This long is right for me" in said(sleeper, "/sleep")
    sleeper.press("keep")
    sleeper.person.wait(days=14)
    assert sleeper.now.programme.window_min == before + 15
    words = said(sleeper, "/sleep")
    assert "This long is right for me" not in words and "your own choice" in words
    assert "Write my page for poor nights" in words


@pytest.mark.parametrize("sign", [{"rf1_saddle": "yes"}, {"rf16_skin": "yes"}])
def test_at_e_and_d_help_is_first_it_rests_and_the_nights_stay(sleeper, sign):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.person.answer(sign)
    for path in PAGES:
        words = said(sleeper, path)
        assert words.startswith("First, one thing to get checked."), path
        assert "Not before" not in words, path
    assert sleeper.now.programme.state == "paused"
    assert "It rests. Sleep when and as long as you can." in said(sleeper, "/sleep")
    assert "Something you told us should be checked first." in said(sleeper, "/sleep")
    assert "7 nights count." in said(sleeper, "/sleep/nights")
    assert sleeper.client.get("/sleep/questions").header("location") == "/danger/found"
    assert sleeper.press("stop").status == 303


def test_what_rules_it_out_and_a_danger_sign_together_ask_for_no_time_in_bed(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.person.answer({"med_opioid": "yes"})
    assert sleeper.now.programme.state == "stopped"
    assert "7 h 30 in bed, an hour more than before." in said(sleeper, "/sleep")
    sleeper.person.answer({"rf16_skin": "yes"})
    for path in PAGES:
        assert "Tonight" not in said(sleeper, path), path


def test_while_the_gate_cannot_decide_help_is_first_and_nothing_is_asked_of_anybody(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.person.ctx.unsaved_signs[sleeper.person.id] = {"rf1"}
    for path in PAGES:
        words = said(sleeper, path)
        assert words.startswith("First, one thing to get checked."), path
        assert "Not before" not in words, path
    assert sleeper.press("begin_window").status == 403


def test_at_w_it_is_held_and_none_is_started(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.person.answer({"rf15_worse": "yes"})
    assert sleeper.now.programme.state == "held"
    assert "Nothing gets shorter for now." in said(sleeper, "/sleep")
    assert "Begin the 7 nights" not in said(sleeper, "/sleep")


def test_when_danger_questions_are_old_it_waits_and_leads_to_them(sleeper):
    sleeper.begun()
    sleeper.mornings(30)
    assert sleeper.now.programme.state == "held"
    assert "Some questions on danger signs come first." in said(sleeper, "/sleep")
    page = sleeper.client.get("/sleep").text
    assert 'href="/danger/next?for=standard&amp;next=/sleep/questions"' in page
    sleeper.person.answer(clear_answers(sleeper.person.catalogue))
    assert sleeper.now.programme.state == "running"
    assert sleeper.client.get("/sleep/questions").header("location") == "/sleep"


def test_dark_thoughts_close_it_and_it_stays_closed_when_safe_again(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    at = sleeper.person.clock()
    sleeper.person.happened(Event("dark_thoughts", "dark_thoughts", "help_tap", at, at.date()))
    assert sleeper.now.programme.state == "stopped"
    at = sleeper.person.clock()
    sleeper.person.happened(Event("safe_now", "dark_thoughts", "", at, at.date()))
    words = said(sleeper, "/sleep")
    assert "People come before any course." in words and "Begin the 7 nights" not in words


def test_what_waited_on_the_device_stops_it_too(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    entry = {
        "id": OP,
        "kind": "checkin",
        "at": sleeper.person.clock().isoformat(),
        "zone": "UTC",
        "local_date": sleeper.now.facts.today.isoformat(),
        "base_version": None,
        "fields": {"half": ["morning"], "asked_fought_sleep": ["yes"], "sleep_bed": ["23:00"]},
    }
    asked = sleeper.client.post_json("/sync", {"operations": [entry]}).json()["results"][0]
    assert (asked["outcome"], asked["field"]) == ("problem", "fought_sleep")
    entry["fields"]["fought_sleep"] = ["yes"]
    told = sleeper.client.post_json("/sync", {"operations": [entry]}).json()["results"][0]
    assert (told["outcome"], told["next"]) == ("applied", "/sleep")
    assert sleeper.now.programme.state == "stopped"


def test_after_the_end_it_can_be_begun_again_with_its_questions(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.press("finish")
    sleeper.press("keep")
    sleeper.person.wait(days=40)
    sleeper.person.answer(clear_answers(sleeper.person.catalogue))
    assert "Begin again, with the questions" in said(sleeper, "/sleep")
    assert sleeper.press("begin_window").status == 403
    sleeper.person.answer({"phq8_total": 4})
    sleeper.ask()
    assert "Begin the 7 nights" in said(sleeper, "/sleep")
    sleeper.press("begin_window")
    now = sleeper.now.programme
    assert (now.state, now.valid_nights) == ("collecting", 0)
