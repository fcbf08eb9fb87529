"""A table of days to answers: one for each test and outcome in it, and what was taken for what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from unspiral.cli import trial_data as cells
from unspiral.cli import trial_guess as guess
from unspiral.cli.trial_guess import Cells, Shape
from unspiral.errors import BadFrame, BadInput
from unspiral.records.estimate import NotEnough
from unspiral.records.trial import Scheme, TrialResult

MOST_RESULTS = 200
KEPT = "Nothing was stored."


@dataclass(frozen=True, slots=True)
class Found:
    """One answer. `test`: the cells that name the test, by column; empty when there is one test.

    `on`, `off`: the words for days with and without it. `guessed`: names of what nobody said.
    `result`: the answer, or the words for why this one could not be read.
    """

    test: Mapping[str, str]
    outcome: str
    on: str
    off: str
    better: str
    scale: tuple[float, float]
    guessed: tuple[str, ...]
    result: TrialResult | NotEnough | str


def read_table(file: Path, given: Mapping[str, Any]) -> tuple[Shape, list[Found]]:
    """Every test of `file` with every outcome. Raises `BadInput` or `BadFrame`.

    With one answer its fault is raised; among many it stands in its place.
    """
    only = dict(pair(one) for one in given["only"])
    named = [given[name] for name in ("day", "arm", "done") if given[name]]
    wanted = [*named, *given["outcome"], *given["beside"]]
    with file.open("rb") as stream:
        held = cells.read_columns(stream, wanted, only)
    if given["scale"]:
        limits(given["scale"])
    shape = guess.shape(held, given)
    parts = guess.tests(held, shape.keys)
    many = len(parts) * len(shape.outcomes)
    if many > MOST_RESULTS:
        raise BadInput(
            f"The file holds {many} tests and outcomes; at most {MOST_RESULTS} are worked out.",
            KEPT, "Narrow it with --only COLUMN=VALUE or --outcome COLUMN.",
        )  # fmt: skip
    found = []
    for names, rows in parts.items():
        part = {name: [held[name][row] for row in rows] for name in held}
        test = dict(zip(shape.keys, names, strict=True))
        found += list(_of_test(part, held, shape, test, given, many > 1))
    return shape, found


def _of_test(
    part: Cells, held: Cells, shape: Shape, test: Mapping[str, str], given: Mapping[str, Any],
    many: bool,
) -> Iterator[Found]:  # fmt: skip
    """The answers of one test. An outcome it never noted is left out, unless it is the only one."""
    for outcome in shape.outcomes:
        if many and not any(part[outcome]):
            continue
        on = given["on"] or ""
        way, ends, guessed = _settled(held, outcome, given)
        result: TrialResult | NotEnough | str
        words = sorted({word for word in part[shape.arm] if word})
        try:
            on = on or guess.with_it(part[shape.arm], shape.arm)
            result = _analysed(part, shape, outcome, {**given, "on": on, "better": way}, ends)
        except BadFrame as fault:
            if not many:
                raise
            result = fault.message
        if many and not isinstance(result, (str, NotEnough)):
            result = replace(result, notes=(*result.notes, "one_of_many"))
        off = ", ".join(word for word in words if word != on)
        yield Found(test, outcome, on, off, way, ends, guessed, result)


def _settled(
    held: Cells, outcome: str, given: Mapping[str, Any]
) -> tuple[str, tuple[float, float], tuple[str, ...]]:
    """Which way is better, the scale, and what of these and of the rest nobody said."""
    way = given["better"] or guess.better(outcome) or "lower"
    ends = limits(given["scale"]) if given["scale"] else None
    names = ("day", "arm", "on", "outcome", "better", "scale", "scheme", "when")
    guessed = tuple(name for name in names if not given[name])
    return way, ends or guess.scale(cells.numbers(held[outcome], outcome)), guessed


def _analysed(
    part: Cells, shape: Shape, outcome: str, given: Mapping[str, Any], ends: tuple[float, float]
) -> TrialResult | NotEnough:
    from unspiral.trials import Layout, analyse
    from unspiral.trials.library import to_trial

    done = [given["done"]] if given["done"] else []
    others = [outcome, *done, *given["beside"]]
    arms = cells.arms(part[shape.arm], shape.arm, given["on"])
    table: dict[str, Any] = {
        **{name: cells.numbers(part[name], name) for name in others},
        shape.day: cells.days(part[shape.day], shape.day),
        shape.arm: arms,
    }
    scheme: Scheme = given["scheme"] or "free"
    layout = Layout(
        day=shape.day, arm=shape.arm, outcome=outcome, done=given["done"], beside=given["beside"],
        scheme=scheme, when=given["when"] or "evening", better=given["better"], scale=ends,
    )  # fmt: skip
    found = analyse(to_trial(table, layout), unit=guess.unit(outcome))
    if isinstance(found, TrialResult) and not given["scheme"] and guess.in_runs(arms):
        return replace(found, notes=(*found.notes, "in_runs"))
    return found


def limits(text: str) -> tuple[float, float]:
    """The ends of a scale. Raises `BadInput`."""
    try:
        low, high = map(float, text.split(","))
    except ValueError:
        raise BadInput("--scale takes two numbers, like 0,10 or 0,100.", KEPT) from None
    if not -1e9 <= low < high <= 1e9:
        raise BadInput("--scale takes the low end first, then the high end.", KEPT)
    return low, high


def pair(text: str) -> tuple[str, str]:
    """COLUMN=VALUE. Raises `BadInput`."""
    name, found, value = text.partition("=")
    if not found:
        raise BadInput("--only takes COLUMN=VALUE.", KEPT)
    return name.strip(), value.strip()


def tables_data(shape: Shape, found: list[Found], level: float) -> dict[str, Any]:
    """`trial-result/1` for one answer; for more `trial-results/1`, which holds them all."""
    told = [{**_told(shape, one), **_answer(one, level)} for one in found]
    if len(told) == 1:
        return told[0]
    return {
        "schema": "trial-results/1",
        "status": "answered" if any(one["status"] == "answered" for one in told) else "not_enough",
        "words": cells.NOTES["one_of_many"],
        "left_out": list(shape.left_out),
        "results": told,
    }


def _told(shape: Shape, one: Found) -> dict[str, Any]:
    columns = {"day": shape.day, "arm": shape.arm, "outcome": one.outcome}
    return {
        "test": dict(one.test),
        "outcome": one.outcome,
        "read_as": {
            **columns, "with_it": one.on, "without_it": one.off, "better": one.better,
            "scale": list(one.scale), "guessed": list(one.guessed),
        },
    }  # fmt: skip


def _answer(one: Found, level: float) -> dict[str, Any]:
    if not isinstance(one.result, str):
        return cells.result_data(one.result, level)
    return {
        "schema": cells.RESULT_SCHEMA, "status": "unreadable", "verdict": None,
        "words": one.result,
    }  # fmt: skip


def tables_words(shape: Shape, found: list[Found]) -> Iterator[str]:
    """The same in plain sentences; what holds for many answers is said once, at the end."""
    many, notes = len(found) > 1, dict[str, None]()
    for one in found:
        if many:
            yield " · ".join([*one.test.values(), one.outcome])
        said = [one.result] if isinstance(one.result, str) else cells.result_words(one.result)
        for words in said:
            if many and words in cells.NOTES.values():
                notes[words] = None
            else:
                yield words
        if one.guessed:
            yield _read_as(shape, one)
        if many:
            yield ""
    yield from notes


def _read_as(shape: Shape, one: Found) -> str:
    low, high = one.scale
    return (
        f"Read: days in {shape.day!r}; arms in {shape.arm!r}, with it {one.on!r}, without it "
        f"{one.off!r}; {one.outcome!r} from {low:g} to {high:g}, {one.better} is better. If that "
        "is not so, say it with an option."
    )
