"""Made-up people of any kind for the sleep programme: hostile answers, nights, taps and clocks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from support.screening import clear_answers
from support.sleep import DAY, START, happened, noon, own_answers

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Event, Facts, Reading, Value

NIGHT = ("sleep_bed", "sleep_tried", "sleep_latency_min", "sleep_waso_min", "sleep_woke",
         "sleep_rise")  # fmt: skip
YEARS = (1980, 1990, 1975, 1957, 1956, 1940, 2007, 2008, 2012, 1890, 2200)
ODD_VALUES: tuple[Value, ...] = ("yes", "yes", "unsure", "asked", "maybe", "", 1, True, "No")
LEVELS = ("rf8_risk", "rf16_calf", "rf1_saddle", "rf15_slow")
PROGRAMME = ("started", "started", "started", "stopped", "finished", "own_choice")
TAPS = ("no", "no", "no", "no", "not_driving", "yes", "odd")


def drawn(rng: Random, catalogue: Catalogue, first: Mapping[str, Value] | None = None) -> Facts:
    """One made-up person; `first` are the answers to begin with, worked out once."""
    today = START + rng.randrange(0, 36) * DAY
    answers = _answers(rng, today, first or answers_of_all(catalogue))
    nights = _nights(rng, today)
    events = _events(rng, today)
    return Facts(noon(today), today, answers, nights, events, person="p", version=1)


def answers_of_all(catalogue: Catalogue) -> dict[str, Value]:
    """Every question answered so that the window may be offered."""
    return clear_answers(catalogue) | own_answers(catalogue)


def _answers(rng: Random, today: date, first: Mapping[str, Value]) -> dict[str, Answer]:
    """All answered well, with up to a few changes: worse, odd, gone, old or from the future."""
    given: dict[str, Value] = dict(first)
    names = rng.sample(sorted(given), rng.choice((0, 0, 0, 1, 1, 2, 4)))
    for name in names:
        given[name] = rng.choice(ODD_VALUES)
    if rng.random() < 0.3:
        given["birth_year"] = rng.choice(YEARS)
    if rng.random() < 0.2:
        given[rng.choice(LEVELS)] = "yes"
    if rng.random() < 0.2:
        given["phq8_total"] = rng.choice((0, 9, 14, 15, 19, 20, 24))
    if rng.random() < 0.1:
        given[rng.choice(("gad7_total", "phq2_total", "phq9_9"))] = rng.randrange(0, 22)
    at = noon(today)
    held = {name: Answer(name, value, at, today) for name, value in given.items()}
    if rng.random() < 0.15:
        del held[rng.choice(sorted(held))]
    if rng.random() < 0.15:
        name = rng.choice(sorted(held))
        day = today + rng.choice((-400, -60, -29, -20, 1, 30, 4000)) * DAY
        held[name] = replace(held[name], answered_at=noon(day), local_date=day)
    return held


def _nights(rng: Random, today: date) -> tuple[Reading, ...]:
    """A run of nights with gaps, odd times, doubles, late entries, devices and days to come."""
    asleep, spread, kept = rng.choice((250, 290, 330, 380, 430)), rng.choice((0, 15, 60)), 0.97
    awake = rng.choice(((20, 60), (30, 200)))
    if rng.random() < 0.2:
        kept = rng.choice((0.4, 0.7))
    found: list[Reading] = []
    last = (today - START).days + (3 if rng.random() < 0.1 else 1)
    for n in range(-9, last):
        if rng.random() > kept:
            continue
        day = START + n * DAY
        wake = 400 + rng.randint(0, spread)
        bed = wake - asleep - rng.randint(*awake)
        values = [bed, bed + rng.choice((0, 5)), 10, 0, wake, wake + rng.choice((0, 10))]
        values[3] = max(0, values[4] - values[1] - 10 - asleep + rng.randint(-spread, spread))
        at = noon(day)
        if rng.random() < 0.06:
            values, at = _odd(rng, values, today)
        found.extend(Reading(name, float(v), at, at, day, answered_at=at)
                     for name, v in zip(NIGHT, values, strict=False))  # fmt: skip
    return (*found, *_strange(rng, found, today))


def _odd(rng: Random, values: list[int], today: date) -> tuple[list[int], object]:
    """One night made wrong: cut short, out of order, out of range, or entered later."""
    at = noon(today + rng.choice((0, 0, 5)) * DAY)
    where = rng.randrange(6)
    wrong = list(values)
    wrong[where] = rng.choice((-900, -720, 0, 900, 1440, 3000))
    return (wrong if rng.random() < 0.7 else values[:where]), at  # type: ignore[return-value]


def _strange(rng: Random, found: list[Reading], today: date) -> list[Reading]:
    """A few readings again: from a device, changed later, or of another day."""
    strange = []
    for reading in rng.sample(found, min(len(found), rng.choice((0, 0, 2, 6)))):
        how = rng.randrange(3)
        if how == 0:
            strange.append(replace(reading, source="watch", value=reading.value + 60))
        elif how == 1:
            late = reading.end + timedelta(hours=rng.choice((1, 30, 300)))
            strange.append(replace(reading, value=reading.value - 30, answered_at=late))
        else:
            strange.append(replace(reading, local_date=today + 400 * DAY))
    if rng.random() < 0.1:
        day = START + rng.randrange(0, 36) * DAY
        name = rng.choice(("medicines_changed", "pain"))
        strange.append(Reading(name, 9.0, noon(day), noon(day), day))
    return strange


def _events(rng: Random, today: date) -> tuple[Event, ...]:
    """Mostly opened on the first day and answered each morning; then anything may happen."""
    found: list[Event] = []
    kind = rng.choice(("window", "compression"))
    length = (today - START).days
    if rng.random() < 0.9:
        found.append(happened("sleep_programme", kind, "started", START))
    if rng.random() < 0.8:
        found += [happened("fought_sleep", "morning", "no", START + n * DAY)
                  for n in range(1, length + 1)]  # fmt: skip
        found += [happened("sleep_week", what, "no", START + n * DAY)
                  for n in range(7, length + 1, 7) for what in ("fall", "energy", "sleepy")
                  if rng.random() < 0.97]  # fmt: skip
    for _ in range(rng.choice((0, 0, 0, 1, 2, 5))):
        found.append(_event(rng, START + rng.randrange(-3, length + 4) * DAY))
    return tuple(found)


def _event(rng: Random, day: date) -> Event:
    what = rng.randrange(9)
    if what < 3:
        kind = rng.choice(("window", "compression", "window", "compression", "other"))
        return happened("sleep_programme", kind, rng.choice(PROGRAMME), day)
    if what == 3:
        return happened("fought_sleep", "morning", rng.choice(TAPS), day)
    if what == 4:
        subject = rng.choice(("fall", "energy", "sleepy"))
        return happened("sleep_week", subject, rng.choice(("yes", "no", "odd")), day)
    if what == 5:
        return happened("sleep_hold", rng.choice(("illness", "travel", "medicine")), "", day)
    if what == 6:
        value = rng.choice(("E", "D", "W"))
        ended = ("flag_ended", rng.choice(("seen", "mistake")))
        kind, value = rng.choice((("flag_raised", value), ended))
        return happened(kind, rng.choice(("rf8", "rf4", "sleep_breathing")), value, day)
    if what == 7:
        kind = rng.choice(("dark_thoughts", "safe_now", "bad_day"))
        return happened(kind, "dark_thoughts", "", day)
    score = rng.choice(("phq8_total", "phq2_total", "gad7_total"))
    said = f'{{"score": {{"variable": "{score}", "value": {rng.randrange(25)}}}, "parts": []}}'
    return happened("form_taken", "phq-8", rng.choice((said, said, "odd")), day)
