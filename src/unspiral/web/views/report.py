"""The views of the clinician's page: the document itself, and the form that chooses its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from unspiral.catalogue.load import Catalogue
from unspiral.records.report import ITEM9, MOOD_ITEMS, PARTS, WEEKS, Parts
from unspiral.services import talk
from unspiral.services.report import ReportNow
from unspiral.services.screening import Help
from unspiral.sharing.document import Document
from unspiral.sharing.report_words import document
from unspiral.web.text import Text

_ = str
PART_WORDS: Mapping[str, str] = {
    "goal": _("My goal, in my words"),
    "forms": _("Questionnaires about pain and function"),
    "nights": _("Nights, from my diary"),
    "device": _("Nights, from a device"),
    "tried": _("What I tried, and what it did"),
    "medicines": _("Marks that medicines changed, and counts: no names"),
    "links": _("Links in my diary, if any is clear"),
    "pictures": _("Pictures, on page two"),
}
ITEM_WORDS: Mapping[str, str] = {
    "mood": _("Mood, from my diary"),
    "stress": _("Stress, from my diary"),
    "anxiety": _("Worry, from my diary"),
}
del _
Line = tuple[str, str, bool]  # value, label, ticked


@dataclass(frozen=True, slots=True)
class ReportView:
    """The page. `chosen`: the hidden fields that carry the choice on; nothing of it is kept."""

    document: Document
    chosen: tuple[tuple[str, str], ...]
    help: Help
    working: bool
    talk: bool


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong with a field of the form, in words; "" where nothing is."""

    questions: str = ""
    name: str = ""
    visit: str = ""


@dataclass(frozen=True, slots=True)
class ChooseView:
    """The form. Of what is private only what there is stands in `private` and `notes`."""

    questions: str
    name: str
    visit: str
    weeks: tuple[tuple[str, str], ...]
    weeks_now: str
    parts: tuple[Line, ...]
    private: tuple[Line, ...]
    notes: tuple[Line, ...]
    notes_open: bool
    errors: Errors
    help: Help
    talk: bool


def report_view(now: ReportNow, catalogue: Catalogue, t: Text, made: datetime) -> ReportView:
    """The document of this choice, and the choice itself."""
    parts = now.report.parts
    return ReportView(
        document=document(now.report, t, catalogue, made),
        chosen=fields_of(parts),
        help=now.help,
        working=not now.fresh,
        talk=talk.told_in(catalogue, parts.questions),
    )


def choose_view(
    now: ReportNow, catalogue: Catalogue, t: Text, errors: Errors | None = None, visit: str = ""
) -> ChooseView:
    """The form as it was last filled in. `visit`: the day as typed, when it is none."""
    parts = now.report.parts
    day = parts.visit.isoformat() if parts.visit else visit
    notes = tuple(
        (id_, t("{day}: {words}", day=t.day(on, with_year=True), words=words), id_ in parts.notes)
        for id_, on, words in reversed(now.notes)
    )
    return ChooseView(
        questions=parts.questions,
        name=parts.name,
        visit=day,
        weeks=tuple((str(n), t("{n} weeks", n=n)) for n in WEEKS),
        weeks_now=str(parts.weeks),
        parts=tuple((name, t(PART_WORDS[name]), name in parts.shown) for name in PARTS),
        private=tuple(_private(now, catalogue, t)),
        notes=notes,
        notes_open=bool(parts.notes),
        errors=errors or Errors(),
        help=now.help,
        talk=talk.told_in(catalogue, parts.questions),
    )


def _private(now: ReportNow, catalogue: Catalogue, t: Text) -> list[Line]:
    """One tick each: daily answers about mood, sums of questionnaires about mood, question 9."""
    parts = now.report.parts
    lines = [(name, t(ITEM_WORDS[name]), name in parts.items) for name in MOOD_ITEMS]
    for name in now.mood_forms:
        form = catalogue.questionnaires[name]
        label = form.score.label or form.title
        words = t.content("questionnaires", name, f"label.{form.score.variable}", label)
        lines.append((name, t("{form}, the sum", form=words), name in parts.mood_forms))
    if now.item9:
        lines.append((ITEM9, t("PHQ-9, question 9 by itself"), parts.item9))
    return lines


def fields_of(parts: Parts) -> tuple[tuple[str, str], ...]:
    """A choice as the fields of its form."""
    private = sorted({*parts.items, *parts.mood_forms, *([ITEM9] if parts.item9 else [])})
    return (
        ("sent", "yes"),
        ("weeks", str(parts.weeks)),
        ("name", parts.name),
        ("visit", parts.visit.isoformat() if parts.visit else ""),
        ("questions", parts.questions),
        *(("part", name) for name in PARTS if name in parts.shown),
        *(("private", name) for name in private),
        *(("note", name) for name in sorted(parts.notes)),
    )
