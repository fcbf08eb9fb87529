"""P1 for reminders: while an E or D sign is open none comes, by file, address or browser."""

import pytest
from icalendar import Calendar
from support.asgi import Client
from support.people import Person, told
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import load
from unspiral.services import reminders
from unspiral.services.operations import Origin
from unspiral.web.app import create_app

CATALOGUE = load()[0]
CLEAR = {**clear_answers(CATALOGUE), "zone": "Europe/Dublin"}
CASES = {(flag, e.expect["level"]): e for flag, e in told(CATALOGUE, ("E", "D"))}
ADDRESS = "/calendar/" + "s" * 43 + ".ics"


def chosen(person: Person) -> Client:
    """Their browser, after a yes to both channels and a private address."""
    reminders.choose(person.ctx, person.id, "19:00", reminders.CHANNELS, Origin())
    reminders.open_feed(person.ctx, person.id, "s" * 43, Origin())
    return signed_in(person.ctx, person.id)


def moments(person: Person, client: Client) -> list[object]:
    """Everything that would remind somebody, by any way there is."""
    files = (client.get("/reminders/page.ics"), Client(create_app(person.ctx)).get(ADDRESS))
    events = [event for file in files for event in Calendar.from_ical(file.body).walk("VEVENT")]
    return [*events, *client.get("/reminders/next").json()["coming"]]


def test_somebody_clear_is_reminded_by_every_way() -> None:
    person = Person(CATALOGUE, CLEAR)
    assert len(moments(person, chosen(person))) > 10


@pytest.mark.parametrize(("flag", "level"), CASES)
def test_nobody_is_reminded_of_anything_while_a_sign_is_open(flag: str, level: str) -> None:
    person = Person(CATALOGUE, CLEAR)
    client = chosen(person)
    person.answer(dict(CASES[flag, level].given))
    assert moments(person, client) == []
    print(f"P1: N = 3 ways of being reminded with {flag} at {level}")
