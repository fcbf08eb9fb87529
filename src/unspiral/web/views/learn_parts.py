"""What every page of Learn shares: grades, sources, verdicts, and lines that lead on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Cited, Graded, Item
from unspiral.web.text import Text

_ = str
ROLES: Mapping[str, str] = {
    "ease": _("Ease now"),
    "build": _("Build"),
    "night": _("For the night"),
    "mind": _("Mind and people"),
}
VERDICTS: Mapping[str, tuple[str, str]] = {
    "supported": ("tick", _("True, as far as we know")),
    "mixed": ("mixed", _("Partly")),
    "unsupported": ("mostly_not", _("No good evidence")),
    "wrong": ("not", _("Not true")),
}
OUTCOMES: Mapping[str, str] = {
    "pain": _("pain"),
    "stress": _("stress"),
    "anxiety": _("worry"),
    "sleep": _("sleep"),
    "function": _("doing things"),
    "relief": _("ease"),
    "ease": _("ease"),
    "move": _("moving"),
    "recurrence": _("pain coming back"),
    "mood": _("mood"),
    "thoughts": _("hard thoughts"),
    "insight": _("seeing what goes on"),
    "health": _("health in general"),
    "information": _("knowing more"),
}
WHEN: Mapping[str, str] = {
    "weeks": _("after some weeks"),
    "any": _("at any time"),
    "alone": _("on its own"),
    "package": _("as part of a course"),
    "acute": _("in new pain"),
    "chronic": _("in long-lasting pain"),
    "recovered": _("after recovering"),
    "short": _("for a short time"),
    "outdoors": _("outdoors"),
    "vs none": _("against no treatment"),
    "vs sham": _("against pretend treatment"),
}
GRADES: Mapping[str, str] = {
    "A": _("Grade A: good evidence"),
    "B": _("Grade B: fair evidence"),
    "C": _("Grade C: thin evidence"),
    "D": _("Grade D: comfort, untested"),
    "X": _("Advised against"),
}
KINDS: Mapping[str, str] = {
    "techniques": _("To do"),
    "claims": _("True or not?"),
    "lessons": _("To read"),
    "patterns": _("Your back"),
    "questionnaires": _("Questions to answer"),
}
PATHS: Mapping[str, str] = {
    "techniques": "/learn/technique/",
    "claims": "/learn/claim/",
    "lessons": "/learn/lesson/",
    "patterns": "/learn/pattern/",
    "questionnaires": "/check-up/forms/",
}
del _


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source: how it is cited, what it supports here, how much of it was read."""

    cite: str
    supports: str
    read: str
    doi: str


@dataclass(frozen=True, slots=True)
class GradeView:
    """One grade in words: for which outcome and when."""

    letter: str
    words: str
    outcome: str
    when: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a list: where it is, its title, and what stands beside it.

    `levels` are the further levels of a family, as (address, name).
    """

    href: str
    title: str
    note: str = ""
    grade: str = ""
    icon: str = ""
    levels: tuple[tuple[str, str], ...] = ()


def see_lines(t: Text, catalogue: Catalogue, links: Sequence[str]) -> tuple[Line, ...]:
    """What to read or do next, as named under `see` in a content file."""
    lines = []
    for link in links:
        folder, _, name = link.partition("/")
        item = getattr(catalogue, folder).get(name) if folder in PATHS else None
        if item is not None and item.status != "retired":
            title = t.content(folder, name, "title", item.title)
            lines.append(Line(PATHS[folder] + name, title, t(KINDS[folder])))
    return tuple(lines)


def read_on(t: Text, catalogue: Catalogue, folder: str, item: Item) -> tuple[Line, ...]:
    """What an item leads to, and after it the lessons that lead to the item."""
    here = f"{folder}/{item.id}"
    links = getattr(item, "see", ())
    back = (f"lessons/{lesson.id}" for lesson in catalogue.lessons.values() if here in lesson.see)
    return see_lines(t, catalogue, (*links, *(link for link in back if link not in links)))


def grade_views(t: Text, grades: Iterable[Graded]) -> tuple[GradeView, ...]:
    """Every grade with its outcome and setting in words."""
    return tuple(_grade(t, grade) for grade in grades)


def shown_grade(grades: Sequence[Graded]) -> str:
    """The grade beside a title: the first in the file, of the thing on its own if there is one."""
    return grades[0].grade if grades else ""


def only_of_a_course(grades: Sequence[Graded]) -> bool:
    """True when every grade is that of a whole programme (evidence page b, "package")."""
    return bool(grades) and all(graded.when == "package" for graded in grades)


def _grade(t: Text, graded: Graded) -> GradeView:
    return GradeView(
        letter=graded.grade,
        words=t(GRADES[graded.grade]),
        outcome=outcome_words(t, graded.outcome),
        when=t(WHEN[graded.when]) if graded.when in WHEN else graded.when.replace("_", " "),
    )


def outcome_words(t: Text, outcome: str) -> str:
    return t(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome.replace("_", " ")


def source_views(t: Text, catalogue: Catalogue, cited: Iterable[Cited]) -> tuple[SourceView, ...]:
    found = []
    for cite in cited:
        source = catalogue.sources.get(cite.id)
        if source is not None:
            named = t.content("sources", cite.id, "cite", source.cite)
            found.append(SourceView(named, t(cite.supports), t(source.read), source.doi))
    return tuple(found)
