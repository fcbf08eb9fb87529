"""A ready-to-edit map for a file without our ids, guessed from names and values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unspiral.catalogue.types import Variable
from unspiral.importers.mapping import Column, ColumnMap, Scale
from unspiral.importers.values import parse_day, parse_number

# variable -> names it goes by, best first. A name fits when all its words stand in the column's.
NAMES: Mapping[str, tuple[str, ...]] = {
    "pain": ("back pain", "pain", "ache", "soreness", "schmerz", "douleur", "dolor"),
    "sleep_quality": ("sleep quality", "poor sleep", "rested", "quality", "schlafqualitat"),
    "sleep_hours": ("sleep hours", "sleep duration", "hours slept", "hours asleep", "sleep h"),
    "sleep_latency_min": ("sleep latency", "fall asleep"),
    "stress": ("stress",),
    "anxiety": ("anxiety", "anxious", "worry", "worried", "angst"),
    "mood": ("mood", "happiness", "happy", "stimmung", "humeur"),
    "activity_minutes": ("activity minutes", "active minutes", "exercise minutes"),
    "tiredness": ("tiredness", "tired", "fatigue", "exhaustion"),
    "steps": ("steps",),
    "heart_rate_rest": ("resting heart rate", "resting hr"),
}
DATES = ("date", "datum", "full_date", "day_date", "timestamp", "datetime", "fecha")
PEOPLE = ("person", "participant", "subject", "user", "patient", "people", "person_id")
DAY_NUMBERS = ("day", "study_day", "day_number")
TIMES = ("time", "time_of_day", "clock")
OTHER_WAY = frozenset({("sleep_quality", "poor sleep")})
TICK = (0.0, 1.0)
SCALES = ((1.0, 5.0), (0.0, 5.0), (0.0, 10.0), (0.0, 100.0))
TICK_NOTE = "ticks: a tick has no size, so no link can be read from it"
SCALE_NOTE = "please check both ends of the scale, and which way is better"
COMPOUND_LETTERS = 6
_NEARLY_ALL = 0.98
_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first rows show of one column: its numbers, and how many cells hold something."""

    filled: int = 0
    numbers: tuple[float, ...] = ()
    dates: int = 0


def look(
    header: Sequence[str], rows: Sequence[Sequence[str]], comma_delimited: bool
) -> dict[str, Seen]:
    """What the first rows hold, by column name."""
    columns: dict[str, Seen] = {}
    for j, name in enumerate(header):
        cells = [row[j].strip() for row in rows[:_SAMPLE] if j < len(row) and row[j].strip()]
        # A percentage is mostly an app's own score: it is mapped by hand, or not at all.
        plain = [cell for cell in cells if not cell.endswith("%")]
        numbers = [parse_number(cell, comma_delimited) for cell in plain]
        days = sum(not isinstance(parse_day(cell), str) for cell in cells)
        columns[name] = Seen(len(cells), tuple(n for n in numbers if isinstance(n, float)), days)
    return columns


def guess_map(seen: Mapping[str, Seen], variables: Mapping[str, Variable]) -> ColumnMap:
    """A map with every column in it: guessed where a name fits, null where none does."""
    date = _first(seen, DATES) or next((n for n, s in seen.items() if s.dates == s.filled > 0), "")
    day = "" if date else _first(seen, DAY_NUMBERS)
    person, time = _first(seen, PEOPLE), _first(seen, TIMES)
    rest = [name for name in seen if name not in {date, day, person, time}]
    chosen = _choose(rest, seen, variables)
    return ColumnMap(
        schema="map/1",
        date=date or None,
        day=day or None,
        time=time or None,
        person=person or None,
        columns={name: chosen.get(name) for name in rest},
    )


def words(name: str) -> frozenset[str]:
    """The words of a column name, lower case: "obs_poorSleep" is obs, poor, sleep."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return frozenset(re.split(r"[\W_]+", spaced.lower())) - {""}


def fits_name(name: str, column: str) -> bool:
    """All words of `name` stand in the column's; a long word may be part of a compound."""
    compound = len(name) >= COMPOUND_LETTERS and name in column.lower()
    return compound or words(name) <= words(column)


def guess_scale(numbers: Sequence[float], variable: Variable, turned: bool) -> Scale | None:
    """The narrowest usual scale that holds nearly all numbers; None off the 0-10 ratings."""
    if variable.range != (0, 10) or not numbers:
        return None
    if sum(n in (0, 1) for n in numbers) >= _NEARLY_ALL * len(numbers):
        ends = TICK
    else:
        ends = next((e for e in SCALES if _share(numbers, e) >= _NEARLY_ALL), SCALES[-1])
    return Scale(from_=(ends[1], ends[0]) if turned else ends)


def _share(numbers: Sequence[float], ends: tuple[float, float]) -> float:
    return sum(ends[0] <= n <= ends[1] for n in numbers) / len(numbers)


def _first(seen: Mapping[str, Seen], names: Sequence[str]) -> str:
    by_name = {re.sub(r"\W+", "_", name.lower()): name for name in reversed(list(seen))}
    return next((by_name[name] for name in names if name in by_name), "")


def _choose(
    rest: Sequence[str], seen: Mapping[str, Seen], variables: Mapping[str, Variable]
) -> dict[str, Column]:
    """Columns named by an id first; then each variable takes its best-named, fullest column."""
    free = [name for name in rest if seen[name].numbers]
    chosen = {
        name: _column(name, False, seen[name], variables) for name in free if name in variables
    }
    taken = set(chosen)
    for id_, names in NAMES.items():
        if id_ in taken or id_ not in variables:
            continue
        fits = [
            (-rank, seen[column].filled, column, name)
            for rank, name in enumerate(names)
            for column in free
            if column not in chosen and fits_name(name, column)
        ]
        if fits:
            _, _, column, name = max(fits)
            chosen[column] = _column(id_, (id_, name) in OTHER_WAY, seen[column], variables)
    return chosen


def _column(id_: str, turned: bool, seen: Seen, variables: Mapping[str, Variable]) -> Column:
    scale = guess_scale(seen.numbers, variables[id_], turned)
    if scale is None:
        return Column(variable=id_)
    note = TICK_NOTE if set(scale.from_) == set(TICK) else SCALE_NOTE
    return Column(variable=id_, scale=scale, note=note)
