"""Reminders as a calendar file (RFC 5545): short events in UTC, with neutral words only."""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from unspiral.planning.reminders import Reminder
from unspiral.services.reminders import ENGLISH, Words

MINUTES = 5  # how long an event is shown; it blocks no time
ASK_AGAIN = timedelta(hours=1)  # how often a calendar is asked to look at the address again
MAKER = "-//Unspiral//Reminders//EN"


def calendar_bytes(
    reminders: tuple[Reminder, ...], owner: str, made: datetime, words: Words = ENGLISH
) -> bytes:
    """The file. `owner` tells one person's events from another's and is said in no readable form.

    The same reminders give the same bytes: `made` is the moment of the choice, not of the look.
    An event keeps its id while its day stays, so that a moved time moves it and doubles nothing.
    """
    found = Calendar()
    found.add("prodid", MAKER)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", words.name)
    found.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    found.add_component(_utc())
    for reminder in reminders:
        found.add_component(_event(reminder, owner, made, words))
    return bytes(found.to_ical())


def _event(reminder: Reminder, owner: str, made: datetime, words: Words) -> Event:
    event = Event()
    event.add("uid", f"{reminder.day.isoformat()}-{owner}@page")
    event.add("dtstamp", made.astimezone(UTC))
    event.add("dtstart", reminder.at)
    event.add("duration", timedelta(minutes=MINUTES))
    event.add("summary", words.title)
    event.add("description", words.note)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.title)
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event


def _utc() -> Timezone:
    """A calendar must hold one part at least, also while no reminder comes (RFC 5545, 3.6)."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone
