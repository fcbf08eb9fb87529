"""What the sleep programme asks and when: mornings, weekly questions, and what is on its day."""

from datetime import timedelta

import pytest
from support.sleep_life import Sleeper

from unspiral.services import sleep


@pytest.fixture
def sleeper(catalogue):
    return Sleeper(catalogue)


def asked(sleeper):
    return sleep.asked(sleeper.person.ctx, sleeper.now.facts)


def test_a_morning_asks_from_the_opening_to_the_stop(sleeper):
    assert asked(sleeper) == sleep.Asked(diary=False, fought=False)
    sleeper.begun()
    assert asked(sleeper) == sleep.Asked(diary=True, fought=True)
    sleeper.press("stop")
    assert asked(sleeper) == sleep.Asked(diary=False, fought=False)


def test_after_good_enough_the_diary_rests_and_the_question_stays(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.press("finish")
    assert asked(sleeper) == sleep.Asked(diary=False, fought=True)
    page = sleeper.client.get("/checkin").text
    assert 'name="fought_sleep"' in page and 'name="sleep_bed"' not in page


def test_while_a_danger_sign_pauses_it_the_diary_stays_open(sleeper):
    sleeper.begun()
    sleeper.mornings(8)
    sleeper.person.answer({"rf1_saddle": "yes"})
    assert sleeper.now.programme.state == "paused"
    assert asked(sleeper).diary


def test_weekly_questions_are_open_the_day_before_the_step_and_on_it(sleeper):
    sleeper.begun()
    sleeper.mornings(7)
    first = sleeper.now.programme.next_step
    opened = []
    for _ in range(9):
        sleeper.mornings(1)
        opened.append((sleeper.now.facts.today - first, sleep.week_open(sleeper.now)))
    days = [day for day, is_open in opened if is_open]
    assert days == [timedelta(days=-1), timedelta(0)]


def test_answers_of_the_day_before_count_for_the_step_and_are_not_asked_again(sleeper):
    sleeper.begun()
    sleeper.mornings(13)
    assert sleep.weekly_missing(sleeper.now) == sleep.WEEKLY
    sleeper.week()
    assert sleep.weekly_missing(sleeper.now) == ()
    sleeper.mornings(1)
    assert sleep.week_of(sleeper.now) == sleeper.now.facts.today
    assert sleep.weekly_missing(sleeper.now) == ()
    sleeper.mornings(1)
    assert sleep.weekly_missing(sleeper.now) == sleep.WEEKLY


def test_the_last_answer_about_a_morning_is_shown_again(sleeper):
    sleeper.begun()
    sleeper.mornings(1, fought="not_driving")
    day = sleeper.now.facts.today
    assert sleep.fought_on(sleeper.now.facts, day) == "not_driving"
    assert sleep.fought_on(sleeper.now.facts, day - timedelta(days=1)) == ""


def test_the_times_of_the_night_before_are_in_the_form_and_minutes_are_not(sleeper):
    sleeper.begun()
    sleeper.mornings(1)
    sleeper.person.wait(days=1)
    page = sleeper.client.get("/checkin").text
    for name, value in (("sleep_bed", "22:30"), ("sleep_rise", "06:30"), ("sleep_waso_min", "")):
        assert f'name="{name}" inputmode="decimal" autocomplete="off" value="{value}"' in page
