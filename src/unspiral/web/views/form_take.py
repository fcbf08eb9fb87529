"""The view of one questionnaire to fill in: its exact words, or bare numbers for one's own copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from unspiral.catalogue.types import QItem, Questionnaire
from unspiral.records.problem import Problem
from unspiral.services import forms_taken
from unspiral.services.forms_taken import Look
from unspiral.services.screening import Help, help_before
from unspiral.web import problems
from unspiral.web.form_answers import is_tick_list
from unspiral.web.forms import Form, OperationFields, operation_fields
from unspiral.web.text import Text
from unspiral.web.views.forms_shelf import AT, length_of, title_of
from unspiral.web.views.item_words import ItemWords

Kind = Literal["scale", "options", "number"]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item. `chosen` is what was posted before; nothing is ever preset."""

    id: str
    kind: Kind
    ask: str
    answers: tuple[tuple[str, str], ...]
    low_end: str
    high_end: str
    chosen: str
    error: str
    calls: bool


@dataclass(frozen=True, slots=True)
class TakeView:
    """The page. `missed`: how many have no answer after the first try; they may be left then."""

    help: Help
    title: str
    action: str
    length: str
    recall: str
    instruction: tuple[str, ...]
    items: tuple[ItemView, ...]
    tick_list: bool
    own_text: bool
    nobody_sees: bool
    gently: bool
    credit: str
    licence: str
    missed: str
    op: OperationFields


@dataclass(frozen=True, slots=True)
class AgreeView:
    """The yes or no before questions on mood, or before question 9."""

    help: Help
    which: Literal["mood", "question_9"]
    title: str
    instead: str
    op: OperationFields


def take_view(
    t: Text,
    form: Questionnaire,
    look: Look,
    sent: Form | None = None,
    wrong: tuple[Problem, ...] = (),
    missed: tuple[str, ...] = (),
) -> TakeView:
    """A form to fill in; after a fault with everything that was pressed."""
    errors = dict.fromkeys(missed, t("No answer here yet."))
    errors |= {problem.where: problems.sentence(t, problem) for problem in wrong}
    say = ItemWords(t, "questionnaires", form.id)
    own_text = form.tier.tier != "T1"
    return TakeView(
        help=help_before(look.decision),
        title=title_of(t, form),
        action=AT + form.id,
        length=length_of(t, form),
        recall=say("recall", form.recall),
        instruction=tuple(
            say(f"instruction.{n}", words)
            for n, words in enumerate(form.instruction.split("\n\n"))
            if words
        ),
        items=tuple(_item(t, say, item, sent or Form(), errors) for item in form.items),
        tick_list=is_tick_list(form),
        own_text=own_text,
        nobody_sees=any(item.help_from is not None for item in form.items),
        gently=form.mood and forms_taken.had_dark_thoughts(look.facts),
        credit=say("credit", form.tier.credit),
        licence=say("licence", form.licence) if not own_text else say("terms", form.tier.terms),
        missed=_missed(t, len(missed)),
        op=operation_fields(look.facts.today, look.zone),
    )


def agree_view(
    t: Text, form: Questionnaire, which: Literal["mood", "question_9"], look: Look
) -> AgreeView:
    """What is asked before a form may be shown."""
    return AgreeView(
        help=help_before(look.decision),
        which=which,
        title=title_of(t, form),
        instead=AT + "phq-8" if which == "question_9" else "",
        op=operation_fields(look.facts.today, look.zone),
    )


def _missed(t: Text, n: int) -> str:
    if not n:
        return ""
    return t.plural(
        "{n} question has no answer yet. You can answer it, or leave it out.",
        "{n} questions have no answer yet. You can answer them, or leave them out.",
        n,
    )


def _item(t: Text, say: ItemWords, item: QItem, sent: Form, errors: Mapping[str, str]) -> ItemView:
    low, high = item.range
    plain = t("Question {n}", n=item.id.rpartition("_")[2])
    options = (
        (str(low + n), say(f"items.{item.id}.options.{n}", words))
        for n, words in enumerate(item.options)
    )
    return ItemView(
        id=item.id,
        kind=_kind(item),
        ask=say(f"items.{item.id}", item.text) or plain,
        answers=tuple(options),
        low_end=say(f"items.{item.id}.low_end", item.low_end) or str(low),
        high_end=say(f"items.{item.id}.high_end", item.high_end) or str(high),
        chosen=sent.get(item.id),
        error=errors.get(item.id, ""),
        calls=item.help_from is not None,
    )


def _kind(item: QItem) -> Kind:
    if item.options:
        return "options"
    return "scale" if item.text and item.range == (0, 10) else "number"
