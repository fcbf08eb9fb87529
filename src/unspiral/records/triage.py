"""The result of screening: a level, what was found and why, and the clearance it allows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from unspiral.records.problem import Reason


class Level(StrEnum):
    """Triage levels of the clinical evidence page, section c, worst first."""

    EMERGENCY = "E"
    SAME_DAY = "D"
    WITHIN_DAYS = "W"
    ROUTINE = "R"
    SELF_MANAGE = "S"

    @property
    def severity(self) -> int:
        """4 for E down to 0 for S, so that `max` finds the worst."""
        return 4 - "EDWRS".index(self.value)


Scope = Literal["comfort", "standard", "programme"]
FindingState = Literal["open", "unanswered", "unsure", "known"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One red flag that fires. `known` findings carry no level: they stay as cautions."""

    flag: str
    level: Level
    state: FindingState
    reasons: tuple[Reason, ...]
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """Worst level of all findings, and the screens that still have to be asked."""

    level: Level
    findings: tuple[Finding, ...] = ()
    to_ask: tuple[str, ...] = ()

    @property
    def told(self) -> Level:
        """Worst level of what the person told us: unanswered questions left aside.

        `level` counts them; a page asks first when `told` is milder than `level`.
        """
        told = [f.level for f in self.findings if f.state in ("open", "unsure")]
        return max(told, key=lambda level: level.severity, default=Level.SELF_MANAGE)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Permission to render, send, print, cache or start exercise. Only `gate.py` makes one.

    `held`: today's level is held, nothing new or harder. `gentle`: first visit at W, only the
    gentle set. `cautions` are the K ids that content must respect.
    """

    person: str
    facts_version: int
    scopes: frozenset[Scope]
    cautions: frozenset[str]
    held: bool
    gentle: bool
    minted_at: datetime
    valid_until: datetime

    def covers(self, scope: Scope) -> bool:
        """True when this clearance opens `scope`."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate says now: level, reasons, help to show, and a clearance or None."""

    triage: Triage
    clearance: Clearance | None
    reasons: tuple[Reason, ...]
    open_features: frozenset[str]
    to_ask: tuple[str, ...]
    dark_thoughts: bool = False
    help_first: bool = False
