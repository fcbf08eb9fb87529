"""A technique without a figure shows its picture: on its page, and while its session plays."""

from dataclasses import replace

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.web.text import text_in
from unspiral.web.views.learn import figure_of
from unspiral.web.views.pictures import picture_of


def test_a_picture_comes_with_its_words(catalogue: Catalogue) -> None:
    found = picture_of(text_in("en"), catalogue, "cup")
    assert 'data-picture="cup"' in found
    assert f"<desc>{catalogue.pictures['cup'].say}</desc>" in found


def test_its_words_follow_the_page(catalogue: Catalogue) -> None:
    class Shouted:
        def content(self, kind: str, item: str, name: str, text: str) -> str:
            return f"{kind}/{item}/{name}".upper()

    found = picture_of(Shouted(), catalogue, "cup")  # type: ignore[arg-type]
    assert "<title>PICTURES/CUP/TITLE</title><desc>PICTURES/CUP/SAY</desc>" in found


@pytest.mark.parametrize("name", ["", "no-such-picture"])
def test_an_unknown_name_shows_nothing(catalogue: Catalogue, name: str) -> None:
    assert picture_of(text_in("en"), catalogue, name) == ""


def test_the_figure_comes_first_then_the_picture_then_nothing(catalogue: Catalogue) -> None:
    t = text_in("en")
    walking = catalogue.techniques["walking"]
    assert 'data-figure="walk"' in figure_of(t, catalogue, replace(walking, picture="cup"))
    assert 'data-picture="cup"' in figure_of(
        t, catalogue, replace(walking, figure="", picture="cup")
    )
    assert figure_of(t, catalogue, replace(walking, figure="")) == ""


def test_every_technique_shows_something(catalogue: Catalogue) -> None:
    t = text_in("en")
    bare = [
        x.id for x in catalogue.techniques.values() if "<svg " not in figure_of(t, catalogue, x)
    ]
    assert bare == []
