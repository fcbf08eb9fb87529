"""What the columns of a table of days are, told from their names and cells; refused in doubt.

Nothing is guessed silently: what was taken for what is handed back, to be said beside the answer.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from unspiral.errors import BadFrame

Cells = Mapping[str, list[str | None]]
DAYS = ("day", "date", "study_day", "trial_day", "test_day", "datum")
ARMS = ("arm", "condition", "treatment", "intervention", "assigned", "assignment", "group", "phase")
KEYS = frozenset({
    "trial", "test", "study", "experiment", "person", "participant", "subject", "patient", "user",
    "id", "pid", "person_id", "participant_id", "subject_id", "user_id",
})  # fmt: skip
# Says "without it": one of these words in a cell, or the cell as a whole.
WITHOUT = frozenset({
    "no", "not", "none", "without", "control", "placebo", "sham", "off", "usual", "regular",
    "normal", "baseline", "nothing",
})  # fmt: skip
WITHOUT_CELLS, WITH_CELLS = frozenset({"b", "n", "false"}), frozenset({
    "a", "y", "true", "yes", "with", "on", "active", "treatment", "intervention",
})  # fmt: skip
# Noted before the arm could do anything, or no answer at all: never an outcome by itself.
EARLIER = frozenset({"yesterday", "before", "previous", "baseline", "prior"})
COUNTS = frozenset({"n", "obs", "count", "row", "index", "nr", "number", "week", "weekday", *KEYS})
HIGHER = (
    *("mood", "quality", "rested", "hours", "depth", "energy", "agency", "cognition", "activity"),
    *("wellbeing", "calm", "steps", "function"),
)
LOWER = (
    *("pain", "stress", "anxiety", "worry", "latency", "tired", "fatigue", "awake", "wake"),
    *("craving", "symptom"),
)
ZERO_ONE = frozenset({"0", "1", "0.0", "1.0"})
SCALES = ((0.0, 10.0), (0.0, 100.0))
HALF = (0.35, 0.65)
LEAST_ROWS = 3  # rows a test, on average, for a column of names to part the file


@dataclass(frozen=True, slots=True)
class Shape:
    """Which column is what. `keys`: those that part the file into tests; `left_out`: numbers
    that are no outcome, by name.
    """

    day: str
    arm: str
    outcomes: tuple[str, ...]
    keys: tuple[str, ...]
    left_out: tuple[str, ...]


def shape(cells: Cells, given: Mapping[str, Any]) -> Shape:
    """The columns by what was said of them, else by name and cells. Raises `BadFrame`."""
    keys = _keys(cells, given)
    parts = list(tests(cells, keys).values())
    day = given["day"] or _day(cells)
    taken = {*keys, day, given["done"], *given["beside"]}
    arm = given["arm"] or _arm(cells, parts, taken)
    taken.add(arm)
    if given["outcome"]:
        return Shape(day, arm, tuple(given["outcome"]), keys, ())
    if "outcome" in cells:
        return Shape(day, arm, ("outcome",), keys, ())
    found = [name for name in cells if name not in taken and _is_scale(cells[name], parts)]
    outcomes = tuple(name for name in found if not words_of(name) & (EARLIER | COUNTS))
    if not outcomes:
        raise _unclear("the outcome", "--outcome", cells)
    return Shape(day, arm, outcomes, keys, tuple(n for n in found if n not in outcomes))


def tests(cells: Cells, keys: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """Rows of each test, by the cells of `keys`, in the order of the file."""
    found: dict[tuple[str, ...], list[int]] = {}
    for row in range(len(next(iter(cells.values())))):
        found.setdefault(tuple(cells[name][row] or "" for name in keys), []).append(row)
    return found


def words_of(text: str) -> frozenset[str]:
    """Words in small letters, parted by anything that is no letter."""
    return frozenset(re.findall(r"[^\W\d_]+", text.lower()))


def with_it(cells: Iterable[str | None], column: str) -> str:
    """The word of two that means "with it". Raises `BadFrame` when none can be told.

    1 of 1 and 0; else the one beside a word of `WITHOUT`; else the only one of `WITH_CELLS`.
    """
    words = sorted({text for text in cells if text is not None})
    if set(words) <= ZERO_ONE:
        return next((word for word in words if float(word)), "1")
    without = [w for w in words if words_of(w) & WITHOUT or w.lower() in WITHOUT_CELLS]
    if len(words) == 2 and len(without) == 1:
        return next(word for word in words if word not in without)
    on = [word for word in words if word.lower() in WITH_CELLS]
    if len(words) <= 2 and len(on) == 1:
        return on[0]
    raise BadFrame(
        f"Column {column!r} holds {', '.join(words[:6])}. Say which is the arm with it: --on.",
        column=column,
    )


def better(name: str) -> str:
    """Which way is better, by the name of an outcome: "higher", "lower", or "" = cannot be told."""
    text = name.lower()
    ways = {
        way
        for way, known in (("higher", HIGHER), ("lower", LOWER))
        if any(word in text for word in known)
    }
    return ways.pop() if len(ways) == 1 else ""


def scale(values: Iterable[float | None]) -> tuple[float, float]:
    """0 to 10, or 0 to 100, where the answers fit and reach into its upper half.

    Else from the lowest to the highest answer: answers up to 5 may well be on a scale that ends
    there, and half a point of a scale that is too long would hide a difference.
    """
    known = [value for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    fits = (one for one in SCALES if one[0] <= low and one[1] / 2 < high <= one[1])
    return next(fits, (low, high if high > low else low + 1.0))


def unit(name: str) -> str:
    """Hours or minutes where the name says so, else points."""
    said = words_of(name)
    if said & {"hours", "hour", "h"}:
        return "hours"
    return "minutes" if said & {"min", "mins", "minutes"} else "points"


def in_runs(arms: Sequence[bool | None]) -> bool:
    """Whether days of one kind stand together, three and more on average: no order by chance."""
    held = [arm for arm in arms if arm is not None]
    return len(held) >= LEAST_ROWS * len(list(groupby(held)))


def _keys(cells: Cells, given: Mapping[str, Any]) -> tuple[str, ...]:
    said = {given["day"], given["arm"], given["done"], *given["beside"], *given["outcome"]}
    rows = len(next(iter(cells.values())))
    return tuple(
        name
        for name in cells
        if name.lower() in KEYS and name not in said
        and 1 < len(set(cells[name])) <= max(rows // LEAST_ROWS, 1)
    )  # fmt: skip


def _day(cells: Cells) -> str:
    """By its name; else the only column that holds nothing but days of a calendar."""
    named = [name for wanted in DAYS for name in cells if name.lower() == wanted]
    if named:
        return named[0]
    from unspiral.importers.values import parse_day

    found = [
        name
        for name, held in cells.items()
        if all(text and not isinstance(parse_day(text), str) for text in held)
    ]
    if len(found) != 1:
        raise _unclear("the day", "--day", cells)
    return found[0]


def _arm(cells: Cells, parts: list[list[int]], taken: set[Any]) -> str:
    """A column of two arms in each test: named so; or the only one of 1 and 0, or of two words.

    One without such a name has to fall on about half of the days, as drawn arms do and what
    people choose (a drink, a pill) seldom does. Where two columns part the days alike, 1 and 0
    say best which is "with it".
    """
    if ARMS[0] in cells:
        return ARMS[0]
    able = [n for n in cells if n not in taken and _two_arms(cells[n], parts)]
    named = [name for wanted in ARMS for name in able if name.lower() == wanted]
    ones = [name for name in able if {c for c in cells[name] if c} <= ZERO_ONE]
    if named:
        alike = [one for one in ones if _alike(cells[one], cells[named[0]])]
        return (alike or named)[0]
    found = [name for name in ones or able if _about_half(cells[name])]
    if len(found) != 1:
        raise _unclear("the arm", "--arm", cells)
    return found[0]


def _two_arms(held: list[str | None], parts: list[list[int]]) -> bool:
    sizes = [len({held[row] for row in rows} - {None}) for rows in parts]
    return max(sizes) == 2


def _about_half(held: list[str | None]) -> bool:
    known = [text for text in held if text is not None]
    return HALF[0] <= known.count(known[0]) / len(known) <= HALF[1]


def _alike(one: list[str | None], other: list[str | None]) -> bool:
    pairs = set(zip(one, other, strict=True))
    return len(pairs) == len(set(one)) == len(set(other))


def _is_scale(held: list[str | None], parts: list[list[int]]) -> bool:
    """Numbers of which there are three and more, and that do not only count the rows."""
    from unspiral.importers.values import parse_number

    known = [[text for row in rows if (text := held[row]) is not None] for rows in parts]
    numbers = [[parse_number(t, comma_delimited=False) for t in texts] for texts in known]
    flat = [one for each in numbers for one in each]
    if any(isinstance(one, str) for one in flat) or len(set(flat)) < LEAST_ROWS:
        return False
    return not all(all(b > a for a, b in pairwise(each)) for each in numbers)  # type: ignore[operator]


def _unclear(what: str, option: str, cells: Cells) -> BadFrame:
    from unspiral.dynamics.columns import listed

    return BadFrame(f"Which column is {what}? Say it with {option}. {listed(tuple(cells))}")
