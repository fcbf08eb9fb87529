"""School grade of a text by the Flesch-Kincaid formula, in plain Python.

Kincaid 1975: 0.39 · words per sentence + 11.8 · syllables per word - 15.59. Syllables are
counted from vowel groups, which is near enough for a limit; a test compares with textstat.
"""

import re

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"[.!?]+(?=[\s”\"’)]|$)")
VOWELS = re.compile(r"[aeiouyäöüéè]+")
SILENT_END = re.compile(r"(?:[^aeiouyl]e|[^aeiouydt]ed|[^aeiouycszgx]es)$")

WORDS_A_MINUTE = 200  # a slow, tired reader; adults read plain prose at about 240 (Brysbaert 2019)
LEAST_SECONDS = 15
HIATUS = re.compile(r"i(?:er|est)s?$|(?<![ct])ia|uou")  # two sounds in one vowel group


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in order."""
    return WORD.findall(text)


def sentences_in(text: str) -> int:
    """How many sentences a text has; at least one."""
    return max(1, len(SENTENCE_END.findall(text.strip())))


def syllables(word: str) -> int:
    """About how many syllables a word has; a number counts as one."""
    lower = word.lower()
    groups = len(VOWELS.findall(lower))
    silent = 1 if groups > 1 and SILENT_END.search(lower) else 0
    return max(1, groups - silent + len(HIATUS.findall(lower)))


def reading_seconds(text: str) -> int:
    """About how long `text` takes to read, in steps of 5 seconds, at least 15."""
    seconds = 60 * len(words_of(text)) / WORDS_A_MINUTE
    return max(LEAST_SECONDS, 5 * round(seconds / 5))


def grade(text: str) -> float:
    """Flesch-Kincaid grade of `text`; 0.0 for a text without words."""
    words = words_of(text)
    if not words:
        return 0.0
    per_sentence = len(words) / sentences_in(text)
    per_word = sum(syllables(word) for word in words) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59
