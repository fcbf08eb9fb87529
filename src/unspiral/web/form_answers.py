"""What was posted from a questionnaire: each answer as a number, or as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.types import QItem, Questionnaire
from unspiral.records.problem import Problem
from unspiral.web.forms import Fields, Form

TICK = "tick"


@dataclass(frozen=True, slots=True)
class Posted:
    """`given`: what was answered, a number or, where it is none, the words as typed.

    `problems` names the items that hold something else than an answer.
    """

    given: Mapping[str, object]
    problems: tuple[Problem, ...]


def is_tick_list(form: Questionnaire) -> bool:
    """Whether lines are ticked or left blank, instead of answered one by one."""
    return all(item.blank is not None for item in form.items)


def read(form: Questionnaire, sent: Form) -> Posted:
    """The answers in a posted form. A tick list that was sent is opened, ticked or not."""
    if is_tick_list(form):
        ticked = set(sent.all(TICK))
        found = {i.id: i.range[1] if i.id in ticked else i.blank for i in form.items}
        return Posted(found, ())
    fields = Fields(sent)
    given: dict[str, object] = {}
    for item in form.items:
        typed = sent.get(item.id).strip()
        if typed:
            number = _number(fields, item)
            given[item.id] = typed if number is None else number
    return Posted(given, tuple(fields.problems))


def _number(fields: Fields, item: QItem) -> float | int | None:
    low, high = item.range
    if item.whole:
        return fields.whole(item.id, low, high)
    return fields.number(item.id, low, high)
