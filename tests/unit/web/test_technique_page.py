"""A technique's page in words: why nothing starts here, and effects nobody promises."""

from collections.abc import Mapping

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import STARTS
from unspiral.services.library import Reading
from unspiral.services.screening import Help
from unspiral.web.text import text_in
from unspiral.web.views.learn import TechniqueView, technique_view
from unspiral.web.views.learn_parts import OUTCOMES, WHEN
from unspiral.web.views.library import shelf_view

NO_HELP: Help = ""
T = text_in("en")


def page(catalogue: Catalogue, name: str) -> TechniqueView:
    return technique_view(T, catalogue, catalogue.techniques[name], Reading(NO_HELP, frozenset()))


def test_what_is_not_started_says_why(catalogue: Catalogue) -> None:
    for name, technique in catalogue.techniques.items():
        assert bool(page(catalogue, name).not_started) == (technique.offer not in STARTS), name


@pytest.mark.parametrize(
    ("name", "words"),
    [("thought-record", "on paper"), ("sleep-window", "course"), ("massage", "trained person")],
)
def test_a_programme_may_have_its_own_words(catalogue: Catalogue, name: str, words: str) -> None:
    assert words in page(catalogue, name).not_started


def test_an_effect_of_about_nothing_names_no_points(catalogue: Catalogue) -> None:
    assert page(catalogue, "scent").effects == ("No effect on back pain shown.",)
    assert "On average about 0.5 less pain out of 10" in page(catalogue, "massage").effects[0]


@pytest.mark.parametrize(("field", "words"), [("outcome", OUTCOMES), ("when", WHEN)])
def test_every_grade_has_words(catalogue: Catalogue, field: str, words: Mapping[str, str]) -> None:
    of = [each.grades for each in catalogue.techniques.values()]
    of += [each.grades for each in catalogue.claims.values()]
    of += [each.grades for each in catalogue.lessons.values()]
    assert {getattr(grade, field) for grades in of for grade in grades} <= set(words)


def test_topics_stand_apart_on_the_shelf(catalogue: Catalogue) -> None:
    groups = {group.id: group for group in shelf_view(T, catalogue, "techniques", NO_HELP).groups}
    picked = {line.href.rpartition("/")[2] for line in groups["picked"].lines}
    assert picked == {name for name, t in catalogue.techniques.items() if t.topic}
    elsewhere = (line for name in groups if name != "picked" for line in groups[name].lines)
    assert not picked & {line.href.rpartition("/")[2] for line in elsewhere}
