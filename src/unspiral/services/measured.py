"""What the benchmarks measured of the learner on made-up people, for the page that explains it.

`./test bench learner --write DATE` writes the file. What is not in it is not shown: no number of
this kind stands in the code.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

FIGURES = Path(__file__).resolve().parents[3] / "docs/reference/learner-figures.json"
EVER_TOLD = re.compile(r"claims: ever told in (?P<days>\d+) days, (?P<world>\w+)")
FOUND = re.compile(
    r"claims: power in (?P<days>\d+) days, (?P<cause>\w+) > (?P<effect>\w+) (?P<size>[\d.]+) sd"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured share: of `n` people, `value` of them."""

    name: str
    value: float | None
    n: int

    @property
    def people(self) -> int:
        """How many people the share stands for."""
        return round((self.value or 0.0) * self.n)


@dataclass(frozen=True, slots=True)
class FalseClaims:
    """Of `people` with no links at all, `ever` were told of one within `days` days.

    `world` names how they were made up.
    """

    world: str
    people: int
    ever: int
    days: int


@dataclass(frozen=True, slots=True)
class Power:
    """Of `people` with a link of `size_sd` between two things, it was found in `found`."""

    cause: str
    effect: str
    size_sd: float
    people: int
    found: int
    days: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures that are there."""

    false_claims: tuple[FalseClaims, ...] = ()
    power: tuple[Power, ...] = ()


@cache
def measured(file: Path = FIGURES) -> Measured:
    """The figures of `file`; none when it is absent or of another form."""
    try:
        figures = TypeAdapter(tuple[Figure, ...]).validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return Measured()
    known = [one for one in figures if one.value is not None and one.n > 0]
    return Measured(tuple(_false_claims(known)), tuple(_power(known)))


def _false_claims(figures: Iterable[Figure]) -> Iterable[FalseClaims]:
    for one in figures:
        if told := EVER_TOLD.fullmatch(one.name):
            yield FalseClaims(told["world"], one.n, one.people, int(told["days"]))


def _power(figures: Iterable[Figure]) -> Iterable[Power]:
    for one in figures:
        if told := FOUND.fullmatch(one.name):
            size, days = float(told["size"]), int(told["days"])
            yield Power(told["cause"], told["effect"], size, one.n, one.people, days)
