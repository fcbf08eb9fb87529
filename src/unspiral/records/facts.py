"""What a person told us: answers, readings, events, and the operation that carried them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Value = str | int | float | bool
UNSURE = "unsure"
DIARY = "diary"
OFFERED = "offered"  # the plan named it; the value is the chance it had, as text like "0.42"
SHEET = "sheet"  # the kind of operation that carries a written sheet in its note


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question of set-up or of a screen; the latest per variable counts.

    Yes/no questions hold "yes", "no" or "unsure"; nothing is stored for an unanswered one.
    `version` is the version of the content item that asked.
    """

    variable: str
    value: Value
    answered_at: datetime
    local_date: date
    item: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value of one variable, in that variable's unit.

    A diary reading is unique per (person, local_date, variable); an imported one per
    (person, source, variable, start, end). `local_date` was decided once, at entry.
    """

    variable: str
    value: float
    start: datetime
    end: datetime
    local_date: date
    source: str = DIARY
    answered_at: datetime | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened once: kind and subject say what; see `EVENT_KINDS`."""

    kind: str
    subject: str
    value: str
    at: datetime
    local_date: date


# kind -> (what the subject is, allowed values; empty = free short text)
EVENT_KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "rated": ("technique", ("better", "same", "worse")),
    "settled": ("technique", ("settled", "still_up", "not_done", "leg_further")),
    "done": ("technique", ("full", "tired")),
    OFFERED: ("technique", ()),
    "not_today": ("technique", ("",)),
    "swapped": ("technique", ("",)),
    "made_worse": ("technique", ("",)),
    "bad_day": ("day", ("",)),
    "flag_ended": ("redflag", ("seen", "mistake", "clinician", "settled")),
    "flag_known": ("redflag", ("unchanged", "changed")),
    "flag_raised": ("redflag", ()),
    "leg_pain_new": ("leg", ("",)),
    "dark_thoughts": ("dark_thoughts", ("help_tap", "item9", "plan")),
    "safe_now": ("dark_thoughts", ("",)),
    "heat_started": ("technique", ("",)),
    "heat_ended": ("technique", ("done", "skin_check_clear", "skin_check_marked")),
    "imported": ("import run", ()),  # value: JSON of file, format, sources, counts and places
    "import_undone": ("import", ("",)),
    "form_taken": ("questionnaire", ()),
    "sleep_programme": ("programme", ("started", "stopped", "finished", "own_choice")),
    "fought_sleep": ("morning", ("no", "yes", "not_driving")),
    "sleep_week": ("fall, energy or sleepy", ("yes", "no")),
    "sleep_hold": ("illness, travel or medicine", ("",)),
    "lay_down": ("bed", ("",)),
    "worry": ("parked worry", ("let_go", "step", "keep")),
    "holiday_started": ("tracking", ()),  # value: the last day, or "" for an open end
    "holiday_ended": ("tracking", ("",)),
    "trial_started": ("trial question", ()),  # value: the sealed design and its first day, as JSON
    "trial_day": ("trial question", ("done", "not_done")),  # whether the thing was done that day
    "trial_stopped": ("trial question", ("own", "harm")),
    "goal_ended": ("reached or let_go", ()),  # value: the goal in the person's own words
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One write, made by the client, applied once. The same id twice changes nothing.

    `kind` names the verb (setup, screen, checkin, act, flag_end, import, sheet). What is written is
    always answers, readings and events, so one projection serves all kinds.
    """

    id: str
    person: str
    kind: str
    at: datetime
    zone: str
    local_date: date
    base_version: int | None = None
    answers: tuple[Answer, ...] = ()
    readings: tuple[Reading, ...] = ()
    events: tuple[Event, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decisions are made from. `now` is the moment they are made for."""

    now: datetime
    today: date
    answers: Mapping[str, Answer] = field(default_factory=dict)
    history: tuple[Reading, ...] = ()
    events: tuple[Event, ...] = ()
    person: str = ""
    version: int = 0

    def value(self, variable: str) -> Value | None:
        """The latest answer to `variable`, or None when it was never answered."""
        answer = self.answers.get(variable)
        return None if answer is None else answer.value
