"""Learn: what is true about common claims, and every technique with dose, grades and sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.readability import reading_seconds
from unspiral.catalogue.types import Cited, Claim, Effect, Graded, Technique
from unspiral.drawing import figure
from unspiral.web.text import Text

_ = str
ROLES: Mapping[str, str] = {
    "ease": _("Ease now"),
    "build": _("Build"),
    "night": _("For the night"),
    "mind": _("Mind and people"),
}
VERDICTS: Mapping[str, tuple[str, str]] = {
    "supported": ("tick", _("True, as far as we know")),
    "mixed": ("mixed", _("Partly")),
    "unsupported": ("mostly_not", _("No good evidence")),
    "wrong": ("not", _("Not true")),
}
OUTCOMES: Mapping[str, str] = {
    "pain": _("pain"),
    "stress": _("stress"),
    "anxiety": _("worry"),
    "sleep": _("sleep"),
    "function": _("doing things"),
    "relief": _("ease"),
    "ease": _("ease"),
    "move": _("moving"),
    "recurrence": _("pain coming back"),
}
WHEN: Mapping[str, str] = {
    "weeks": _("after some weeks"),
    "any": _("at any time"),
    "alone": _("on its own"),
    "package": _("as part of a course"),
    "acute": _("in new pain"),
    "chronic": _("in long-lasting pain"),
    "recovered": _("after recovering"),
}
GRADES: Mapping[str, str] = {
    "A": _("Grade A: good evidence"),
    "B": _("Grade B: fair evidence"),
    "C": _("Grade C: thin evidence"),
    "D": _("Grade D: comfort, untested"),
    "X": _("Advised against"),
}
SMALL_SD = 0.4  # an effect below this many standard deviations is called small
POINTS = "points 0-10"
del _


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source: how it is cited, what it supports here, how much of it was read."""

    cite: str
    supports: str
    read: str
    doi: str


@dataclass(frozen=True, slots=True)
class GradeView:
    """One grade in words: for which outcome and when."""

    letter: str
    words: str
    outcome: str
    when: str


@dataclass(frozen=True, slots=True)
class TechniqueLine:
    """One technique in the list."""

    id: str
    title: str
    length: str
    grade: str


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """All techniques of one role."""

    id: str
    name: str
    lines: tuple[TechniqueLine, ...]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in the list, as a question."""

    id: str
    title: str
    verdict: str
    verdict_icon: str
    reading: str


@dataclass(frozen=True, slots=True)
class LearnView:
    """The list: techniques by role, then "True or not?"."""

    roles: tuple[RoleGroup, ...]
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim: what is true first, then what people may have heard."""

    title: str
    verdict: str
    verdict_icon: str
    answer: str
    heard: str
    why_said: str
    instead: str
    grades: tuple[GradeView, ...]
    sources: tuple[SourceView, ...]
    reading: str


@dataclass(frozen=True, slots=True)
class TechniqueView:
    """One technique: figure, how, dose, what to expect, cautions, stop rules, sources."""

    id: str
    role: str
    title: str
    summary: str
    length: str
    grade: str
    figure: Markup
    how: tuple[str, ...]
    why: str
    dose: str
    progression: str
    tired: str
    effects: tuple[str, ...]
    grades: tuple[GradeView, ...]
    cautions: tuple[str, ...]
    skip_if: tuple[str, ...]
    stop_rules: tuple[tuple[str, str], ...]
    sources: tuple[SourceView, ...]


def learn_view(t: Text, catalogue: Catalogue) -> LearnView:
    """Everything there is to read, in a fixed order."""
    techniques = [x for x in catalogue.techniques.values() if x.status != "retired"]
    claims = [x for x in catalogue.claims.values() if x.status != "retired"]
    return LearnView(
        roles=tuple(
            RoleGroup(role, t(name), tuple(_line(t, x) for x in techniques if x.role == role))
            for role, name in ROLES.items()
        ),
        claims=tuple(_claim_line(t, x) for x in sorted(claims, key=lambda x: x.title)),
    )


def claim_view(t: Text, catalogue: Catalogue, claim: Claim) -> ClaimView:
    """One claim page in the order of J11."""
    icon, verdict = VERDICTS[claim.verdict]
    return ClaimView(
        title=t.content("claims", claim.id, "title", claim.title),
        verdict=t(verdict),
        verdict_icon=icon,
        answer=t.content("claims", claim.id, "answer", claim.answer),
        heard=t.content("claims", claim.id, "heard", claim.heard),
        why_said=t.content("claims", claim.id, "why_said", claim.why_said),
        instead=t.content("claims", claim.id, "instead", claim.instead),
        grades=tuple(_grade(t, grade) for grade in claim.grades),
        sources=_sources(t, catalogue, claim.sources),
        reading=t.length(_seconds(claim)),
    )


def technique_view(t: Text, catalogue: Catalogue, item: Technique) -> TechniqueView:
    """One technique page. Reading about it is open to everybody; starting it asks the gate."""

    def say(name: str, words: str) -> str:
        return t.content("techniques", item.id, name, words)

    return TechniqueView(
        id=item.id,
        role=t(ROLES[item.role]),
        title=say("title", item.title),
        summary=say("summary", item.summary),
        length=t.length(item.dose.seconds),
        grade=shown_grade(item.grades),
        figure=figure_of(t, catalogue, item),
        how=tuple(say(f"how.{n}", step) for n, step in enumerate(item.how)),
        why=say("why", item.why),
        dose=say("dose.text", item.dose.text),
        progression=say("dose.progression", item.dose.progression),
        tired=say("tired.text", item.tired.text),
        effects=tuple(filter(None, (_effect(t, effect) for effect in item.effects))),
        grades=tuple(_grade(t, grade) for grade in item.grades),
        cautions=tuple(_caution(t, catalogue, item, n) for n, _use in enumerate(item.cautions)),
        skip_if=tuple(say(f"skip_if.{n}", words) for n, words in enumerate(item.skip_if)),
        stop_rules=_stop_rules(t, catalogue, item),
        sources=_sources(t, catalogue, item.sources),
    )


def figure_of(t: Text, catalogue: Catalogue, item: Technique) -> Markup:
    """The still picture of a technique as SVG, or nothing when it has no figure."""
    drawn, body = catalogue.figures.get(item.figure), catalogue.bodies.get("body")
    if drawn is None or body is None:
        return Markup("")
    return Markup(figure.still(drawn, body, figure.Look(translate=t)))


def shown_grade(grades: Sequence[Graded]) -> str:
    """The grade beside a title: the first in the file, which is of the technique on its own."""
    return grades[0].grade if grades else ""


def _line(t: Text, item: Technique) -> TechniqueLine:
    return TechniqueLine(
        id=item.id,
        title=t.content("techniques", item.id, "title", item.title),
        length=t.length(item.dose.seconds),
        grade=shown_grade(item.grades),
    )


def _claim_line(t: Text, claim: Claim) -> ClaimLine:
    icon, verdict = VERDICTS[claim.verdict]
    title = t.content("claims", claim.id, "title", claim.title)
    return ClaimLine(claim.id, title, t(verdict), icon, t.length(_seconds(claim)))


def _seconds(claim: Claim) -> int:
    return reading_seconds(" ".join((claim.answer, claim.heard, claim.why_said, claim.instead)))


def _grade(t: Text, graded: Graded) -> GradeView:
    return GradeView(
        letter=graded.grade,
        words=t(GRADES[graded.grade]),
        outcome=_outcome(t, graded.outcome),
        when=t(WHEN[graded.when]) if graded.when in WHEN else graded.when.replace("_", " "),
    )


def _outcome(t: Text, outcome: str) -> str:
    return t(OUTCOMES[outcome]) if outcome in OUTCOMES else outcome.replace("_", " ")


def _effect(t: Text, effect: Effect) -> str:
    """An average effect in words: points of 10 where there are points, else small or medium."""
    outcome = _outcome(t, effect.outcome)
    if effect.unit == POINTS:
        points = t.number(abs(effect.mean))
        less = t("On average about {n} less {what} out of 10.", n=points, what=outcome)
        more = t("On average about {n} more {what} out of 10.", n=points, what=outcome)
        said = less if effect.mean < 0 else more
    elif effect.unit == "standard deviations":
        small = abs(effect.mean) < SMALL_SD
        size = t("A small change in {what} on average.", what=outcome)
        said = size if small else t("A medium change in {what} on average.", what=outcome)
    else:
        said = ""
    return " ".join(part for part in (said, t(effect.note)) if part)


def _caution(t: Text, catalogue: Catalogue, item: Technique, n: int) -> str:
    use = item.cautions[n]
    words = t.content("techniques", item.id, f"cautions.{n}.text", use.text)
    caution = catalogue.cautions.get(use.caution)
    if caution is None:
        return words
    title = t.content("cautions", caution.id, "title", caution.title)
    return t("{title}: {words}", title=title, words=words)


def _stop_rules(t: Text, catalogue: Catalogue, item: Technique) -> tuple[tuple[str, str], ...]:
    rules = [catalogue.stop_rules[name] for name in item.stop_rules if name in catalogue.stop_rules]
    return tuple(
        (
            t.content("stop_rules", rule.id, "ask", rule.ask),
            t.content("stop_rules", rule.id, "do", rule.do),
        )
        for rule in rules
    )


def _sources(t: Text, catalogue: Catalogue, cited: Iterable[Cited]) -> tuple[SourceView, ...]:
    found = []
    for cite in cited:
        source = catalogue.sources.get(cite.id)
        if source is not None:
            found.append(SourceView(source.cite, t(cite.supports), t(source.read), source.doi))
    return tuple(found)
