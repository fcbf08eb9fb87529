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
    """The answers in a posted form. A tick list that was sent is opened, ticked or not.

    Two answers to one question are none: which of them is meant cannot be known.
    """
    if is_tick_list(form):
        ticked = set(sent.all(TICK))
        found = {i.id: i.range[1] if i.id in ticked else i.blank for i in form.items}
        return Posted(found, ())
    typed = {item.id: _typed(sent, item.id) for item in form.items}
    fields = Fields(Form(typed))
    given: dict[str, object] = {}
    for item in form.items:
        said = typed[item.id]
        if len(said) > 1:
            fields.fault("not_a_choice", item.id)
            given[item.id] = ", ".join(said)
        elif said:
            number = _number(fields, item)
            given[item.id] = said[0] if number is None else number
    return Posted(given, tuple(fields.problems))


def _typed(sent: Form, name: str) -> tuple[str, ...]:
    """What was sent for one field, each different answer once."""
    return tuple(dict.fromkeys(v.strip() for v in sent.all(name) if v.strip()))


def _number(fields: Fields, item: QItem) -> float | int | None:
    low, high = item.range
    if item.whole:
        return fields.whole(item.id, low, high)
    return fields.number(item.id, low, high)
