"""Show this: one card per thing to be checked, with the sentence to say and what to bring."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Facts
from unspiral.records.triage import Triage
from unspiral.screening.show_this import Card, cards
from unspiral.web.text import Text
from unspiral.web.views.help_now import Call, emergency_of


@dataclass(frozen=True, slots=True)
class CardView:
    """One card: the sentence, since when, what else, how soon, and what to bring."""

    id: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    written: str
    when: str
    bring: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class ShowThisView:
    """All cards, worst first."""

    cards: tuple[CardView, ...]


def show_this_view(
    t: Text, facts: Facts, triage: Triage, catalogue: Catalogue, country: str
) -> ShowThisView:
    """A card for each thing to be checked for; signs that point the same way share one."""
    groups: dict[tuple[str, str], list[Card]] = {}
    for card in cards(triage, facts, catalogue):
        groups.setdefault((card.level.value, card.check_for or card.flag), []).append(card)
    every = [card for group in groups.values() for card in group]
    return ShowThisView(
        cards=tuple(
            CardView(
                id=f"card-{group[0].flag}",
                sentence=_sentence(t, group),
                facts=_lines(t, group, [card for card in every if card not in group]),
                written=_written(t, facts),
                when=_when(t)[level],
                bring=t(
                    "Take along: this card, a list of your medicines, papers of scans or "
                    "operations, and someone to drive."
                ),
                calls=emergency_of(t, catalogue.crisis_lines, country) if level == "E" else (),
            )
            for (level, _), group in groups.items()
        )
    )


def _sentence(t: Text, group: list[Card]) -> str:
    """ "New since DATE: numb between the legs, trouble with pee. Please check for …" """
    what = ", ".join(dict.fromkeys(_shows(t, card) for card in group))
    since = min((card.since for card in group if card.since), default=None)
    head = t("New since {day}: {what}.", day=t.day(since), what=what) if since else f"{what}."
    check = t.content("redflags", group[0].flag, "check_for", group[0].check_for)
    if not check:
        return t("{head} Please check this.", head=head)
    return t("{head} Please check for {check}.", head=head, check=check)


def _lines(t: Text, group: list[Card], others: list[Card]) -> tuple[tuple[str, str], ...]:
    since = min((card.since for card in group if card.since), default=None)
    also = dict.fromkeys(_shows(t, card) for card in others)
    lines = [(t("Since"), t.day(since, with_year=True))] if since else []
    return (*lines, (t("I also have"), "; ".join(also))) if also else tuple(lines)


def _shows(t: Text, card: Card) -> str:
    return t.content("redflags", card.flag, "shows", card.shows)


def _written(t: Text, facts: Facts) -> str:
    born = facts.value("birth_year")
    day = t.day(facts.today, with_year=True)
    if born is None:
        return t("Written by the person on {day}. Self-reported.", day=day)
    year = t.number(float(born), 0) if isinstance(born, (int, float)) else str(born)
    return t("Written by the person, born {year}, on {day}. Self-reported.", year=year, day=day)


def _when(t: Text) -> dict[str, str]:
    return {
        "E": t("Go or call now."),
        "D": t("To be seen today."),
        "W": t("To be seen within days."),
    }
