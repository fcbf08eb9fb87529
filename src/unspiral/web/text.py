"""Words in the reader's language: gettext catalogues, content texts, days and numbers."""

import gettext
import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape
from starlette.requests import Request

from unspiral.web import language_status
from unspiral.web.language_status import LanguageStatus

LOCALE = Path(__file__).resolve().parent / "locale"
DOMAIN = "unspiral"
SOURCE_LANGUAGE = "en"
PSEUDO = "en-XA"  # every text marked: finds words that never passed through `_()`
LANGUAGE_COOKIE = "language"
YEAR_SECONDS = 365 * 24 * 3600
# Around source words while a page is made: signs of the private area, which no text holds.
SOURCE, END = "\ue000", "\ue001"
UNMARK = str.maketrans("", "", SOURCE + END)
# Where an element cannot stand: tags themselves, and what holds bare text or a drawing.
NO_ELEMENTS = re.compile(
    r"<(title|option|textarea|script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE
)
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


class Marked(str):
    """Words that are, or hold, words in the source language, on a page in a draft language.

    As a string they are the bare words; where a page escapes them, `SOURCE` and `END` stand
    around the source words, and `marked` makes `lang` of them.
    """

    page: Markup

    def __new__(cls, words: str, page: Markup) -> "Marked":
        made = super().__new__(cls, words)
        made.page = page
        return made

    def __html__(self) -> str:
        return self.page


def original(words: str) -> Marked:
    """`words` as words of the source language."""
    return Marked(words, Markup(f"{SOURCE}{escape(words)}{END}"))


def filled(words: str, values: Mapping[str, object]) -> str:
    """`words` with its `{places}` filled; what is marked stays marked."""
    if not values:
        return words
    said = words.format(**values)
    if isinstance(words, Marked) or any(isinstance(value, Marked) for value in values.values()):
        return Marked(said, Markup(escape(words)).format(**values))
    return said


def marked(html: str) -> str:
    """A page with `lang` around source words in its text, and nothing of it anywhere else."""
    if SOURCE not in html:
        return html
    html = NO_ELEMENTS.sub(lambda piece: piece.group().translate(UNMARK), html)
    return html.replace(SOURCE, f'<span lang="{SOURCE_LANGUAGE}">').replace(END, "</span>")


class Text:
    """One language's words. Views take it as `t`; `t(...)` is the same as `t.gettext`.

    In a draft language the words it does not have come back as `Marked`.
    """

    def __init__(
        self, language: str, catalogue: gettext.NullTranslations, draft: bool = False
    ) -> None:
        self.language = language
        self.draft = draft
        self._catalogue = catalogue

    def __call__(self, message: str, **values: object) -> str:
        """`message` in this language with its `{places}` filled."""
        return filled(self._or_source(self._catalogue.gettext(message), message), values)

    gettext = __call__

    def _or_source(self, found: str, *messages: str) -> str:
        """`found`, marked when a draft gave back what it was asked for."""
        return original(found) if self.draft and any(found is one for one in messages) else found

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form of a text that fits the count `n`, which stands for `{n}`."""
        return filled(self.plural_form(one, many, n), {"n": n, **values})

    def plural_form(self, one: str, many: str, n: int) -> str:
        """As `plural`, with its places not yet filled."""
        return self._or_source(self._catalogue.ngettext(one, many, n), one, many)

    def content(self, kind: str, item: str, name: str, text: str) -> str:
        """A text of a content file, by its context `kind/id/field`.

        A draft gives its own words for what it may replace alone (`language_status.OPEN`).
        """
        if not text:
            return ""
        if self.draft and not language_status.is_open(kind, item, name, text):
            return original(text)
        found = self._catalogue.pgettext(f"{kind}/{item}/{name}", text)
        return self._or_source(found, text)

    def inside(self, words: str) -> str:
        """A label as it stands inside a sentence. German keeps the capitals of its nouns."""
        if isinstance(words, Marked):
            return original(words.lower())
        return words if self.language == "de" else words.lower()

    def day(self, day: date, with_year: bool = False) -> str:
        """A day in words, as in "Thursday 14 May"."""
        names = {"weekday": self(WEEKDAYS[day.weekday()]), "month": self(MONTHS[day.month - 1])}
        if with_year:
            return self("{day} {month} {year}", day=day.day, year=day.year, **names)
        return self("{weekday} {day} {month}", day=day.day, **names)

    def number(self, value: float, places: int = 1) -> str:
        """A number with at most `places` decimals, without a trailing zero."""
        whole, _, rest = f"{value:.{places}f}".partition(".")
        if not (rest := rest.rstrip("0")):
            return whole
        mark = self._catalogue.pgettext("decimal mark", ".")
        return f"{whole}{mark}{rest}"

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
def status(language: str) -> LanguageStatus:
    """What a language is called, and whether it is a draft. The source language is none."""
    if language in (SOURCE_LANGUAGE, PSEUDO):
        return LanguageStatus("English", draft=False)
    return language_status.read(LOCALE / language)


def named(language: str) -> str:
    """A language by its own name, and in its own words that it is a draft."""
    found, t = status(language), text_in(language)
    return t("{name} (draft)", name=found.name) if found.draft else found.name


@cache
def text_in(language: str) -> Text:
    """The words of one language; the source language when there is no catalogue for it."""
    if language == PSEUDO:
        return Text(PSEUDO, PseudoTranslations())
    if language not in languages():
        language = SOURCE_LANGUAGE
    found = gettext.translation(DOMAIN, LOCALE, [language], fallback=True)
    return Text(language, found, status(language).draft)


def of(request: Request) -> Text:
    """The words for this page. Where a wrong word could harm, a draft makes way for the source."""
    found = chosen(request)
    if found.draft and language_status.is_held_path(request.url.path):
        return text_in(SOURCE_LANGUAGE)
    return found


def chosen(request: Request) -> Text:
    """The words a person asked for: by choice, else what the browser asks for.

    A browser never picks a draft: nobody should meet unchecked words without having chosen them.
    """
    kept = request.cookies.get(LANGUAGE_COOKIE, "")
    if kept == PSEUDO or kept in languages():
        return text_in(kept)
    asked = request.headers.get("accept-language", "")
    for part in asked.split(",")[:10]:
        language = part.split(";")[0].strip()[:2].lower()
        if language in languages() and not status(language).draft:
            return text_in(language)
    return text_in(SOURCE_LANGUAGE)


def cookie(language: str) -> str:
    """The header line that keeps a chosen language in this browser."""
    return f"{LANGUAGE_COOKIE}={language}; Path=/; Max-Age={YEAR_SECONDS}; HttpOnly; SameSite=Lax"
