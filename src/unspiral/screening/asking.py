"""Which screen asks for what is missing, in the order a person meets them."""

from collections.abc import Iterable, Mapping

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Screen
from unspiral.records.facts import Facts
from unspiral.screening.endings import Past
from unspiral.screening.questions import ASKED, flags, waits_for_follow_up

DANGER = "danger"
FOUR = ("nerves", "heart", "infection", "history")
BEFORE_MOVEMENT = ("birth_year", "eighteen", "pregnant", "health", "medicines")
ORDER = (*FOUR, *BEFORE_MOVEMENT)
# Variables that are worked out, and the answer they are worked out from.
WORKED_OUT = {"age": "birth_year"}


def open_items(facts: Facts, history: Mapping[str, Past], catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of red flags that were opened in full, or in doubt, and wait for an answer."""
    return tuple(
        flag.id
        for flag in flags(catalogue)
        if (flag.questions and history[flag.id].in_doubt)
        or any(
            facts.value(question.id) == ASKED or waits_for_follow_up(question, facts)
            for question in flag.questions
        )
    )


def asked_by(items: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """The variables that answering these red flags in full will settle."""
    return frozenset(
        question.id
        for name in items
        if name in catalogue.redflags
        for question in catalogue.redflags[name].questions
    )


def settles(screen: Screen) -> frozenset[str]:
    """The variables that are answered when this screen is done with "None" or a value."""
    own = {screen.variable} if screen.variable else set()
    return frozenset({*own, *screen.none_sets})


def screens_for(missing: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The fewest screens, in order, that ask for every missing variable."""
    left = {WORKED_OUT.get(name, name) for name in missing}
    found = []
    rest = sorted(set(catalogue.screens) - set(ORDER) - {DANGER, "new_or_worse"})
    for name in (*ORDER, *rest):
        screen = catalogue.screens.get(name)
        if screen is not None and left & settles(screen):
            found.append(name)
            left -= settles(screen)
    return tuple(found)


def covered(screen_ids: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """All variables that the named screens answer."""
    screens = (catalogue.screens[name] for name in screen_ids if name in catalogue.screens)
    return frozenset().union(*(settles(screen) for screen in screens))
