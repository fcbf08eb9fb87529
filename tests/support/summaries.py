"""Somebody with a rich record for the clinician's page, all of it through the one door."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Reading
from unspiral.services import forms_taken
from unspiral.services.operations import Origin, write
from unspiral.sharing.document import (
    Bullets,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Table,
    Words,
    every,
    runs,
)

DAYS = 100  # of diary, with two gaps
GAPS = (range(30, 36), range(58, 61))
DEVICE = "apple_health"
# planted where the page must never look by itself
CANARY = "zebrafinch"
PEG = ("peg_pain", "peg_enjoyment", "peg_activity")


def texts_of(document: Document) -> Iterator[str]:
    """Every text of a document in reading order, one block or row a line; pictures by their alt."""
    yield document.preview
    for block in every(document.blocks):
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield plain(block.text)
            case Bullets():
                yield from map(plain, block.items)
            case Facts():
                yield from (f"{what} {value}" for what, value in block.pairs)
            case Table():
                yield from (" | ".join(map(plain, row)) for row in (block.head, *block.rows))
            case Figure():
                yield f"{block.caption}. {block.alt}"
    yield document.footer


def plain(words: Words) -> str:
    """Words without what is bold."""
    return "".join(text for _, text in runs(words))


def reading(name: str, value: float, day: date, source: str = "diary") -> Reading:
    """One value of a day, noted in its evening."""
    at = datetime.combine(day, time(20), UTC)
    return Reading(name, value, at, at, day, source, at)


def somebody(catalogue: Catalogue, first: date = date(2026, 8, 15)) -> Person:
    """Clear of danger signs since the first day; nothing else is known yet."""
    answers = {**clear_answers(catalogue), "country": "IE", "goal": "Walk to the market and back"}
    return Person(catalogue, answers, datetime.combine(first, time(9), UTC))


def diary(person: Person, first: date, days: int, seed: int = 6) -> dict[str, dict[date, float]]:
    """Noted days, worse at first; what was noted, by variable, to count again elsewhere."""
    rng, noted = Random(seed), dict[str, dict[date, float]]()
    for n in range(days):
        if any(n in gap for gap in GAPS):
            continue
        day = first + timedelta(days=n)
        pain = 6 if n < days / 2 else 4
        values = {
            "pain": float(min(10, max(0, pain + rng.choice((-1, 0, 0, 1))))),
            "sleep_hours": 5.5 + rng.choice((0, 0.5, 1)) + n / days,
            "sleep_quality": float(rng.randrange(3, 8)),
            "stress": float(rng.randrange(2, 9)),
            "anxiety": float(rng.randrange(2, 9)),
            "mood": float(rng.randrange(2, 9)),
        }
        for name, value in values.items():
            noted.setdefault(name, {})[day] = value
    _keep(person, noted)
    return noted


def _keep(person: Person, noted: Mapping[str, Mapping[date, float]], source: str = "diary") -> None:
    readings = tuple(
        reading(name, value, day, source)
        for name, values in noted.items()
        for day, value in values.items()
    )
    write(person.ctx, person.id, "import", Origin(), readings=readings)


def form(person: Person, name: str, answers: Mapping[str, int], on: date) -> None:
    """One questionnaire, taken on a day."""
    now = person.now
    person.now = datetime.combine(on, time(19), UTC)
    chosen = person.catalogue.questionnaires[name]
    forms_taken.record(person.ctx, person.id, chosen, answers, Origin())
    person.now = max(now, person.now)


def on(day: date, kind: str, subject: str, value: str = "") -> Event:
    """One event of a day."""
    return Event(kind, subject, value, datetime.combine(day, time(18), UTC), day)


def rich(catalogue: Catalogue) -> Person:
    """A hundred days: forms twice, things tried, marks, device nights, notes, mood."""
    first = date(2026, 8, 15)
    person = somebody(catalogue, first)
    diary(person, first, DAYS)
    last = first + timedelta(days=DAYS - 1)
    device = {last - timedelta(days=n): 6.8 for n in range(80)}
    _keep(person, {"sleep_hours_device": device}, DEVICE)
    marks = {first + timedelta(days=n): 1.0 for n in (28, 62)}
    extra = {first + timedelta(days=n): 2.0 for n in (20, 24, 27, 40, 70, 90)}
    _keep(person, {"medicines_changed": marks, "extra_painkillers": extra})
    for day, peg, rmdq in ((20, 7, 11), (96, 5, 6)):
        taken = first + timedelta(days=day)
        form(person, "peg", dict.fromkeys(PEG, peg), taken)
        items = [item.id for item in catalogue.questionnaires["rmdq-24"].items]
        form(person, "rmdq-24", {name: int(n < rmdq) for n, name in enumerate(items)}, taken)
        _mood(person, taken, 1)
    _sessions(person, first)
    for n in range(60, DAYS):
        person.now = datetime.combine(first + timedelta(days=n), time(21), UTC)
        person.screen("new_or_worse", ("none",))
    person.screen("anything_changed", ("none",))
    for n, words in ((50, f"{CANARY} note one"), (80, f"{CANARY} note two")):
        day = first + timedelta(days=n)
        at = datetime.combine(day, time(20), UTC)
        write(person.ctx, person.id, "checkin", Origin(at=at, local_date=day), note=words)
    return person


def _mood(person: Person, day: date, each: int) -> None:
    person.answer({"mood_forms": "yes", "mood_question_9": "yes"})
    for name in ("phq-4", "gad-7"):
        items = person.catalogue.questionnaires[name].items
        form(person, name, {item.id: each for item in items}, day)
    items = person.catalogue.questionnaires["phq-9"].items
    form(person, "phq-9", {item.id: each if item.help_from is None else 0 for item in items}, day)


def _sessions(person: Person, first: date) -> None:
    events = []
    for n in range(30, DAYS, 3):
        day = first + timedelta(days=n)
        events += [on(day, "done", "walking", "full"), on(day, "settled", "walking", "settled")]
        events += [on(day, "done", "belly-breathing", "full" if n % 2 else "tired")]
        events += [on(day, "rated", "belly-breathing", "better" if n % 4 else "same")]
    events += [on(first + timedelta(days=25), "done", "bird-dog", "full")]
    events += [on(first + timedelta(days=26), "made_worse", "bird-dog")]
    person.happened(*events)
