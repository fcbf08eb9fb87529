"""The view of the week's one suggestion: what, why in the person's own counts, and the doubt."""

from dataclasses import dataclass

from unspiral.catalogue.load import Catalogue
from unspiral.planning.suggestion import Suggestion
from unspiral.web.text import Text
from unspiral.web.views.learn_parts import only_of_a_course


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One sentence to do, one why, one doubt; where it is read, with grade. "" = none of it."""

    say: str
    why: str
    doubt: str
    grade: str
    href: str
    title: str


def suggestion_view(found: Suggestion, catalogue: Catalogue, t: Text) -> SuggestionView:
    """The suggestion in the words of `t`."""
    technique = catalogue.techniques.get(found.technique)
    title = t.content("techniques", technique.id, "title", technique.title) if technique else ""
    say, why = _said(found, title, t)
    grade = technique.grades[0].grade if technique and technique.grades else ""
    return SuggestionView(
        say=say,
        why=f"{why} {_of_a_course(t)}" if technique and only_of_a_course(technique.grades) else why,
        doubt="" if found.code == "nothing_to_change" else _doubt(t),
        grade=grade if grade in "ABCD" else "",
        href=f"/learn/technique/{technique.id}" if technique else "",
        title=title,
    )


def _of_a_course(t: Text) -> str:
    return t("The grade is for a whole course, not for this alone.")


def _said(found: Suggestion, title: str, t: Text) -> tuple[str, str]:
    n = found.count
    if found.code == "lighter":
        return (
            t("Keep the next week light. The short forms count."),
            t("You told us of {n} rough days in these 7.", n=n),
        )
    if found.code == "swap":
        return (
            t("Let this one rest, and take another: {title}.", title=title),
            t("You put it off on {n} of these 7 days. It may not be yours.", n=n),
        )
    if found.code == "smaller":
        return (
            t("Take the short form for a week: {title}.", title=title),
            t("It was still up on {n} mornings of these 7.", n=n),
        )
    if found.code == "keep":
        return (
            t("Keep this one in your week: {title}.", title=title),
            t("You felt better after it {n} times in these 7 days.", n=n),
        )
    return (
        t("Nothing to change."),
        t("Nothing in these 7 days asks for it. Go on as you are, or rest."),
    )


def _doubt(t: Text) -> str:
    return t("A count of your own answers. Days also get better or worse by themselves.")
