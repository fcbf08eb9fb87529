"""Variables, their population values and the links between them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from unspiral.catalogue.item import Id, Item, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code in a public code system."""

    system: Literal["loinc"]
    code: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change that matters to a person, as percent or points, and its source.

    `error_sd`: measurement error in points, as a standard deviation, with a source of its own.
    """

    mic_percent: float | None = None
    mic_points: float | None = None
    source: Id
    error_sd: Annotated[float, Field(gt=0)] | None = None
    error_source: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Item):
    """One variable of the dictionary all rooms join on."""

    kind: Literal["variable"]
    unit: Text
    range: tuple[float, float]
    step: float
    worse: Literal["high", "low", "neither"]
    aggregate: Literal["last", "mean", "sum", "max"]
    sitting: Literal["morning", "evening", "add", "sleep_diary", "device", "none"]
    daily: bool = True
    label: Text
    ask: str = ""
    low_end: str = ""
    high_end: str = ""
    node: Literal["", "sleep", "stress_worry", "mood", "activity", "pain"] = ""
    codes: tuple[Code, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A normal distribution: mean and standard deviation."""

    mean: float
    sd: Annotated[float, Field(gt=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(Item):
    """Starting values of one variable in people with long-lasting back pain; id = variable.

    `mean`, `between_sd`, `within_sd` and `measurement_error_sd` are in `unit`; `ar1_day` is the
    correlation of a day with the day before. `weak` values are recalled or elicited.
    """

    kind: Literal["population"]
    unit: Text
    mean: float
    between_sd: Annotated[float, Field(ge=0)]
    within_sd: Annotated[float, Field(gt=0)]
    ar1_day: Normal
    measurement_error_sd: Annotated[float, Field(gt=0)] | None = None
    weak: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Effect per +1 within-person sd of the cause, in units of the effect's variable."""

    mean: float
    sd: Annotated[float, Field(gt=0)]
    unit: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge(Item):
    """One prior link of the model, after `clinical/priors.json`."""

    kind: Literal["edge"]
    cause: Id
    effect: Id
    lag: Literal["night_to_next_day", "day_to_that_night", "next_day", "same_day"]
    size: Size
    between_person_slope_sd: float
    basis: Literal[
        "published_direction_elicited_size",
        "published_small_beta",
        "weak_prior",
        "weak_prior_centred_0",
        "weak_prior_centred_near_0",
    ]
    confidence: Literal["none", "low", "moderate", "high"]
    direction_evidence: str = ""
    note: str = ""
    sentence: str = ""
    drawn: bool = False
