"""What the benchmarks measured of the learner on made-up people, for the page that explains it.

`./test bench learner --write DATE` writes the file. What is not in it is not shown: no number of
this kind stands in the code.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

FIGURES = Path(__file__).resolve().parents[3] / "docs/reference/learner-figures.json"


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
    """The figures that are there, by the names that the file has; the rest of it is passed over."""

    false_claims: tuple[FalseClaims, ...] = ()
    power: tuple[Power, ...] = ()


@cache
def measured(file: Path = FIGURES) -> Measured:
    """The figures of `file`; none when it is absent or of another form."""
    try:
        return TypeAdapter(Measured).validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return Measured()
