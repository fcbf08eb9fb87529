"""What stands beside the day's few things: a pause from noting, one's own goal, what was chosen."""

from dataclasses import dataclass
from datetime import date

from unspiral.planning import sleep_window
from unspiral.records.sleep import Programme
from unspiral.records.triage import Decision
from unspiral.services import goals
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.goals import Chosen
from unspiral.services.holiday import HolidayNow, pause_of
from unspiral.services.rough_day import goes_on
from unspiral.services.screening import help_before


@dataclass(frozen=True, slots=True)
class Beside:
    """The pause as it stands, everything this person chose, the day a hold ends on, and the
    sleep programme.

    `goes_on` is None while nothing is held after a flare or a rough day.
    """

    pause: HolidayNow
    chosen: Chosen
    goes_on: date | None
    sleep: Programme


def read(ctx: Context, person: str, decision: Decision) -> Beside:
    """All of it, from facts of now and the gate's word. Reads only."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    return Beside(
        pause_of(facts, zone, help_before(decision)),
        goals.chosen(facts, ctx.catalogue, decision.clearance),
        goes_on(facts),
        sleep_window.programme(facts, decision, ctx.catalogue),
    )
