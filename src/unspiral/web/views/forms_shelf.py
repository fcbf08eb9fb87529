"""The view of the list of questionnaires: what comes round, what may be taken, what was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Questionnaire
from unspiral.services import forms_due, forms_taken
from unspiral.services.forms_taken import Look
from unspiral.services.screening import Help, help_before
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text

AT = "/check-up/forms/"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form of the list. `result` is where its last result is, if there is one."""

    href: str
    title: str
    length: str
    last: str
    turn: str
    result: str


@dataclass(frozen=True, slots=True)
class ShelfView:
    """The list. `mood` and `question_9`: whether a yes stands. `gently`: asked about again."""

    help: Help
    rounds: tuple[FormLine, ...]
    more: tuple[FormLine, ...]
    moods: tuple[FormLine, ...]
    own_text: tuple[FormLine, ...]
    mood: bool
    question_9: bool
    gently: bool
    any_due: bool
    ops: tuple[OperationFields, ...]


def shelf_view(t: Text, catalogue: Catalogue, look: Look) -> ShelfView:
    """Every form that is not retired, in the order somebody may want them."""
    facts = look.facts
    forms = [f for f in catalogue.questionnaires.values() if f.status != "retired"]
    shipped = [form for form in forms if form.tier.tier == "T1"]
    rounds = [turn.form for turn in forms_due.turns(catalogue, facts)]
    rest = [form for form in shipped if form not in rounds]
    mood = facts.value(forms_taken.MOOD) == "yes"

    def lines(some: Iterable[Questionnaire]) -> tuple[FormLine, ...]:
        return tuple(_line(t, catalogue, look, form) for form in some)

    return ShelfView(
        help=help_before(look.decision),
        rounds=lines(form for form in rounds if mood or not form.mood),
        more=lines(form for form in rest if not form.mood),
        moods=lines(form for form in rest if form.mood) if mood else (),
        own_text=lines(form for form in forms if form.tier.tier != "T1"),
        mood=mood,
        question_9=mood and facts.value(forms_taken.QUESTION_9) == "yes",
        gently=forms_taken.had_dark_thoughts(facts) and not look.decision.dark_thoughts,
        any_due=bool(forms_due.due(catalogue, facts)),
        ops=tuple(operation_fields(facts.today, look.zone) for _ in range(3)),
    )


def title_of(t: Text, form: Questionnaire) -> str:
    """The name of a form."""
    return t.content("questionnaires", form.id, "title", form.title)


def length_of(t: Text, form: Questionnaire) -> str:
    """About how long a form takes."""
    return t.plural("About {n} minute", "About {n} minutes", forms_due.minutes(form))


def _line(t: Text, catalogue: Catalogue, look: Look, form: Questionnaire) -> FormLine:
    last = forms_due.last_taken(form, look.facts)
    known = bool(forms_taken.history(form, look.facts))
    return FormLine(
        href=AT + form.id,
        title=title_of(t, form),
        length=length_of(t, form),
        last=t("Last taken on {day}", day=t.day(last)) if last else "",
        turn=_turn(t, catalogue, look, form),
        result=f"{AT}{form.id}/result" if known else "",
    )


def _turn(t: Text, catalogue: Catalogue, look: Look, form: Questionnaire) -> str:
    """When it comes round; never how late it is."""
    turn = next((o for o in forms_due.turns(catalogue, look.facts) if o.form is form), None)
    if turn is None:
        return t("Whenever you like")
    if turn.on <= look.facts.today:
        return t("Comes round now, when you like")
    return t("Comes round on {day}", day=t.day(turn.on))
