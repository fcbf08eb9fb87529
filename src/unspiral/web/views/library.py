"""The library's lists: shelves and what stands on them, and search results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.readability import reading_seconds
from unspiral.catalogue.types import STARTS, Claim, Lesson, Pattern, Technique
from unspiral.services.library import Found
from unspiral.services.screening import Help
from unspiral.web.text import Text
from unspiral.web.views.learn_parts import (
    KINDS,
    PATHS,
    ROLES,
    VERDICTS,
    Line,
    shown_grade,
)

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
    "thoughts": (
        _("Thoughts, step by step"),
        _("A short course: strain, worry, hard thoughts, problems, a kind line, small joys."),
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
# A shelf that has a page of its own: the course shows its lessons in their order.
PAGES: Mapping[str, str] = {"thoughts": "/thoughts"}
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
READY = (STARTS - {"topic"}) | {"programme"}
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
    """What was found; `danger` offers the danger screen first, `talk` somebody to talk to.

    `always`: the way to both is there whatever was typed, since danger words of this language
    are not looked for until it is checked.
    """

    query: str
    lines: tuple[Line, ...]
    danger: bool
    talk: bool
    asked: bool
    always: bool = False


def shelves_view(t: Text, catalogue: Catalogue, help_: Help) -> ShelvesView:
    """All shelves with their number of items."""
    counts = {shelf: len(list(_on(catalogue, shelf))) for shelf in SHELVES}
    return ShelvesView(
        tuple(
            (shelf_href(shelf), t(name), t(words), t.number(counts[shelf], 0))
            for shelf, (name, words) in SHELVES.items()
            if counts[shelf]
        ),
        help_,
    )


def shelf_href(shelf: str) -> str:
    """Where a shelf stands."""
    return PAGES.get(shelf, f"/learn/shelf/{shelf}")


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
        return SearchView("", (), False, False, False, t.draft)
    lines = []
    for hit in found.hits:
        item = getattr(catalogue, hit.folder)[hit.id]
        line = line_of(t, hit.folder, item)
        lines.append(Line(line.href, line.title, t(KINDS[hit.folder]), line.grade))
    return SearchView(found.query, tuple(lines), bool(found.danger), found.talk, True, t.draft)


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
    return Line(href, title, reading_length(t, item))


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


def reading_length(t: Text, item: Lesson | Pattern) -> str:
    """About how long an item takes to read: the same in a list and on its page."""
    return t.length(reading_seconds(" ".join(_prose(item))))


def _prose(item: Lesson | Pattern) -> tuple[str, ...]:
    if isinstance(item, Pattern):
        return (item.summary, *item.text, *(f.label for f in item.features), item.lying)
    return (item.summary, *(words for part in item.sections for words in part.text))
