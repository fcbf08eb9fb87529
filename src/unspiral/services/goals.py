"""The goal a person chose: in their own words, with a small next step, kept over time.

Beside it what they chose of the day: its minutes, how many things stand on Today, and topics that
stay closed until they are picked. Nothing of this is scored, and no number is a goal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.planning.day import FIRST_WEEK
from unspiral.planning.eligibility import why_not
from unspiral.planning.history import History
from unspiral.records.facts import Answer, Event, Facts, Value
from unspiral.records.plan import PLAN_SIZES, WALK_UNITS
from unspiral.records.triage import Clearance
from unspiral.services import own_words
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.operations import Origin, write
from unspiral.services.screening import Help, assessed, help_before
from unspiral.store.base import Applied

GOAL, STEP = "goal", "goal_step"
LINES = (GOAL, STEP)
MOST = 300  # characters, as in set-up
ENDED = "goal_ended"
WAYS = ("reached", "let_go")
MINUTES, SIZE, WALKS = "goal_minutes", "plan_size", "walk_unit"
TOPICS = ("smoking", "food", "weight", "drink")
PASSING = frozenset({"not_today", "swapped"})


@dataclass(frozen=True, slots=True)
class PastGoal:
    """A goal that ended: its words, how ("reached" or "let_go"), and when."""

    words: str
    how: str
    day: date


@dataclass(frozen=True, slots=True)
class Chosen:
    """What this person chose. `words` by line; `since`: the day the goal was last put in words.

    `minutes` is None until told. `size` is "" while the first week still holds it small. `walks`:
    what walks are told in.
    `topics`: those picked, with the techniques the gate leaves open now.
    """

    words: dict[str, str]
    since: date | None
    past: tuple[PastGoal, ...]
    minutes: int | None
    size: str
    walks: str
    topics: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class GoalNow:
    """What the page is made from."""

    chosen: Chosen
    help: Help
    today: date
    zone: str
    version: int


def read(ctx: Context, person: str) -> GoalNow:
    """The goal and the choices as they stand. Reads only; open at every level."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    decision = assessed(ctx, facts)
    found = chosen(facts, ctx.catalogue, decision.clearance)
    return GoalNow(found, help_before(decision), facts.today, zone, facts.version)


def chosen(facts: Facts, catalogue: Catalogue, clearance: Clearance | None) -> Chosen:
    """Everything chosen, from facts alone."""
    written = own_words.written(facts, LINES)
    goal = facts.answers.get(GOAL)
    minutes = facts.value(MINUTES)
    return Chosen(
        words={answer.variable: str(answer.value) for answer in written},
        since=goal.local_date if goal is not None and goal.value else None,
        past=_past(facts.events),
        minutes=minutes if isinstance(minutes, int) and not isinstance(minutes, bool) else None,
        size=_size(facts),
        walks="steps" if facts.value(WALKS) == "steps" else "minutes",
        topics=_topics(facts, catalogue, clearance),
    )


def save(ctx: Context, person: str, typed: dict[str, str], origin: Origin) -> Applied | None:
    """Keep the goal and its step as typed; None when nothing changed."""
    return own_words.save(ctx, person, LINES, typed, origin)


def end(ctx: Context, person: str, how: str, origin: Origin) -> Applied | None:
    """Keep that the goal was reached or let go, and make room; None when there is none.

    Raises BadInput for another way. The words stay among the goals of before.
    """
    if how not in WAYS:
        raise BadInput("This button is not known here.", "Nothing was changed.", "Send it again.")
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    words = str(facts.value(GOAL) or "")
    if not words:
        return None
    at, day = ctx.clock(), origin.local_date or facts.today
    answers = tuple(
        Answer(name, "", at, day, name, ctx.catalogue.screens[name].version) for name in LINES
    )
    event = Event(ENDED, how, words, at, day)
    return write(ctx, person, "setup", origin, answers=answers, events=(event,))


def choose(ctx: Context, person: str, name: str, value: Value, origin: Origin) -> Applied:
    """Keep one choice of the day: minutes, how many things, or a topic, picked or put away.

    Raises BadInput for anything that is not offered.
    """
    offered: dict[str, tuple[Value, ...]] = {
        MINUTES: minutes_offered(ctx.catalogue),
        SIZE: PLAN_SIZES,
        WALKS: WALK_UNITS,
        **{f"topic_{topic}": ("yes", "no") for topic in TOPICS},
    }
    if value not in offered.get(name, ()):
        raise BadInput("This choice is not known here.", "Nothing was changed.", "Choose again.")
    with ctx.store.read(person) as tx:
        today = facts_now(ctx, tx).today
    answer = Answer(name, value, ctx.clock(), origin.local_date or today, name, 1)
    return write(ctx, person, "setup", origin, answers=(answer,))


def minutes_offered(catalogue: Catalogue) -> tuple[int, ...]:
    """The minutes a day that set-up offers, too."""
    choices = catalogue.screens[MINUTES].choices
    return tuple(int(str(choice.sets[MINUTES])) for choice in choices)


def _past(events: Iterable[Event]) -> tuple[PastGoal, ...]:
    """Goals that ended, the newest first."""
    ended = sorted((e for e in events if e.kind == ENDED), key=lambda e: e.at, reverse=True)
    return tuple(PastGoal(e.value, e.subject, e.local_date) for e in ended)


def _size(facts: Facts) -> str:
    """Few or more; the first week is always small, so there is nothing to choose in it."""
    first = min(History((), facts.events).first_done().values(), default=facts.today)
    if facts.today - first < FIRST_WEEK:
        return ""
    return "more" if facts.value(SIZE) == "more" else "few"


def _topics(
    facts: Facts, catalogue: Catalogue, clearance: Clearance | None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    picked = [topic for topic in TOPICS if facts.value(f"topic_{topic}") == "yes"]
    return tuple((topic, _open(topic, facts, catalogue, clearance)) for topic in picked)


def _open(
    topic: str, facts: Facts, catalogue: Catalogue, clearance: Clearance | None
) -> tuple[str, ...]:
    """The techniques of a topic that may be shown now; none without the gate's word."""
    if clearance is None:
        return ()
    profile = {name: answer.value for name, answer in facts.answers.items()}
    history = History(facts.history, facts.events)
    found = (t for t in catalogue.techniques.values() if t.topic == topic and t.status != "retired")
    reasons = ((t.id, why_not(t, profile, history, clearance, facts.today)) for t in found)
    return tuple(name for name, why in reasons if why is None or why.code in PASSING)
