"""People for the tests of the sleep programme: their nights, answers and taps."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Event, Facts, Reading, Value
from unspiral.records.problem import Reason
from unspiral.records.sleep import Programme, SleepGate
from unspiral.screening.gate import assess
from unspiral.screening.sleep_gate import INSOMNIA, OWN_SCREENS

DAY = timedelta(days=1)
START = date(2026, 3, 2)  # the day the programme is opened
GOOD: Mapping[str, float] = {
    "sleep_bed": -60,
    "sleep_tried": -60,
    "sleep_latency_min": 10,
    "sleep_waso_min": 20,
    "sleep_woke": 420,
    "sleep_rise": 420,
}
POOR: Mapping[str, float] = {**GOOD, "sleep_latency_min": 60, "sleep_waso_min": 90}


def noon(day: date) -> datetime:
    """The moment that stands for a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def night(day: date, values: Mapping[str, float] = POOR, **changed: float) -> tuple[Reading, ...]:
    """The readings of one night, noted at noon of the day of waking."""
    at = noon(day)
    return tuple(
        Reading(name, float(value), at, at, day, answered_at=at)
        for name, value in {**values, **changed}.items()
    )


def days(first: date, count: int) -> tuple[date, ...]:
    """So many days in a row."""
    return tuple(first + n * DAY for n in range(count))


def happened(kind: str, subject: str, value: str, day: date) -> Event:
    """One event at noon of its day."""
    return Event(kind, subject, value, noon(day), day)


def started(day: date = START, kind: str = "window") -> Event:
    """The programme is opened."""
    return happened("sleep_programme", kind, "started", day)


def taps(first: date, count: int) -> tuple[Event, ...]:
    """The morning tap answered "no" on so many mornings."""
    return tuple(happened("fought_sleep", "morning", "no", day) for day in days(first, count))


def weekly(day: date, **told: str) -> tuple[Event, ...]:
    """The weekly questions answered, each "no" unless told otherwise."""
    said = {"fall": "no", "energy": "no", "sleepy": "no"} | told
    return tuple(happened("sleep_week", subject, value, day) for subject, value in said.items())


def asked(first: date, weeks: int) -> tuple[Event, ...]:
    """Every tap and every weekly question of so many weeks from the day after `first`."""
    ends = [first + 7 * n * DAY for n in range(1, weeks + 1)]
    return (*taps(first + DAY, 7 * weeks), *(e for day in ends for e in weekly(day)))


def own_answers(catalogue: Catalogue) -> dict[str, Value]:
    """The programme's own questions answered so that the window may be offered."""
    names = [n for screen in OWN_SCREENS for n in catalogue.screens[screen].none_sets]
    return {n: "yes" if n in INSOMNIA else "no" for n in names} | {"phq8_total": 4}


def person(
    catalogue: Catalogue,
    today: date,
    history: Iterable[Reading] = (),
    events: Iterable[Event] = (),
    asked_on: date | None = START,
    **changed: Value | None,
) -> Facts:
    """Someone clear whose own questions were answered on `asked_on`; None takes an answer out.

    Readings and events of later days are left out.
    """
    now = noon(today)
    history = (r for r in history if r.local_date <= today)
    events = (e for e in events if e.local_date <= today)
    first = {**clear_answers(catalogue), **changed}
    held = {n: Answer(n, v, now, today) for n, v in first.items() if v is not None}
    if asked_on is not None:
        at = noon(min(asked_on, today))
        own = {n: changed.get(n, v) for n, v in own_answers(catalogue).items()}
        held |= {n: Answer(n, v, at, asked_on) for n, v in own.items() if v is not None}
    return Facts(now, today, held, tuple(history), tuple(events), person="p", version=1)


def offered(catalogue: Catalogue, facts: Facts) -> SleepGate:
    """What the gate says of these facts."""
    from unspiral.planning.sleep_window import gate

    return gate(facts, assess(facts, catalogue), catalogue)


def state(catalogue: Catalogue, facts: Facts) -> Programme:
    """The programme of these facts."""
    from unspiral.planning.sleep_window import programme

    return programme(facts, assess(facts, catalogue), catalogue)


BASE = tuple(r for day in days(START - 6 * DAY, 7) for r in night(day))  # 7 nights, 5.5 h asleep
LATER = tuple(r for day in days(START + DAY, 60) for r in night(day))
SOUND = tuple(r for day in days(START + DAY, 60) for r in night(day, GOOD))
WEEKS = asked(START, 8)
LONGER = {**POOR, "sleep_latency_min": 30.0, "sleep_waso_min": 60.0}  # 6.5 h asleep
BASE_LONG = tuple(r for day in days(START - 6 * DAY, 7) for r in night(day, LONGER))


def on(
    catalogue: Catalogue,
    after: int,
    *events: Event,
    kind: str = "window",
    nights: tuple[Reading, ...] = (*BASE, *LATER),
    **changed: object,
) -> Programme:
    """The state so many days after the opening, with taps and weekly questions answered."""
    happened_so_far = (started(kind=kind), *WEEKS, *events)
    facts = person(catalogue, START + after * DAY, nights, happened_so_far, **changed)  # type: ignore[arg-type]
    return state(catalogue, facts)


def content(reasons: tuple[Reason, ...]) -> list[str | None]:
    """What each reason is about."""
    return [reason.content_id for reason in reasons]
