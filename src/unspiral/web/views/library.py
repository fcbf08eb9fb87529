"""The library's lists and lessons: shelves, search results, lessons, patterns, finding help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.readability import reading_seconds
from unspiral.catalogue.types import STARTS, Claim, FindingHelp, Lesson, Pattern, Technique
from unspiral.services.library import Found
from unspiral.services.screening import Help
from unspiral.web.text import Text
from unspiral.web.views.learn_parts import (
    KINDS,
    PATHS,
    ROLES,
    VERDICTS,
    GradeView,
    Line,
    SourceView,
    grade_views,
    see_lines,
    shown_grade,
    source_views,
)
from unspiral.web.views.pictures import picture_of

_ = str
SHELVES: Mapping[str, tuple[str, str]] = {
    "techniques": (
        _("Things to do"),
        _("Movement, positions, breathing, sleep, thoughts, people. With dose, grade and source."),
    ),
    "loop": (
        _("How it all feeds each other"),
        _("Sleep, stress, worry, mood, movement and pain, both ways."),
    ),
    "claims": (_("True or not?"), _("What people say about backs and sleep, and what is known.")),
    "body": (
        _("Your back"),
        _("How it is built, what pain can feel like, scans, what raises risk."),
    ),
    "questions": (_("Questions and answers"), _("Short answers to what people ask most.")),
    "everyday": (
        _("Everyday life"),
        _("Sitting, lifting, housework, work, travel, sex, the people around you."),
    ),
    "care": (_("People who can help"), _("Whom to see, how to find them, what to ask.")),
}
TOPICS: Mapping[str, str] = {
    "sleep": _("Sleep and nights"),
    "back": _("Backs, discs and danger"),
    "mind": _("Stress, worry and feelings"),
    "doing": _("Movement, breathing and calm"),
    "given": _("Heat, hands and tablets"),
    "sold": _("What is sold"),
}
STRENGTH = _("Build: strength, in three levels")
PICKED = _("Only if you want to look at it: food, weight, drink, smoking")
GIVEN = _("Given by others, or only to read about")
UNKNOWN = "unknown"
READY = (STARTS - {"topic"}) | {"programme"}
FINDING_HELP = "finding-help"  # the lesson that the registers of a country stand under
del _


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; the heading is empty where the page's own is enough."""

    id: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ShelvesView:
    """Learn: the search field and the shelves with how much stands on them."""

    shelves: tuple[tuple[str, str, str, str], ...]
    help: Help


@dataclass(frozen=True, slots=True)
class ShelfView:
    """One shelf."""

    title: str
    words: str
    groups: tuple[Group, ...]
    help: Help


@dataclass(frozen=True, slots=True)
class SearchView:
    """What was found; `danger` offers the danger screen first, `talk` somebody to talk to."""

    query: str
    lines: tuple[Line, ...]
    danger: bool
    talk: bool
    asked: bool


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


def shelves_view(t: Text, catalogue: Catalogue, help_: Help) -> ShelvesView:
    """All shelves with their number of items."""
    counts = {shelf: len(list(_on(catalogue, shelf))) for shelf in SHELVES}
    return ShelvesView(
        tuple(
            (f"/learn/shelf/{shelf}", t(name), t(words), t.number(counts[shelf], 0))
            for shelf, (name, words) in SHELVES.items()
            if counts[shelf]
        ),
        help_,
    )


def shelf_view(t: Text, catalogue: Catalogue, shelf: str, help_: Help) -> ShelfView:
    """Everything on one shelf: techniques by role, claims by topic, all else by title."""
    name, words = SHELVES[shelf]
    if shelf == "techniques":
        groups = _by_role(t, catalogue)
    elif shelf == "claims":
        groups = _by_topic(t, catalogue)
    else:
        lines = (line_of(t, folder, item) for folder, item in _on(catalogue, shelf))
        groups = (Group(shelf, "", tuple(sorted(lines, key=lambda line: line.title))),)
    return ShelfView(t(name), t(words), groups, help_)


def search_view(t: Text, catalogue: Catalogue, found: Found | None) -> SearchView:
    """The results in the order found; None: the empty page of the search."""
    if found is None:
        return SearchView("", (), False, False, False)
    lines = []
    for hit in found.hits:
        item = getattr(catalogue, hit.folder)[hit.id]
        line = line_of(t, hit.folder, item)
        lines.append(Line(line.href, line.title, t(KINDS[hit.folder]), line.grade))
    return SearchView(found.query, tuple(lines), bool(found.danger), found.talk, True)


def lesson_view(
    t: Text, catalogue: Catalogue, lesson: Lesson, country: str, help_: Help
) -> LessonView:
    """One lesson; the one about finding help carries the registers of `country`."""

    def say(name: str, words: str) -> str:
        return t.content("lessons", lesson.id, name, words)

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
        crumb=(f"/learn/shelf/{lesson.shelf}", t(SHELVES[lesson.shelf][0])),
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

    def say(name: str, words: str) -> str:
        return t.content("patterns", pattern.id, name, words)

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

    def say(name: str, words: str) -> str:
        return t.content("finding_help", found.id, name, words)

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


def line_of(t: Text, folder: str, item: Technique | Claim | Lesson | Pattern) -> Line:
    """One item as a line of a list."""
    title = t.content(folder, item.id, "title", item.title)
    href = PATHS[folder] + item.id
    if isinstance(item, Technique):
        return Line(
            href,
            title,
            t.length(item.dose.seconds) if item.dose.seconds else "",
            shown_grade(item.grades),
        )
    if isinstance(item, Claim):
        icon, verdict = VERDICTS[item.verdict]
        return Line(href, title, t(verdict), icon=icon)
    return Line(href, title, t.length(reading_seconds(" ".join(_prose(item)))))


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
    prose = " ".join((summary, *(text for part in sections for text in part.text)))
    return LessonView(
        crumb=crumb,
        title=title,
        summary=summary,
        reading=t.length(reading_seconds(prose)),
        people=_people(t, item),
        source_count=t.plural("{n} source", "{n} sources", len(item.sources)),
        picture=picture,
        sections=sections,
        registers=registers,
        see=see_lines(t, catalogue, item.see),
        grades=grades,
        sources=source_views(t, catalogue, item.sources),
        help=help_,
    )


def _people(t: Text, item: Lesson | Pattern) -> str:
    """Who stands behind an item. Nobody is named who has not put their name to it."""
    if item.reviewed is None:
        return t("Written by the makers. Checked by no clinician yet.")
    return t("Checked by {who}, {when}.", who=item.reviewed.by, when=item.reviewed.on)


def _by_role(t: Text, catalogue: Catalogue) -> tuple[Group, ...]:
    """Roles in their order, families of three levels after "Build".

    At the end stand the topics a person has to pick, and what others give.
    """
    shown = [x for x in catalogue.techniques.values() if x.status != "retired" and x.level < 2]
    groups: list[Group] = []
    for role, name in ROLES.items():
        own = [x for x in shown if x.role == role and x.offer in READY]
        groups.append(_group(t, catalogue, role, name, [x for x in own if not x.family]))
        if families := [x for x in own if x.family]:
            groups.append(_group(t, catalogue, f"{role}-levels", STRENGTH, families))
    picked = [x for x in shown if x.offer == "topic"]
    rest = [x for x in shown if x.offer not in READY and x not in picked]
    last = (("picked", PICKED, picked), ("given", GIVEN, rest))
    return (*groups, *(_group(t, catalogue, *one) for one in last))


def _group(t: Text, catalogue: Catalogue, name: str, title: str, items: list[Technique]) -> Group:
    return Group(name, t(title), tuple(_technique_line(t, catalogue, item) for item in items))


def _by_topic(t: Text, catalogue: Catalogue) -> tuple[Group, ...]:
    claims = [x for x in catalogue.claims.values() if x.status != "retired"]
    return tuple(
        Group(
            topic,
            t(name),
            tuple(
                line_of(t, "claims", claim)
                for claim in sorted(claims, key=lambda claim: claim.title)
                if claim.topic == topic
            ),
        )
        for topic, name in TOPICS.items()
    )


def _technique_line(t: Text, catalogue: Catalogue, item: Technique) -> Line:
    """A technique; of a family level 1 with its other levels beside it."""
    line = line_of(t, "techniques", item)
    levels = tuple(
        (PATHS["techniques"] + x.id, t("Level {n}", n=x.level))
        for x in sorted(catalogue.techniques.values(), key=lambda x: x.level)
        if item.family and x.family == item.family and x.level > 1
    )
    return Line(line.href, line.title, line.note, line.grade, levels=levels)


def _on(
    catalogue: Catalogue, shelf: str
) -> Iterable[tuple[str, Technique | Claim | Lesson | Pattern]]:
    """What stands on a shelf, as (folder, item)."""
    folders: dict[str, Mapping[str, Technique | Claim | Lesson | Pattern]] = {}
    if shelf == "techniques":
        folders["techniques"] = catalogue.techniques
    elif shelf == "claims":
        folders["claims"] = catalogue.claims
    else:
        on_it = {n: x for n, x in catalogue.lessons.items() if x.shelf == shelf}
        folders["lessons"] = on_it
        if shelf == "body":
            folders["patterns"] = catalogue.patterns
    for folder, items in folders.items():
        yield from ((folder, item) for item in items.values() if item.status != "retired")


def _prose(item: Lesson | Pattern) -> tuple[str, ...]:
    if isinstance(item, Pattern):
        return (item.summary, *item.text, item.lying)
    return (item.summary, *(words for part in item.sections for words in part.text))


def _sure(t: Text, recalled: bool) -> str:
    return t("Address from memory, not checked") if recalled else t("Address not yet checked")


def _checked(t: Text, found: FindingHelp) -> str:
    if found.verified_on:
        return t("Checked on {day}.", day=found.verified_on)
    return t("Nobody has checked this list yet. Addresses may have changed.")
