"""The sleep programme by its pages: said first, asked, seven nights, weekly steps, every stop."""

import re
from html import unescape

import pytest
from support import said as reading
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in
from support.sleep_life import Sleeper
from textstat import flesch_kincaid_grade

from unspiral.catalogue import banned
from unspiral.records.facts import Event, Reading
from unspiral.screening.sleep_gate import OWN_SCREENS
from unspiral.services import forms_taken
from unspiral.services.operations import Origin, write

OP = "3b1f0c62-0000-4000-8000-0000000000a1"
SLEPT_WELL = {
    "sleep_bed": "00:00",
    "sleep_tried": "00:05",
    "sleep_latency_min": "10",
    "sleep_waso_min": "15",
    "sleep_woke": "6:10",
    "sleep_rise": "6:15",
}
PAGES = ("/sleep", "/sleep/nights", "/sleep/tonight", "/sleep/week", "/sleep/rise", "/sleep/again")


@pytest.fixture
def sleeper(catalogue):
    return Sleeper(catalogue)


def main(page):
    """The words of a page's own part, without tags and pictures."""
    found = re.search(r"<main.*?</main>", page.text, re.DOTALL)[0]
    bare = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", found, flags=re.DOTALL)
    return " ".join(bare.replace("\u00a0", " ").split())


def said(sleeper, path):
    page = sleeper.client.get(path)
    assert page.status == 200, path
    return main(page)


def operations(sleeper):
    with sleeper.person.ctx.store.read(sleeper.person.id) as tx:
        return tx.operation_ids()


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


def test_seven_nights_are_counted_without_blame_and_then_it_starts(sleeper):
    sleeper.begun()
    sleeper.mornings(3)
    words = said(sleeper, "/sleep")
    assert "3 of 7 nights" in words and "Missed a night? It costs nothing." in words
    assert "Tonight" not in words
    sleeper.mornings(4)
    words = said(sleeper, "/sleep")
    assert "Tonight Not before 00:00. Up at 06:30. 6 h 30 in bed." in words
    assert "Choose when you get up" in words
    assert sleeper.client.post("/sleep/rise", {"sleep_rise_goal": "7.15"}).status == 303
    assert "Not before 00:45. Up at 07:15." in said(sleeper, "/sleep")


@pytest.mark.parametrize("typed", ["", "late", "25:00"])
def test_what_is_no_time_of_day_stays_in_the_form(sleeper, typed):
    before = operations(sleeper)
    page = sleeper.client.post("/sleep/rise", {"sleep_rise_goal": typed})
    assert page.status == 422 and f'value="{typed}"' in page.text
    assert "Please use a time of day" in page.text
    assert operations(sleeper) == before


def test_the_sleep_diary_is_asked_only_while_the_programme_asks(sleeper):
    assert "sleep_bed" not in sleeper.client.get("/checkin").text
    sleeper.begun()
    page = sleeper.client.get("/checkin").text
    assert 'name="sleep_bed"' in page and 'name="fought_sleep"' in page
    chosen = re.findall(r'<input type="radio" name="fought_sleep"[^>]*>', page)
    assert len(chosen) == 3 and not any("checked" in one for one in chosen)
    sleeper.press("stop")
    assert "sleep_bed" not in sleeper.client.get("/checkin").text


def test_the_way_to_the_diary_opens_the_morning_at_any_hour(sleeper):
    sleeper.begun()
    sleeper.person.wait(hours=9)
    href = re.search(r'href="(/checkin[^"]*)">Write down', sleeper.client.get("/sleep").text)[1]
    halves = re.findall(r'<details class="sitting"( open)?>', sleeper.client.get(href).text)
    assert halves == [" open", ""]
    assert "is-saved" not in sleeper.client.get(href).text
    by_hour = re.findall(r'<details class="sitting"( open)?>', sleeper.client.get("/checkin").text)
    assert by_hour == ["", " open"]


def test_the_question_about_sleepiness_cannot_be_left_out_while_it_asks(sleeper):
    sleeper.begun()
    sleeper.person.wait(days=1)
    answer = sleeper.morning("")
    assert answer.status == 422 and "keeps the sleep programme safe" in answer.text
    assert 'value="22:30"' in answer.text
    assert sleeper.now.nights == ()


def test_a_night_that_contradicts_itself_is_asked_and_kept_when_confirmed(sleeper):
    sleeper.begun()
    sleeper.person.wait(days=1)
    odd = {"sleep_rise": "05:00"}
    answer = sleeper.morning(**odd)
    assert answer.status == 422
    assert "Is this right? Got up lies before this: Woke for good." in main(answer)
    assert sleeper.now.nights == ()
    assert sleeper.morning(confirmed="yes", **odd).status == 303
    assert len(sleeper.now.nights) == 1 and sleeper.now.programme.valid_nights == 0
    assert "its times cannot all be right" in said(sleeper, "/sleep/nights")


def test_a_night_can_be_filled_in_later(sleeper):
    sleeper.begun()
    sleeper.person.wait(days=3)
    day = sleeper.now.facts.today.fromordinal(sleeper.now.facts.today.toordinal() - 2)
    assert sleeper.morning(local_date=day.isoformat()).status == 303
    assert [night.day for night in sleeper.now.nights] == [day]


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
    assert "This long is right for me" not in said(sleeper, "/sleep")


def test_lying_down_is_noted_and_is_neither_sleep_nor_nap(sleeper):
    sleeper.begun()
    sleeper.mornings(1)
    nights = sleeper.now.counted
    sleeper.press("lay_down")
    assert "Noted once today." in said(sleeper, "/sleep/tonight")
    assert sleeper.now.counted == nights


def test_for_who_may_fall_sitting_up_with_a_lamp_stands_before_getting_up(catalogue):
    sleeper = Sleeper(catalogue, health_falls="yes")
    words = said(sleeper, "/sleep/tonight")
    part = words[words.index("Bed for sleep") :]
    assert part.index("Do not get up alone in the dark.") < part.index("Get up. It is felt")
    assert "a lamp within reach" in words
    steady = said(Sleeper(catalogue), "/sleep/tonight")
    assert "Do not get up alone in the dark." not in steady


def test_with_an_opioid_no_alcohol_stands_first(catalogue):
    words = said(Sleeper(catalogue, med_opioid="yes"), "/sleep/tonight")
    assert "Do not drink alcohol with your opioid or sedative." in words
    assert "Never stop such a medicine at once" in words


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


def test_under_18_every_page_leads_to_an_adult(catalogue):
    person = Person(catalogue, {"birth_year": 2015})
    client = signed_in(person.ctx, person.id)
    for path in (*PAGES, "/sleep/questions", "/sleep/answer"):
        assert client.get(path).header("location").startswith("/show-an-adult"), path


def test_looking_changes_nothing(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    before = operations(sleeper)
    for path in (*PAGES, "/sleep/questions", "/sleep/answer", "/checkin"):
        assert sleeper.client.get(path).status in (200, 303)
    assert operations(sleeper) == before


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


STATES = ("asked", "collecting", "week", "stopped", "own_stop", "finished", "neither", "held")


def put(sleeper, state):
    """Somebody in one of the states of the programme."""
    if state == "neither":
        sleeper.ask(sleep_breath=("pauses", "drowsy"), sleep_mind=("low",))
        return
    sleeper.ask(sleep_careful=("migraine", "legs"))
    if state == "asked":
        return
    sleeper.press("begin_compression")
    sleeper.mornings(3 if state == "collecting" else 14)
    if state == "stopped":
        sleeper.week(energy="yes")
    if state in ("own_stop", "finished"):
        sleeper.press("stop" if state == "own_stop" else "finish")
    if state == "held":
        sleeper.person.answer({"rf15_worse": "yes"})


@pytest.mark.parametrize("state", STATES)
def test_words_are_plain_and_promise_nothing_in_every_state(sleeper, state):
    put(sleeper, state)
    for path in (*PAGES, "/sleep/answer", "/checkin"):
        page = sleeper.client.get(path).text
        text = reading.said(page)
        assert [banned.find(line) for line in text.split("\n") if banned.find(line)] == [], path
        blocks = re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", page, re.DOTALL)
        plain = [" ".join(unescape(re.sub(r"<[^>]+>", " ", block)).split()) for block in blocks]
        hard = [b for b in plain if len(b.split()) >= 30 and flesch_kincaid_grade(b) > 8]
        assert hard == [], path
        assert 'href="/help-now"' in page


def test_every_form_of_the_pages_carries_its_token(sleeper):
    sleeper.begun()
    sleeper.mornings(14)
    for path in (*PAGES, "/sleep/questions/sleep_mind"):
        page = sleeper.client.get(path).text
        forms = re.findall(r'<form method="post".*?</form>|<form class.*?</form>', page, re.DOTALL)
        assert all(re.search(r'name="form_token" value="\w', form) for form in forms), path


def test_a_page_of_questions_that_is_not_there_is_404(sleeper):
    assert sleeper.client.get("/sleep/questions/danger").status == 404
    assert sleeper.client.post("/sleep/questions/danger", {"tick": "none"}).status == 404


def test_the_own_page_is_kept_word_for_word(sleeper):
    words = {"sleep_again_signs": "early to bed <b>", "sleep_again_who": " my sister "}
    answer = sleeper.client.post("/sleep/again", {**words, "op_id": OP})
    assert answer.header("location") == "/sleep/again?saved"
    page = sleeper.client.get("/sleep/again?saved").text
    assert "early to bed &lt;b&gt;" in page and "is-saved" in page
    other = sleeper.client.post("/sleep/again", {"sleep_again_signs": "else", "op_id": OP})
    assert other.status == 409 and "else" in other.text
    assert sleeper.client.post("/sleep/again", {"sleep_again_signs": "a" * 10_001}).status == 413


def test_learn_leads_to_the_programme_and_me_does(sleeper):
    for path in ("/learn/technique/sleep-window", "/learn/technique/sleep-compression", "/me"):
        assert 'href="/sleep"' in sleeper.client.get(path).text
