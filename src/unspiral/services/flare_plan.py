"""The person's own page for a flare: five lines in their words, and what they said eased it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Screen
from unspiral.planning.eligibility import why_not
from unspiral.planning.history import History
from unspiral.records.facts import UNSURE, Facts
from unspiral.records.triage import Clearance
from unspiral.services import own_words
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin
from unspiral.services.screening import Help, assessed, help_before, told_now
from unspiral.store.base import Applied

LINES = ("flare_signs", "flare_eases", "flare_smallest", "flare_who", "flare_leave")
EASES = "flare_eases"
MOST_SHOWN = 3
PASSING = frozenset({"not_today", "swapped"})  # left out of a day, not closed


@dataclass(frozen=True, slots=True)
class Eased:
    """A technique after which this person felt better, and how often they said so."""

    technique: str
    times: int


@dataclass(frozen=True, slots=True)
class FlarePlan:
    """What the pages show. `words` holds the lines that were written, by variable.

    `eased` counts the person's own ratings, and holds only what the gate leaves open now.
    `opioid`, `pregnant`: they told us so. `rough`: today was told to be rough.
    """

    facts: Facts
    words: Mapping[str, str]
    written: date | None
    eased: tuple[Eased, ...]
    help: Help
    level: str
    opioid: bool
    pregnant: bool
    rough: bool


def screens(catalogue: Catalogue) -> tuple[Screen, ...]:
    """The five prompts in order."""
    return tuple(catalogue.screens[name] for name in LINES)


def read(ctx: Context, person: str) -> FlarePlan:
    """The plan as it stands. Reads only: it is the person's own and open at every level."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    decision = assessed(ctx, facts)
    written = own_words.written(facts, LINES)
    return FlarePlan(
        facts=facts,
        words={answer.variable: str(answer.value) for answer in written},
        written=max((answer.local_date for answer in written), default=None),
        eased=eased(facts, ctx.catalogue, decision.clearance),
        help=help_before(decision),
        level=told_now(decision).value,
        opioid=facts.value("med_opioid") == "yes",
        pregnant=facts.value("pregnant") in ("yes", UNSURE),
        rough=History(facts.history, facts.events).bad_day(facts.today),
    )


def eased(facts: Facts, catalogue: Catalogue, clearance: Clearance | None) -> tuple[Eased, ...]:
    """What was rated "better", most often first; never what made worse, never what is closed."""
    if clearance is None:
        return ()
    history = History(facts.history, facts.events)
    profile = {name: answer.value for name, answer in facts.answers.items()}
    found = []
    for item in catalogue.techniques.values():
        times = history.felt_better(item.id)
        if times and item.status != "retired" and clearance.covers(item.scope):
            left_out = why_not(item, profile, history, clearance, facts.today)
            if left_out is None or left_out.code in PASSING:
                found.append(Eased(item.id, times))
    return tuple(sorted(found, key=lambda each: (-each.times, each.technique)))[:MOST_SHOWN]


def with_added(words: str, titles: Iterable[str]) -> str:
    """`words` with each title that is not a line of it yet, one a line at its end."""
    more = [title for title in dict.fromkeys(titles) if title not in words.splitlines()]
    return "\n".join((*([words.rstrip("\n")] if words else ()), *more)) if more else words


def save(ctx: Context, person: str, typed: Mapping[str, str], origin: Origin) -> Applied | None:
    """Keep the lines that changed, exactly as typed; None when nothing did.

    When it returns "applied", the commit has been flushed.
    """
    return own_words.save(ctx, person, LINES, typed, origin)
