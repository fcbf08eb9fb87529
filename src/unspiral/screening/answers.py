"""From facts to the values that conditions read: trusted answers, follow-ups, age, what is known.

Unknown means careful: an answer dated in the future counts only when it is a yes or a doubt, and
a question that was opened but not yet answered counts as never answered.
"""

from collections.abc import Mapping

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Question
from unspiral.records.facts import UNSURE, Answer, Facts, Value
from unspiral.screening.endings import Past, pasts
from unspiral.screening.questions import ASKED, FOLLOW, is_future, questions, reassuring

OLDEST_BIRTH_YEAR = 1900
ADULT = 18
DARK_ITEMS = ("phq9_9", "sleep_dark")
NO_DARK_ITEM = (0, "0", "no")


def effective(
    facts: Facts, catalogue: Catalogue, history: Mapping[str, Past] | None = None
) -> dict[str, Value]:
    """The values that red flags and cautions are judged by.

    Adds `age` (the most it can be this year), `known_<flag>` (raised and not ended, or seen by
    someone and unchanged since) and `dark_thoughts`.
    """
    values = {name: a.value for name, a in facts.answers.items() if counts(a, facts)}
    for _, question in questions(catalogue):
        if values.get(question.id) == UNSURE:
            values[question.id] = _after_follow_up(question, facts)
    values.pop("age", None)
    age = age_of(facts)
    if age is not None:
        values["age"] = age
    history = pasts(facts, catalogue) if history is None else history
    for flag, past in history.items():
        values[f"known_{flag}"] = "yes" if past.known_since or past.raised else "no"
    values["dark_thoughts"] = "yes" if dark_thoughts_open(facts) else "no"
    return values


def counts(answer: Answer, facts: Facts) -> bool:
    """Whether an answer may be used: asked in full, and not reassuring from the future."""
    if answer.value == ASKED:
        return False
    return not is_future(answer.answered_at, facts.now) or answer.value in ("yes", UNSURE)


def clock_is_off(facts: Facts) -> bool:
    """True when anything we know was written later than now: a clock is or was wrong."""
    answered = (answer.answered_at for answer in facts.answers.values())
    happened = (event.at for event in facts.events)
    return any(is_future(at, facts.now) for at in (*answered, *happened))


def age_of(facts: Facts) -> int | None:
    """The age reached by the end of this year; None when the birth year is missing or impossible.

    Only the year is kept, so the true age may be one less: careful for every "over" limit.
    """
    answer = facts.answers.get("birth_year")
    if answer is None or not counts(answer, facts):
        return None
    year = answer.value
    if isinstance(year, bool) or not isinstance(year, (int, float)):
        return None
    possible = OLDEST_BIRTH_YEAR <= year <= facts.today.year
    return facts.today.year - int(year) if possible else None


def may_be_under_18(facts: Facts) -> bool:
    """True when the birth year says under 18, or leaves it open and nobody said "18 or older"."""
    age = age_of(facts)
    if age is None or age > ADULT:
        return False
    return age < ADULT or facts.value("eighteen") != "yes"


def dark_thoughts_open(facts: Facts) -> bool:
    """True from such an answer or a tap on help until the person says "I am safe for now"."""
    opened = [event.at for event in facts.events if event.kind == "dark_thoughts"]
    items = (facts.answers.get(name) for name in DARK_ITEMS)
    opened += [a.answered_at for a in items if a is not None and a.value not in NO_DARK_ITEM]
    safe = [e.at for e in facts.events if e.kind == "safe_now" and not is_future(e.at, facts.now)]
    return bool(opened) and (not safe or max(opened) >= max(safe))


def _after_follow_up(question: Question, facts: Facts) -> Value:
    """What "Not sure" comes to once its plain question was answered; still not sure otherwise."""
    answer, follow = facts.answers[question.id], facts.answers.get(question.id + FOLLOW)
    if follow is None or is_future(follow.answered_at, facts.now):
        return UNSURE
    if reassuring(question, follow, answer.answered_at):
        return "no"
    plain = question.follow_up
    sure = plain is not None and follow.value in plain.yes_when and follow.value != UNSURE
    return "yes" if sure else UNSURE
