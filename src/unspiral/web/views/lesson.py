"""Lessons and patterns to read, and the registers of physiotherapists under one of them."""

from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import FindingHelp, Lesson, Pattern
from unspiral.services.screening import Help
from unspiral.web.text import Text
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.learn_parts import (
    GradeView,
    Line,
    SourceView,
    grade_views,
    read_on,
    source_views,
)
from unspiral.web.views.library import SHELVES, reading_length, shelf_href
from unspiral.web.views.pictures import picture_of

UNKNOWN = "unknown"
FINDING_HELP = "finding-help"  # the lesson that the registers of a country stand under


@dataclass(frozen=True, slots=True)
class SectionView:
    """One part of a lesson."""

    id: str
    heading: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """One public list to look somebody up in, and how sure its address is."""

    name: str
    what: str
    url: str
    sure: str


@dataclass(frozen=True, slots=True)
class RegistersView:
    """Where to look in one country."""

    country: str
    registers: tuple[RegisterView, ...]
    direct: str
    note: str
    checked: str


@dataclass(frozen=True, slots=True)
class LessonView:
    """One lesson or pattern: reading time, people and sources in its head, then its parts."""

    crumb: tuple[str, str]
    title: str
    summary: str
    reading: str
    people: str
    source_count: str
    picture: Markup
    sections: tuple[SectionView, ...]
    registers: RegistersView | None
    see: tuple[Line, ...]
    grades: tuple[GradeView, ...]
    sources: tuple[SourceView, ...]
    help: Help


def lesson_view(
    t: Text, catalogue: Catalogue, lesson: Lesson, country: str, help_: Help
) -> LessonView:
    """One lesson; the one about finding help carries the registers of `country`."""

    say = ItemWords(t, "lessons", lesson.id)

    sections = tuple(
        SectionView(
            f"part-{n}",
            say(f"sections.{n}.heading", part.heading),
            tuple(say(f"sections.{n}.text.{m}", words) for m, words in enumerate(part.text)),
        )
        for n, part in enumerate(lesson.sections)
    )
    here = lesson.id == FINDING_HELP
    return _lesson(
        t,
        catalogue,
        lesson,
        crumb=(shelf_href(lesson.shelf), t(SHELVES[lesson.shelf][0])),
        title=say("title", lesson.title),
        summary=say("summary", lesson.summary),
        sections=sections,
        picture=picture_of(t, catalogue, lesson.picture) if lesson.picture else Markup(""),
        grades=grade_views(t, lesson.grades),
        registers=registers_view(t, catalogue, country) if here else None,
        help_=help_,
    )


def pattern_view(t: Text, catalogue: Catalogue, pattern: Pattern, help_: Help) -> LessonView:
    """One pattern to read about: the names people use stand here and nowhere else."""

    say = ItemWords(t, "patterns", pattern.id)

    parts = [(t("What is known"), tuple(say(f"text.{n}", w) for n, w in enumerate(pattern.text)))]
    if pattern.features:
        told = tuple(say(f"features.{n}.label", f.label) for n, f in enumerate(pattern.features))
        parts.append((t("What people often notice"), told))
    if pattern.lying:
        parts.append((t("Lying down"), (say("lying", pattern.lying),)))
    if pattern.names:
        heard = (say(f"names.{n}", name) for n, name in enumerate(pattern.names))
        parts.append((t("Names you may hear"), (", ".join(heard),)))
    return _lesson(
        t,
        catalogue,
        pattern,
        crumb=("/learn/shelf/body", t(SHELVES["body"][0])),
        title=say("title", pattern.title),
        summary=say("summary", pattern.summary),
        sections=tuple(SectionView(f"part-{n}", h, text) for n, (h, text) in enumerate(parts)),
        picture=Markup(""),
        grades=(),
        registers=None,
        help_=help_,
    )


def registers_view(t: Text, catalogue: Catalogue, country: str) -> RegistersView | None:
    """The registers of a country; where none is known, the list of all countries."""
    lists = {item.country: item for item in catalogue.finding_help.values()}
    found = lists.get(country) or lists.get(UNKNOWN)
    if found is None:
        return None

    say = ItemWords(t, "finding_help", found.id)

    direct = say("self_referral", found.self_referral)
    if found.self_referral_detail:
        direct = f"{direct} {say('self_referral_detail', found.self_referral_detail)}"
    if found.self_referral_recalled:
        direct = f"{direct} {t('From memory, not checked.')}"
    return RegistersView(
        country=say("title", found.title),
        registers=tuple(
            RegisterView(
                r.name, say(f"registers.{n}.what", r.what), r.url, _sure(t, r.url_recalled)
            )
            for n, r in enumerate(found.registers)
        ),
        direct=direct,
        note=say("note", found.note),
        checked=_checked(t, found),
    )


def _lesson(
    t: Text,
    catalogue: Catalogue,
    item: Lesson | Pattern,
    *,
    crumb: tuple[str, str],
    title: str,
    summary: str,
    sections: tuple[SectionView, ...],
    picture: Markup,
    grades: tuple[GradeView, ...],
    registers: RegistersView | None,
    help_: Help,
) -> LessonView:
    return LessonView(
        crumb=crumb,
        title=title,
        summary=summary,
        reading=reading_length(t, item),
        people=_people(t, item),
        source_count=t.plural("{n} source", "{n} sources", len(item.sources)),
        picture=picture,
        sections=sections,
        registers=registers,
        see=read_on(t, catalogue, f"{item.kind}s", item),
        grades=grades,
        sources=source_views(t, catalogue, item.sources),
        help=help_,
    )


def _people(t: Text, item: Lesson | Pattern) -> str:
    """Who stands behind an item. Nobody is named who has not put their name to it."""
    if item.reviewed is None:
        return t("Written by the makers. Checked by no clinician yet.")
    return t("Checked by {who}, {when}.", who=item.reviewed.by, when=item.reviewed.on)


def _sure(t: Text, recalled: bool) -> str:
    return t("Address from memory, not checked") if recalled else t("Address not yet checked")


def _checked(t: Text, found: FindingHelp) -> str:
    if found.verified_on:
        return t("Checked on {day}.", day=found.verified_on)
    return t("Nobody has checked this list yet. Addresses may have changed.")
