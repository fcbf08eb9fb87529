"""What a questionnaire's file may say wrongly about itself: items, ranges, bands and tables.

A range that is promised is worked out from the items once more, so that a wrong number of items,
a wrong highest answer or a wrong divisor is seen before anything is scored.
"""

from collections.abc import Iterable, Iterator

from unspiral.catalogue.form_types import QItem, Questionnaire, Scoring, scored_items
from unspiral.records.problem import Problem

PERCENT = (0.0, 100.0)
CLOSE = 1e-9
ALL_NEEDED = ("psqi_", "wpai_")  # methods that cannot do without any of their items


def problems(where: str, form: Questionnaire, forms: Iterable[str]) -> Iterator[Problem]:
    """Every fault of one form; `forms` are the ids a band may name as the next one."""
    for fault in _faults(form, frozenset(forms)):
        yield Problem("bad_form", where, values={"detail": fault})


def _faults(form: Questionnaire, forms: frozenset[str]) -> Iterator[str]:
    names = [item.id for item in form.items]
    scorings = (form.score, *form.parts)
    variables = [scoring.variable for scoring in scorings]
    for what, ids in (("item", names), ("score", variables)):
        yield from (f"{what} {name} stands twice" for name in sorted(_doubled(ids)))
    for item in form.items:
        yield from _item_faults(item)
    for scoring in scorings:
        unknown = sorted(set(scoring.items) - set(names))
        yield from (f"{scoring.variable}: no item {name}" for name in unknown)
        if not unknown:
            yield from _scoring_faults(form, scoring)
        asked = {name for band in scoring.bands for name in band.ask_next}
        yield from (f"{scoring.variable}: no form {name}" for name in sorted(asked - forms))


def _item_faults(item: QItem) -> Iterator[str]:
    low, high = item.range
    count = high - low + 1
    if low >= high:
        yield f"{item.id}: range"
    for what in ("options", "option_codes", "points"):
        held = len(getattr(item, what))
        if held and held != count:
            yield f"{item.id}: {held} {what} for {count} answers"
    if item.blank is not None and not low <= item.blank <= high:
        yield f"{item.id}: blank out of range"
    if item.help_from is not None and not low < item.help_from <= high:
        yield f"{item.id}: help_from out of range"
    if item.points and (item.reversed or not item.whole):
        yield f"{item.id}: points are for whole answers that are not reversed"


def _scoring_faults(form: Questionnaire, scoring: Scoring) -> Iterator[str]:
    items = scored_items(form, scoring)
    if not 0 < scoring.needs <= len(items):
        yield f"{scoring.variable}: needs {scoring.needs} of {len(items)} items"
    if scoring.method.startswith(ALL_NEEDED) and scoring.needs != len(items):
        yield f"{scoring.variable}: this method needs every item"
    wanted = _range(form, scoring, items)
    if any(abs(a - b) > CLOSE for a, b in zip(wanted, scoring.range, strict=True)):
        yield f"{scoring.variable}: range is {wanted[0]:g} to {wanted[1]:g}"
    if scoring.table:
        low, high = _sums(items)
        if [row[0] for row in scoring.table] != list(range(low, high + 1)):
            yield f"{scoring.variable}: the table has to hold {low} to {high}, in order"
        if scoring.needs != len(items):
            yield f"{scoring.variable}: a table needs every item"
    lows = [band.low for band in scoring.bands]
    if lows and (lows[0] != scoring.range[0] or lows != sorted(set(lows))):
        yield f"{scoring.variable}: bands begin at the lowest score and go up"
    if lows and lows[-1] > scoring.range[1]:
        yield f"{scoring.variable}: a band above the highest score"


def _range(form: Questionnaire, scoring: Scoring, items: tuple[QItem, ...]) -> tuple[float, float]:
    """The lowest and highest score the items can give."""
    if scoring.table:
        scores = [row[1] for row in scoring.table]
        return min(scores), max(scores)
    if scoring.method == "sum_of_parts":
        low, high = sum(p.range[0] for p in form.parts), sum(p.range[1] for p in form.parts)
    elif scoring.method == "percent_of_answered" or scoring.method.startswith("wpai_"):
        low, high = PERCENT
    elif scoring.method.startswith("psqi_"):
        low, high = 0, 3
    else:
        count = len(items) if scoring.method == "mean" else 1
        low, high = (end / count for end in _sums(items))
    return low / scoring.divide, high / scoring.divide


def _sums(items: tuple[QItem, ...]) -> tuple[int, int]:
    """The lowest and highest sum of the points of some items."""
    ends = [(min(item.points), max(item.points)) if item.points else item.range for item in items]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _doubled(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
