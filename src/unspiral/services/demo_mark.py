"""The mark that makes a folder a demo, and what a marked folder changes: the banner, the clock.

The mark is an answer like any other, so it is in the operations, and in every copy of them. What
carries it shows the banner, whichever command serves it.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from unspiral.clock import diary_day
from unspiral.records.facts import Answer, Value
from unspiral.services.context import Context, Demo, zone_of
from unspiral.services.operations import Entry, Origin

MARK, DAYS_BACK = "demo", "demo_days_back"


def marked(ctx: Context, person: str) -> Context:
    """`ctx` as its store asks for it: with the demo it is, and in a copy with a clock of its own.

    A copy of a diary that ended long ago is shown as it stood then: its clock went back to the
    diary's last day when the copy was made, and goes on from there.
    """
    with ctx.store.read(person) as tx:
        answers, zone = tx.answers(), zone_of(tx)
    if MARK not in answers:
        return ctx
    clock = ctx.clock
    back = timedelta(days=int(answers[DAYS_BACK].value) if DAYS_BACK in answers else 0)
    demo = Demo("copy" if answers[MARK].value == "copy" else "made_up", zone)
    return replace(ctx, clock=lambda: clock() - back, demo=demo)


def mark(kind: Literal["made_up", "copy"], origin: Origin, back: int = 0) -> Entry:
    """The first operation of every demo; its clock stands `back` days behind."""
    assert origin.at is not None
    told: dict[str, Value] = {MARK: kind, DAYS_BACK: back, "zone": origin.zone}
    day = diary_day(origin.at, origin.zone)
    answers = tuple(Answer(name, value, origin.at, day) for name, value in told.items())
    return Entry("demo", origin, answers)
