"""Reminders: off until chosen, soon quiet, none on a holiday or with a danger sign open."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.records.facts import Event, Reading
from unspiral.services import holiday, reminders
from unspiral.services.calendar_file import calendar_bytes
from unspiral.services.operations import Origin, write
from unspiral.services.reminders import BROWSER, CALENDAR, Reminders

HEALTH = re.compile(
    r"pain|back|sleep|mood|exerci|spine|spiral(?!//Reminders)|health|stress|diary|check|session",
    re.I,
)
SECRET = "s" * 43


@pytest.fixture
def person(catalogue: Catalogue) -> Person:
    return Person(catalogue, {**clear_answers(catalogue), "zone": "Europe/Dublin"})


def now(person: Person) -> Reminders:
    return reminders.read(person.ctx, person.id)


def choose(person: Person, *channels: str, at: str = "19:00") -> None:
    reminders.choose(person.ctx, person.id, at, channels, Origin())


def days(person: Person) -> list[date]:
    return [one.day for one in now(person).coming]


def file_of(found: Reminders) -> Calendar:
    body = calendar_bytes(found.coming, reminders.owner("p"), found.set_on)
    assert b"\r\n" in body and max(len(line) for line in body.split(b"\r\n")) <= 75
    return Calendar.from_ical(body)


def test_nothing_comes_until_it_is_chosen(person: Person) -> None:
    found = now(person)
    assert (found.since, found.coming, found.rests, found.feed) == ({}, (), "", False)


def test_each_channel_is_a_yes_of_its_own_with_its_day_and_as_easily_a_no(person: Person) -> None:
    choose(person, BROWSER)
    first = person.today
    assert now(person).since == {BROWSER: first}
    person.wait(days=3)
    choose(person, BROWSER, CALENDAR)
    assert now(person).since == {BROWSER: first, CALENDAR: first + timedelta(days=3)}
    choose(person, CALENDAR)
    assert set(now(person).since) == {CALENDAR}
    reminders.off(person.ctx, person.id, Origin())
    assert now(person).since == {} and now(person).coming == ()


@pytest.mark.parametrize("at", ["", "7pm", "24:00", "19:60", "1900", "19:00\n", "١٩:٠٠"])
def test_what_is_no_time_is_refused_and_nothing_kept(person: Person, at: str) -> None:
    with pytest.raises(BadInput):
        choose(person, CALENDAR, at=at)
    assert now(person).since == {}


def test_a_channel_that_is_not_ours_is_refused(person: Person) -> None:
    with pytest.raises(BadInput):
        choose(person, "mood_forms")


def test_five_come_after_the_last_tap_and_then_none_until_the_next(person: Person) -> None:
    choose(person, CALENDAR)
    start = person.today
    person.wait(hours=30)
    assert days(person) == [start + timedelta(days=n) for n in range(1, 6)]
    person.wait(days=5)
    assert (now(person).coming, now(person).rests) == ((), "quiet")
    person.happened(Event("done", "walking", "full", person.clock(), person.today))
    assert now(person).rests == "" and len(days(person)) >= 5


def test_a_parked_worry_counts_as_being_there(person: Person) -> None:
    choose(person, CALENDAR)
    person.wait(days=8)
    assert now(person).rests == "quiet"
    write(person.ctx, person.id, "worry", Origin(), note="the car")
    assert now(person).rests == ""


def test_what_a_watch_measured_is_no_answer(person: Person) -> None:
    choose(person, CALENDAR)
    person.wait(days=8)
    for source, rests in (("watch", "quiet"), ("diary", "")):
        at = person.clock()
        read = Reading("steps", 900, at, at, person.today, source, answered_at=at)
        write(person.ctx, person.id, "checkin", Origin(), readings=(read,))
        assert now(person).rests == rests


def test_none_comes_on_a_holiday_and_they_go_on_after_it(person: Person) -> None:
    choose(person, CALENDAR)
    start = person.today
    holiday.start(person.ctx, person.id, "1", Origin())
    assert (days(person)[0], now(person).rests) == (start + timedelta(days=7), "holiday")
    holiday.start(person.ctx, person.id, holiday.OPEN, Origin())
    assert (now(person).coming, now(person).rests) == ((), "holiday")
    person.wait(days=40)
    holiday.end(person.ctx, person.id, Origin())
    assert now(person).rests == "" and days(person)


@pytest.mark.parametrize("sign", ["rf1_saddle", "rf16_skin"])
def test_none_comes_while_a_danger_sign_is_open(person: Person, sign: str) -> None:
    choose(person, CALENDAR, BROWSER)
    assert now(person).coming
    person.answer({sign: "yes"})
    assert (now(person).coming, now(person).rests) == ((), "danger")


def test_the_file_holds_no_word_of_health_and_is_read_by_a_calendar(person: Person) -> None:
    choose(person, CALENDAR)
    found = file_of(now(person))
    events = found.walk("VEVENT")
    assert len(events) == len(now(person).coming) >= 5
    for event in events:
        assert {event["class"], event["transp"]} == {"PRIVATE", "TRANSPARENT"}
        assert [alarm["action"] for alarm in event.walk("VALARM")] == ["DISPLAY"]
    assert HEALTH.findall(found.to_ical().decode()) == []
    assert "p" not in {str(event["uid"]).split("-")[3].partition("@")[0] for event in events}


def test_the_same_days_keep_their_ids_when_the_time_moves(person: Person) -> None:
    choose(person, CALENDAR)
    before = {str(e["uid"]): e.start for e in file_of(now(person)).walk("VEVENT")}
    choose(person, CALENDAR, at="20:15")
    after = {str(e["uid"]): e.start for e in file_of(now(person)).walk("VEVENT")}
    shared = set(before) & set(after)
    assert len(shared) >= 5
    assert all(after[uid] - before[uid] == timedelta(hours=1, minutes=15) for uid in shared)


def test_two_looks_give_the_same_bytes_and_an_empty_file_is_still_one(person: Person) -> None:
    choose(person, CALENDAR)
    assert file_of(now(person)).to_ical() == file_of(now(person)).to_ical()
    empty = Calendar.from_ical(calendar_bytes((), "x", datetime(2026, 1, 1, tzinfo=UTC)))
    assert empty.walk("VEVENT") == [] and len(empty.subcomponents) == 1


def test_the_clocks_change_and_the_hour_on_the_wall_stays(catalogue: Catalogue) -> None:
    at = datetime(2026, 10, 23, 8, tzinfo=UTC)  # Ireland goes back on 25 October 2026
    person = Person(catalogue, {**clear_answers(catalogue), "zone": "Europe/Dublin"}, at)
    choose(person, CALENDAR)
    hours = [one.at.hour for one in now(person).coming]
    assert hours == [18, 18, 19, 19, 19, 19]


def test_a_private_address_opens_until_it_is_replaced_or_ended(person: Person) -> None:
    choose(person, CALENDAR)
    reminders.open_feed(person.ctx, person.id, SECRET, Origin())
    opened = reminders.by_secret(person.ctx, SECRET)
    assert opened is not None and opened.reminders.coming == now(person).coming
    reminders.open_feed(person.ctx, person.id, "t" * 43, Origin())
    assert reminders.by_secret(person.ctx, SECRET) is None
    reminders.close_feed(person.ctx, person.id, Origin())
    assert reminders.by_secret(person.ctx, "t" * 43) is None


def test_a_no_to_the_calendar_ends_its_address_for_good(person: Person) -> None:
    choose(person, CALENDAR)
    reminders.open_feed(person.ctx, person.id, SECRET, Origin())
    choose(person, BROWSER)
    assert reminders.by_secret(person.ctx, SECRET) is None
    choose(person, CALENDAR)
    assert reminders.by_secret(person.ctx, SECRET) is None and not now(person).feed


@pytest.mark.parametrize("secret", ["", "x", "s" * 42, "s" * 44, "s" * 42 + "!", "é" * 43])
def test_what_is_no_secret_of_ours_opens_nothing(person: Person, secret: str) -> None:
    choose(person, CALENDAR)
    with pytest.raises(BadInput):
        reminders.open_feed(person.ctx, person.id, secret, Origin())
    assert reminders.by_secret(person.ctx, secret) is None


def test_only_a_hash_of_the_secret_is_kept(person: Person) -> None:
    choose(person, CALENDAR)
    reminders.open_feed(person.ctx, person.id, SECRET, Origin())
    with person.ctx.store.read(person.id) as tx:
        assert SECRET not in repr(dict(tx.answers()))


def test_an_address_without_a_yes_to_the_calendar_opens_nothing(person: Person) -> None:
    choose(person, CALENDAR, BROWSER)
    reminders.open_feed(person.ctx, person.id, SECRET, Origin())
    person.answer({CALENDAR: "no"})  # as a file brought in may hold it
    assert now(person).coming and not now(person).feed
    assert reminders.by_secret(person.ctx, SECRET) is None


def test_none_comes_to_who_is_told_to_show_an_adult(person: Person) -> None:
    choose(person, BROWSER, CALENDAR)
    assert now(person).coming
    person.answer({"birth_year": person.today.year - 15})
    assert (now(person).coming, now(person).rests) == ((), "danger")


def test_no_address_without_a_yes_to_the_calendar(person: Person) -> None:
    choose(person, BROWSER)
    with pytest.raises(BadInput):
        reminders.open_feed(person.ctx, person.id, SECRET, Origin())
