"""Search that forgives typing: everyday words to items, and danger words to the danger screen.

Words are stemmed (Snowball) and compared by optimal string alignment, so that a slip of the finger
still finds its word. An item's score is the sum over the words typed of

    similarity² · rarity · weight of the field,

times the share of the words typed that it holds. Rarity is ln(1 + N / n): N items, n of them with
the word. Nothing typed is kept, so only words of the content files are remembered by their stem.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = re.compile(r"\w+")
MOST_LETTERS = 200  # of a query; the rest finds nothing more
MOST_TOLD = (
    10_000  # letters that are read for danger signs: whoever writes much tells it at the end
)
NEAR = 0.74  # least similarity of two words that count as one: one slip in four letters or more
SHORT = 4  # words shorter than this must be typed as they are
FAINT = 0.1  # an item with less than this share of the best score has next to nothing to do with it
START = 0.9  # how far the beginning of a word counts as the word
STEMMERS = {"en": "english", "de": "german"}
# Words that tell nothing about what is looked for.
SMALL: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        WORD.findall(
            "a an and any are as at be because but by can do does for from get good has have"
            " help how i if im in is it its ive me my of on or our please really should so that"
            " the their then there they this to too very was we what when where which while who"
            " why will with you"
        )
    ),
    "de": frozenset(
        WORD.findall(
            "aber als am an auf aus bei bin bis das dass dem den der des die ein eine einem einen"
            " einer er es fur habe hat ich ihr im in ist kann man mein meine meinem mir mit nach"
            " oder sehr sich sie sind so soll und von vor war warum was wenn wer wie wir wird zu"
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One item to be found: what it is, and its texts with their weights."""

    folder: str
    id: str
    title: str
    texts: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """What the words of one danger sign lead to: a red flag's id, and the phrases people type."""

    id: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found. Scores compare within one search only."""

    folder: str
    id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Index:
    """The words of all items of one language.

    `holds[stem][n]` is the weight of a stem in document n; `stems[word]` the stem of a word as it
    is written, since a slip is nearest to that.
    """

    language: str
    documents: tuple[Document, ...]
    holds: Mapping[str, Mapping[int, float]]
    stems: Mapping[str, str] = field(repr=False)


def index(documents: Iterable[Document], language: str = "en") -> Index:
    """Make `documents` searchable. A word counts with its heaviest field of a document."""
    kept = tuple(documents)
    holds: dict[str, dict[int, float]] = {}
    stems: dict[str, str] = {}
    for number, document in enumerate(kept):
        for weight, text in document.texts:
            for word in words(text, language):
                stem = stems.setdefault(word, _content_stem(word, language))
                there = holds.setdefault(stem, {})
                there[number] = max(weight, there.get(number, 0.0))
    return Index(language, kept, holds, dict(sorted(stems.items())))


def find(searched: Index, query: str, most: int = 20) -> tuple[Hit, ...]:
    """The items that fit `query` best, best first, faint ones left out. Empty for no words.

    Of items that fit alike the one with the shorter title comes first: it is about less else.
    """
    asked = dict.fromkeys(words(query[:MOST_LETTERS], searched.language))
    scores: dict[int, float] = {}
    matched: dict[int, int] = {}
    for word in asked:
        for number, score in _of_word(searched, word).items():
            scores[number] = scores.get(number, 0.0) + score
            matched[number] = matched.get(number, 0) + 1
    hits = (
        Hit(document.folder, document.id, document.title, score * matched[number] / len(asked))
        for number, score in scores.items()
        for document in (searched.documents[number],)
    )
    best = sorted(hits, key=_rank)[:most]
    return tuple(hit for hit in best if hit.score >= FAINT * best[0].score)


def _rank(hit: Hit) -> tuple[float, int, str, str]:
    return -hit.score, len(hit.title.split()), hit.folder, hit.id


def signs_in(query: str, signs: Sequence[Sign], language: str = "en") -> tuple[str, ...]:
    """Ids of `signs` of which a whole phrase stands in `query`, in any order of its words."""
    asked = {word: _stem(word, language) for word in words(query[:MOST_TOLD], language)}
    return tuple(
        sign.id
        for sign in signs
        if any(_all_in(words(phrase, language), asked, language) for phrase in sign.phrases)
    )


def words(text: str, language: str) -> list[str]:
    """The words of `text` in order, in small letters without accents, small words left out."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    small = SMALL.get(language, SMALL["en"])
    return [word for word in WORD.findall(bare) if word not in small]


def _of_word(searched: Index, word: str) -> dict[int, float]:
    """The score of one typed word in each document that holds it or something near."""
    found: dict[int, float] = {}
    own = _stem(word, searched.language)
    for held, near in _near(searched.stems, word, own).items():
        there = searched.holds[held]
        rarity = log(1 + len(searched.documents) / len(there))
        for number, weight in there.items():
            found[number] = max(found.get(number, 0.0), near * near * rarity * weight)
    return found


def _near(stems: Mapping[str, str], word: str, own: str) -> dict[str, float]:
    """Stem → similarity of what was meant: `own` stem, else what begins with `word` or is near."""
    if own in stems.values():
        return {own: 1.0}
    if len(word) < SHORT:
        return {}
    near = process.extract(
        word, stems.keys(), scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=None
    )
    found = {stem: START for held, stem in stems.items() if held.startswith(word)}
    for held, similarity, _ in near:
        found[stems[held]] = max(similarity, found.get(stems[held], 0.0))
    return found


def _all_in(phrase: Sequence[str], asked: Mapping[str, str], language: str) -> bool:
    return bool(phrase) and all(
        _near(asked, word, _content_stem(word, language)) for word in phrase
    )


@cache
def _content_stem(word: str, language: str) -> str:
    return _stem(word, language)


def _stem(word: str, language: str) -> str:
    """The stem of a word. A stemmer holds its word, so threads never share one."""
    return str(snowballstemmer.stemmer(STEMMERS.get(language, "english")).stemWord(word))
