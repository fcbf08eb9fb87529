"""The fixed word list beside free text: it adds one line of help and does nothing else.

Nothing is scored, stored or logged, and saving never waits for it. `static/talk.js` does the same
in the browser while somebody types; the two are held together by a test.
"""

import json
import unicodedata

from unspiral.catalogue.load import Catalogue
from unspiral.education.documents import DARK
from unspiral.education.search import WORD

MOST_BETWEEN = 2  # words that may stand between two words of a phrase: "no reason (to) live"
BEGINNING = 4  # a word of a phrase this long also stands for what begins with it: "hurting"


def phrases(catalogue: Catalogue) -> tuple[str, ...]:
    """The phrases of the list, as its content file gives them; empty when there is none."""
    found = catalogue.cautions.get(DARK)
    return tuple(found.words) if found is not None else ()


def as_data(catalogue: Catalogue) -> str:
    """The phrases as JSON, for the page."""
    return json.dumps(phrases(catalogue))


def told_in(catalogue: Catalogue, *texts: str) -> bool:
    """True when a phrase of the list stands in one of `texts`, its words in order."""
    listed = [_words(phrase) for phrase in phrases(catalogue)]
    return any(_holds(_words(text), phrase) for text in texts if text for phrase in listed)


def _holds(told: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(_follows(told, start, phrase) for start in range(len(told)))


def _follows(told: tuple[str, ...], start: int, phrase: tuple[str, ...]) -> bool:
    """Whether `phrase` begins at `start` and goes on with few words between."""
    if not phrase or not _stands_for(told[start], phrase[0]):
        return False
    at = start
    for word in phrase[1:]:
        near = range(at + 1, min(at + 2 + MOST_BETWEEN, len(told)))
        found = next((n for n in near if _stands_for(told[n], word)), None)
        if found is None:
            return False
        at = found
    return True


def _stands_for(told: str, word: str) -> bool:
    return told == word or (len(word) >= BEGINNING and told.startswith(word))


def _words(text: str) -> tuple[str, ...]:
    """Small letters without accents or apostrophes, cut into words."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "").replace("'", ""))
    return tuple(WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))
