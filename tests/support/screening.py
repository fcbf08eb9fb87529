"""People for the screening tests: one who was asked everything and is clear, and changes to it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Event, Facts, Reading, Value
from unspiral.screening.asking import DANGER, FOUR, covered

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
SCREENED = (DANGER, *FOUR, "health", "medicines")
NEW, OLD, AHEAD = (0.0, 0.01, 0.3), (1, 5, 27, 29, 100), (-0.001, -1, -30)
AGES = (NEW, (*NEW, *OLD), (*NEW, *OLD, *AHEAD))  # in days, for one made-up person each


def answer(variable: str, value: Value, at: datetime = NOW) -> Answer:
    """One answer, given at `at`."""
    return Answer(variable, value, at, at.date())


def event(kind: str, subject: str, value: str = "", at: datetime = NOW) -> Event:
    """One event, at `at`."""
    return Event(kind, subject, value, at, at.date())


def facts_of(
    answers: Mapping[str, Value],
    events: Iterable[Event] = (),
    history: Iterable[Reading] = (),
    at: datetime = NOW,
    now: datetime = NOW,
) -> Facts:
    """Facts of one person; all answers were given at `at`."""
    held = {name: answer(name, value, at) for name, value in answers.items()}
    return Facts(now, now.date(), held, tuple(history), tuple(events), person="p", version=1)


def clear_answers(catalogue: Catalogue) -> dict[str, Value]:
    """Every screen answered with None, born 1980, not pregnant."""
    nos: dict[str, Value] = dict.fromkeys(sorted(covered(SCREENED, catalogue)), "no")
    return nos | {"birth_year": 1980, "pregnant": "no"}


def clear(catalogue: Catalogue, events: Iterable[Event] = (), **changed: Value) -> Facts:
    """Someone with every screen clear today, except for `changed`."""
    return facts_of(clear_answers(catalogue) | changed, events)


def random_facts(rng: Random, catalogue: Catalogue) -> Facts:
    """Facts of any kind: yes, no, doubt, opened, follow-ups, ages, endings, wrong clocks.

    One person in three told everything today, and one in three has a clock that runs ahead.
    """
    ages = rng.choice(AGES)
    questions = [(flag.id, q) for flag in catalogue.redflags.values() for q in flag.questions]
    held: dict[str, Answer] = {}
    blank = rng.choice((0.0, 0.05, 0.4))
    for name, value in clear_answers(catalogue).items():
        if rng.random() >= blank:
            held[name] = answer(name, value, NOW - _ago(rng, ages))
    for _, question in rng.sample(questions, rng.choice((0, 0, 1, 3, 6))):
        value = rng.choice(("yes", "yes", "unsure", "unsure", "no", "asked"))
        held[question.id] = answer(question.id, value, NOW - _ago(rng, ages))
        if question.follow_up is not None and rng.random() < 0.5:
            name, said = question.id + "_follow", rng.choice(list(question.follow_up.options))
            held[name] = answer(name, said, NOW - _ago(rng, ages))
    if rng.random() < 0.6:
        held["birth_year"] = answer("birth_year", rng.choice((1940, 1955, 1962, 1990, 2008, 2015)))
    for name in rng.sample(("pregnant", "health_thin_bones", "med_steroids", "med_opioid"), 2):
        held[name] = answer(name, rng.choice(("yes", "no", "unsure")), NOW - _ago(rng, ages))
    events = [_random_event(rng, questions, ages) for _ in range(rng.choice((0, 0, 1, 3)))]
    return Facts(NOW, TODAY, held, (), tuple(events), person="p", version=1)


def _ago(rng: Random, ages: tuple[float, ...]) -> timedelta:
    return timedelta(days=rng.choice(ages))


def _random_event(
    rng: Random, questions: list[tuple[str, object]], ages: tuple[float, ...]
) -> Event:
    flag, question = rng.choice(questions)
    name = getattr(question, "id", "")
    kind, value = rng.choice(
        (
            ("flag_raised", rng.choice(("E", "D", "W", f"E unsure {name}", "odd"))),
            ("flag_ended", rng.choice(("seen", "mistake", "clinician"))),
            ("flag_known", rng.choice(("unchanged", "changed"))),
        )
    )
    return event(kind, flag, value, NOW - _ago(rng, ages))
