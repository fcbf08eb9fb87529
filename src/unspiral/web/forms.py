"""Posted fields to typed values: each reader lists a problem instead of raising."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from unspiral.clock import known_zone
from unspiral.errors import BadInput
from unspiral.records.problem import Problem
from unspiral.services.operations import Origin

MOST_TEXT = 10_000  # characters, safety.md B6
EARLIEST_YEAR = 1900  # safety.md B4


class TooLong(BadInput):
    """A text longer than a field takes; it stays in the form."""

    code = "text_too_long"
    status = 413


@dataclass(frozen=True, slots=True)
class Form:
    """What was posted, exactly as typed: `values[name]` in the order sent."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field, or `default`."""
        return self.values.get(name, (default,))[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, for tick boxes."""
        return self.values.get(name, ())

    def pairs(self, without: str = "") -> tuple[tuple[str, str], ...]:
        """All fields as (name, value) but one, to show a form again with what was typed."""
        kept = ((name, values) for name, values in self.values.items() if name != without)
        return tuple((name, value) for name, values in kept for value in values)


@dataclass(frozen=True, slots=True)
class OperationFields:
    """The hidden fields of every form that writes; macro `operation_fields` prints them."""

    op_id: str
    local_date: str
    zone: str
    base_version: str = ""


def operation_fields(day: date, zone: str, base_version: int | None = None) -> OperationFields:
    """Fresh hidden fields: a new operation id, the diary day the form is for, and its zone."""
    version = "" if base_version is None else str(base_version)
    return OperationFields(str(uuid4()), day.isoformat(), zone, version)


class Fields:
    """Reads one form. `problems` lists what was wrong, each with its field's name in `where`."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.problems: list[Problem] = []

    def number(self, name: str, low: float, high: float, needed: bool = False) -> float | None:
        """A number in [low, high]; empty is None; a comma may stand for the point."""
        typed = self.form.get(name).strip().replace(",", ".")
        if not typed:
            self._missing(name, needed)
            return None
        try:
            value = float(typed)
        except ValueError:
            self.fault("not_a_number", name)
            return None
        if not math.isfinite(value) or not low <= value <= high:
            self.fault("out_of_range", name, low=low, high=high)
            return None
        return value

    def whole(self, name: str, low: int, high: int, needed: bool = False) -> int | None:
        """A whole number in [low, high]."""
        value = self.number(name, low, high, needed)
        if value is not None and value != int(value):
            self.fault("not_a_whole_number", name)
            return None
        return None if value is None else int(value)

    def choice(self, name: str, allowed: Collection[str], needed: bool = False) -> str | None:
        """One of `allowed`; empty is None."""
        value = self.form.get(name)
        if not value:
            self._missing(name, needed)
            return None
        if value not in allowed:
            self.fault("not_a_choice", name)
            return None
        return value

    def ticks(self, name: str, allowed: Collection[str], needed: bool = False) -> tuple[str, ...]:
        """All ticked boxes of one name, each of them in `allowed`."""
        values = self.form.all(name)
        if not values:
            self._missing(name, needed)
        if any(value not in allowed for value in values):
            self.fault("not_a_choice", name)
        return tuple(value for value in values if value in allowed)

    def text(self, name: str, most: int = MOST_TEXT) -> str:
        """Text exactly as typed, line ends as the browser sends them made plain."""
        value = self.form.get(name).replace("\r\n", "\n")
        if len(value) > most:
            raise TooLong("That text is too long.", count=len(value), most=most)
        return value

    def day(self, name: str, needed: bool = False) -> date | None:
        """A calendar date as YYYY-MM-DD."""
        value = self.form.get(name)
        if not value:
            self._missing(name, needed)
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fault("not_a_date", name)
            return None
        if day.year < EARLIEST_YEAR:
            self.fault("not_a_date", name)
            return None
        return day

    def origin(self) -> Origin:
        """Where this write came from: the hidden fields every writing form carries."""
        version = self.form.get("base_version")
        return Origin(
            op_id=self._op_id(),
            zone=known_zone(self.form.get("zone")),
            local_date=self.day("local_date"),
            base_version=int(version) if version.isdecimal() and len(version) < 12 else None,
        )

    def origin_of(self, *form: str) -> Origin:
        """As `origin`, with an id of its own for each of the forms of one page, named by `form`."""
        origin = self.origin()
        name = ":".join(("unspiral:form", origin.op_id, *form))
        return replace(origin, op_id=str(uuid5(NAMESPACE_URL, name)))

    def _op_id(self) -> str:
        try:
            return str(UUID(self.form.get("op_id")))
        except ValueError:
            return str(uuid4())

    def fault(self, code: str, name: str, **values: float) -> None:
        """List a problem of field `name`; `code` names its sentence in `problems.SENTENCES`."""
        self.problems.append(Problem(code, name, values=dict(values)))

    def _missing(self, name: str, needed: bool) -> None:
        if needed:
            self.fault("please_choose", name)


def local_path(sent: str, default: str) -> str:
    """Where to go next, when it is a path of ours; anything else is `default`."""
    safe = sent.startswith("/") and not sent.startswith("//") and "\\" not in sent
    plain = all(32 < ord(char) < 127 for char in sent)
    return sent if safe and plain and len(sent) < 200 else default
