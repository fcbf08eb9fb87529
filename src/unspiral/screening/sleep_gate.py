"""The sleep programme's own questions: what rules both ways out, what leaves the gentler one.

Evidence page, c.3 and c.5; safety page, "Sleep programme". Pure and total. A doubt counts as
yes, and a question that was not answered, or not for this start, offers nothing.
"""

from collections.abc import Iterator, Mapping, Set
from datetime import date, datetime, timedelta

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.rules import fires
from unspiral.records.facts import Event, Facts, Value
from unspiral.records.problem import Reason
from unspiral.records.sleep import SleepGate
from unspiral.screening.answers import NO_DARK_ITEM, may_be_under_18
from unspiral.screening.asking import settles
from unspiral.screening.mood import mood_reasons

# Screens asked when the programme is opened, in order. An answer from longer ago than this
# before the start is asked again; see docs/adr/0026-sleep-programme.md.
OWN_SCREENS = ("sleep_insomnia", "sleep_programme", "sleep_mind", "sleep_breath", "sleep_careful")
ASKED_WITHIN = timedelta(days=28)
MOOD_FORM, MOOD_SCORE = "phq-8", "phq8_total"
# Asked before any movement; "anything changed?" brings them back every 28 days.
BEFORE = ("pregnant", "health", "medicines")
INSOMNIA = ("insomnia_nights", "insomnia_months", "insomnia_day")
NEITHER = (
    *("sleep_mania", "sleep_psychosis", "health_fits", "sleep_apnoea", "apnoea_pauses"),
    *(
        "sleep_walks",
        "drowsy_driving",
        "sleep_safety_work",
        "pregnant",
        "sleep_baby",
        "sleep_low_mood",
    ),
    *("sleep_dark", "med_opioid", "med_sedative", "sleep_heart_lung", "sleep_shifts_soon"),
    *("known_sleep_breathing", "known_medicine_mix"),
)
# Gabapentin and pregabalin: the shared caution about drowsy medicines rules the window out.
COMPRESSION_ONLY = (
    *("sleep_frail", "health_falls", "known_rf5", "sleep_migraine", "sleep_restless_legs"),
    *("sleep_shifts", "med_gabapentinoid"),
)
# "Over 70" on one page, "70 or older" on another: the stricter. Only the birth year is known.
OLD_FROM = 70
MOOD_CLOSES = frozenset({"mood_help_first"})
MOOD_WAITS = frozenset({"mood_within_days"})
APNOEA_FLAG = "sleep_breathing"
ONE_DAY = timedelta(days=1)
# After a stop for safety nothing is started for so long (evidence page, c.5).
NO_RESTART = timedelta(days=14)
STOPS_OF_WEEK = frozenset({"fall", "energy"})


def own_questions(facts: Facts, values: Mapping[str, Value], catalogue: Catalogue) -> SleepGate:
    """What the answers alone say; `values` are the effective ones of the gate."""
    mood = mood_reasons(values)
    return SleepGate(
        neither=tuple(Reason("rules_out", what) for what in _neither(facts, values, catalogue)),
        compression_only=tuple(Reason("compression_only", w) for w in _compression_only(values)),
        unanswered=_unanswered(facts, values, catalogue),
        waits=(
            *(Reason("waits", m.content_id) for m in mood if m.code in MOOD_WAITS),
            *(Reason("waits", "restart", {"from": day.isoformat()}) for day in _again_from(facts)),
        ),
    )


def apnoea_suspected(values: Mapping[str, Value], catalogue: Catalogue) -> bool:
    """The apnoea check is positive: its flag fires at any level; all but a plain no is a yes."""
    flag = catalogue.redflags.get(APNOEA_FLAG)
    if flag is None:
        return True
    told = {n: v if n == "age" or v == "no" else "yes" for n, v in values.items()}
    return any(fires(rule.when, told, careful=False) for rule in flag.levels)


def is_safety_stop(event: Event) -> bool:
    """A tap that stops the programme for 14 days: fought sleep, a fall, unusual energy."""
    if event.kind == "fought_sleep":
        return event.value not in ("no", "not_driving")
    return event.kind == "sleep_week" and event.subject in STOPS_OF_WEEK and event.value != "no"


def day_of(event: Event) -> date:
    """The day an event counts for: the day it was told, and at most one beside it, for all zones.

    So nothing is dated back, and a device whose date runs ahead closes nothing for years.
    """
    told = event.at.date()
    return min(max(event.local_date, told - ONE_DAY), told + ONE_DAY)


def _again_from(facts: Facts) -> tuple[date, ...]:
    """The day from which a start is allowed again, while it lies ahead."""
    stops = [min(day_of(e), facts.today) for e in facts.events if is_safety_stop(e)]
    again = max(stops, default=date.min) + NO_RESTART
    return (again,) if again > facts.today else ()


def asked_from(facts: Facts) -> datetime:
    """Answers older than this were not given for this start: they count as not answered.

    The start is the one that stands, or now; after a stop for safety all is asked anew.
    """
    own = [e for e in facts.events if e.kind == "sleep_programme" and e.at <= facts.now]
    last = max(own, key=lambda e: (e.at, e.value), default=None)
    start = last.at if last is not None and last.value == "started" else facts.now
    return max([start - ASKED_WITHIN, *(e.at for e in facts.events if is_safety_stop(e))])


def _unanswered(facts: Facts, values: Mapping[str, Value], catalogue: Catalogue) -> tuple[str, ...]:
    """Screens and the form still to be asked, in the order a person meets them."""
    since = asked_from(facts)
    fresh = {n for n in values if n in facts.answers and facts.answers[n].answered_at >= since}
    missing = [] if "age" in values else ["birth_year"]
    missing += [name for name in BEFORE if not _asked(name, values.keys(), catalogue)]
    missing += [name for name in OWN_SCREENS if not _asked(name, fresh, catalogue)]
    score = values.get(MOOD_SCORE)
    number = isinstance(score, (int, float)) and not isinstance(score, bool)
    told = number and MOOD_SCORE in fresh
    return (*missing, *(() if told else (MOOD_FORM,)))


def _asked(name: str, answered: Set[str], catalogue: Catalogue) -> bool:
    """Every question of the screen was answered; a screen that is gone cannot have been."""
    screen = catalogue.screens.get(name)
    return screen is not None and screen.status != "retired" and settles(screen) <= answered


def _neither(facts: Facts, values: Mapping[str, Value], catalogue: Catalogue) -> Iterator[str]:
    """What rules both out."""
    if may_be_under_18(facts):
        yield "under_18"
    for name in INSOMNIA:
        if name in values and values[name] != "yes":
            yield name
    for name in NEITHER:
        if values.get(name, "no") != "no":
            yield name
    if apnoea_suspected(values, catalogue):
        yield APNOEA_FLAG
    if _ever_dark(facts):
        yield "dark_thoughts"
    for reason in mood_reasons(values):
        if reason.code in MOOD_CLOSES:
            yield str(reason.content_id)


def _compression_only(values: Mapping[str, Value]) -> Iterator[str]:
    age = values.get("age")
    if isinstance(age, (int, float)) and age >= OLD_FROM:
        yield "age"
    yield from (name for name in COMPRESSION_ONLY if values.get(name, "no") != "no")


def _ever_dark(facts: Facts) -> bool:
    """Evidence page, c.2: after "I am safe for now" the window stays off."""
    told = any(event.kind == "dark_thoughts" for event in facts.events)
    return told or facts.value("phq9_9") not in (None, *NO_DARK_ITEM)
