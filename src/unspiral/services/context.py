"""What every service needs, handed in by `bootstrap`: store, catalogue, clock, settings."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from unspiral.catalogue.load import Catalogue
from unspiral.clock import Clock, diary_day, known_zone
from unspiral.records.facts import Facts
from unspiral.services.proof_codes import Proofs
from unspiral.settings import Settings
from unspiral.store.base import Store, Transaction


@dataclass(frozen=True, slots=True)
class Demo:
    """A folder that holds no diary of its owner: a "made_up" year, or a "copy" to look at."""

    kind: Literal["made_up", "copy"]
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Context:
    """The shell's hand-over to the verbs: nothing global, nothing hidden.

    `unsaved_signs`: danger signs told that could not be written (person to what was pressed);
    the gate stays closed until the same is kept. It lives as long as the process.
    `proofs`: the digits of fresh proof, and who typed them; also as long as the process.
    `demo` is None wherever a person keeps their own diary.
    """

    store: Store
    catalogue: Catalogue
    clock: Clock
    settings: Settings
    unsaved_signs: dict[str, set[str]] = field(default_factory=dict)
    demo: Demo | None = None
    proofs: Proofs = field(default_factory=Proofs)


def zone_of(tx: Transaction) -> str:
    """The person's zone, told by the browser at set-up; UTC before that."""
    answer = tx.answers().get("zone")
    return (known_zone(str(answer.value)) if answer else "") or "UTC"


def today_now(ctx: Context, tx: Transaction) -> date:
    """The person's diary day, without reading all that is known."""
    return diary_day(ctx.clock(), zone_of(tx))


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
