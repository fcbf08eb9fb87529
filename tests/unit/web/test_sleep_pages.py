"""The sleep programme by its pages: nights, the evening, lying down, words in every state."""

import re
from datetime import timedelta
from html import unescape

import pytest
from support import said as reading
from support.sleep_life import OP, PAGES, Sleeper, main, operations, said
from textstat import flesch_kincaid_grade

from unspiral.catalogue import banned


@pytest.fixture
def sleeper(catalogue):
    return Sleeper(catalogue)


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
    assert "Never stop such a medicine suddenly" in words


def test_looking_changes_nothing(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    before = operations(sleeper)
    for path in (*PAGES, "/sleep/questions", "/sleep/answer", "/checkin"):
        assert sleeper.client.get(path).status in (200, 303)
    assert operations(sleeper) == before


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


def test_the_own_page_is_kept_word_for_word(sleeper):
    words = {"sleep_again_signs": "early to bed <b>", "sleep_again_who": " my sister "}
    answer = sleeper.client.post("/sleep/again", {**words, "op_id": OP})
    assert answer.header("location") == "/sleep/again?saved"
    page = sleeper.client.get("/sleep/again?saved").text
    assert "early to bed &lt;b&gt;" in page and "is-saved" in page
    other = sleeper.client.post("/sleep/again", {"sleep_again_signs": "else", "op_id": OP})
    assert other.status == 409 and "else" in other.text
    assert sleeper.client.post("/sleep/again", {"sleep_again_signs": "a" * 10_001}).status == 413


def test_a_night_dated_ahead_breaks_no_picture(catalogue):
    sleeper = Sleeper(catalogue)
    ahead = (sleeper.person.today + timedelta(days=1)).isoformat()
    assert sleeper.morning(local_date=ahead).status == 303
    assert said(sleeper, "/sleep/nights")
