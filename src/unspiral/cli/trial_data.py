"""Designs and answers of fair tests as plain data and in plain words; tables of days from files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from unspiral.errors import BadFrame, BadInput
from unspiral.records.estimate import NotEnough
from unspiral.records.trial import Design, Effect, Power, PowerAt, TrialResult

DESIGN_SCHEMA, RESULT_SCHEMA = "trial-design/1", "trial-result/1"
MOST_ROWS = 20_000
SMALLEST_P = 0.001
KEPT = "Nothing was stored."
VERDICTS = {
    "helps": "It helps: the days with it were better, by enough to notice.",
    "does_not_seem_to": "It does not seem to make a difference that you would notice.",
    "cannot_tell": "This test cannot tell. That is a common and honest answer.",
}
WORSE = "It went worse on the days with it. It may be best to leave it."
NOTES = {
    "not_blinded": "You knew which day was which, so what you expected is part of the answer.",
    "stopped_early": "The test was stopped before its last day.",
    "not_sealed": "Nothing was sealed before the start. If it was not chance that drew the days, "
    "this only went with it, and no more can be said.",
    "seldom_done": "It was left out on many of the days with it. They still count as drawn.",
    "in_runs": "Days of one kind stand together in runs. The p-value takes any order for as "
    "likely, so it is rough here, and a slow drift may look like an effect.",
    "one_of_many": "Several outcomes or tests stand in this file. Which outcome counts has to be "
    "settled before the first day; who looks at many finds some by chance.",
    "often_done_without": "It was done on many of the days without it. They still count as drawn.",
}
REASONS = {
    "few_days_on_a_side": "One side has only {have} days with an outcome; {needed} are needed.",
    "direction_not_sure": "The chance that it is better with it is {p}; {needed} is needed.",
    "too_small": "The chance that it is half a point better is {p}; {needed} is needed.",
    "no_difference_not_sure": "The chance of no real difference is {p}; {needed} is needed.",
    "no_outcomes": "No day has an outcome.",
    "too_few_days_on": "Days with it that have an outcome: {have}; {needed} are needed.",
    "too_few_days_off": "Days without it that have an outcome: {have}; {needed} are needed.",
    "outcome_never_changes": "The outcome is the same on every day.",
}


def read_columns(
    file: BinaryIO, wanted: Sequence[str], only: Mapping[str, str]
) -> dict[str, list[str | None]]:
    """The cells of every column of a delimited file; `only` keeps rows with these values.

    `wanted` have to be among them.

    Empty cells and words like NA are None. Raises `BadInput`, or `BadFrame` for a column.
    """
    from unspiral.importers.table import open_table
    from unspiral.importers.values import MISSING

    table = open_table(file)
    known([*wanted, *only], table.header)
    places = [(table.header.index(name), value) for name, value in only.items()]
    found: dict[str, list[str | None]] = {name: [] for name in table.header}
    for row, cells in table.rows:
        if row > MOST_ROWS:
            raise BadInput(f"The file has more than {MOST_ROWS} rows.", KEPT)
        if any(cell.strip() for cell in cells[len(table.header) :]):
            raise BadInput(
                f"Row {row} has more cells than the header.", KEPT,
                "A decimal comma needs another separator, such as a semicolon.", row=row,
            )  # fmt: skip
        held = [cell.strip() for cell in cells] + [""] * (len(table.header) - len(cells))
        if any(held[place] != value for place, value in places):
            continue
        for name, text in zip(table.header, held, strict=False):
            found[name].append(None if text.lower() in {"", *MISSING} else text)
    if not any(found.values()):
        raise BadInput("No row is left to read.", KEPT, "Check the file and --only.")
    return found


def known(names: Sequence[str], header: Sequence[str]) -> None:
    """Raises `BadFrame` for the first of `names` that is no column."""
    from unspiral.dynamics.columns import listed

    for name in names:
        if name not in header:
            raise BadFrame(f"There is no column {name!r}. {listed(header)}", column=name)


def numbers(cells: list[str | None], column: str) -> list[float | None]:
    """Cells as numbers. Raises `BadFrame` naming column and cell."""
    from unspiral.importers.values import parse_number

    found: list[float | None] = []
    for row, text in enumerate(cells, 1):
        number = None if text is None else parse_number(text, comma_delimited=False)
        if isinstance(number, str):
            raise BadFrame(f"Column {column!r}: row {row} is no number.", column=column)
        found.append(number)
    return found


def days(cells: list[str | None], column: str) -> list[Any]:
    """Cells as calendar days, or else as whole numbers of days. Raises `BadFrame`."""
    from unspiral.importers.values import parse_day, parse_number

    found: list[Any] = []
    for row, text in enumerate(cells, 1):
        day: date | float | str = parse_day(text or "")
        if isinstance(day, str):
            day = parse_number(text or "", comma_delimited=False)
        if isinstance(day, str):
            raise BadFrame(f"Column {column!r}: row {row} is no day.", column=column)
        found.append(day)
    return found


def arms(cells: list[str | None], column: str, on: str) -> list[bool | None]:
    """Cells as arms: 1 and 0, or with `on` that word and one other. Raises `BadFrame`."""
    words = sorted({text for text in cells if text is not None})
    if on and on not in words:
        raise BadFrame(f"Column {column!r} never says {on!r}: {', '.join(words)}.", column=column)
    if on and len(words) > 2:
        raise BadFrame(f"Column {column!r} has more than two arms.", column=column)
    if not on and not set(words) <= {"0", "1", "0.0", "1.0"}:
        raise BadFrame(
            f"Column {column!r} holds {', '.join(words[:6])}. Say which is the arm with it: --on.",
            column=column,
        )
    return [None if text is None else text in ((on,) if on else ("1", "1.0")) for text in cells]


def design_data(design: Design, asked: int, power: Power) -> dict[str, Any]:
    """A design before its start: `trial-design/1`."""
    from unspiral.trials.randomise import letters

    return {
        "schema": DESIGN_SCHEMA,
        **asdict(design),
        "arms": letters(design.arms),
        "asked_days": asked,
        "power": {**asdict(power), "at": [_at(one) for one in power.at],
                  "clear_in_ten": power.clear_in_ten},
        "words": list(power_words(power)),
    }  # fmt: skip


def _at(one: PowerAt) -> dict[str, float]:
    return {**asdict(one), "clear": one.clear}


def power_words(power: Power) -> Iterator[str]:
    """What to expect of the test, in whole tens."""
    yield f"A clear answer in about {power.clear_in_ten} of 10 tests like this."
    for one in power.at:
        helps, does_not = round(10 * one.helps), round(10 * one.does_not)
        if one.points:
            yield f"If it helps by {one.points:g} of 10 points: about {helps} of 10 say so."
        else:
            yield f"If it changes nothing: about {does_not} of 10 say so, {helps} say it helps."
    yield "Not now is a fine answer."


def result_data(found: TrialResult | NotEnough, level: float) -> dict[str, Any]:
    """An answer, or what is missing: `trial-result/1`."""
    reasons = [{"code": one.code, **one.values, "words": _why(one)} for one in found.reasons]
    if isinstance(found, NotEnough):
        status = {"schema": RESULT_SCHEMA, "status": "not_enough", "verdict": None}
        return {**status, "needed": found.needed, "have": found.have, "reasons": reasons}
    held = {name: value for name, value in asdict(found).items() if name != "primary"}
    return {
        "schema": RESULT_SCHEMA,
        "status": "answered",
        "words": WORSE if found.worse else VERDICTS[found.verdict],
        "level": level,
        "effect": asdict(found.primary),
        **held,
        "reasons": reasons,
        "notes": [{"code": code, "words": NOTES[code]} for code in found.notes],
    }


def _why(reason: Any) -> str:
    shown = {
        name: f"{value:.2f}" if isinstance(value, float) else value
        for name, value in reason.values.items()
    }
    return REASONS[reason.code].format(**shown)


def result_words(found: TrialResult | NotEnough) -> Iterator[str]:
    """The same in plain sentences."""
    if isinstance(found, NotEnough):
        yield "There is too little to say anything."
        yield from map(_why, found.reasons)
        return
    yield WORSE if found.worse else VERDICTS[found.verdict]
    yield f"With it minus without it, as drawn: {_range(found.primary)}."
    if found.as_done:
        yield f"As done (this only went with it): {_range(found.as_done)}."
    yield f"On the last of seven days in a row: {_range(found.cumulated)}."
    lived = found.adherence
    p = f"p = {found.p_value:.3f}" if found.p_value >= SMALLEST_P else f"p < {SMALLEST_P}"
    yield f"{p}, by drawing the schedule again."
    yield (
        f"{lived.days} days: {lived.answered_on} with it and {lived.answered_off} without it "
        f"have an outcome. Missed: {lived.missed}."
    )
    if lived.said_on:
        yield f"Done on {lived.done_on} of {lived.said_on} days with it that say so."
    yield from map(_why, found.reasons)
    yield from (NOTES[code] for code in found.notes)


def _range(effect: Effect) -> str:
    return (
        f"{effect.mean:+.2f} {effect.unit} ({effect.low:+.2f} to {effect.high:+.2f}, "
        f"{effect.level * 10:.0f} times in 10)"
    )
