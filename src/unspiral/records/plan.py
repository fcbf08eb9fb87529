"""A day's plan: a few items by role, each with its reasons, or a refusal with its reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from unspiral.records.problem import Reason

Role = Literal["ease", "build", "night", "mind"]
ROLES: tuple[Role, ...] = ("ease", "build", "night", "mind")


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to do. Seconds are of the full dose and of the "too tired" version."""

    technique: str
    version: int
    role: Role
    seconds: int
    tired_seconds: int
    grade: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What today holds, in the order of `ROLES`; `left_out` says why others are not here."""

    day: date
    items: tuple[PlanItem, ...]
    notes: tuple[Reason, ...] = ()
    left_out: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing is planned, and why."""

    day: date
    reasons: tuple[Reason, ...]
