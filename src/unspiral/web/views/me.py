"""Me: how it looks, what is kept, what this is and is not, where to report harm."""

from collections.abc import Mapping
from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Event, Reading
from unspiral.web.forms import OperationFields
from unspiral.web.text import Text, languages, named
from unspiral.web.views.help_now import country_name

_ = str
THEMES: tuple[tuple[str, str], ...] = (
    ("auto", _("Device")),
    ("light", _("Light")),
    ("dark", _("Dark")),
    ("night", _("Night")),
)
SINCE = "{n} since {day}"
del _


@dataclass(frozen=True, slots=True)
class MeView:
    """The page about the person's own things."""

    themes: tuple[tuple[str, str], ...]
    theme: str
    languages: tuple[tuple[str, str], ...]
    language: str
    countries: tuple[tuple[str, str], ...]
    country: str
    stored: tuple[tuple[str, str], ...]
    folder: str
    op: OperationFields


def me_view(
    t: Text,
    catalogue: Catalogue,
    theme: str,
    answers: Mapping[str, Answer],
    readings: tuple[Reading, ...],
    events: tuple[Event, ...],
    folder: str,
    op: OperationFields,
) -> MeView:
    """Counts and choices; no answer itself is shown here."""
    lines = sorted(catalogue.crisis_lines.values(), key=lambda item: item.title)
    country = answers["country"].value if "country" in answers else ""
    choose = () if country else (("", t("Please choose")),)
    return MeView(
        themes=tuple((value, t(name)) for value, name in THEMES),
        theme=theme,
        languages=tuple((code, named(code)) for code in languages()),
        language=t.language,
        countries=(
            *choose,
            *((item.country, country_name(t, item)) for item in lines),
        ),
        country=str(country),
        stored=_stored(t, answers, readings, events),
        folder=folder,
        op=op,
    )


def _stored(
    t: Text,
    answers: Mapping[str, Answer],
    readings: tuple[Reading, ...],
    events: tuple[Event, ...],
) -> tuple[tuple[str, str], ...]:
    days = sorted({reading.local_date for reading in readings})
    diary = t.plural("{n} day", "{n} days", len(days))
    if days:
        diary = t(SINCE, n=diary, day=t.day(days[0], with_year=True))
    return (
        (t("Answers to questions"), t.number(len(answers), 0)),
        (t("Diary"), diary),
        (t("Single values"), t.number(len(readings), 0)),
        (t("Things done, rated or ended"), t.number(len(events), 0)),
    )
