"""The states a person may be in, and every page they can meet there, in this process."""

from collections.abc import Iterator, Mapping

from support.asgi import Client
from support.people import Person
from support.phones import door_of, paired
from support.routes import pages
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Value
from unspiral.screening.sleep_gate import OWN_SCREENS
from unspiral.services import assessments
from unspiral.web.views.library import SHELVES

# One answer that puts somebody who is clear into each state. "new" was asked nothing yet.
ANSWERS: Mapping[str, Mapping[str, Value]] = {
    "new": {},
    "clear": {},
    "emergency": {"rf1_saddle": "yes"},
    "same_day": {"rf16_skin": "yes"},
    "within_days": {"rf15_worse": "yes"},
    "routine": {"rf15_slow": "yes"},
    "dark_thoughts": {},
    "mood_within_days": {"phq8_total": 16},
    "mood_help_first": {"phq8_total": 21},
    "opioid": {"med_opioid": "yes"},
    "pregnant": {"pregnant": "yes"},
    "over_70": {"birth_year": 1950},
    "every_tick": {},
}
STATES = tuple(ANSWERS)
# Where the pages of one kind say something else: everything is read once, and again where it may.
READ = frozenset({"clear", "emergency"})
ASKED = frozenset({"clear", "every_tick"})
PLAYED = frozenset({"clear", "within_days", "pregnant", "opioid"})


def somebody(catalogue: Catalogue, state: str) -> tuple[Person, Client]:
    """A person in `state`, and their browser."""
    given = {} if state == "new" else clear_answers(catalogue)
    person = Person(catalogue, {**given, **ANSWERS[state], "country": "IE"})
    if state == "every_tick":
        person.answer(every_tick(catalogue))
    if state == "dark_thoughts":
        at = person.clock()
        person.happened(Event("dark_thoughts", "dark_thoughts", "help_tap", at, at.date()))
    return person, signed_in(person.ctx, person.id)


def every_tick(catalogue: Catalogue) -> dict[str, Value]:
    """Each line of "Look closer" ticked that opens no danger sign."""
    lines = (line for name in assessments.TICKED for line in catalogue.screens[name].choices)
    return {name: value for line in lines if not line.opens for name, value in line.sets.items()}


def library_paths(catalogue: Catalogue) -> list[str]:
    """The page of everything there is to read."""
    folders = ("technique", "claim", "lesson", "pattern")
    items = [f"/learn/{f}/{name}" for f in folders for name in getattr(catalogue, f"{f}s")]
    return [*items, *(f"/learn/shelf/{name}" for name in SHELVES)]


def question_paths(catalogue: Catalogue) -> list[str]:
    """Every screen of set-up and of "Look closer", and every danger sign in full."""
    steps = [f"/begin/{s.id}" for s in catalogue.screens.values() if s.step]
    parts = [f"/check-up/ask/{part}" for part in ("body-map", "numb", "pain", "lying")]
    areas = [f"/check-up/areas/{name.removeprefix('area_')}" for name in assessments.AREAS]
    sleep = [f"/sleep/questions/{name}" for name in OWN_SCREENS]
    return [*steps, *parts, *areas, *sleep, *(f"/danger/{flag}" for flag in catalogue.redflags)]


def said_pages(catalogue: Catalogue, state: str) -> Iterator[tuple[str, str]]:
    """(path, HTML) of every page in `state`; what leads elsewhere is read where it leads."""
    person, client = somebody(catalogue, state)
    once = [*(call.path for call in pages()), "/this-page-does-not-exist"]
    more = question_paths(catalogue) if state in ASKED else []
    more += library_paths(catalogue) if state in READ else []
    more += [f"/session/{name}" for name in catalogue.techniques] if state in PLAYED else []
    for path in dict.fromkeys((*once, *more)):
        answer = client.get(path)
        assert answer.status < 500, (state, path)
        if answer.status < 300 or answer.status >= 400:
            yield path, answer.text
    if state in READ:
        phone = paired(person, door_of(person.ctx))
        for call in pages("phone"):
            if call.route.door == "phone":
                yield call.path, phone.get(call.path).text
