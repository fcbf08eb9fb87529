"""One fair test as one JSON document, `trial/1`: taken along, and worked out again elsewhere.

docs/reference/trials.md names every field. What was sealed before the start is checked on
reading: a schedule, a seed or an outcome that was changed later is refused.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config

from unspiral.errors import BadInput
from unspiral.records.trial import Better, Design, Scheme, Trial, TrialDay, When
from unspiral.trials import randomise

MOST_DAYS, MOST_BEFORE, LONGEST = 366, 90, 200
LARGEST = 1e9
KEPT = "Nothing was stored."
STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
Name = Annotated[str, Field(max_length=LONGEST)]
Value = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
Seal = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


class NotATrial(BadInput):
    """The document is not a whole, unchanged `trial/1`; `values["problem"]` says what is wrong."""

    code = "not_a_trial"


@dataclass(frozen=True, slots=True)
class Held:
    """A test with what stands beside it: the outcome's unit, and the date of day 1 if known."""

    trial: Trial
    unit: str = "points"
    start: date | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class _DesignForm:
    question: Name
    technique: Name
    outcome: Name
    better: Better
    when: When
    scheme: Scheme
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    seed: Annotated[int, Field(ge=0, lt=2**62)]
    arms: Annotated[str, Field(pattern="^[AB]+$", max_length=MOST_DAYS)]
    low: Value
    high: Value
    salt: Name
    seal: Seal


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class _DayForm:
    day: Annotated[int, Field(gt=-MOST_BEFORE, le=MOST_DAYS)]
    assigned: Literal["A", "B"] | None
    done: bool | None
    value: Value | None
    beside: list[Value | None]


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    schema: Literal["trial/1"]
    design: _DesignForm
    unit: Name
    start: Annotated[date | None, Field(strict=False)]
    stopped_on: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None
    beside: list[Name]
    days: Annotated[list[_DayForm], Field(max_length=MOST_DAYS)]
    before: Annotated[list[_DayForm], Field(max_length=MOST_BEFORE)]


def write(held: Held) -> str:
    """The document as text. Raises `NotATrial` for a test that `read` would not take."""
    text = json.dumps(as_data(held), indent=1, allow_nan=False)
    read(text)
    return text + "\n"


def as_data(held: Held) -> dict[str, Any]:
    """The document as plain data."""
    trial = held.trial
    return {
        "schema": randomise.FORM,
        "design": asdict(trial.design) | {"arms": randomise.letters(trial.design.arms)},
        "unit": held.unit,
        "start": held.start and held.start.isoformat(),
        "stopped_on": trial.stopped_on,
        "beside": list(trial.beside),
        "days": [_day(one) for one in trial.days],
        "before": [_day(one) for one in trial.before],
    }


def _day(one: TrialDay) -> dict[str, Any]:
    arm = None if one.assigned is None else randomise.letters((one.assigned,))
    return {
        "day": one.day,
        "assigned": arm,
        "done": one.done,
        "value": one.value,
        "beside": list(one.beside),
    }


def read(text: str) -> Held:
    """The test in a document. Raises `NotATrial`."""
    try:
        json.loads(text, object_pairs_hook=_no_doubles)
        form = _FORM.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise _fault(f"{place or 'the document'}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise _fault(f"it is no JSON document ({error})") from error
    trial = Trial(
        design=_design(form.design),
        days=tuple(map(_trial_day, form.days)),
        before=tuple(map(_trial_day, form.before)),
        beside=tuple(form.beside),
        stopped_on=form.stopped_on,
    )
    _check(trial)
    return Held(trial, form.unit, form.start)


_FORM = TypeAdapter(_Form)


def _design(form: _DesignForm) -> Design:
    held = asdict(form) | {"arms": tuple(letter == "A" for letter in form.arms)}
    return Design(**held)


def _trial_day(form: _DayForm) -> TrialDay:
    assigned = None if form.assigned is None else form.assigned == "A"
    return TrialDay(form.day, assigned, form.done, form.value, tuple(form.beside))


def _check(trial: Trial) -> None:
    """Raises `NotATrial` where the parts do not fit together or the seal is broken."""
    design = trial.design
    if len(design.arms) != design.days:
        raise _fault("the schedule has not as many days as the design says")
    if not design.low < design.high:
        raise _fault("the low end of the scale is not below the high end")
    if design.seal and not randomise.verify(design):
        raise _fault("the seal is broken: the design or its schedule was changed after it")
    if not design.seal and not randomise.follows(design.arms, design.scheme):
        raise _fault("the schedule is none that its scheme can draw")
    _check_days(trial.days, trial)
    _check_days(trial.before, trial)


def _check_days(days: Sequence[TrialDay], trial: Trial) -> None:
    numbers = [one.day for one in days]
    if len(set(numbers)) < len(numbers):
        raise _fault("a day stands twice")
    for one in days:
        inside = days is trial.days
        if inside != (1 <= one.day <= trial.design.days):
            raise _fault(f"day {one.day} does not belong there")
        drawn = trial.design.arms[one.day - 1] if inside else None
        if one.assigned is not drawn:
            raise _fault(f"day {one.day} was not drawn as it says")
        if len(one.beside) not in (0, len(trial.beside)):
            raise _fault(f"day {one.day} has not as many other items as the document names")


def _fault(problem: str) -> NotATrial:
    message = f"This is no whole, unchanged test of the form {randomise.FORM}: {problem}."
    return NotATrial(message, KEPT, "Take the test home again and try that file.", problem=problem)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found
