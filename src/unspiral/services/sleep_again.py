"""The person's own page for when poor nights come back: five lines in their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Screen
from unspiral.records.facts import Facts
from unspiral.services import own_words
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin
from unspiral.services.screening import Help, assessed, help_before
from unspiral.store.base import Applied

LINES = (
    *("sleep_again_signs", "sleep_again_rise", "sleep_again_first"),
    *("sleep_again_leave", "sleep_again_who"),
)


@dataclass(frozen=True, slots=True)
class AgainPage:
    """The page as it stands: `words` holds the lines that were written, by variable."""

    facts: Facts
    words: Mapping[str, str]
    written: date | None
    help: Help


def screens(catalogue: Catalogue) -> tuple[Screen, ...]:
    """The five prompts in order."""
    return tuple(catalogue.screens[name] for name in LINES)


def read(ctx: Context, person: str) -> AgainPage:
    """The page. Reads only: it is the person's own and open at every level."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    held = own_words.written(facts, LINES)
    return AgainPage(
        facts=facts,
        words={answer.variable: str(answer.value) for answer in held},
        written=max((answer.local_date for answer in held), default=None),
        help=help_before(assessed(ctx, facts)),
    )


def save(ctx: Context, person: str, typed: Mapping[str, str], origin: Origin) -> Applied | None:
    """Keep the lines that changed, exactly as typed; None when nothing did."""
    return own_words.save(ctx, person, LINES, typed, origin)
