"""The view of set-up: one question, its answers, and how far along it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import QItem, Screen
from unspiral.records.facts import Value
from unspiral.services import talk
from unspiral.services.setup import Where
from unspiral.web.forms import OperationFields, operation_fields
from unspiral.web.text import Text, languages, named
from unspiral.web.views.help_now import country_name


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of a grid, and its answers as (value, label)."""

    name: str
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class BeginView:
    """One screen. `chosen` is what was answered before, so that Back keeps it.

    `talk`: the words of this screen, or of the one before it, hold a phrase of the fixed list.
    """

    id: str
    form: str
    ask: str
    name: str
    note: str
    why: str
    progress: str
    number: int
    of: int
    lines: tuple[tuple[str, str], ...]
    grid: tuple[GridLine, ...]
    options: tuple[tuple[str, str], ...]
    countries: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    language: str
    none_label: str
    low_end: str
    high_end: str
    chosen: str
    ticked: tuple[str, ...]
    skippable: bool
    back: str
    error: str
    talk: bool
    op: OperationFields


def begin_view(
    place: Where,
    screen: Screen,
    before: str,
    catalogue: Catalogue,
    today: date,
    zone: str,
    t: Text,
    error: str = "",
    typed: Mapping[str, tuple[str, ...]] | None = None,
) -> BeginView:
    """The page of one screen, in the words of `t`. What was typed wins over what was told."""
    words = _Words(screen, t)
    item = _question(screen, catalogue)
    told = {name: _plain(value) for name, value in place.told.items()}
    told |= {name: values[0] for name, values in (typed or {}).items() if values}
    chosen = told.get(screen.variable, "")
    return BeginView(
        id=screen.id,
        form=screen.form,
        ask=_ask(screen, item, words),
        name=screen.variable or screen.id,
        note=words("note", screen.note),
        why=words("why", screen.why),
        progress=t("Your plan, {n} of at most {all}", n=place.number, all=place.of),
        number=place.number,
        of=place.of,
        lines=_lines(screen, words),
        grid=_grid(screen, words, told),
        options=tuple((k, words(f"options.{k}", v)) for k, v in screen.options.items()),
        countries=_countries(catalogue, t, chosen) if screen.form == "country" else (),
        languages=tuple((code, named(code)) for code in languages()),
        language=told.get("language", t.language),
        none_label=words("none_label", screen.none_label),
        low_end=item.low_end if item else "",
        high_end=item.high_end if item else "",
        chosen=chosen,
        ticked=(typed or {}).get(screen.id, _ticked(screen, place.told)),
        skippable=screen.skippable,
        back=f"/begin/{before}" if before else "/welcome",
        error=error,
        talk=talk.told_in(catalogue, *_own_words(screen, before, catalogue, told)),
        op=operation_fields(today, zone),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The texts of one screen, by field."""

    screen: Screen
    t: Text

    def __call__(self, name: str, text: str) -> str:
        return self.t.content("screens", self.screen.id, name, text)


def _own_words(
    screen: Screen, before: str, catalogue: Catalogue, told: Mapping[str, str]
) -> tuple[str, ...]:
    """What was written here, and on the screen before it, which was saved on the way here."""
    asked = (screen, *([catalogue.screens[before]] if before else ()))
    return tuple(told.get(each.variable, "") for each in asked if each.form == "text")


def _question(screen: Screen, catalogue: Catalogue) -> QItem | None:
    """The questionnaire's item behind a scale, worded as published."""
    if not screen.questionnaire:
        return None
    items = catalogue.questionnaires[screen.questionnaire].items
    return next(item for item in items if item.id == screen.variable)


def _ask(screen: Screen, item: QItem | None, words: _Words) -> str:
    """The question: as published when it is a questionnaire's, else our own."""
    if item is None:
        return words("ask", screen.ask)
    return words.t.content("questionnaires", screen.questionnaire, f"items.{item.id}", item.text)


def _grid(screen: Screen, words: _Words, told: Mapping[str, str]) -> tuple[GridLine, ...]:
    return tuple(
        GridLine(c.id, words(f"choices.{c.id}", c.label), told.get(c.id, ""))
        for c in screen.choices
    )


def _lines(screen: Screen, words: _Words) -> tuple[tuple[str, str], ...]:
    """(value, label) of each line: the stored value for a choice, the line's id for ticks."""
    return tuple(
        (
            _plain(choice.sets[screen.variable])
            if screen.form == "choice" and screen.variable in choice.sets
            else choice.id,
            words(f"choices.{choice.id}", choice.label),
        )
        for choice in screen.choices
    )


def _ticked(screen: Screen, told: Mapping[str, Value]) -> tuple[str, ...]:
    """Lines answered "yes" before, for screens that store what was ticked."""
    return tuple(
        choice.id
        for choice in screen.choices
        if choice.sets and all(told.get(name) == value for name, value in choice.sets.items())
    )


def _countries(catalogue: Catalogue, t: Text, chosen: str) -> tuple[tuple[str, str], ...]:
    """Known countries by name, "Not listed" last; none is preset: its numbers would be wrong."""
    named = [
        (item.country, country_name(t, item))
        for item in catalogue.crisis_lines.values()
        if item.id != "unknown"
    ]
    choose = () if chosen else (("", t("Please choose")),)
    return (*choose, *sorted(named, key=lambda pair: pair[1]), ("unknown", t("Not listed")))


def _plain(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
