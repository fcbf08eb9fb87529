"""Learn: what is true about common claims, and every technique with dose, grades and sources."""

from dataclasses import dataclass

from markupsafe import Markup

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.readability import reading_seconds
from unspiral.catalogue.types import STARTS, Claim, Effect, Technique
from unspiral.drawing import figure
from unspiral.services.library import Reading
from unspiral.services.screening import Help
from unspiral.web.text import Text
from unspiral.web.views.item_words import ItemWords
from unspiral.web.views.learn_parts import (
    PATHS,
    ROLES,
    VERDICTS,
    GradeView,
    Line,
    SourceView,
    grade_views,
    outcome_words,
    read_on,
    shown_grade,
    source_views,
)
from unspiral.web.views.pictures import picture_of

_ = str
SMALL_SD = 0.4  # an effect below this many standard deviations is called small
POINTS = "points 0-10"
OPENS_AFTER = _(
    "This level opens after a week with the one below, and 3 mornings by which it had settled."
)
NOT_STARTED = {
    "programme": _("This is one part of a course with its own questions. It is not started here."),
    "thoughts": _("You write this, here or on paper, in your own time. No timer runs."),
    "clinician": _("A trained person gives this. There is nothing to start here."),
    "answer": _("This is here to answer a question. It is not part of any plan."),
}
OWN_PAGES = {
    "flare-plan": ("/rough-day/plan", _("My page for a flare")),
    "stressor-log": ("/thoughts/sheet/stressor-log", _("Do it here")),
    "thought-record": ("/thoughts/sheet/thought-record", _("Do it here")),
    "problem-solving": ("/thoughts/sheet/problem-solving", _("Do it here")),
    "worry-time": ("/thoughts/worry-time", _("Do it here")),
    "park-a-worry": ("/thoughts/worry-time", _("Park it here")),
    "kind-self-talk": ("/thoughts/sheet/kind-self-talk", _("Write my line here")),
    "joyful-activity": ("/thoughts/sheet/joyful-activity", _("My small things")),
}
PROGRAMMES = {"sleep": ("/sleep", _("The sleep programme"))}
del _


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
    see: tuple[Line, ...]
    grades: tuple[GradeView, ...]
    sources: tuple[SourceView, ...]
    reading: str
    help: Help


@dataclass(frozen=True, slots=True)
class TechniqueView:
    """One technique: figure, how, dose, what to expect, cautions, stop rules, sources.

    `shut`: a danger sign is open, so nothing of how it is done is shown. `not_started` says why
    there is no start button; `own_page` is (address, words) of a page to write on; `levels` leads
    to the other levels of its family.
    """

    id: str
    role: str
    title: str
    summary: str
    length: str
    grade: str
    shut: bool
    help: Help
    figure: Markup
    instead_of: str
    not_started: str
    own_page: tuple[str, str]
    levels: tuple[tuple[str, str, bool], ...]
    opens_after: str
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
    see: tuple[Line, ...]
    sources: tuple[SourceView, ...]


def claim_view(t: Text, catalogue: Catalogue, claim: Claim, help_: Help) -> ClaimView:
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
        see=read_on(t, catalogue, "claims", claim),
        grades=grade_views(t, claim.grades),
        sources=source_views(t, catalogue, claim.sources),
        reading=t.length(
            reading_seconds(" ".join((claim.answer, claim.heard, claim.why_said, claim.instead)))
        ),
        help=help_,
    )


def technique_view(
    t: Text, catalogue: Catalogue, item: Technique, reading: Reading
) -> TechniqueView:
    """One technique page. Reading about it is open to everybody without an open danger sign of
    its scope; starting it asks the gate.
    """

    say = ItemWords(t, "techniques", item.id)

    return TechniqueView(
        id=item.id,
        role=t(ROLES[item.role]),
        title=say("title", item.title),
        summary=say("summary", item.summary),
        length=t.length(item.dose.seconds) if item.dose.seconds else "",
        grade=shown_grade(item.grades),
        shut=item.scope in reading.shut,
        help=reading.help,
        instead_of=say("instead_of", item.instead_of),
        not_started=_not_started(t, item),
        own_page=_own_page(t, item),
        levels=_levels(t, catalogue, item),
        opens_after=t(OPENS_AFTER) if item.level > 1 else "",
        figure=figure_of(t, catalogue, item),
        how=tuple(say(f"how.{n}", step) for n, step in enumerate(item.how)),
        why=say("why", item.why),
        dose=say("dose.text", item.dose.text),
        progression=say("dose.progression", item.dose.progression),
        tired=say("tired.text", item.tired.text),
        effects=effects_of(t, item),
        grades=grade_views(t, item.grades),
        cautions=tuple(_caution(t, catalogue, item, n) for n, _use in enumerate(item.cautions)),
        skip_if=tuple(say(f"skip_if.{n}", words) for n, words in enumerate(item.skip_if)),
        stop_rules=_stop_rules(t, catalogue, item),
        see=read_on(t, catalogue, "techniques", item),
        sources=source_views(t, catalogue, item.sources),
    )


def _not_started(t: Text, item: Technique) -> str:
    """Why there is no start button; "" where there is one. A programme may have its own words."""
    if item.offer in STARTS:
        return ""
    return t(NOT_STARTED.get(item.programme) or NOT_STARTED[item.offer])


def _own_page(t: Text, item: Technique) -> tuple[str, str]:
    """(address, words) of the page on which the person does or writes this, or ("", "")."""
    href, words = OWN_PAGES.get(item.id) or PROGRAMMES.get(item.programme, ("", ""))
    return (href, t(words)) if href else ("", "")


def figure_of(t: Text, catalogue: Catalogue, item: Technique) -> Markup:
    """The still figure of a technique as SVG; without one its designed picture, or nothing."""
    drawn, body = catalogue.figures.get(item.figure), catalogue.bodies.get("body")
    if drawn is None or body is None:
        return picture_of(t, catalogue, item.picture)
    return Markup(figure.still(drawn, body, figure.Look(translate=t)))


def _levels(t: Text, catalogue: Catalogue, item: Technique) -> tuple[tuple[str, str, bool], ...]:
    """(address, name, this one) of every level of the family."""
    family = [x for x in catalogue.techniques.values() if item.family and x.family == item.family]
    return tuple(
        (PATHS["techniques"] + x.id, t("Level {n}", n=x.level), x.id == item.id)
        for x in sorted(family, key=lambda x: x.level)
    )


def effects_of(t: Text, item: Technique) -> tuple[str, ...]:
    """Every average effect in words; those of which nothing can be said are left out."""
    return tuple(filter(None, (_effect(t, item, n) for n, _ in enumerate(item.effects))))


def _effect(t: Text, item: Technique, n: int) -> str:
    """An average effect in words: points of 10 where there are points, else small or medium."""
    effect: Effect = item.effects[n]
    note = t.content("techniques", item.id, f"effects.{n}.note", effect.note)
    outcome = outcome_words(t, effect.outcome)
    if not effect.mean:
        said = ""
    elif effect.unit == POINTS:
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
    return " ".join(part for part in (said, note) if part)


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
