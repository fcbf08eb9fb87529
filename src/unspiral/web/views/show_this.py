"""Show this: one card per thing to be checked, with the sentence to say and what to bring."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import RedFlag
from unspiral.records.facts import Facts
from unspiral.records.triage import Finding, Triage
from unspiral.screening.questions import FOLLOW
from unspiral.web.text import Text
from unspiral.web.views.danger import SHOWN, TOLD
from unspiral.web.views.help_now import Call, emergency_of


@dataclass(frozen=True, slots=True)
class CardView:
    """One card: the sentence, since when, what else, and how soon."""

    id: str
    level: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    written: str
    when: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class ShowThisView:
    """All cards, worst first."""

    cards: tuple[CardView, ...]


def show_this_view(
    t: Text, facts: Facts, triage: Triage, catalogue: Catalogue, country: str
) -> ShowThisView:
    """A card for each thing to be checked for; findings that point the same way share one."""
    told = [f for f in triage.findings if f.state in TOLD and f.level in SHOWN]
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in told:
        flag = catalogue.redflags[finding.flag]
        groups.setdefault((finding.level.value, flag.check_for or flag.id), []).append(finding)
    return ShowThisView(
        cards=tuple(
            _card(t, facts, level, found, [f for f in told if f not in found], catalogue, country)
            for (level, _), found in groups.items()
        )
    )


def _card(
    t: Text,
    facts: Facts,
    level: str,
    found: list[Finding],
    others: list[Finding],
    catalogue: Catalogue,
    country: str,
) -> CardView:
    since = min((f.since for f in found if f.since), default=None)
    lines = [(t("Since"), t.day(since, with_year=True))] if since else []
    told = [words for f in found for words in _told(t, catalogue.redflags[f.flag], facts)]
    lines += [(t("I ticked"), "; ".join(told))] if told else []
    also = [_said(t, catalogue.redflags[f.flag]) for f in others]
    lines += [(t("I also have"), "; ".join(dict.fromkeys(also)))] if also else []
    return CardView(
        id=f"card-{found[0].flag}",
        level=level,
        sentence=_sentence(t, found, since is not None, catalogue, facts),
        facts=tuple(lines),
        written=_written(t, facts),
        when=_when(t)[level],
        calls=emergency_of(t, catalogue.crisis_lines, country) if level == "E" else (),
    )


def _sentence(
    t: Text, found: list[Finding], dated: bool, catalogue: Catalogue, facts: Facts
) -> str:
    """ "New since DATE: numb between the legs. Please check for cauda equina." """
    what = ", ".join(dict.fromkeys(_said(t, catalogue.redflags[f.flag]) for f in found))
    flag = catalogue.redflags[found[0].flag]
    check = t.content("redflags", flag.id, "check_for", flag.check_for)
    since = min((f.since for f in found if f.since), default=facts.today)
    head = t("New since {day}: {what}.", day=t.day(since), what=what) if dated else f"{what}."
    if not check:
        return t("{head} Please check this.", head=head)
    return t("{head} Please check for {check}.", head=head, check=check)


def _said(t: Text, flag: RedFlag) -> str:
    return t.content("redflags", flag.id, "show_this", flag.show_this or flag.title)


def _told(t: Text, flag: RedFlag, facts: Facts) -> list[str]:
    """The short words of each question answered yes, or in doubt."""
    words = []
    for question in flag.questions:
        value, follow = facts.value(question.id), facts.value(question.id + FOLLOW)
        said = t.content("redflags", flag.id, f"{question.id}.short", question.short)
        if value == "yes" and said:
            words.append(said)
        elif value == "unsure" and said and follow != "same":
            words.append(t("{what} (not sure)", what=said))
    return words


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
