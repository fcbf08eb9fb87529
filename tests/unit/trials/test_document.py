"""One test as one document: the same on the other side, and refused when anything was changed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from numpy.random import default_rng

from unspiral.trials import analyse, make, read, simulate, write
from unspiral.trials.document import Held, NotATrial

MADE = make("walk-evening", "walking", "pain", scheme="blocks", seed=9, salt="2026-01-05")
TRIAL = simulate.trial(simulate.World(done=0.8), MADE, -1.0, default_rng(2))
TEXT = write(Held(TRIAL, "points", date(2026, 1, 5)))
Change = Callable[[dict[str, Any]], Any]


def changed(change: Change) -> str:
    data = json.loads(TEXT)
    change(data)
    return json.dumps(data)


def test_what_is_read_is_what_was_written_and_says_the_same() -> None:
    held = read(TEXT)
    assert held == Held(TRIAL, "points", date(2026, 1, 5))
    assert analyse(held.trial, held.unit) == analyse(TRIAL) and write(held) == TEXT


def test_other_items_a_stop_and_no_date_come_along() -> None:
    days = tuple(replace(day, beside=(1.5, None)) for day in TRIAL.days)
    other = replace(TRIAL, days=days, beside=("stress", "mood"), stopped_on=30)
    assert read(write(Held(other))) == Held(other)


def test_order_of_days_does_not_matter_to_the_answer() -> None:
    turned = changed(lambda d: (d["days"].reverse(), d["before"].reverse()))
    assert analyse(read(turned).trial) == analyse(TRIAL)


def swap(data: dict[str, Any]) -> None:
    arms = data["design"]["arms"]
    first, other = arms.index("A"), arms.index("B")
    letters = list(arms)
    letters[first], letters[other] = "B", "A"
    data["design"]["arms"] = "".join(letters)
    data["days"][first]["assigned"], data["days"][other]["assigned"] = "B", "A"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (swap, "seal is broken"),
        (lambda d: d["design"].update(seed=10), "seal is broken"),
        (lambda d: d["design"].update(better="higher"), "seal is broken"),
        (lambda d: d["design"].update(outcome="mood"), "seal is broken"),
        (lambda d: d["design"].update(low=1.0), "seal is broken"),
        (lambda d: d["days"][3].update(assigned="A" if d["days"][3]["assigned"] == "B" else "B"),
         "not drawn as it says"),
        (lambda d: d["days"].append(d["days"][0]), "stands twice"),
        (lambda d: d["days"][0].update(day=57), "does not belong"),
        (lambda d: d["before"][0].update(day=1), "does not belong"),
        (lambda d: d["before"][0].update(assigned="A"), "not drawn as it says"),
        (lambda d: d["days"][0].update(value="4"), "days.0.value"),
        (lambda d: d["days"][0].update(value=1e12), "days.0.value"),
        (lambda d: d["days"][0].update(done=1), "days.0.done"),
        (lambda d: d["days"][0].update(beside=[1.0]), "other items"),
        (lambda d: d["days"][0].update(note="x"), "days.0.note"),
        (lambda d: d.update(more=1), "more"),
        (lambda d: d.pop("unit"), "unit"),
        (lambda d: d.update(schema="trial/2"), "schema"),
        (lambda d: d["design"].update(days=52), "as many days"),
        (lambda d: d["design"].update(arms=""), "arms"),
        (lambda d: d["design"].update(low=10.0), "low end"),
        (lambda d: d["design"].update(seal="short"), "seal"),
        (lambda d: d.update(start="soon"), "start"),
    ],
)  # fmt: skip
def test_what_was_changed_is_refused_by_name(change: Change, says: str) -> None:
    with pytest.raises(NotATrial) as fault:
        read(changed(change))
    assert says in str(fault.value.values["problem"])


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"schema": "trial/1"}', "[" * 100_000,
     TEXT.replace('"unit"', '"unit": "x", "unit"', 1), TEXT.replace('"low": 0.0', '"low": NaN')],
)  # fmt: skip
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(NotATrial):
        read(text)


def test_a_test_that_was_never_sealed_is_read_when_its_scheme_can_draw_it() -> None:
    bare = replace(TRIAL, design=replace(MADE, seal="", salt=""))
    assert read(write(Held(bare))).trial == bare
    with pytest.raises(NotATrial):
        write(Held(replace(bare, design=replace(bare.design, scheme="pairs"))))
