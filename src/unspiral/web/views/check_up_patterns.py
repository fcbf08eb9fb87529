"""The view of what was counted: sentences, features, what points the other way, and sources."""

from dataclasses import dataclass

from unspiral.assessment import pattern_words as words
from unspiral.assessment.patterns import BEFORE_LYING, Counted, Reading, Result
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Feature, Pattern
from unspiral.records.facts import Facts
from unspiral.services.assessments import Look
from unspiral.services.screening import Help, help_before
from unspiral.web.text import Text
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.learn_parts import Line, see_lines


@dataclass(frozen=True, slots=True)
class FeatureLine:
    """One feature: what was said of it, its label, and the class of its row."""

    state: str
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class PatternLine:
    """One pattern with its count; `phrase` names no condition."""

    id: str
    title: str
    sentence: str
    features: tuple[FeatureLine, ...]
    against: tuple[FeatureLine, ...]
    lying: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A pattern that is only a letter: whether to take it, and the card to hand over."""

    id: str
    title: str
    sentence: str
    ask: str
    card: str
    ticked: tuple[tuple[str, str], ...]
    written: str


@dataclass(frozen=True, slots=True)
class PatternsView:
    """Everything that was counted, or why nothing is."""

    help: Help
    withheld: str
    ask_on: str
    said: tuple[str, ...]
    patterns: tuple[PatternLine, ...]
    letters: tuple[LetterLine, ...]
    check: str
    see: tuple[Line, ...]


# What people ask next: does the kind of pain, or its coming and going, tell where it is from?
READ_ON = (
    "claims/symptoms-and-the-exact-spot",
    "claims/pain-with-stress",
    "claims/when-to-see-a-doctor",
)


def patterns_view(t: Text, catalogue: Catalogue, look: Look) -> PatternsView:
    """The page of counted features."""
    result = look.patterns
    reason = result.withheld[0].code if result.withheld else ""
    return PatternsView(
        help=help_before(look.decision),
        withheld=t(words.WITHHELD[reason]) if reason else "",
        ask_on=ask_on(result, "/check-up/patterns"),
        said=sentences(t, catalogue, result),
        patterns=tuple(_pattern(t, catalogue, reading) for reading in result.readings),
        letters=tuple(_letter(t, catalogue, one, look.facts) for one in result.letters),
        check=t(words.CHECK_IT),
        see=see_lines(t, catalogue, READ_ON),
    )


def ask_on(result: Result, then: str) -> str:
    """Where the danger questions are that come first; empty when nothing is to be asked."""
    names = [reason.content_id for reason in result.withheld if reason.code == "to_ask"]
    if not names:
        return ""
    where = BEFORE_LYING if names == [BEFORE_LYING] else "next"
    return f"/danger/{where}?next={then}"


def sentences(t: Text, catalogue: Catalogue, result: Result) -> tuple[str, ...]:
    """All that may be said: one sentence per pattern with a tick, or one for none at all."""
    if result.withheld:
        return ()
    if result.said == "none":
        return (t(words.NOTHING_TICKED),)
    found = tuple(_sentence(t, catalogue.patterns[r.pattern], r) for r in result.readings)
    return tuple(line for line in found if line) or (t(words.NOT_ALL_ASKED),)


def _sentence(t: Text, pattern: Pattern, reading: Reading) -> str:
    if reading.said not in words.OF_ONE:
        return ""
    phrase = t.content("patterns", pattern.id, "phrase", pattern.phrase)
    line = words.OF_ONE[reading.said]
    return t(line, ticked=reading.ticked, of=reading.of, phrase=phrase)


def _pattern(t: Text, catalogue: Catalogue, reading: Reading) -> PatternLine:
    pattern = catalogue.patterns[reading.pattern]

    say = ItemWords(t, "patterns", pattern.id)

    return PatternLine(
        id=pattern.id,
        title=say("title", pattern.title),
        sentence=_sentence(t, pattern, reading),
        features=_lines(t, pattern, "features", reading.features, pattern.features),
        against=_lines(t, pattern, "against", reading.against, pattern.against),
        lying=say("lying", pattern.lying),
        sources=tuple(
            t.content("sources", cited.id, "cite", catalogue.sources[cited.id].cite)
            for cited in pattern.sources
        ),
    )


def _lines(
    t: Text,
    pattern: Pattern,
    kind: str,
    counted: tuple[Counted, ...],
    features: tuple[Feature, ...],
) -> tuple[FeatureLine, ...]:
    return tuple(
        FeatureLine(
            state=one.state,
            words=t(words.STATES[one.state]),
            label=t.content("patterns", pattern.id, f"{kind}.{n}.label", feature.label),
        )
        for n, (one, feature) in enumerate(zip(counted, features, strict=True))
    )


def _letter(t: Text, catalogue: Catalogue, one: Reading, facts: Facts) -> LetterLine:
    pattern = catalogue.patterns[one.pattern]
    flag = catalogue.redflags[pattern.flag]
    letter = one.letter or "not_asked"
    take = letter == "take_it"
    check = t.content("redflags", flag.id, "check_for", flag.check_for)
    shows = t.content("redflags", flag.id, "show_this", flag.show_this)
    ticked = [
        t.content("redflags", flag.id, f"questions.{q.id}.short", q.short)
        for q in flag.questions
        if facts.value(q.id) == "yes"
    ]
    return LetterLine(
        id=pattern.id,
        title=t.content("patterns", pattern.id, "title", pattern.title),
        sentence=t(words.LETTERS[letter]),
        ask=f"/danger/{flag.id}?next=/check-up/patterns",
        card=t("{what}. Please check for {check}.", what=_capital(shows), check=check)
        if take
        else "",
        ticked=((t("I ticked"), "; ".join(ticked)),) if take and ticked else (),
        written=t("Written by the person on {day}. Self-reported.", day=t.day(facts.today, True)),
    )


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
