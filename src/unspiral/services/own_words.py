"""Pages in a person's own words: some lines, each kept as an answer, exactly as typed."""

from collections.abc import Mapping, Sequence

from unspiral.records.facts import Answer, Facts
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write
from unspiral.store.base import Applied


def written(facts: Facts, lines: Sequence[str]) -> tuple[Answer, ...]:
    """The lines that hold words, in order."""
    return tuple(facts.answers[name] for name in lines if facts.value(name))


def save(
    ctx: Context, person: str, lines: Sequence[str], typed: Mapping[str, str], origin: Origin
) -> Applied | None:
    """Keep the lines that changed; None when nothing did. A line left empty is emptied.

    When it returns "applied", the commit has been flushed. `lines` are ids of screens.
    """
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    known = {answer.variable: str(answer.value) for answer in written(facts, lines)}
    at = origin.at or ctx.clock()
    day = origin.local_date or facts.today
    answers = tuple(
        Answer(name, typed.get(name, ""), at, day, name, ctx.catalogue.screens[name].version)
        for name in lines
        if typed.get(name, "") != known.get(name, "")
    )
    return write(ctx, person, "setup", origin, answers=answers) if answers else None
