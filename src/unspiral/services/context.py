"""What every service needs, handed in by `bootstrap`: store, catalogue, clock, settings."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from unspiral.catalogue.load import Catalogue
from unspiral.clock import Clock, diary_day
from unspiral.records.facts import Facts
from unspiral.settings import Settings
from unspiral.store.base import Store, Transaction


@dataclass(frozen=True, slots=True)
class Context:
    """The shell's hand-over to the verbs: nothing global, nothing hidden."""

    store: Store
    catalogue: Catalogue
    clock: Clock
    settings: Settings


def zone_of(tx: Transaction) -> str:
    """The person's zone, told by the browser at set-up; UTC before that."""
    answer = tx.answers().get("zone")
    zone = str(answer.value) if answer else "UTC"
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return "UTC"
    return zone


def facts_now(ctx: Context, tx: Transaction, now: datetime | None = None) -> Facts:
    """All facts of the person of `tx`, as the gate and the planner read them."""
    now = now or ctx.clock()
    zone = zone_of(tx)
    return Facts(
        now=now,
        today=diary_day(now, zone),
        answers=tx.answers(),
        history=tx.readings(),
        events=tx.events(),
        person=tx.person,
        version=tx.version(),
    )
