"""Words in the reader's language: gettext catalogues, content texts, days and numbers."""

import gettext
import re
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path

from starlette.requests import Request

LOCALE = Path(__file__).resolve().parent / "locale"
DOMAIN = "unspiral"
SOURCE_LANGUAGE = "en"
PSEUDO = "en-XA"  # every text marked: finds words that never passed through `_()`
LANGUAGE_COOKIE = "language"
PLACES = re.compile(r"(\{[^{}]*\}|<[^<>]*>)")
ACCENTS = str.maketrans("aeiouyAEIOUYcnsCNS", "áéíóúýÁÉÍÓÚÝçñšÇÑŠ")

_ = str
WEEKDAYS = (
    *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday")),
    *(_("Friday"), _("Saturday"), _("Sunday")),
)
MONTHS = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July")),
    *(_("August"), _("September"), _("October"), _("November"), _("December")),
)
del _


class PseudoTranslations(gettext.NullTranslations):
    """Marks every text with ⟦…⟧ and accents; placeholders stay as they are."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)


def pseudo(message: str) -> str:
    """`message` in the pseudo-language."""
    parts = PLACES.split(message)
    words = [part if PLACES.fullmatch(part) else part.translate(ACCENTS) for part in parts]
    return "⟦" + "".join(words) + "⟧"


class Text:
    """One language's words. Views take it as `t`; `t(...)` is the same as `t.gettext`."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, message: str, **values: object) -> str:
        """`message` in this language with its `{places}` filled."""
        found = self._catalogue.gettext(message)
        return found.format(**values) if values else found

    gettext = __call__

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form of a text that fits the count `n`, which stands for `{n}`."""
        return self.plural_form(one, many, n).format(n=n, **values)

    def plural_form(self, one: str, many: str, n: int) -> str:
        """As `plural`, with its places not yet filled."""
        return self._catalogue.ngettext(one, many, n)

    def content(self, kind: str, item: str, name: str, text: str) -> str:
        """A text of a content file, by its context `kind/id/field`."""
        return self._catalogue.pgettext(f"{kind}/{item}/{name}", text) if text else ""

    def day(self, day: date, with_year: bool = False) -> str:
        """A day in words, as in "Thursday 14 May"."""
        names = {"weekday": self(WEEKDAYS[day.weekday()]), "month": self(MONTHS[day.month - 1])}
        if with_year:
            return self("{day} {month} {year}", day=day.day, year=day.year, **names)
        return self("{weekday} {day} {month}", day=day.day, **names)

    def number(self, value: float, places: int = 1) -> str:
        """A number with at most `places` decimals, without a trailing zero."""
        shown = f"{value:.{places}f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown

    def length(self, seconds: float) -> str:
        """A length of time, as in "1 min 30 s"."""
        minutes, rest = divmod(round(seconds), 60)
        if not minutes:
            return self("{s} s", s=rest)
        return self("{m} min {s} s", m=minutes, s=rest) if rest else self("{m} min", m=minutes)


CURRENT: ContextVar[Text] = ContextVar("unspiral_text")


def languages() -> tuple[str, ...]:
    """Languages with a catalogue, the source language first."""
    found = sorted(path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (SOURCE_LANGUAGE, *found)


@cache
def text_in(language: str) -> Text:
    """The words of one language; the source language when there is no catalogue for it."""
    if language == PSEUDO:
        return Text(PSEUDO, PseudoTranslations())
    if language not in languages():
        language = SOURCE_LANGUAGE
    found = gettext.translation(DOMAIN, LOCALE, [language], fallback=True)
    return Text(language, found)


def of(request: Request) -> Text:
    """The words for this request: the chosen language, else what the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen == PSEUDO or chosen in languages():
        return text_in(chosen)
    asked = request.headers.get("accept-language", "")
    for part in asked.split(",")[:10]:
        language = part.split(";")[0].strip()[:2].lower()
        if language in languages():
            return text_in(language)
    return text_in(SOURCE_LANGUAGE)
