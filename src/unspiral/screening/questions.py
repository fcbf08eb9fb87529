"""The questions of all red flags, and when the plain question behind "Not sure" reassures."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Question, RedFlag
from unspiral.records.facts import UNSURE, Answer, Facts

ASKED = "asked"  # the question was opened and waits for its answer: it counts as unanswered
SKIPPED = "_skipped"
FOLLOW = "_follow"
# Clocks further apart than this are wrong (safety page, bad input B33).
CLOCK_TOLERANCE = timedelta(minutes=5)


def flags(catalogue: Catalogue) -> tuple[RedFlag, ...]:
    """All red flags in use, in the order of their ids."""
    return tuple(f for _, f in sorted(catalogue.redflags.items()) if f.status != "retired")


def questions(catalogue: Catalogue) -> Iterator[tuple[RedFlag, Question]]:
    """Every question of every red flag in use."""
    return ((flag, question) for flag in flags(catalogue) for question in flag.questions)


def by_variable(catalogue: Catalogue) -> Mapping[str, Question]:
    """Every red-flag question by the variable its answer is kept under."""
    return {question.id: question for _, question in questions(catalogue)}


def is_future(at: datetime, now: datetime) -> bool:
    """True when `at` lies further ahead of `now` than clocks may differ."""
    return at - now > CLOCK_TOLERANCE


def reassuring(question: Question, follow: Answer | None, since: datetime) -> bool:
    """True when the plain question was answered at or after `since`, and the answer was fine."""
    plain = question.follow_up
    if plain is None or follow is None or follow.answered_at < since:
        return False
    return follow.value in plain.options and follow.value not in (*plain.yes_when, UNSURE)


def waits_for_follow_up(question: Question, facts: Facts) -> bool:
    """True when "Not sure" was pressed and its plain question has not been answered since."""
    answer = facts.answers.get(question.id)
    if answer is None or answer.value != UNSURE or question.follow_up is None:
        return False
    follow = facts.answers.get(question.id + FOLLOW)
    return follow is None or follow.answered_at < answer.answered_at


def asked_in_words(question: Question, facts: Facts) -> str:
    """The question as this person is asked it: "different from your usual?" where that fits."""
    own_usual = facts.value("own_usual") == "yes"
    return question.chronic_ask if own_usual and question.chronic_ask else question.ask
